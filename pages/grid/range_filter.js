/** The part of a filter for days, numbers and money: from, to; and for days the usual spans. */
import { element } from "./element.js";

const SPANS = ["today", "yesterday", "this_week", "last_week", "this_month", "last_month", "this_year"];

const DAY = /^(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?$/;
const NUMBER = /^-?¥?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?元?$/;

/** A day as people type it, as the ledger writes it; this year's where none is said. */
export function dayOf(text, thisYear) {
  const parts = DAY.exec(text.normalize("NFKC").replace(/^(\d{4})(\d\d)(\d\d)$/, "$1-$2-$3"));
  if (!parts) return null;
  const [, year = thisYear, month, day] = parts;
  const found = new Date(Date.UTC(year, month - 1, day));
  return found.getUTCMonth() === month - 1 && found.getUTCDate() === Number(day) ? found.toISOString().slice(0, 10) : null;
}

/** A number or an amount as plain digits. */
export function numberOf(text) {
  const plain = text.normalize("NFKC");
  return NUMBER.test(plain) ? plain.replace(/[¥,元]/g, "") : null;
}

const wholeOf = text => (/\./.test(text.normalize("NFKC")) ? null : numberOf(text));

/** How an edge is read, and what is said of one that cannot be. */
const EDGES = {
  date: [dayOf, "filter_bad_date"],
  int: [wholeOf, "filter_bad_whole"],
  number: [numberOf, "filter_bad_number"],
};

export class RangeFilter {
  constructor({ field, say, chosen }) {
    Object.assign(this, { say, chosen });
    this.isDate = field.filter === "date";
    this.thisYear = String(new Date().getFullYear());
    [this.read, this.trouble] = EDGES[field.filter === "date" ? "date" : field.editor] ?? EDGES.number;
    this.reason = element("p", { className: "tz-trouble", id: "tz-filter-reason", hidden: true });
    this.reason.setAttribute("role", "alert");
    this.spans = this.isDate ? SPANS.map(span => this.#span(span, say(`span_${span}`))) : [];
    [this.from, this.to] = ["from", "to"].map(edge => this.#edge(say(`filter_${edge}`)));
    const apply = element("button", {
      type: "button", className: "tz-primary", textContent: say("filter_apply"), onclick: () => this.#choose(),
    });
    this.element = element("div", {},
      this.spans.length > 0 && element("div", { className: "tz-spans" }, ...this.spans),
      element("div", { className: "tz-between" },
        element("label", {}, say("filter_from"), this.from), element("label", {}, say("filter_to"), this.to)),
      this.reason, apply);
  }

  #span(value, textContent) {
    const button = element("button", {
      type: "button", textContent, onclick: () => this.chosen({ op: "span", value }, { closes: true }),
    });
    button.dataset.span = value;
    return button;
  }

  #edge(label) {
    const input = element("input", {
      type: "text", className: "tz-input", inputMode: "decimal", placeholder: this.isDate ? `${this.thisYear}-01-31` : "",
    });
    input.addEventListener("input", () => this.#blame([]));
    input.setAttribute("aria-label", label);
    input.addEventListener("keydown", event => { if (event.key === "Enter") this.#choose(); });
    return input;
  }

  /** Edges that cannot be read are marked, with the reason of the first; none takes it all back. */
  #blame(edges) {
    for (const input of [this.from, this.to]) {
      const isBad = edges.some(edge => edge.input === input);
      if (isBad) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
      input.setAttribute("aria-describedby", isBad ? this.reason.id : "");
    }
    this.reason.textContent = edges.length ? this.say(this.trouble, { seen: edges[0].text, year: this.thisYear }) : "";
    this.reason.hidden = !edges.length;
  }

  /** An edge left empty is open; what cannot be read is said and stays. */
  #choose() {
    const edges = [this.from, this.to].map(input => ({ input, text: input.value.trim() }));
    const value = edges.map(({ text }) => (text ? this.read(text, this.thisYear) : null));
    const bad = edges.filter(({ text }, at) => text && value[at] === null);
    this.#blame(bad);
    if (bad.length) return bad[0].input.focus({ preventScroll: true });
    this.chosen(value.some(edge => edge !== null) ? { op: "between", value } : null, { closes: true });
  }

  show(model) {
    const [from, to] = model?.op === "between" ? model.value : [null, null];
    this.from.value = from ?? "";
    this.to.value = to ?? "";
    this.#blame([]);
    for (const button of this.spans) {
      button.setAttribute("aria-pressed", String(model?.op === "span" && model.value === button.dataset.span));
    }
  }

  opened() { (this.spans[0] ?? this.from).focus({ preventScroll: true }); }
}
