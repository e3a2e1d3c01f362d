/** Which columns are shown, how wide and in what order: each clerk's own, kept in this browser. */
import { closeOutside, element } from "./element.js";
import { columnId } from "./sheet.js";

const PAUSE = 400;
const BY_PROGRAM = ["api", "gridOptionsChanged"];

export class Layout {
  #timer = 0;

  constructor(api, { user, say, sheetOf }) {
    Object.assign(this, { api, user, say, sheetOf });
    this.element = element("details", { className: "tz-menu tz-columns" });
    for (const change of ["columnResized", "columnMoved", "columnVisible"]) {
      api.addEventListener(change, ({ source }) => { if (!BY_PROGRAM.includes(source)) this.#keepSoon(); });
    }
    closeOutside(this.element);
  }

  #name(sheet) { return `taizhang.columns.${this.user}.${sheet.key}`; }

  /** After a sheet's columns were set: as this clerk last left them. */
  restore(sheet) {
    const kept = JSON.parse(localStorage.getItem(this.#name(sheet)) ?? "null");
    if (kept) this.api.applyColumnState({ state: kept, applyOrder: true });
    this.#draw(sheet);
  }

  #keepSoon() {
    const sheet = this.sheetOf();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => { if (sheet === this.sheetOf()) this.#keep(sheet); }, PAUSE);
  }

  #keep(sheet) {
    const state = this.api.getColumnState().map(({ colId, hide, width }) => ({ colId, hide, width }));
    localStorage.setItem(this.#name(sheet), JSON.stringify(state));
  }

  /** A cell that must be filled may stand in a column nobody shows. */
  reveal(sheet, field) {
    const id = columnId(sheet.key, field);
    const column = this.api.getColumn(id);
    if (!column || column.isVisible()) return;
    this.#show(sheet, id, true);
  }

  #show(sheet, id, isShown) {
    this.api.setColumnsVisible([id], isShown);
    this.#keep(sheet);
    this.#draw(sheet);
  }

  #draw(sheet) {
    const boxes = sheet.fields.map(field => {
      const id = columnId(sheet.key, field.key);
      const box = element("input", {
        type: "checkbox", checked: this.api.getColumn(id)?.isVisible() ?? false,
        onchange: () => this.#show(sheet, id, box.checked),
      });
      return element("label", {}, box, field.label);
    });
    const usual = element("button", {
      type: "button", textContent: this.say("usual_columns"), onclick: () => this.#forget(sheet),
    });
    this.element.replaceChildren(
      element("summary", { textContent: this.say("columns") }), element("div", {}, ...boxes, usual));
  }

  #forget(sheet) {
    localStorage.removeItem(this.#name(sheet));
    this.api.resetColumnState();
    this.#draw(sheet);
  }
}
