/** The part of a filter for days, numbers and money: from, to; and for days the usual spans. */
import { element } from "./element.js";

const SPANS = ["today", "yesterday", "this_week", "last_week", "this_month", "last_month", "this_year"];

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
    const input = element("input", { type: this.isDate ? "date" : "text", className: "tz-input" });
    if (!this.isDate) input.inputMode = "decimal";
    input.setAttribute("aria-label", label);
    input.addEventListener("keydown", event => { if (event.key === "Enter") this.#choose(); });
    return input;
  }

  /** An edge left empty is open. */
  #choose() {
    const value = [this.from, this.to].map(input => input.value.trim() || null);
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
