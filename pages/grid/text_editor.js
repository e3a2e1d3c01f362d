/** One line of text. Numbers, money, dates and times are typed here too: the server reads them. */
import { Editor } from "./editor.js";

export class TextEditor extends Editor {
  build() {
    this.input = document.createElement("input");
    this.input.type = "text";
    this.input.className = "tz-input";
    if (this.field.align === "right") this.input.classList.add("tz-right");
    return this.input;
  }

  getValue() { return this.input.value.trim(); }
}
