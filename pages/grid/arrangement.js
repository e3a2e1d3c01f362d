/** How the sheet on screen is arranged as a whole: columns, sorting, filter, search and month. */
import { Footer } from "./footer.js";
import { Layout } from "./layout.js";
import { Views } from "./views.js";

export class Arrangement {
  #all = null; // rows of the period, whatever is filtered; null until the server has said

  /** `choosePeriod` and `again` are what the toolbar does too. */
  constructor(desk, { choosePeriod, again }) {
    Object.assign(this, { desk, choosePeriod, again });
    const { api, say, rows, status } = desk;
    const sheetOf = () => desk.sheet;
    this.layout = new Layout(api, {
      sheetOf, isList: () => Boolean(desk.list), changed: () => { this.views.redraw(); this.footer.draw(); },
    });
    this.views = new Views({
      say, sheetOf, layout: this.layout, arrangement: () => this.#now, chosen: view => this.#choose(view),
      tell: text => status.tell(text), trouble: text => status.reason(text), backToGrid: () => desk.focus.toGrid(),
    });
    this.footer = new Footer({
      say, rows, layout: this.layout, found: all => { this.#all = all; this.drawCount(); },
    });
    status.addFigures(this.footer.sums, this.footer.range);
  }

  /** Before another sheet takes the screen. */
  leave() {
    this.layout.flush();
    this.footer.clear();
    this.#all = null;
  }

  drawCount() {
    const { rows, sheet, status } = this.desk;
    const isPart = Boolean(rows.view.search) || Object.keys(rows.asked.filter).length > 0;
    const { isCounted } = rows;
    status.count(isPart ? rows.total : rows.count, { mayWrite: sheet.may.write, isPart, isCounted, all: this.#all });
  }

  /** As a view keeps it; a single month of long ago is not kept. */
  get #now() {
    const { rows, sheet } = this.desk;
    const mode = { "": "all", [sheet.period?.now]: "now" }[rows.view.period];
    return { ...this.layout.now, search: rows.view.search, period: sheet.period ? mode ?? null : null };
  }

  /** A view of the menu, or null for the usual one. */
  #choose(view) {
    const { rows, sheet, toolbar, list, focus } = this.desk;
    if (view) this.layout.use(view);
    else this.layout.useUsual();
    toolbar.search.value = rows.view.search = view?.search ?? "";
    const wanted = { now: sheet.period?.now ?? "", all: "" }[view?.period] ?? rows.view.period;
    if (sheet.period && !list) this.choosePeriod(wanted);
    else this.again();
    focus.toGrid();
  }
}
