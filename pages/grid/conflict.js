/**
 * Two clerks changed the same cell: both values side by side, and the second one chooses.
 *
 * The box does not take the keyboard from who is typing: Alt+↓ goes into it, Esc out again.
 */
import { element } from "./element.js";
import { columnId } from "./sheet.js";

export class Conflict {
  constructor(api, { rows, refusals, queue, show, paint, say, refocus }) {
    Object.assign(this, { api, rows, refusals, queue, show, paint, say, refocus });
    this.box = element("div", { className: "tz-conflict-box", hidden: true });
    this.box.setAttribute("role", "dialog");
    document.body.append(this.box);
    api.addEventListener("cellFocused", event => this.#follow(event));
    api.addEventListener("bodyScroll", () => this.hide());
    this.box.setAttribute("aria-live", "polite");
    this.box.addEventListener("keydown", event => this.#keyDown(event));
    document.addEventListener("keydown", event => this.#call(event), true);
  }

  hide() { this.box.hidden = true; }

  #follow({ rowIndex, column }) {
    const row = rowIndex === null || rowIndex === undefined ? null : this.rows.peek(rowIndex);
    const field = column?.getColDef?.().context?.field;
    const refusal = row && field && this.refusals.at(this.rows.sheet.key, row.id, field.key);
    if (refusal?.code === "conflict") this.ask(row, refusal);
    else this.hide();
  }

  /** Ask beside the cell, without taking the keyboard away from where the clerk is. */
  ask(row, refusal) {
    const field = this.rows.sheet.field(refusal.field);
    const cell = this.#cellOf(row, field);
    if (!cell) return;
    this.box.replaceChildren(
      element("p", { textContent: refusal.message }),
      this.#option("use_theirs", this.show.whole(field, refusal.current), () => this.#theirs(row, refusal), whoAndWhen(refusal)),
      this.#option("use_mine", this.show.whole(field, refusal.value), () => this.#mine(row, refusal)),
      element("small", { textContent: this.say("conflict_keys") }),
    );
    this.box.hidden = false;
    const at = cell.getBoundingClientRect();
    const { offsetWidth, offsetHeight } = this.box;
    const under = at.bottom + 4;
    this.box.style.left = `${Math.min(at.left, innerWidth - offsetWidth - 8)}px`;
    this.box.style.top = `${under + offsetHeight < innerHeight ? under : at.top - offsetHeight - 4}px`;
  }

  #cellOf(row, field) {
    const node = this.api.getRowNode(String(row._line ?? row.id));
    if (!node) return null;
    const id = CSS.escape(columnId(this.rows.sheet.key, field.key));
    return document.querySelector(`.ag-row[row-index="${node.rowIndex}"] > .ag-cell[col-id="${id}"]`);
  }

  /** Alt+↓ on the cell leads into its box. */
  #call(event) {
    if (event.key !== "ArrowDown" || !event.altKey || this.box.hidden || this.box.contains(event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.box.querySelector("button").focus();
  }

  #keyDown(event) {
    const options = [...this.box.querySelectorAll("button")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) options.at((options.indexOf(document.activeElement) + step) % options.length).focus();
    if (event.key === "Escape") { this.hide(); this.refocus(); }
    if (step || event.key === "Escape") { event.preventDefault(); event.stopPropagation(); }
  }

  #option(word, text, choose, from = "") {
    return element("button", {
      type: "button",
      onmousedown: event => event.preventDefault(),
      onclick: () => { choose(); this.hide(); this.refocus(); },
    }, this.say(word), element("b", { textContent: text || this.say("empty") }), from && element("small", { textContent: from }));
  }

  #theirs(row, refusal) {
    this.refusals.clear(refusal.sheet, refusal.row, refusal.field);
    row[refusal.field] = refusal.current ?? null;
    this.paint(row, [refusal.field]);
    this.queue.changed();
  }

  #mine(row, refusal) {
    const { sheet, row: id, field, value, current } = refusal;
    this.refusals.clear(sheet, id, field);
    this.paint(row, [field]);
    this.queue.push([{ op: "set", sheet, row: id, field, value, was: current ?? null }]);
  }
}

/** Whose value it is, and since when; a refusal kept from before knows it from its sentence alone. */
const whoAndWhen = ({ by, at }) => (by ? `${by} ${at.slice(5)}` : "");
