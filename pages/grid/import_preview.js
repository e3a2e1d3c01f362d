/**
 * Every row of the file as it would be stored. Faulty cells are red and are put right in place; a
 * row that changes one of the ledger shows old and new.
 */
import { element } from "./element.js";
import { post } from "./http.js";
import { ImportTable } from "./import_table.js";

const FILTERS = ["all", "faults", "updates"];
const COUNTS = { all: "lines", faults: "faults", updates: "update" };
const MOST_CELLS = 200;
const LEAST_WIDTH = 90;
const WIDTH_OF_A_MOMENT = 136; // with its year, which the grid leaves out

export class ImportPreview {
  constructor(dialog) {
    Object.assign(this, { dialog, only: "all", typed: [], isSending: false, last: Promise.resolve() });
    const { say, show } = dialog.desk;
    Object.assign(this, { say, show });
    this.filters = element("div", { className: "tz-import-filters" });
    this.filters.setAttribute("role", "group");
    this.reason = element("p", { className: "tz-import-reason" });
    this.reason.setAttribute("role", "status");
    this.table = new ImportTable({
      say, label: say("import_step_preview"), fetch: (start, end) => this.#fetch(start, end),
      correct: (row, key, text) => this.#correct(row, key, text), told: (row, column) => this.#tell(row, column),
      left: () => this.#toButtons(),
    });
    this.element = element("div", { className: "tz-import-preview" }, this.filters, this.table.element, this.reason);
  }

  async open() {
    const { dialog, say } = this;
    this.only = dialog.proposal.counts.faults ? "faults" : "all";
    this.all = dialog.button(say("import_all"), () => this.#write("all"), { className: "tz-primary" });
    this.valid = dialog.button("", () => this.#write("valid"));
    dialog.draw("preview", this.element, [
      dialog.button(say("import_back"), () => dialog.toColumns()), element("span", { className: "tz-space" }),
      dialog.button(say("cancel"), () => dialog.leave()), this.valid, this.all,
    ]);
    this.#drawCounts();
    await this.#show();
    if (dialog.proposal.counts.faults) this.#toFirstFault();
    else this.all.focus();
  }

  #show() { return this.table.show(this.dialog.proposal.columns.map(column => this.#column(column))); }

  #column(column) {
    const least = column.filter === "date" ? WIDTH_OF_A_MOMENT : LEAST_WIDTH;
    return { ...column, width: Math.max(least, column.width ?? 0), right: column.align === "right" };
  }

  async #toFirstFault() {
    const found = this.table.faultAfter(0, -1);
    if (found) await this.table.cell.go(...found);
  }

  #toButtons() { (this.all.disabled ? this.valid : this.all).focus(); }

  // --- what is shown -----------------------------------------------------------------------

  #drawCounts() {
    const { dialog, say } = this;
    const { counts } = dialog.proposal;
    const good = counts.new + counts.update;
    this.filters.replaceChildren(...FILTERS.map(only => {
      const button = element("button", {
        type: "button", textContent: say(`import_only_${only}`, { n: counts[COUNTS[only]].toLocaleString("en-US") }),
        onclick: () => this.#choose(only),
      });
      button.dataset.only = only;
      button.setAttribute("aria-pressed", String(only === this.only));
      return button;
    }));
    this.all.disabled = counts.faults > 0 || good === 0;
    this.all.textContent = say("import_all", { n: (good + counts.faults).toLocaleString("en-US") });
    this.valid.hidden = counts.faults === 0;
    this.valid.disabled = good === 0;
    this.valid.textContent = say("import_valid", { n: good.toLocaleString("en-US") });
    dialog.say(dialog.counted(counts));
  }

  async #choose(only) {
    await this.table.cell.leave();
    this.only = only;
    this.reason.textContent = "";
    this.#drawCounts();
    await this.#show();
  }

  #tell(row, column) {
    const held = row?.cells[column.key];
    const about = held?.fault ?? row?.reason ?? "";
    this.reason.textContent = about && `${this.say("import_row", { row: row.row })} ${column.label}:${about}`;
    this.reason.classList.toggle("tz-trouble", Boolean(held?.fault));
    if (held?.suggestion === undefined) return;
    const text = this.show.whole(column, held.suggestion);
    this.reason.append(" ", element("button", {
      type: "button", textContent: this.say("import_suggestion", { text }),
      onmousedown: event => event.preventDefault(), onclick: () => this.table.cell.put(text),
    }));
  }

  async #fetch(start, end) {
    const found = await this.dialog.ask(() => post(`${this.dialog.address}/rows`, { start, end, only: this.only }));
    return found && { total: found.total, rows: found.rows.map(row => this.#shown(row)) };
  }

  /** A row with its cells in words. */
  #shown(row) {
    const { columns } = this.dialog.proposal;
    const cells = Object.fromEntries(columns.map(column => [column.key, this.#cell(column, row.cells[column.key] ?? {})]));
    return { ...row, cells };
  }

  #cell(column, held) {
    const text = held.seen ?? this.show.whole(column, held.value ?? null);
    const old = "old" in held ? { old: this.show.whole(column, held.old) } : {};
    return { text, ...old, fault: held.fault, suggestion: held.suggestion, corrected: held.corrected };
  }

  // --- what is put right ---------------------------------------------------------------------

  /**
   * Every correction may make other rows right or wrong, so the whole file is judged anew. What is
   * typed meanwhile goes along with the next request. Resolves to the row as it is judged then.
   */
  #correct({ worksheet, row }, field, value) {
    return new Promise(judged => {
      this.typed.push({ cell: { worksheet, row, field, value }, judged });
      if (!this.isSending) this.last = this.#sendAll();
    });
  }

  async #sendAll() {
    this.isSending = true;
    while (this.typed.length) await this.#send(this.typed.splice(0, MOST_CELLS));
    this.isSending = false;
  }

  async #send(typed) {
    const { dialog } = this;
    const answer = await dialog.ask(() => post(`${dialog.address}/cells`, { cells: typed.map(each => each.cell) }));
    if (answer) dialog.proposal.counts = answer.counts;
    if (answer) this.#drawCounts();
    for (const { cell, judged } of typed) {
      const row = answer?.rows.find(each => each.row === cell.row && each.worksheet === cell.worksheet);
      judged(row ? this.#shown(row) : null);
    }
  }

  async #write(which) {
    await this.table.cell.leave();
    await this.last;
    this.all.disabled = this.valid.disabled = true;
    await this.dialog.toOutcome(which);
    if (this.dialog.step === "preview") this.#drawCounts();
  }
}
