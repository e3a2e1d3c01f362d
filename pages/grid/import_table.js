/**
 * The rows of a file as they would be stored: a table that draws only the rows in sight and asks
 * for them in windows. Over the cell that has the keyboard lies an ordinary input, so an IME types
 * into it as into any form, and it is not touched when rows are drawn anew.
 */
import { ImportCell } from "./import_cell.js";
import { element } from "./element.js";

const HEIGHT = 28;
const WINDOW = 100;
const SPARE = 8; // rows drawn above and below what is seen

const placeOf = ({ row, worksheet }) => `${row} ${worksheet}`;

export class ImportTable {
  #pages = new Map(); // number of a window -> its rows, or null while they are on their way
  #turn = 0;

  /**
   * `fetch(start, end)` gives {rows, total}; `correct(row, key, text)` sends what was typed;
   * `leaveOut(row, isOut)` sends that a row is not wanted, or wanted again; `told(row, column)`
   * hears where the keyboard is, `left()` that it wants to go elsewhere.
   */
  constructor({ say, label, fetch, correct, leaveOut, told, left }) {
    Object.assign(this, { say, fetch, leaveOut, told, left, total: 0, columns: [] });
    this.head = element("div", { className: "tz-import-head" });
    this.lines = element("div");
    this.rows = element("div", { className: "tz-import-rows" }, this.lines);
    this.element = element("div", { className: "tz-import-table", tabIndex: 0 }, this.head, this.rows);
    this.element.setAttribute("role", "grid");
    this.element.setAttribute("aria-label", label);
    this.cell = new ImportCell(this, correct);
    this.rows.append(this.cell.input);
    this.element.addEventListener("scroll", () => this.#drawSoon());
    this.element.addEventListener("focus", () => { if (!this.cell.isOpen) this.cell.go(0, 0); });
    this.rows.addEventListener("mousedown", event => this.#pressed(event));
    new ResizeObserver(() => this.#drawSoon()).observe(this.element);
  }

  /** Other columns or another choice of rows, of so many worksheets: everything is asked for anew. */
  async show(columns, worksheets) {
    this.cell.close();
    Object.assign(this, { columns, worksheets });
    this.#pages.clear();
    this.element.scrollTop = 0;
    this.#drawHead();
    await this.#ask(0);
  }

  #drawHead() {
    const first = element("span", { className: "tz-import-no", textContent: this.say("import_row_no") });
    this.head.replaceChildren(first, ...this.columns.map(column => element("span", {
      className: column.right ? "tz-right" : "", textContent: column.label, title: column.label,
    })));
    this.head.setAttribute("role", "row");
    for (const cell of this.head.children) cell.setAttribute("role", "columnheader");
    const widths = [this.worksheets > 1 ? "172px" : "112px", ...this.columns.map(column => `${column.width}px`)].join(" ");
    this.element.style.setProperty("--tz-import-columns", widths);
    this.element.setAttribute("aria-colcount", String(this.columns.length + 1));
  }

  // --- rows --------------------------------------------------------------------------------

  async #ask(page) {
    if (this.#pages.has(page)) return;
    this.#pages.set(page, null);
    const turn = this.#turn;
    const found = await this.fetch(page * WINDOW, (page + 1) * WINDOW);
    if (turn !== this.#turn) return;
    if (!found) { this.#pages.delete(page); return; }
    this.#pages.set(page, found.rows);
    this.total = found.total;
    this.rows.style.height = `${this.total * HEIGHT}px`;
    this.element.setAttribute("aria-rowcount", String(this.total + 1));
    this.#draw();
  }

  at(index) { return this.#pages.get(Math.floor(index / WINDOW))?.[index % WINDOW] ?? null; }

  /** One row has been judged again. */
  put(index, row) {
    const page = this.#pages.get(Math.floor(index / WINDOW));
    if (page) page[index % WINDOW] = row;
    this.#draw();
  }

  /** Rows, wherever they stand in what is here, have been judged again. */
  judged(rows) {
    const found = new Map(rows.map(row => [placeOf(row), row]));
    for (const page of this.#pages.values()) {
      page?.forEach((row, at) => { if (found.has(placeOf(row))) page[at] = found.get(placeOf(row)); });
    }
    this.#draw();
  }

  get #span() {
    const room = this.element.clientHeight - this.head.offsetHeight;
    const first = Math.max(0, Math.floor(this.element.scrollTop / HEIGHT) - SPARE);
    const last = Math.min(this.total - 1, Math.ceil((this.element.scrollTop + room) / HEIGHT) + SPARE);
    return [first, last];
  }

  #pagesInSight() {
    const [first, last] = this.#span;
    const pages = [];
    for (let page = Math.floor(first / WINDOW); page <= Math.floor(Math.max(last, 0) / WINDOW); page += 1) pages.push(page);
    return pages;
  }

  // --- drawing -----------------------------------------------------------------------------

  #isDue = false;

  #drawSoon() {
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => { this.#isDue = false; this.#draw(); });
  }

  #draw() {
    if (!this.columns.length) return;
    for (const page of this.#pagesInSight()) this.#ask(page);
    const [first, last] = this.#span;
    const drawn = [];
    for (let index = first; index <= last; index += 1) drawn.push(this.#line(index));
    this.lines.replaceChildren(...drawn);
  }

  #line(index) {
    const row = this.at(index);
    const line = element("div", { className: "tz-import-row" });
    line.style.top = `${index * HEIGHT}px`;
    line.dataset.index = index;
    line.setAttribute("role", "row");
    line.setAttribute("aria-rowindex", String(index + 2));
    if (!row) return line;
    line.dataset.state = row.state;
    line.dataset.row = row.row;
    const no = element("span", { className: "tz-import-no", title: row.reason ?? "" }, this.#box(row),
      this.#worksheet(row), String(row.row), element("small", { textContent: this.say(`import_state_${row.state}`) }));
    no.setAttribute("role", "rowheader");
    line.append(no, ...this.columns.map((column, at) => this.#cell(row, column, at)));
    return line;
  }

  /** Row 3 may stand in each of several worksheets. */
  #worksheet({ worksheet }) {
    return this.worksheets > 1 && element("b", { textContent: worksheet, title: worksheet });
  }

  /** Ticked where the row is to be imported. The keyboard has a button under the table instead. */
  #box(row) {
    const title = this.say("import_take_row", { row: row.row });
    const box = element("input", { type: "checkbox", checked: row.state !== "left_out", tabIndex: -1, title });
    box.setAttribute("aria-label", title);
    box.addEventListener("change", () => { box.disabled = true; this.leaveOut(row, !box.checked); });
    return box;
  }

  #cell(row, column, at) {
    const held = row.cells[column.key] ?? { text: "" };
    const cell = element("span", { className: column.right ? "tz-right" : "" });
    cell.dataset.at = at;
    cell.setAttribute("role", "gridcell");
    if (held.old !== undefined) {
      cell.classList.add("tz-import-changed");
      cell.append(element("del", { textContent: held.old || this.say("empty") }), " → ");
    }
    cell.append(held.text);
    cell.title = held.fault ?? (held.old === undefined ? held.text : cell.textContent);
    if (held.fault) {
      cell.classList.add("tz-import-fault");
      cell.setAttribute("aria-invalid", "true");
      cell.setAttribute("aria-label", `${column.label} ${held.text} ${held.fault}`);
    }
    cell.classList.toggle("tz-import-pending", held.isPending === true);
    if (held.corrected) cell.classList.add("tz-import-corrected");
    return cell;
  }

  /** The cell at a place, scrolled into sight; null while its row is on its way. */
  reveal(index, at) {
    const top = index * HEIGHT;
    const room = this.element.clientHeight - this.head.offsetHeight;
    if (top < this.element.scrollTop) this.element.scrollTop = top;
    else if (top + HEIGHT > this.element.scrollTop + room) this.element.scrollTop = top + HEIGHT - room;
    this.#draw();
    const cell = this.lines.querySelector(`[data-index="${index}"] [data-at="${at}"]`);
    if (cell) this.#intoSight(cell);
    return cell;
  }

  #intoSight(cell) {
    const left = cell.offsetLeft - this.head.firstChild.offsetWidth;
    const right = cell.offsetLeft + cell.offsetWidth - this.element.clientWidth;
    if (this.element.scrollLeft > left) this.element.scrollLeft = left;
    else if (this.element.scrollLeft < right) this.element.scrollLeft = right;
  }

  #pressed(event) {
    const cell = event.target.closest("[data-at]");
    if (event.target === this.cell.input) return;
    if (cell || event.target.type === "checkbox") event.preventDefault(); // the keyboard stays in its cell
    if (!cell) return;
    this.cell.go(Number(cell.parentElement.dataset.index), Number(cell.dataset.at));
  }

  /** The next cell with a fault after a place, or null; only rows already here are looked at. */
  faultAfter(index, at) {
    for (let row = index; row < this.total; row += 1) {
      const found = this.at(row);
      if (!found) return null;
      const start = row === index ? at + 1 : 0;
      for (let column = start; column < this.columns.length; column += 1) {
        if (found.cells[this.columns[column].key]?.fault) return [row, column];
      }
    }
    return null;
  }
}
