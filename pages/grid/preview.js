/**
 * Under an editor: how the server reads what is typed so far. It asks the one parser there is, so
 * that what is shown is what will be stored. Other help (a calendar, provinces) stands above it.
 */
import { element } from "./element.js";
import { post } from "./http.js";
import { Under } from "./under.js";

const PAUSE = 110;
const PATIENCE = 600; // half a value is no mistake until the clerk stops

export class Preview {
  #timer = 0;
  #turn = 0;

  constructor(editor) {
    this.editor = editor;
    this.value = null; // as it would be stored, of the last text that was understood
    this.line = element("p", { hidden: true });
    this.line.setAttribute("role", "status");
    this.under = new Under("tz-preview");
    this.under.element.append(this.line);
    this.extra = null;
  }

  /** Something of the editor's own above the line; null takes it away. */
  show(extra) {
    if (extra === this.extra) return;
    this.extra?.remove();
    this.extra = extra;
    if (extra) this.under.element.prepend(extra);
    this.#draw();
  }

  look() {
    clearTimeout(this.#timer);
    const turn = (this.#turn += 1);
    const text = this.editor.input.value.trim();
    this.#say("");
    if (text) this.#timer = setTimeout(() => this.#ask(text, turn), PAUSE);
  }

  async #ask(text, turn) {
    const { field } = this.editor;
    const answer = await post(`/api/parse/${field.home}/${field.key}`, { value: text }).catch(() => null);
    if (!answer || turn !== this.#turn) return;
    if (answer.error) {
      this.#timer = setTimeout(() => this.#say(answer.error.message, { isTrouble: true }), PATIENCE - PAUSE);
      return;
    }
    this.value = answer.value;
    this.editor.understood?.(answer.value);
    this.#say(answer.shown === text ? "" : answer.shown);
  }

  #say(words, { isTrouble = false } = {}) {
    this.line.textContent = words;
    this.line.hidden = !words;
    this.line.classList.toggle("tz-doubt", isTrouble);
    this.#draw();
  }

  #draw() {
    if (this.isGone || (this.line.hidden && !this.extra)) this.under.hide();
    else this.under.show(this.editor.gui.closest(".ag-cell, .tz-value") ?? this.editor.gui);
  }

  remove() {
    this.isGone = true;
    this.#turn += 1;
    clearTimeout(this.#timer);
    this.under.remove();
  }
}
