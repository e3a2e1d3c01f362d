/** The line over the grid that says what leaves rows out and what orders them, each with its ×. */
import { element } from "./element.js";

const NAMED = { contains: "filter_contains", starts: "filter_starts", eq: "filter_eq", ne: "filter_ne" };

/** A filter model in words: 快递、送货, 本月, ≥ 100, 包含“水”. */
export function inWords({ op, value }, field, { show, say }) {
  if (op === "in") return value.map(each => (each === null ? say("filter_blank") : show.whole(field, each))).join("、");
  if (op === "span") return say(`span_${value}`);
  if (op === "between") {
    const [from, to] = value;
    if (from === null) return `≤ ${to}`;
    return to === null ? `≥ ${from}` : `${from} – ${to}`;
  }
  if (!NAMED[op]) return say(`only_${op}`);
  return say("filter_says", { op: say(NAMED[op]), text: show.whole(field, value) });
}

export class Chips {
  constructor(api, { show, say, sheetOf, rows, searchCleared }) {
    Object.assign(this, { api, show, say, sheetOf, rows, searchCleared });
    this.element = element("div", { className: "tz-chips-line", hidden: true });
    this.element.setAttribute("role", "toolbar");
    this.element.setAttribute("aria-label", say("conditions"));
    for (const change of ["filterChanged", "sortChanged"]) api.addEventListener(change, () => this.draw());
  }

  draw() {
    const sheet = this.sheetOf();
    if (!sheet) return;
    const chips = [...this.#search(), ...this.#filters(sheet), ...this.#sorts(sheet)];
    this.element.hidden = chips.length === 0;
    document.body.classList.toggle("tz-has-chips", chips.length > 0);
    const all = element("button", {
      type: "button", className: "tz-clear", textContent: this.say("conditions_clear"), onclick: () => this.clear(),
    });
    this.element.replaceChildren(...chips, chips.length > 0 && all, ...this.#nothing());
  }

  /** An empty answer says what to do. */
  #nothing() {
    const isLess = this.rows.view.search || Object.keys(this.api.getFilterModel()).length;
    if (!isLess || this.rows.total > 0 || !this.rows.isAnswered) return [];
    return [element("span", { className: "tz-nothing", textContent: this.say("nothing_found") })];
  }

  *#search() {
    const { search } = this.rows.view;
    if (search) yield this.#chip(`${this.say("search")}: ${search}`, this.searchCleared);
  }

  *#filters(sheet) {
    for (const [id, model] of Object.entries(this.api.getFilterModel())) {
      const field = sheet.field(id.split(".").at(-1));
      if (field) yield this.#chip(`${field.label}: ${inWords(model, field, this)}`, () => this.#drop(id));
    }
  }

  *#sorts(sheet) {
    const sorted = this.api.getColumnState().filter(({ sort }) => sort)
      .sort((one, other) => one.sortIndex - other.sortIndex);
    for (const { colId, sort } of sorted) {
      const field = sheet.field(colId.split(".").at(-1));
      if (!field) continue;
      const say = this.say(sort === "asc" ? "sort_up" : "sort_down", { field: field.label });
      yield this.#chip(say, () => this.api.applyColumnState({ state: [{ colId, sort: null }] }));
    }
  }

  #chip(text, drop) {
    const chip = element("button", { type: "button", className: "tz-condition", title: this.say("condition_drop"), onclick: drop },
      element("span", { textContent: text }), element("b", { textContent: "×" }));
    chip.setAttribute("aria-label", `${text} · ${this.say("condition_drop")}`);
    return chip;
  }

  #drop(id) {
    const { [id]: _, ...others } = this.api.getFilterModel();
    this.api.setFilterModel(others);
  }

  clear() {
    this.searchCleared();
    this.api.setFilterModel(null);
    this.api.applyColumnState({ defaultState: { sort: null } });
  }
}
