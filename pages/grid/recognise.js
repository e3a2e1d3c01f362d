/**
 * Somebody who comes again: a telephone or document typed into a new line is looked up, and one
 * key fills the cells that are still empty with those of the last time. Nothing typed is replaced.
 */
import { element } from "./element.js";
import { post } from "./http.js";
import { isBlank } from "./show.js";
import { Under } from "./under.js";

const SHOWN_FOR = 30_000;
const A_MOMENT = 80; // the cell that gets the keyboard back has its own say first

export class Recognition {
  #offer = null;
  #timer = 0;

  constructor(desk) {
    this.desk = desk;
    this.text = element("button", { type: "button", tabIndex: -1, onclick: () => this.take() });
    this.under = new Under("tz-recognised", { isAbove: true });
    this.under.element.append(this.text);
    document.addEventListener("keydown", event => this.#keyDown(event), true);
  }

  get isOffering() { return this.#offer !== null; }

  /** A cell of a new line was filled. */
  changed(row, key, value) {
    if (this.#offer && this.#offer.row !== row) this.hide();
    if (this.desk.sheet.recognise.includes(key) && !isBlank(value)) this.#ask(row, key, String(value));
  }

  async #ask(row, field, value) {
    const { sheet } = this.desk;
    const answer = await post(`/api/recognise/${sheet.key}`, { field, value }).catch(() => null);
    const known = answer?.known;
    if (!known || known.row === row.id || this.desk.sheet !== sheet) return;
    if (this.#empty(row, known).length) this.#show(row, field, known);
  }

  #empty(row, known) {
    const { sheet, writer } = this.desk;
    return Object.entries(known.values).filter(
      ([key]) => isBlank(row[key]) && writer.mayChange(row, sheet.field(key)));
  }

  #show(row, field, known) {
    const { say, sheet } = this.desk;
    this.#offer = { row, known };
    this.text.textContent = say("recognised", { what: known.text });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.hide(), SHOWN_FOR);
    const cell = document.querySelector(
      `.ag-row[row-id="${CSS.escape(row._line ?? row.id)}"] > .ag-cell[col-id="${CSS.escape(`${sheet.key}.${field}`)}"]`);
    if (cell) this.under.show(cell);
    else this.desk.status.tell(this.text.textContent);
  }

  hide() {
    this.#offer = null;
    clearTimeout(this.#timer);
    this.under.hide();
  }

  /** One key, one step. */
  take() {
    const { row, known } = this.#offer;
    this.desk.api.stopEditing();
    const changes = this.#empty(row, known).map(([key, value]) => [row, key, value]);
    this.hide();
    const count = this.desk.writer.putAll(changes);
    this.desk.focus.toGrid();
    setTimeout(() => this.desk.status.tell(this.desk.say("recognised_filled", { count })), A_MOMENT);
  }

  #keyDown(event) {
    if (!this.#offer || event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && event.ctrlKey) {
      event.preventDefault();
      event.stopImmediatePropagation();
      this.take();
    } else if (event.key === "Escape" && !this.desk.api.getEditingCells().length) this.hide();
  }
}
