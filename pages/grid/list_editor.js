/** A line of text in its cell, and under it the list it narrows down: choices, or rows elsewhere. */
import { Editor } from "./editor.js";
import { element } from "./element.js";
import { Listbox } from "./listbox.js";
import { Under } from "./under.js";

export class ListEditor extends Editor {
  build() {
    this.input = element("input", { type: "text", className: "tz-input" });
    this.input.addEventListener("compositionend", () => { this.isTouched = true; this.search(); });
    this.input.addEventListener("input", event => { if (!event.isComposing) this.search(); });
    this.list = new Listbox({ chosen: () => this.chosen(), empty: () => this.params.say(this.none) });
    this.under = new Under("tz-list");
    this.under.element.append(this.list.element);
    this.under.element.style.minWidth = `${Math.max(this.narrowest, this.params.column.getActualWidth())}px`;
    return this.input;
  }

  attached() { this.#show(); }

  fill(hits, lit) {
    this.list.fill(hits, lit);
    if (this.input.isConnected) this.#show(); // a longer list may have to stand above the cell
  }

  #show() { this.under.show(this.input.closest(".ag-cell, .tz-value") ?? this.input); }

  destroy() {
    super.destroy();
    this.under.remove();
  }
}
