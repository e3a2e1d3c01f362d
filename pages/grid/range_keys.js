/**
 * Keys as a spreadsheet has them, on a selected cell that is not open: moving over data, extending
 * the selection, emptying and filling it. What is only typed goes on to the grid and to ime.js.
 */
import { typing } from "./editor.js";
import { edge } from "./ranges.js";
import { isBlank } from "./show.js";

const WAYS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export class RangeKeys {
  constructor(desk) {
    this.desk = desk;
    Object.assign(this, { api: desk.api, rows: desk.rows, range: desk.range });
    document.addEventListener("keydown", event => this.#keyDown(event), true);
  }

  /** The keyboard is in the grid, on a cell that is not open. */
  #isOurs(event) {
    if (event.isComposing || event.keyCode === 229 || event.altKey) return false;
    if (this.api.getEditingCells().length || this.desk.ime.isBusy || !this.range.rectangle) return false;
    return Boolean(event.target.closest?.(".ag-cell"));
  }

  #keyDown(event) {
    const work = this.#isOurs(event) ? this.#workOf(event) : this.#whileTyping(event);
    if (!work) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    work();
  }

  /** In an open cell only what concerns the whole selection. */
  #whileTyping({ key, ctrlKey, metaKey, isComposing, keyCode }) {
    if (key !== "Enter" || !(ctrlKey || metaKey) || isComposing || keyCode === 229) return null;
    if (!this.api.getEditingCells().length || !typing.editor || this.desk.newRows.recognition.isOffering) return null;
    return () => this.desk.fill.everywhere(typing.editor);
  }

  #workOf({ key, code, shiftKey, ctrlKey, metaKey }) {
    const isCtrl = ctrlKey || metaKey;
    const target = this.#targetOf(key, isCtrl, shiftKey);
    if (target) return shiftKey ? () => this.#extend(target()) : () => this.#go(target());
    if (key === "Enter" && !isCtrl) return () => this.#enter(shiftKey ? -1 : 1);
    if (key === "Delete") return () => this.desk.blocks.clear(this.range.rectangle);
    if (key === "Escape") return this.range.isMarked ? () => this.range.collapse() : null;
    if (key === " " && (isCtrl || shiftKey)) return () => this.#whole(isCtrl, shiftKey);
    const letter = isCtrl && !shiftKey ? key.toLowerCase() : null;
    if (letter === "a") return () => this.#whole(true, true);
    if (letter === "d") return () => this.desk.fill.down();
    if (letter === "r") return () => this.desk.fill.right();
    if (isCtrl && code === "Semicolon") return () => this.desk.fill.stamp({ isTime: shiftKey });
    return null;
  }

  // --- where a key leads -------------------------------------------------------------------

  /** A function that says which cell the key leads to, from the far corner if Shift extends. */
  #targetOf(key, isCtrl, shiftKey) {
    const from = shiftKey ? this.range.head : this.range.anchor;
    const way = WAYS[key];
    if (way && isCtrl) return () => this.#jump(from, ...way);
    if (way && shiftKey) return () => this.#near(from, ...way);
    if (key === "Home") return () => ({ row: isCtrl ? 0 : from.row, column: this.range.displayed[0] });
    if (key === "End") {
      return () => ({ row: isCtrl ? Math.max(0, this.rows.lastUsed) : from.row, column: this.range.displayed.at(-1) });
    }
    const page = { PageUp: -1, PageDown: 1 }[key];
    if (page && !isCtrl) return () => this.#near(from, page * this.#page, 0);
    return null;
  }

  get #page() {
    const { clientHeight } = document.querySelector(".ag-body-viewport");
    return Math.max(1, Math.floor(clientHeight / this.api.getSizesForCurrentTheme().rowHeight) - 1);
  }

  #near({ row, column }, down, right) {
    const { displayed } = this.range;
    const at = displayed.indexOf(column) + right;
    return {
      row: Math.min(Math.max(row + down, 0), this.rows.length - 1),
      column: displayed[Math.min(Math.max(at, 0), displayed.length - 1)],
    };
  }

  /** Rows that are not loaded are not asked for: there the way goes on to the end of the data. */
  #jump({ row, column }, down, right) {
    const { displayed } = this.range;
    const isFilled = (at, key) => {
      const found = this.rows.peek(at);
      return found ? !isBlank(found[key]) : null;
    };
    if (down) {
      const { field } = column.getColDef().context;
      const last = this.rows.lastUsed;
      const end = down < 0 ? 0 : Math.min(row < last ? last : last + 1, this.rows.length - 1);
      return { row: edge(row, down, end, at => isFilled(at, field.key)), column };
    }
    const end = right < 0 ? 0 : displayed.length - 1;
    const at = edge(displayed.indexOf(column), right, end,
      place => isFilled(row, displayed[place].getColDef().context.field.key) ?? false);
    return { row, column: displayed[at] };
  }

  // --- doing it ----------------------------------------------------------------------------

  #go(cell) {
    this.api.ensureIndexVisible(cell.row);
    this.api.ensureColumnVisible(cell.column);
    this.api.setFocusedCell(cell.row, cell.column);
  }

  #extend(cell) { this.range.extend(cell); }

  /** Down, or after a run of Tabs to where the next row begins. */
  #enter(step) {
    const { row, column } = this.range.anchor;
    if (step > 0 && this.desk.focus.toNextRow(row)) return;
    this.#go(this.#near({ row, column }, step, 0));
  }

  /** Ctrl+Space whole columns, Shift+Space whole rows, both or Ctrl+A everything. */
  #whole(isColumns, isRows) {
    const span = isColumns && isRows ? "all" : isColumns ? "columns" : "rows";
    this.range.extend(this.range.head, { span, isShown: false });
  }
}
