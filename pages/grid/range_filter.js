/** The part of a filter for days, numbers and money: from, to; and for days the usual spans. */
import { element } from "./element.js";

const SPANS = ["today", "yesterday", "this_week", "last_week", "this_month", "last_month", "this_year"];

const DAY = /^(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?$/;
const NUMBER = /^-?[¥￥]?[\d,]+(\.\d+)?元?$/;

/** A day as people type it, as the ledger writes it; this year's where none is said. */
export function dayOf(text, thisYear) {
  const parts = DAY.exec(text.normalize("NFKC").replace(/^(\d{4})(\d\d)(\d\d)$/, "$1-$2-$3"));
  if (!parts) return null;
  const [, year = thisYear, month, day] = parts;
  const found = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return Number.isNaN(Date.parse(found)) ? null : found;
}

const numberOf = text => (NUMBER.test(text.normalize("NFKC")) ? text.normalize("NFKC") : null);

export class RangeFilter {
  constructor({ field, say, chosen }) {
    Object.assign(this, { chosen });
    this.isDate = field.filter === "date";
    this.spans = this.isDate ? SPANS.map(span => this.#span(span, say(`span_${span}`))) : [];
    [this.from, this.to] = ["from", "to"].map(edge => this.#edge(say(`filter_${edge}`)));
    const apply = element("button", {
      type: "button", className: "tz-primary", textContent: say("filter_apply"), onclick: () => this.#choose(),
    });
    this.element = element("div", {},
      this.spans.length > 0 && element("div", { className: "tz-spans" }, ...this.spans),
      element("div", { className: "tz-range" },
        element("label", {}, say("filter_from"), this.from), element("label", {}, say("filter_to"), this.to)),
      apply);
  }

  #span(value, textContent) {
    const button = element("button", {
      type: "button", textContent, onclick: () => this.chosen({ op: "span", value }, { closes: true }),
    });
    button.dataset.span = value;
    return button;
  }

  #edge(label) {
    const thisYear = String(new Date().getFullYear());
    const input = element("input", {
      type: "text", className: "tz-input", inputMode: "decimal", placeholder: this.isDate ? `${thisYear}-01-31` : "",
    });
    this.read = text => (this.isDate ? dayOf(text, thisYear) : numberOf(text));
    input.addEventListener("input", () => input.removeAttribute("aria-invalid"));
    input.setAttribute("aria-label", label);
    input.addEventListener("keydown", event => { if (event.key === "Enter") this.#choose(); });
    return input;
  }

  /** An edge left empty is open; what cannot be read is marked and stays. */
  #choose() {
    const edges = [this.from, this.to].map(input => ({ input, text: input.value.trim() }));
    const value = edges.map(({ text }) => (text ? this.read(text) : null));
    const bad = edges.filter(({ text }, at) => text && value[at] === null);
    for (const { input } of bad) input.setAttribute("aria-invalid", "true");
    if (bad.length) return bad[0].input.focus({ preventScroll: true });
    this.chosen(value.some(edge => edge !== null) ? { op: "between", value } : null, { closes: true });
  }

  show(model) {
    const [from, to] = model?.op === "between" ? model.value : [null, null];
    this.from.value = from ?? "";
    this.to.value = to ?? "";
    for (const button of this.spans) {
      button.setAttribute("aria-pressed", String(model?.op === "span" && model.value === button.dataset.span));
    }
  }

  opened() { (this.spans[0] ?? this.from).focus({ preventScroll: true }); }
}
