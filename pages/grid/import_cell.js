/**
 * The cell of an import's preview that has the keyboard: one input that moves from cell to cell.
 * Enter and Tab go on, arrows move; Esc takes back what was typed, and again it leaves the table.
 */
import { element } from "./element.js";

export class ImportCell {
  #shown = ""; // the text the input was opened with

  constructor(table, correct) {
    Object.assign(this, { table, correct, row: null, at: null });
    this.input = element("input", { type: "text", className: "tz-import-input", hidden: true, tabIndex: -1 });
    this.input.addEventListener("keydown", event => this.#keyDown(event));
    this.input.addEventListener("blur", () => this.leave());
  }

  get isOpen() { return this.row !== null; }

  /** To a place, as far as the table goes there. */
  async go(row, at) {
    const { table } = this;
    await this.leave();
    if (!table.columns.length || row < 0 || row >= table.total) return;
    const cell = table.reveal(row, Math.max(0, Math.min(at, table.columns.length - 1)));
    if (!cell) return;
    Object.assign(this, { row, at: Number(cell.dataset.at) });
    this.#place(cell);
    table.told(table.at(row), table.columns[this.at]);
  }

  #place(cell) {
    const column = this.table.columns[this.at];
    const held = this.table.at(this.row).cells[column.key] ?? { text: "" };
    this.#shown = this.input.value = held.text;
    this.input.readOnly = !column.editable;
    this.input.setAttribute("aria-label", `${column.label} ${held.fault ?? ""}`.trim());
    this.input.setAttribute("aria-invalid", String(Boolean(held.fault)));
    const { style } = this.input;
    style.left = `${cell.offsetLeft}px`;
    style.top = `${cell.parentElement.offsetTop}px`;
    style.width = `${cell.offsetWidth}px`;
    this.input.hidden = false;
    this.input.focus({ preventScroll: true });
    this.input.select();
  }

  /** What was typed is sent; the keyboard may be anywhere. */
  async leave() {
    if (!this.isOpen) return;
    const { row, at, input } = this;
    const typed = input.value.trim();
    this.row = this.at = null;
    input.hidden = true;
    if (typed === this.#shown.trim()) return;
    const { table } = this;
    const { key } = table.columns[at];
    const before = table.at(row);
    table.put(row, { ...before, cells: { ...before.cells, [key]: { text: typed, isPending: true } } });
    table.put(row, await this.correct(before, key, typed) ?? before);
  }

  close() {
    this.row = this.at = null;
    this.input.hidden = true;
  }

  #keyDown(event) {
    if (event.isComposing || event.keyCode === 229) return;
    const step = this.#stepOf(event);
    if (step) {
      event.preventDefault();
      event.stopPropagation();
      this.go(...step);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.#takeBack();
    }
  }

  /** What was typed, or else the keyboard itself: out of the table to the buttons. */
  #takeBack() {
    if (this.input.value === this.#shown) { this.close(); this.table.left(); return; }
    this.input.value = this.#shown;
    this.input.select();
  }

  /** As if it had been typed. */
  put(text) {
    if (!this.isOpen || this.input.readOnly) return;
    const { row, at } = this;
    this.input.value = text;
    this.leave().then(() => this.go(row, at));
  }

  /** The place a key leads to, or null for a key that is the input's own. */
  #stepOf({ key, shiftKey }) {
    const { row, at } = this;
    const { length } = this.table.columns;
    if (key === "Enter") return [row + (shiftKey ? -1 : 1), at];
    if (key === "ArrowDown") return [row + 1, at];
    if (key === "ArrowUp") return [row - 1, at];
    if (key === "Tab") {
      const place = row * length + at + (shiftKey ? -1 : 1);
      const isInside = place >= 0 && place < this.table.total * length;
      return isInside ? [Math.floor(place / length), place % length] : null;
    }
    const { selectionStart, selectionEnd, value } = this.input;
    const isWhole = selectionStart === 0 && selectionEnd === value.length;
    if (key === "ArrowRight" && (isWhole || selectionStart === value.length) && at + 1 < length) return [row, at + 1];
    if (key === "ArrowLeft" && (isWhole || selectionEnd === 0) && at > 0) return [row, at - 1];
    return null;
  }
}
