/**
 * Pick a row of another sheet (room, person, key …) by number, name or pinyin initials.
 * What is left before the list has come goes to the server as it was typed, marked so: the ledger
 * takes the one row the list would have offered, or refuses the cell.
 */
import { get } from "./http.js";
import { ListEditor } from "./list_editor.js";

const DEBOUNCE = 90;

export class ReferenceEditor extends ListEditor {
  narrowest = 200;
  isPicked = false;
  wanted = null; // the text whose list is wanted
  answeredFor = null; // the text whose list is there

  get none() { return this.field.free ? "free_text" : "no_match"; }

  attached() { this.search(); }

  chosen() {
    this.isTouched = this.isPicked = true;
    this.params.stopEditing();
  }

  search() {
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
    this.fill(answer.rows.map(row => ({ ...row, note: row.hint })));
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
