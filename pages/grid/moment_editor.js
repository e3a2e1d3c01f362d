/** Days and times, typed as people write them; the calendar comes by Alt+↓ or the mouse. */
import { Calendar, today } from "./calendar.js";
import { element } from "./element.js";
import { ReadEditor } from "./read_editor.js";

const STORED = /^\d{4}-\d\d-\d\d/;

export class MomentEditor extends ReadEditor {
  build() {
    const input = super.build();
    this.calendar = new Calendar({ say: this.params.say, picked: day => this.#picked(day) });
    this.button = element("button", {
      type: "button", tabIndex: -1, className: "tz-opens", textContent: "▾", title: this.params.say("calendar"),
      onclick: () => this.#turn(),
    });
    this.button.addEventListener("mousedown", event => event.preventDefault());
    const className = this.field.editor === "datetime" ? "tz-inline tz-with-time" : "tz-inline";
    return element("div", { className }, input, this.button);
  }

  get isOpen() { return this.preview.extra !== null; }

  #turn() {
    if (this.isOpen) { this.preview.show(null); return; }
    const known = this.preview.value ?? this.value;
    this.calendar.show(STORED.test(known ?? "") ? known.slice(0, 10) : today());
    this.preview.show(this.calendar.element);
  }

  /** The day goes before a time that stands there, as far as it was understood. */
  #picked(day) {
    const known = String(this.preview.value ?? this.value ?? "");
    const time = this.field.editor === "datetime" ? known.slice(10) || " " : "";
    this.input.value = day + time;
    this.isTouched = true;
    this.preview.show(null);
    this.input.focus({ preventScroll: true });
    this.typed();
  }

  understood(value) {
    if (this.isOpen && STORED.test(value ?? "")) this.calendar.show(value.slice(0, 10));
  }

  onKey(event) {
    if (event.altKey && event.key === "ArrowDown") { this.#turn(); return true; }
    if (!this.isOpen) return false;
    if (event.key === "Escape") { this.preview.show(null); return true; }
    return this.calendar.onKey(event);
  }
}
