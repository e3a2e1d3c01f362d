/**
 * Selecting with the mouse: drag, Shift+click, the left edge of a row for whole rows, Ctrl+click on
 * a header for whole columns (a plain click sorts), and the handle of the selection, which fills.
 */
import { pulled } from "./ranges.js";

const CELL = ".ag-row[row-index] > .ag-cell";
const HEADER = ".ag-header-cell[col-id]";
const ROW_EDGE = 11; // pixels of the first cell that select the row; grid.css shows them
const INSET = 4;

export class RangeMouse {
  #drag = null; // {x, y, span} while the button is down, with `source` when the handle is pulled
  #frame = 0;

  constructor({ api, range, fill }) {
    Object.assign(this, { api, range, fill });
    document.addEventListener("mousedown", event => this.#down(event), true);
    document.addEventListener("click", event => this.#clicked(event), true);
    document.addEventListener("selectstart", event => { if (this.#drag) event.preventDefault(); });
    addEventListener("mousemove", event => this.#moved(event));
    addEventListener("mouseup", event => this.#up(event));
    addEventListener("blur", () => this.#end());
  }

  // --- pressing ----------------------------------------------------------------------------

  #down(event) {
    if (event.button !== 0) return;
    if (event.target.classList?.contains("tz-handle")) return this.#pull(event);
    const header = this.#headerAt(event);
    if (header) return this.#pressed(event, { row: 0, column: header }, "columns");
    const cell = this.#cellOf(event.target);
    if (!cell || this.api.getEditingCells().length && event.target.closest(".ag-cell-inline-editing")) return;
    if (this.#isRowEdge(event)) this.#pressed(event, { ...cell, column: this.range.displayed[0] }, "rows");
    else if (event.shiftKey && this.range.anchor) this.#pressed(event, cell, "cells");
    else this.#plain(event);
  }

  #pressed(event, cell, span) {
    swallow(event);
    this.api.stopEditing();
    if (event.shiftKey && this.range.anchor) this.range.extend(cell, { span, isShown: false });
    else this.range.select(span === "columns" ? { ...cell, row: this.#rowInSight } : cell, cell, span);
    this.#begin(event, span);
  }

  /** The grid moves the keyboard to the cell by itself. */
  #plain(event) {
    this.range.drop();
    this.#begin(event, "cells");
  }

  #begin({ clientX, clientY }, span) { this.#drag = { x: clientX, y: clientY, span, isMoved: false }; }

  #pull(event) {
    swallow(event);
    this.#drag = { x: event.clientX, y: event.clientY, source: this.range.rectangle };
  }

  /** A click with Ctrl selects the column; the grid would sort by it. */
  #clicked(event) { if (this.#headerAt(event)) swallow(event); }

  #headerAt(event) {
    const header = (event.ctrlKey || event.metaKey) && event.button === 0 && event.target.closest?.(HEADER);
    return header ? this.api.getColumn(header.getAttribute("col-id")) : null;
  }

  #cellOf(target) {
    const cell = target.closest?.(CELL);
    const column = cell && this.api.getColumn(cell.getAttribute("col-id"));
    return column ? { row: Number(cell.parentElement.getAttribute("row-index")), column } : null;
  }

  #isRowEdge({ target, clientX }) {
    const cell = target.closest(CELL);
    return cell.getAttribute("aria-colindex") === "1" && clientX - cell.getBoundingClientRect().left < ROW_EDGE;
  }

  /** Selecting a column must not scroll the rows away. */
  get #rowInSight() {
    return Math.ceil(this.api.getVerticalPixelRange().top / this.api.getSizesForCurrentTheme().rowHeight);
  }

  // --- moving ------------------------------------------------------------------------------

  #moved(event) {
    const drag = this.#drag;
    if (!drag) return;
    if (!(event.buttons & 1)) return this.#end();
    if (!drag.isMoved && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < INSET) return;
    Object.assign(drag, { x: event.clientX, y: event.clientY, isMoved: true });
    this.#follow();
    this.#frame ||= requestAnimationFrame(() => this.#scroll());
  }

  /** The cell under the mouse, or the nearest one when it has left the rows. */
  #follow() {
    const { x, y, source, span } = this.#drag;
    const box = document.querySelector(".ag-body-viewport").getBoundingClientRect();
    const [left, top] = [clamp(x, box.left + 2, box.right - 20), clamp(y, box.top + 2, box.bottom - INSET)];
    const cell = document.elementsFromPoint(left, top).map(each => this.#cellOf(each)).find(Boolean);
    if (!cell) return;
    if (source) this.#pullTo(source, cell);
    else if (cell.row !== this.range.head?.row || cell.column !== this.range.head.column) {
      if (this.api.getEditingCells().length) return;
      this.range.extend(cell, { span, isShown: false });
    }
  }

  #pullTo(source, { row, column }) {
    this.#drag.pulled = pulled(source, row, this.range.displayed.indexOf(column));
    this.range.filling.show(this.#drag.pulled?.to ?? null);
  }

  /** Outside the rows the grid goes on scrolling, the faster the further. */
  #scroll() {
    this.#frame = 0;
    if (!this.#drag?.isMoved) return;
    const body = document.querySelector(".ag-body-viewport");
    const center = document.querySelector(".ag-center-cols-viewport");
    const [box, middle] = [body.getBoundingClientRect(), center.getBoundingClientRect()];
    const { x, y, span } = this.#drag;
    const down = beyond(y, box.top, box.bottom);
    const right = span === "rows" ? 0 : beyond(x, center.scrollLeft > 0 ? middle.left : -Infinity, middle.right - 8);
    if (!down && !right) return;
    body.scrollTop += Math.sign(down) * Math.min(200, 8 + Math.abs(down));
    center.scrollLeft += Math.sign(right) * 24;
    this.#follow();
    this.#frame = requestAnimationFrame(() => this.#scroll());
  }

  #up(event) {
    const drag = this.#drag;
    this.#end();
    if (drag?.pulled) this.fill.pull(drag.source, drag.pulled, { isSeries: event.ctrlKey || event.metaKey });
  }

  #end() {
    this.#drag = null;
    this.range.filling.show(null);
  }
}

const clamp = (value, least, most) => Math.min(Math.max(value, least), most);

const beyond = (at, from, to) => (at > to ? at - to : at < from ? at - from : 0);

function swallow(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}
