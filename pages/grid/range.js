/**
 * The selection: from the cell the keyboard is in to wherever it was extended, over any rows, also
 * those nobody has loaded. Tells of itself with the event "tz-range" on the document: its detail is
 * {top, bottom, columns} with the keys of the fields, or null while only one cell is selected.
 */
import { Boxes } from "./boxes.js";
import { between, isOne } from "./ranges.js";

const MOVED = ["columnResized", "columnMoved", "columnPinned", "columnVisible", "displayedColumnsChanged", "modelUpdated"];

export class Range {
  #anchor = null; // {row, column}: the cell with the keyboard, as the grid knows it
  #head = null; // the opposite corner
  #span = "cells"; // or whole "rows", whole "columns", "all"
  #told = "null";
  #due = false;

  constructor({ api, rows, writer }) {
    Object.assign(this, { api, rows, writer });
    this.box = new Boxes(api, "tz-range", { hasHandle: true });
    this.copied = new Boxes(api, "tz-copied");
    this.filling = new Boxes(api, "tz-filling");
    api.addEventListener("cellFocused", () => this.draw());
    api.addEventListener("cellEditingStarted", () => this.copied.show(null));
    for (const change of MOVED) api.addEventListener(change, () => this.draw());
  }

  get displayed() { return this.api.getAllDisplayedColumns(); }

  /** The selected cells as a rectangle of row places and places of displayed columns; null if none. */
  get rectangle() {
    if (!this.anchor) return null;
    const { displayed } = this;
    const corners = [this.#anchor, this.#head].map(({ row, column }) => ({ row, column: displayed.indexOf(column) }));
    if (corners.some(({ column }) => column < 0)) return null;
    const found = between(...corners);
    if (["rows", "all"].includes(this.#span)) Object.assign(found, { left: 0, right: displayed.length - 1 });
    if (["columns", "all"].includes(this.#span)) Object.assign(found, { top: 0, bottom: Math.max(0, this.rows.lastUsed) });
    return found;
  }

  /** What the event tells. */
  get current() {
    const found = this.rectangle;
    if (!found || isOne(found)) return null;
    return { top: found.top, bottom: found.bottom, columns: this.fields(found).map(field => field.key) };
  }

  fields({ left, right }) {
    return this.displayed.slice(left, right + 1).map(column => column.getColDef().context.field);
  }

  /** The grid tells of a moved keyboard late; a cell it has left is no longer the start of anything. */
  get anchor() {
    const focused = this.api.getFocusedCell();
    if (!focused) this.#anchor = null;
    else if (focused.rowIndex !== this.#anchor?.row || focused.column !== this.#anchor.column) {
      this.#anchor = { row: focused.rowIndex, column: focused.column };
      this.drop();
    }
    return this.#anchor;
  }

  get head() { return this.anchor && this.#head; }

  /** Whether Esc has anything to take back. */
  get isMarked() { return this.current !== null || this.copied.range !== null; }

  // --- changing it -------------------------------------------------------------------------

  /** Select from one cell to another; the keyboard goes to the first. */
  select(anchor, head = anchor, span = "cells") {
    this.#anchor = anchor;
    this.#head = head;
    this.#span = span;
    const focused = this.api.getFocusedCell();
    const isThere = focused && focused.rowIndex === anchor.row && focused.column === anchor.column;
    if (!isThere) this.api.setFocusedCell(anchor.row, anchor.column);
    this.draw();
  }

  /** Forget what was selected beside the cell with the keyboard. */
  drop() {
    this.#head = this.#anchor;
    this.#span = "cells";
    this.draw();
  }

  /** Move the far corner. */
  extend(head, { span = this.#span, isShown = true } = {}) {
    if (!this.anchor) return;
    this.#head = head;
    this.#span = span;
    if (isShown) {
      if (span !== "columns") this.api.ensureIndexVisible(head.row);
      if (span !== "rows") this.api.ensureColumnVisible(head.column);
    }
    this.draw();
  }

  /** Select a rectangle, its first cell with the keyboard. */
  show({ top, bottom, left, right }) {
    const { displayed } = this;
    this.select({ row: top, column: displayed[left] },
      { row: bottom, column: displayed[Math.min(right, displayed.length - 1)] });
  }

  /** Only the cell with the keyboard, and nothing marked as copied. */
  collapse() {
    this.copied.show(null);
    this.drop();
  }

  // --- showing it --------------------------------------------------------------------------

  draw() {
    if (this.#due) return;
    this.#due = true;
    requestAnimationFrame(() => { this.#due = false; this.#draw(); });
  }

  #draw() {
    const found = this.rectangle;
    const mayFill = found !== null && this.writer.isOpen && this.fields(found).some(field => field.editable);
    this.box.show(found, { isAlone: found !== null && isOne(found), hasHandle: mayFill });
    this.copied.again();
    this.filling.again();
    this.#tell();
  }

  #tell() {
    const { current } = this;
    const told = JSON.stringify(current);
    if (told === this.#told) return;
    this.#told = told;
    document.dispatchEvent(new CustomEvent("tz-range", { detail: current }));
  }
}
