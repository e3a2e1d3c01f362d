/**
 * The popup of a column's filter: what fits the kind of field, then "only empty" and "only filled".
 * Its model is {op, value}, as the server understands it and as views can keep it.
 */
import { element } from "./element.js";
import { RangeFilter } from "./range_filter.js";
import { TextFilter } from "./text_filter.js";
import { TickFilter } from "./tick_filter.js";

const BODIES = { text: TextFilter, number: RangeFilter, date: RangeFilter, choice: TickFilter, bool: TickFilter };

export class ColumnFilter {
  init(params) {
    this.params = params;
    this.model = null;
    const { field, say } = params;
    const Body = field.sheet || field.options?.length ? TickFilter : BODIES[field.filter] ?? TextFilter;
    this.body = new Body({ ...params, chosen: (model, options) => this.#choose(model, options) });
    this.gaps = ["empty", "filled"].map(op => this.#gap(op, say(`only_${op}`)));
    this.clear = element("button", {
      type: "button", textContent: say("filter_clear"), onclick: () => this.#choose(null, { closes: true }),
    });
    this.gui = element("div", { className: "tz-filter" },
      this.body.element, element("footer", {}, ...this.gaps, this.clear));
    this.gui.setAttribute("role", "group");
    this.gui.setAttribute("aria-label", say("filter_of", { field: field.label }));
  }

  #gap(op, textContent) {
    const button = element("button", {
      type: "button", textContent, onclick: () => this.#choose(this.model?.op === op ? null : { op }, { closes: true }),
    });
    button.dataset.op = op;
    return button;
  }

  /** `closes` where there is nothing more to choose; a tick may be followed by another. */
  #choose(model, { closes = false } = {}) {
    this.#take(model);
    this.params.filterChangedCallback();
    if (closes) this.hidePopup?.();
  }

  #take(model) {
    this.model = model;
    for (const gap of this.gaps) gap.setAttribute("aria-pressed", String(model?.op === gap.dataset.op));
    this.body.show(model);
    this.clear.disabled = !model;
  }

  afterGuiAttached({ hidePopup } = {}) {
    this.hidePopup = hidePopup;
    this.#take(this.model);
    this.body.opened();
  }

  getGui() { return this.gui; }
  isFilterActive() { return this.model !== null; }
  doesFilterPass() { return true; } // the server has filtered already
  getModel() { return this.model; }
  setModel(model) { this.#take(model ?? null); }
}
