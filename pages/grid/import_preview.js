/**
 * Every row of the file as it would be stored. Faulty cells are red and are put right in place; a
 * row that changes one of the ledger shows old and new.
 */
import { element } from "./element.js";
import { post } from "./http.js";
import { ImportTable } from "./import_table.js";

const COUNTS = { all: "lines", faults: "faults", updates: "update", left_out: "left_out" };
const MOST_CELLS = 200;
const LEAST_WIDTH = 90;
const WIDTH_OF_A_SIGN = { narrow: 7.2, wide: 13 }; // in the type of the heading
const WIDTH_OF_A_MOMENT = 136; // with its year, which the grid leaves out

/** A heading is never cut off. */
const widthOf = label => 18 + [...label].reduce(
  (width, sign) => width + (sign > "\u2E80" ? WIDTH_OF_A_SIGN.wide : WIDTH_OF_A_SIGN.narrow), 0);

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
      leaveOut: (row, isOut) => this.#leaveOut(row, isOut),
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

  #show() {
    const { columns, worksheets } = this.dialog.proposal;
    return this.table.show(columns.map(column => this.#column(column)), worksheets.filter(each => each.lines > 0).length);
  }

  #column(column) {
    const least = column.filter === "date" ? WIDTH_OF_A_MOMENT : LEAST_WIDTH;
    return { ...column, width: Math.max(least, column.width ?? 0, widthOf(column.label)), right: column.align === "right" };
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
    const filters = Object.keys(COUNTS).filter(only => only !== "left_out" || counts.left_out || this.only === only);
    this.filters.replaceChildren(...filters.map(only => {
      const button = element("button", {
        type: "button", textContent: say(`import_only_${only}`, { n: counts[COUNTS[only]].toLocaleString("en-US") }),
        onclick: () => this.#choose(only),
      });
      button.dataset.only = only;
      button.setAttribute("aria-pressed", String(only === this.only));
      return button;
    }));
    this.all.disabled = counts.faults > 0 || good === 0;
    this.all.title = counts.faults ? say("import_all_waits") : "";
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
    const label = about.includes(column.label) ? "" : `${column.label}:`;
    this.reason.textContent = about && `${this.say("import_row", { row: row.row })} ${label}${about}`;
    this.reason.classList.toggle("tz-trouble", Boolean(held?.fault));
    if (held?.suggestion !== undefined) {
      const text = this.show.whole(column, held.suggestion);
      this.#offer(this.say("import_suggestion", { text }), () => this.table.cell.put(text));
    }
    if (!row) return;
    const isOut = row.state === "left_out";
    this.#offer(this.say(isOut ? "import_take_again" : "import_take_out"), () => this.#leaveOut(row, !isOut));
  }

  #offer(textContent, onclick) {
    const onmousedown = event => event.preventDefault(); // the keyboard stays in its cell
    this.reason.append(" ", element("button", { type: "button", textContent, onmousedown, onclick }));
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
    const rows = await this.#judge("/cells", { cells: typed.map(each => each.cell) });
    for (const { cell, judged } of typed) {
      judged(rows.find(each => each.row === cell.row && each.worksheet === cell.worksheet) ?? null);
    }
  }

  /** What has changed goes out; the rows that are something else now come back. */
  async #judge(path, changed) {
    const { dialog } = this;
    const answer = await dialog.tell(path, changed);
    if (answer) dialog.proposal.counts = answer.counts;
    if (answer) this.#drawCounts();
    const rows = (answer?.rows ?? []).map(row => this.#shown(row));
    this.table.judged(rows);
    return rows;
  }

  async #leaveOut({ worksheet, row }, out) {
    const { cell } = this.table;
    const place = cell.isOpen && [cell.row, cell.at];
    await cell.leave();
    this.last = this.last.then(() => this.#judge("/lines", { lines: [{ worksheet, row }], out }));
    await this.last;
    if (place) await cell.go(...place);
  }

  async #write(which) {
    await this.table.cell.leave();
    await this.last;
    this.all.disabled = this.valid.disabled = true;
    await this.dialog.toOutcome(which);
    if (this.dialog.step === "preview") this.#drawCounts();
  }
}
