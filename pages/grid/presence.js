/** Who else is on this sheet, as chips, and a coloured frame with the name on the cell of each. */
import { element } from "./element.js";
import { columnId } from "./sheet.js";

const GATHER = 200;
const MOST_CHIPS = 3;
const COLORS = ["#2563eb", "#a21caf", "#0369a1", "#6d28d9", "#475569", "#1e3a8a"]; // none that means good, late or wrong

export class Presence {
  #others = [];
  #due = 0;
  #isPainting = false;

  constructor(desk) {
    this.desk = desk;
    this.element = element("span", { className: "tz-people" });
    const { api } = desk;
    for (const kind of ["cellFocused", "cellEditingStarted", "cellEditingStopped"]) {
      api.addEventListener(kind, () => this.moved());
    }
    for (const kind of ["bodyScroll", "modelUpdated", "viewportChanged", "virtualColumnsChanged", "cellEditingStopped"]) {
      api.addEventListener(kind, () => this.#paintSoon());
    }
  }

  // --- where we are ------------------------------------------------------------------------

  /** The clerk is in another cell, sheet or page. */
  moved() { this.#due ||= setTimeout(() => { this.#due = 0; this.desk.feed?.tell(this.#place()); }, GATHER); }

  #place() {
    const { api, rows, sheet, isAway } = this.desk;
    if (!sheet || isAway) return { sheet: null };
    const focused = api.getFocusedCell();
    const row = focused && rows.peek(focused.rowIndex);
    const isNumbered = typeof row?.id === "number";
    return {
      sheet: sheet.key,
      row: isNumbered ? row.id : null,
      field: isNumbered ? focused.column.getColDef().field : null,
      editing: api.getEditingCells().length > 0,
    };
  }

  // --- where the others are ----------------------------------------------------------------

  heard({ sheet, people }) {
    if (sheet !== this.desk.sheet?.key) return;
    this.#show(people.filter(each => each.user !== this.desk.session.user));
  }

  /** Another sheet, or no server: nobody is known to be here. */
  clear() { this.#show([]); }

  #show(others) {
    this.#others = others;
    this.#drawChips();
    this.#paintSoon();
  }

  #drawChips() {
    const names = [...new Map(this.#others.map(each => [each.user, each])).values()];
    const chips = names.slice(0, MOST_CHIPS).map(each => {
      const chip = element("span", { className: "tz-person", textContent: each.name });
      chip.style.setProperty("--tz-peer", colorOf(each));
      return chip;
    });
    if (names.length > MOST_CHIPS) chips.push(element("span", { textContent: `+${names.length - MOST_CHIPS}` }));
    this.element.replaceChildren(...chips);
    const title = this.desk.say("people_here", { names: names.map(each => each.name).join("、") });
    this.element.title = names.length ? title : "";
  }

  #paintSoon() {
    if (this.#isPainting) return;
    this.#isPainting = true;
    requestAnimationFrame(() => { this.#isPainting = false; this.#paint(); });
  }

  #paint() {
    const framed = new Map(this.#others.map(each => [this.#cellOf(each), each]));
    for (const cell of document.querySelectorAll(".ag-cell[data-peer]")) {
      if (!framed.has(cell)) delete cell.dataset.peer;
    }
    for (const [cell, each] of framed) {
      if (!cell) continue;
      cell.dataset.peer = each.editing ? `${each.name} ✎` : each.name;
      cell.style.setProperty("--tz-peer", colorOf(each));
    }
  }

  #cellOf({ row, field }) {
    const shown = row === null ? null : this.desk.rows.byId(row);
    const node = shown && this.desk.api.getRowNode(String(shown._line ?? shown.id));
    if (!node) return null;
    const id = CSS.escape(columnId(this.desk.sheet.key, field));
    return document.querySelector(`.ag-row[row-index="${node.rowIndex}"] > .ag-cell[col-id="${id}"]`);
  }
}

const colorOf = ({ color }) => COLORS[color % COLORS.length];
