/**
 * Pick a row of another sheet (room, person, key …) by number, name or pinyin initials.
 * What is left before the list has come goes to the server as it was typed, marked so: the ledger
 * takes the one row the list would have offered, or refuses the cell.
 */
import { Editor } from "./editor.js";
import { get } from "./http.js";
import { Listbox } from "./listbox.js";

const DEBOUNCE = 90;

export class ReferenceEditor extends Editor {
  static isPopup = true;

  build() {
    const box = document.createElement("div");
    box.className = "tz-popup tz-list ag-custom-component-popup";
    box.style.minWidth = `${Math.max(200, this.params.column.getActualWidth())}px`;
    this.input = Object.assign(document.createElement("input"), { type: "text", className: "tz-input" });
    this.input.addEventListener("input", event => { if (!event.isComposing) this.#search(); });
    this.input.addEventListener("compositionend", () => { this.isTouched = true; this.#search(); });
    this.list = new Listbox({
      chosen: () => { this.isTouched = this.isPicked = true; this.params.stopEditing(); },
      empty: () => this.params.say(this.field.free ? "free_text" : "no_match"),
    });
    box.append(this.input, this.list.element);
    this.isPicked = false;
    this.wanted = this.answeredFor = null; // the text whose list is wanted, and whose list is there
    return box;
  }

  attached() { this.#search(); }

  #search() {
    this.isPicked = false;
    clearTimeout(this.timer);
    this.wanted = this.isTouched ? this.input.value.trim() : "";
    this.timer = setTimeout(() => this.#ask(this.wanted), this.isTouched ? DEBOUNCE : 0);
  }

  async #ask(text) {
    const near = (this.params.near?.(this.params.data) ?? []).map(each => `&near=${encodeURIComponent(each)}`);
    const asked = `/api/lookup/${this.field.sheet}?q=${encodeURIComponent(text)}${near.join("")}`;
    const answer = await get(asked).catch(() => null);
    if (!answer || this.isGone || text !== this.wanted) return;
    this.answeredFor = text;
    this.list.fill(answer.rows.map(row => ({ ...row, note: row.hint })));
  }

  /** An arrow picks nothing from the list of an earlier text. */
  onKey(event) {
    if (!this.list.moves(event.key)) return false;
    if (this.answeredFor === this.wanted) this.isTouched = this.isPicked = true;
    return true;
  }

  destroy() {
    super.destroy();
    this.isGone = true;
    clearTimeout(this.timer);
  }

  getValue() {
    const text = this.input.value.trim();
    if (this.isPicked && this.list.hit) return picked(this.list.hit);
    if (!text) return null;
    const exact = this.list.hits.find(hit => hit.label === text);
    if (exact) return picked(exact);
    if (this.field.free) return text;
    return this.answeredFor === text && this.list.hit ? picked(this.list.hit) : { id: null, label: text, typed: true };
  }
}

const picked = ({ id, label }) => ({ id, label });
