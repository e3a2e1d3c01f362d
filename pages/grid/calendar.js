/** A small month to pick a day from, by mouse or with the arrow keys. */
import { element } from "./element.js";
import { monthName, step } from "./period.js";

const DAY = 86_400_000;
const MOVES = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

const utc = day => Date.UTC(...day.split("-").map((part, at) => Number(part) - (at === 1 ? 1 : 0)));
const iso = time => new Date(time).toISOString().slice(0, 10);

/** The day on this computer's clock. */
export function today() {
  const now = new Date();
  return iso(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()));
}

export class Calendar {
  constructor({ say, picked }) {
    Object.assign(this, { say, picked });
    this.element = element("div", { className: "tz-calendar" });
    this.element.addEventListener("click", event => this.#clicked(event));
  }

  /** Show the month of a day, with the day lit. */
  show(day) {
    this.day = day;
    const month = day.slice(0, 7);
    const button = (textContent, months) => {
      const made = element("button", { type: "button", textContent, tabIndex: -1 });
      made.dataset.months = months;
      return made;
    };
    const now = element("button", { type: "button", textContent: this.say("calendar_today"), tabIndex: -1 });
    now.dataset.day = today();
    this.element.replaceChildren(
      element("header", {}, button("◀", -1), element("b", { textContent: monthName(month, this.say) }), button("▶", 1), now),
      element("div", {}, ...this.#names(), ...this.#days(month)));
  }

  #names() {
    return this.say("calendar_days").split(" ").map(textContent => element("small", { textContent }));
  }

  /** Six weeks from the Monday on or before the first. */
  #days(month) {
    const first = utc(`${month}-01`);
    const start = first - ((new Date(first).getUTCDay() + 6) % 7) * DAY;
    return Array.from({ length: 42 }, (_, at) => {
      const day = iso(start + at * DAY);
      const made = element("button", { type: "button", textContent: Number(day.slice(8)), tabIndex: -1 });
      made.dataset.day = day;
      made.classList.toggle("tz-other", day.slice(0, 7) !== month);
      made.classList.toggle("tz-today", day === today());
      made.classList.toggle("tz-lit", day === this.day);
      return made;
    });
  }

  #clicked({ target }) {
    const { day, months } = target.closest("button")?.dataset ?? {};
    if (day) this.picked(day);
    else if (months) this.#moveMonths(Number(months));
  }

  #moveMonths(months) {
    const month = step(this.day.slice(0, 7), months);
    const last = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate();
    this.show(`${month}-${String(Math.min(Number(this.day.slice(8)), last)).padStart(2, "0")}`);
  }

  /** Says whether the key was one of its own. */
  onKey({ key }) {
    if (MOVES[key]) this.show(iso(utc(this.day) + MOVES[key] * DAY));
    else if (key === "PageUp" || key === "PageDown") this.#moveMonths(key === "PageUp" ? -1 : 1);
    else if (key === "Enter") this.picked(this.day);
    else return false;
    return true;
  }
}
