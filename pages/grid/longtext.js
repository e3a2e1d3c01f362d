/** Several lines of text over the grid. Enter is done, Shift+Enter or Alt+Enter is a new line. */
import { Editor } from "./editor.js";
import { element } from "./element.js";

const WIDTH = 460;

export class LongTextEditor extends Editor {
  static isPopup = true;

  build() {
    this.input = element("textarea", { className: "tz-long", rows: 6 });
    this.input.style.width = `${Math.max(WIDTH, this.params.column.getActualWidth())}px`;
    this.count = element("b");
    this.input.addEventListener("input", () => this.#tell());
    return element("div", { className: "tz-popup ag-custom-component-popup" },
      this.input, element("small", {}, this.params.say("long_text_hint"), this.count));
  }

  openWith(text) {
    super.openWith(text);
    this.#tell();
  }

  attached() { this.isTypedOver = false; } // arrows walk through its lines

  /** How much room there is, counted as the server counts. */
  #tell() {
    const { max } = this.field;
    if (!max) return;
    const length = [...this.getValue()].length;
    const isOver = length > max;
    this.count.textContent = isOver ? this.params.say("long_text_over", { over: length - max }) : `${length} / ${max}`;
    this.count.classList.toggle("tz-bad", isOver);
  }

  onKey(event) {
    if (event.key === "Enter" && (event.shiftKey || event.altKey)) {
      this.input.setRangeText("\n", this.input.selectionStart, this.input.selectionEnd, "end");
      this.isTouched = true;
      this.#tell();
      return true;
    }
    if (/^(Arrow|Home|End|Page)/.test(event.key)) event.stopPropagation();
    return false;
  }

  getValue() { return this.input.value.trim(); }
}
