/** A number plate: its province by pinyin or mouse, then letters that become capitals by themselves. */
import { element } from "./element.js";
import { begun, offered, tidyPlate } from "./provinces.js";
import { ReadEditor } from "./read_editor.js";

const LAST = "taizhang.plate"; // most cars are from here: the sign picked last stands first
const MOVES = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -8, ArrowDown: 8 };

export class PlateEditor extends ReadEditor {
  build() {
    const built = super.build();
    const last = localStorage.getItem(LAST);
    this.starts = [...this.field.starts].sort((one, other) => (other.sign === last) - (one.sign === last));
    this.signs = element("div");
    this.box = element("div", { className: "tz-signs" },
      element("small", { textContent: this.params.say("plate_start") }), this.signs);
    this.signs.addEventListener("click", ({ target }) => {
      if (target.dataset.sign) this.#pick(target.dataset.sign);
    });
    return built;
  }

  attached() { this.typed(); }

  typed() {
    const { input } = this;
    const fromEnd = input.value.length - input.selectionStart;
    const text = tidyPlate(this.starts, input.value);
    if (text !== input.value) {
      input.value = text;
      input.setSelectionRange(text.length - fromEnd, text.length - fromEnd);
    }
    this.isMoved = false;
    this.#offer(0);
    if (this.isTouched) super.typed();
  }

  #offer(lit) {
    this.hits = offered(this.starts, this.input.value.trim());
    this.lit = lit;
    this.signs.replaceChildren(...this.hits.map(({ sign, pinyin }, at) => {
      const made = element("button", {
        type: "button", tabIndex: -1, textContent: sign, title: pinyin, className: at === lit ? "tz-lit" : "",
      });
      made.dataset.sign = sign;
      return made;
    }));
    this.preview.show(this.hits.length ? this.box : null);
  }

  #pick(sign) {
    const { input } = this;
    input.value = begun(this.starts, input.value.trim(), sign);
    this.isTouched = true;
    localStorage.setItem(LAST, sign);
    input.focus({ preventScroll: true });
    input.setSelectionRange(input.value.length, input.value.length);
    this.typed();
  }

  /** Arrows go through the signs; space or Enter takes the lit one where the clerk is choosing. */
  onKey(event) {
    if (!this.hits?.length || event.ctrlKey || event.altKey) return false;
    const isVertical = event.key === "ArrowDown" || event.key === "ArrowUp";
    if (MOVES[event.key] && (isVertical || this.isMoved)) {
      const count = this.hits.length;
      this.#offer(this.isMoved ? (this.lit + MOVES[event.key] + count * 8) % count : 0);
      this.isMoved = true;
      return true;
    }
    const isChoosing = this.isMoved || this.hits.length < this.starts.length;
    if (!["Enter", " "].includes(event.key) || !isChoosing) return false;
    this.#pick(this.hits[this.lit].sign);
    return true;
  }
}
