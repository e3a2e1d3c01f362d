/** The rows of another sheet that belong to the record: a small table, and a line to add one. */
import { ChildLine } from "./child_line.js";
import { element } from "./element.js";
import { post } from "./http.js";

const MOST = 20;

export class ChildSheet {
  constructor(panel, told) {
    Object.assign(this, { panel, desk: panel.desk, parent: panel.record, told });
    this.rows = [];
    this.title = element("summary");
    this.table = element("div", { className: "tz-child-rows" });
    this.line = told.add ? new ChildLine(this) : null;
    this.element = element("details", { className: "tz-child", open: told.own, ontoggle: () => this.#load() },
      this.title, this.table, this.line?.element);
    this.element.dataset.sheet = told.sheet;
    this.#drawTitle();
  }

  is(told) { return this.told.sheet === told.sheet && this.told.field === told.field; }

  update(told) {
    if (!told) return;
    this.told = told;
    this.#drawTitle();
    this.#load();
  }

  #drawTitle() {
    this.title.replaceChildren(this.told.label, element("small", { textContent: this.told.total }));
  }

  /** The newest rows, once somebody looks. */
  async #load() {
    const { sheet, field, total } = this.told;
    if (!this.element.open || (!total && !this.rows.length)) return;
    const asked = { start: Math.max(0, total - MOST), end: Math.max(total, MOST) };
    const page = await post(`/api/rows/${sheet}`, { ...asked, parent: { field, row: this.parent.id } })
      .catch(problem => { this.desk.sayProblem(problem); return null; });
    if (!page) return;
    this.rows = page.rows.reverse();
    this.#drawRows();
  }

  #drawRows() {
    const shown = this.told.fields.filter(field => field.shown);
    const heads = shown.map(field => element("th", { textContent: field.label }));
    this.table.replaceChildren(element("table", {},
      element("thead", {}, element("tr", {}, ...heads)),
      element("tbody", {}, ...this.rows.map(row => this.#row(row, shown)))));
  }

  #row(row, shown) {
    const open = () => this.panel.openLink(this.told.sheet, row.id);
    const cells = shown.map(field => element("td", {
      className: field.align === "right" ? "tz-right" : "",
      textContent: this.desk.show.cell(field, row[field.key]),
      title: this.desk.show.seen(field, row[field.key]),
    }));
    const line = element("tr", {
      tabIndex: 0, className: row.void ? "tz-void" : "", title: "", onclick: open,
      onkeydown: event => { if (event.key === "Enter") open(); },
    }, ...cells);
    line.dataset.row = row.id;
    return line;
  }

  answered(edit, result) { this.line?.answered(edit, result); }

  end() { this.line?.end(); }
}
