/** Several lines of text over the grid. Enter is done, Shift+Enter or Alt+Enter is a new line. */
import { Editor } from "./editor.js";

export class LongTextEditor extends Editor {
  static isPopup = true;

  build() {
    const box = document.createElement("div");
    box.className = "tz-popup ag-custom-component-popup";
    this.input = document.createElement("textarea");
    this.input.className = "tz-long";
    this.input.rows = 4;
    this.input.style.width = `${Math.max(320, this.params.column.getActualWidth())}px`;
    const hint = document.createElement("small");
    hint.textContent = this.params.say("long_text_hint");
    box.append(this.input, hint);
    return box;
  }

  onKey(event) {
    if (event.key === "Enter" && (event.shiftKey || event.altKey)) {
      this.input.setRangeText("\n", this.input.selectionStart, this.input.selectionEnd, "end");
      this.isTouched = true;
      return true;
    }
    if (/^(Arrow|Home|End|Page)/.test(event.key)) event.stopPropagation();
    return false;
  }

  getValue() { return this.input.value.trim(); }
}
