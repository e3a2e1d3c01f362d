/** The sheets of a register as tabs of a workbook. */
import { element } from "./element.js";

export class Tabs {
  constructor({ chosen }) {
    this.chosen = chosen;
    this.element = element("nav", { className: "tz-tabs" });
  }

  draw(sheets, current) {
    this.element.hidden = sheets.length < 2;
    document.body.classList.toggle("tz-has-tabs", sheets.length > 1);
    this.element.replaceChildren(...sheets.map(sheet => {
      const tab = element("button", {
        type: "button", textContent: sheet.label, onclick: () => this.chosen(sheet.key),
      });
      tab.dataset.sheet = sheet.key;
      tab.setAttribute("aria-current", String(sheet.key === current));
      return tab;
    }));
  }
}
