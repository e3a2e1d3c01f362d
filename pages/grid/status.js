/** The line under the grid: how many rows, why the focused cell is as it is, what just happened. */
import { element } from "./element.js";

export class Status {
  constructor({ say, fresh }) {
    this.say = say;
    this.rows = element("span", { className: "tz-rows" });
    this.news = element("button", { type: "button", className: "tz-news", hidden: true, onclick: fresh });
    this.message = element("span", { className: "tz-message" });
    this.element = element("footer", { className: "tz-status" }, this.rows, this.news, this.message);
    this.element.setAttribute("role", "status");
  }

  /** How many rows; an empty sheet says what to do. `isPart` where conditions leave rows out. */
  count(total, mayWrite, { isPart = false, isCounted = true } = {}) {
    const all = total > 0 || !mayWrite ? "rows_total" : "rows_none";
    const word = isPart ? (isCounted ? "rows_found" : "rows_found_more") : all;
    this.rows.textContent = this.say(word, { total: total.toLocaleString("en-US") });
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
