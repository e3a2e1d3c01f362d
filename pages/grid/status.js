/** The line under the grid: how many rows, why the focused cell is as it is, sums (footer.js). */
import { element } from "./element.js";

export class Status {
  constructor({ say, fresh, unfilter }) {
    this.say = say;
    this.rows = element("span", { className: "tz-rows" });
    this.unfilter = element("button", {
      type: "button", className: "tz-news", hidden: true, textContent: `${say("unfilter")} ×`, onclick: unfilter,
    });
    this.news = element("button", { type: "button", className: "tz-news", hidden: true, onclick: fresh });
    this.message = element("span", { className: "tz-message" });
    this.message.setAttribute("role", "status");
    this.element = element("footer", { className: "tz-status" }, this.rows, this.unfilter, this.news, this.message);
  }

  /** Figures at the right end. */
  addFigures(...figures) { this.element.append(...figures); }

  /** How many rows, and of how many where some are filtered out; an empty sheet says what to do. */
  count(shown, { mayWrite, isFiltered, all }) {
    const text = count => count.toLocaleString("en-US");
    const word = shown > 0 || !mayWrite || isFiltered ? "rows_total" : "rows_none";
    this.rows.textContent = isFiltered && all !== null
      ? this.say("rows_found", { shown: text(shown), total: text(all) })
      : this.say(word, { total: text(shown) });
    this.unfilter.hidden = !isFiltered;
  }

  tellNews(count) {
    this.news.hidden = count === 0;
    this.news.textContent = this.say("new_rows", { count });
  }

  /** About the cell the clerk is in; stays until the next cell. */
  reason(text) {
    this.message.textContent = text ?? "";
    this.message.classList.toggle("tz-bad", Boolean(text));
  }

  /** About what the clerk just did. */
  tell(text) {
    this.message.textContent = text;
    this.message.classList.remove("tz-bad");
  }
}
