/**
 * What a screen reader is told about cells beside their text: that one was refused and why, and
 * why a row stands out. Told in the document, since the grid draws its cells itself.
 */
import { element } from "./element.js";
import { Marks } from "./marks.js";

const AFTER_DRAWING = 80;
const TOLD = "[aria-invalid], [aria-describedby^='tz-']";
const TO_TELL = ".tz-refused, .tz-needed, .tz-marked[aria-colindex='1']";

export class Aria {
  #timer = 0;

  constructor(api, { rows, columns }) {
    Object.assign(this, { api, rows, columns });
    this.reasons = element("div", { hidden: true });
    document.body.append(this.reasons);
    for (const change of ["viewportChanged", "modelUpdated", "bodyScrollEnd", "displayedColumnsChanged"]) {
      api.addEventListener(change, () => this.soon());
    }
  }

  /** The grid as a whole: which register and which sheet it shows. */
  name(label) { document.querySelector(".ag-root[role]")?.setAttribute("aria-label", label); }

  /** Once cells have been drawn. */
  soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tell(), AFTER_DRAWING);
  }

  #tell() {
    const { sheet } = this.rows;
    if (!sheet) return;
    for (const cell of document.querySelectorAll(`.ag-cell:is(${TOLD})`)) {
      cell.removeAttribute("aria-invalid");
      cell.removeAttribute("aria-describedby");
    }
    const reasons = [...document.querySelectorAll(`.ag-cell:is(${TO_TELL})`)]
      .map((cell, at) => this.#describe(sheet, cell, `tz-why-${at}`));
    this.reasons.replaceChildren(...reasons.filter(Boolean));
  }

  #describe(sheet, cell, id) {
    const row = this.rows.peek(Number(cell.parentElement.getAttribute("row-index")));
    const field = sheet.field(cell.getAttribute("col-id").split(".").at(-1));
    if (!row || !field) return null;
    const reason = this.columns.reason(sheet, field, row);
    const said = [reason, cell.matches("[aria-colindex='1']") && Marks.of(sheet, row)?.label].filter(Boolean);
    if (reason) cell.setAttribute("aria-invalid", String(cell.matches(".tz-refused")));
    if (!said.length) return null;
    cell.setAttribute("aria-describedby", id);
    return element("span", { id, textContent: said.join(" · ") });
  }
}
