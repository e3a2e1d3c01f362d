/** The line under the grid: how many rows, why the focused cell is as it is, sums (footer.js). */
import { element } from "./element.js";

export class Status {
  constructor({ say, fresh }) {
    this.say = say;
    this.rows = element("span", { className: "tz-rows" });
    this.news = element("button", { type: "button", className: "tz-news", hidden: true, onclick: fresh });
    this.message = element("span", { className: "tz-message" });
    this.message.setAttribute("role", "status");
    this.element = element("footer", { className: "tz-status" }, this.rows, this.news, this.message);
  }

  /** Figures at the right end. */
  addFigures(...figures) { this.element.append(...figures); }

  /** How many rows, and of how many where conditions leave some out; an empty sheet says what to do. */
  count(shown, { mayWrite, isPart, isCounted, all }) {
    const text = count => count.toLocaleString("en-US");
    const total = text(shown);
    if (!isPart) this.rows.textContent = this.say(shown > 0 || !mayWrite ? "rows_total" : "rows_none", { total });
    else if (!isCounted) this.rows.textContent = this.say("rows_found_more", { total });
    else if (all === null) this.rows.textContent = this.say("rows_found", { total });
    else this.rows.textContent = this.say("rows_found_of", { shown: total, total: text(all) });
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
