/** The part of a filter for texts: how they compare, and with what. */
import { element } from "./element.js";

const OPS = ["contains", "starts", "eq", "ne"];
const PAUSE = 300;

export class TextFilter {
  #timer = 0;

  constructor({ say, chosen }) {
    this.chosen = chosen;
    this.op = element("select", { onchange: () => this.#choose() },
      ...OPS.map(op => element("option", { value: op, textContent: say(`filter_${op}`) })));
    this.text = element("input", { type: "text", className: "tz-input" });
    this.text.setAttribute("aria-label", say("filter_text"));
    this.text.addEventListener("input", event => { if (!event.isComposing) this.#soon(); });
    this.text.addEventListener("compositionend", () => this.#soon());
    this.text.addEventListener("keydown", event => {
      if (event.key === "Enter" && !event.isComposing) this.#choose({ closes: true });
    });
    this.element = element("div", { className: "tz-filter-text" }, this.op, this.text);
  }

  #soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#choose(), PAUSE);
  }

  #choose(options) {
    clearTimeout(this.#timer);
    const value = this.text.value.trim();
    this.chosen(value ? { op: this.op.value, value } : null, options);
  }

  /** What is being typed is not touched. */
  show(model) {
    const isMine = OPS.includes(model?.op);
    if (isMine) this.op.value = model.op;
    if (this.text.value.trim() !== (isMine ? model.value : "")) this.text.value = isMine ? model.value : "";
  }

  opened() { this.text.focus({ preventScroll: true }); }
}
