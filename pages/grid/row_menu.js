/** What can be done with the row: right click, Shift+F10 or the top line's button. */
import { isDraft, isUntouched } from "./drafts.js";
import { element } from "./element.js";
import { get } from "./http.js";
import { entriesOf } from "./row_paper.js";

const A_MOMENT = 60; // the cell that gets the keyboard back has its own say first

export class RowMenu {
  constructor(desk) {
    this.desk = desk;
    this.list = element("div", { className: "tz-row-menu", hidden: true });
    this.list.setAttribute("role", "menu");
    this.button = element("button", {
      type: "button", className: "tz-actions", textContent: `${desk.say("actions")} ▾`, onclick: () => this.#underButton(),
    });
    document.body.append(this.list);
    this.list.addEventListener("keydown", event => this.#keyDown(event));
    document.addEventListener("contextmenu", event => this.#rightClicked(event));
    document.addEventListener("keydown", event => this.#keyInGrid(event), true);
    addEventListener("mousedown", event => { if (!this.list.contains(event.target)) this.hide(); }, true);
    addEventListener("blur", () => this.hide());
  }

  hide() { this.list.hidden = true; }

  // --- how it is called --------------------------------------------------------------------

  #underButton() {
    const row = this.desk.focusedRow;
    const at = this.button.getBoundingClientRect();
    if (row) this.show(row, at.left, at.bottom + 4);
  }

  #rightClicked(event) {
    const cell = event.target.closest(".ag-row[row-index] > .ag-cell");
    if (!cell || this.desk.api.getEditingCells().length) return;
    const row = this.desk.rows.peek(Number(cell.parentElement.getAttribute("row-index")));
    if (!row || isUntouched(row)) return;
    event.preventDefault();
    this.desk.api.setFocusedCell(Number(cell.parentElement.getAttribute("row-index")), cell.getAttribute("col-id"));
    this.show(row, event.clientX, event.clientY);
  }

  #keyInGrid(event) {
    const isCall = (event.key === "F10" && event.shiftKey) || event.key === "ContextMenu";
    const cell = isCall && event.target.closest?.(".ag-cell");
    if (!cell || this.desk.api.getEditingCells().length) return;
    event.preventDefault();
    event.stopPropagation();
    const row = this.desk.focusedRow;
    const at = cell.getBoundingClientRect();
    if (row) this.show(row, at.left + 12, at.bottom);
  }

  // --- what it offers ----------------------------------------------------------------------

  async show(row, left, top) {
    const told = isDraft(row) ? null : await this.#ask(row);
    const items = told ? this.#ofRecord(row, told) : this.#ofLine(row);
    this.list.replaceChildren(...items);
    this.list.hidden = false;
    this.list.style.left = `${Math.max(4, Math.min(left, innerWidth - this.list.offsetWidth - 8))}px`;
    const isLow = top + this.list.offsetHeight > innerHeight - 8;
    this.list.style.top = `${isLow ? Math.max(4, top - this.list.offsetHeight) : top}px`;
    items[0]?.focus();
  }

  #ask(row) {
    return get(`/api/record/${this.desk.sheet.key}/${row.id}`)
      .catch(problem => { this.desk.sayProblem(problem); return null; });
  }

  #ofRecord(row, told) {
    const { desk } = this;
    return [
      this.#item(desk.say("open_record"), () => desk.panel.openRow(row), { note: "F4", isOpening: true }),
      ...told.actions.map(action => this.#item(action.label, () => desk.actions.press(told, action), { key: action.key })),
      told.may.write && this.#copyItem(row),
      told.may.write && desk.sheet.slip.length > 0 && !row.void && this.#lineItem(row),
      told.may.void && !row.void
        && this.#item(desk.say("void"), () => desk.voidRow(told.sheet, row, told.title), { key: "void" }),
      ...entriesOf(desk, told).map(({ text, key, act }) => this.#item(text, () => { act(); }, { key, isOpening: true })),
    ].filter(Boolean);
  }

  #ofLine(row) {
    if (!isDraft(row)) return [];
    return [
      this.#copyItem(row),
      this.#item(this.desk.say("discard_line"), () => this.desk.discard(row), { key: "discard" }),
    ];
  }

  #copyItem(row) {
    const copy = () => this.desk.newRows.copy(row);
    return this.#item(this.desk.say("copy_row"), copy, { key: "copy_row", note: "Ctrl+Shift+D", isOpening: true });
  }

  #lineItem(row) {
    const add = () => this.desk.newRows.addLine(row);
    return this.#item(this.desk.say("add_line"), add, { key: "add_line", isOpening: true });
  }

  #item(text, act, { note, key, isOpening } = {}) {
    const item = element("button", { type: "button", textContent: text }, note && element("small", { textContent: note }));
    item.setAttribute("role", "menuitem");
    if (key) item.dataset.action = key;
    item.addEventListener("click", async () => {
      this.hide();
      this.desk.focus.toGrid();
      const refusal = await act();
      if (!isOpening) this.desk.focus.toGrid();
      if (refusal) setTimeout(() => this.desk.status.reason(refusal.message), A_MOMENT);
    });
    return item;
  }

  #keyDown(event) {
    const items = [...this.list.children];
    const at = items.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) items.at((at + step) % items.length).focus();
    if (event.key === "Escape" || event.key === "Tab") { this.hide(); this.desk.focus.toGrid(); }
    if (step || ["Escape", "Tab"].includes(event.key)) { event.preventDefault(); event.stopPropagation(); }
  }
}
