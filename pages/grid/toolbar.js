/** The one line above the grid: where we are, which month, search, paper, void, saved or not. */
import { element } from "./element.js";
import { asMenu } from "./menu.js";
import { lastDay, monthName, step } from "./period.js";
import { paperOf } from "./row_paper.js";

const SEARCH_PAUSE = 250;

export class Toolbar {
  constructor({ session, say, saved, periodChosen, searched, listLeft, voidRow, backToGrid }) {
    Object.assign(this, { session, say, saved, periodChosen, backToGrid });
    this.place = element("h1", { className: "tz-place" });
    this.period = element("span", { className: "tz-period" });
    this.list = element("button", { type: "button", className: "tz-chip", onclick: listLeft });
    this.search = this.#searchBox(searched);
    this.forms = element("details", { className: "tz-menu" });
    this.void = element("button", { type: "button", textContent: say("void"), onclick: voidRow });
    this.element = element("header", { className: "tz-toolbar" },
      this.place, this.list, this.period, this.search, element("span", { className: "tz-space" }),
      this.forms, this.void, saved.login, saved.element);
    asMenu(this.forms);
  }

  /** Another menu beside the forms. */
  addMenu(menu) { this.forms.before(menu); }

  #searchBox(searched) {
    const box = element("input", { type: "search", className: "tz-search", placeholder: this.say("search") });
    let timer = 0;
    box.setAttribute("aria-label", this.say("search"));
    const search = () => { clearTimeout(timer); searched(box.value.trim()); };
    box.addEventListener("input", event => {
      clearTimeout(timer);
      if (!event.isComposing) timer = setTimeout(search, SEARCH_PAUSE);
    });
    box.addEventListener("compositionend", search);
    box.addEventListener("keydown", event => {
      if (event.isComposing) return;
      if (event.key === "Enter") search();
      if (event.key === "Escape") { box.value = ""; search(); }
      if (["ArrowDown", "Escape"].includes(event.key)) this.backToGrid();
    });
    return box;
  }

  /** `period` is a month, or "" for all; null where the sheet has no period. */
  draw({ register, sheet, list, period }) {
    this.place.replaceChildren(
      element("small", { textContent: this.session.estate }), element("b", { textContent: register.label }));
    this.list.hidden = !list;
    this.list.textContent = list ? `${this.say("list", { list: list.label })} ×` : "";
    this.list.title = this.say("list_leave");
    this.#drawPeriod(sheet, period);
    this.#drawForms(sheet, period);
    this.void.hidden = !sheet.may.void;
  }

  #drawPeriod(sheet, period) {
    this.period.hidden = !sheet.period;
    if (!sheet.period) return;
    const now = sheet.period.now;
    const shown = period || now;
    const button = (textContent, title, month, isOn = false) => element("button", {
      type: "button", textContent, title, className: isOn ? "tz-on" : "",
      onclick: () => this.periodChosen(month),
    });
    const name = monthName(shown, this.say);
    const label = button(name, this.say("this_month"), period ? now : shown, Boolean(period));
    label.classList.add("tz-month");
    this.period.replaceChildren(
      button("◀", this.say("month_before"), step(shown, -1)), label,
      button("▶", this.say("month_after"), step(shown, 1)),
      button(this.say("all"), this.say("all_months"), "", !period));
  }

  #drawForms(sheet, period) {
    this.forms.hidden = sheet.forms.length + sheet.row_forms.length === 0;
    const month = period || sheet.period?.now || new Date().toISOString().slice(0, 7);
    const of = form => (form.by === "day" ? lastDay(month) : month);
    const links = sheet.forms.map(form => this.#paper(form, `${form.title} ${of(form)}`, { period: of(form) }));
    links.push(...[...sheet.row_forms, ...sheet.forms.filter(form => form.empty)].map(form => this.#emptyPaper(form)));
    this.forms.replaceChildren(
      element("summary", { textContent: this.say("export") }), element("div", {}, ...links));
  }

  /** As it will print, in a window of its own; from there it is printed or taken away. */
  #paper(form, textContent, asked, className = "") {
    return element("a", {
      href: paperOf(form, asked), target: "_blank", rel: "noopener", className, textContent,
      onclick: () => { this.forms.open = false; },
    });
  }

  /** To be filled in by hand. */
  #emptyPaper(form) {
    return this.#paper(form, `${form.title} · ${this.say("empty_form")}`, { empty: 1 }, "tz-empty-form");
  }
}
