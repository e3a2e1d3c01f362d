/**
 * Choose one or several from a short list: by any part of a label in any language, pinyin, place,
 * arrows or mouse. Yes and no are such a list too.
 * A cell that was opened and left keeps what it had. AG Grid's own list would write its first
 * option into an empty cell on Tab.
 */
import { ListEditor } from "./list_editor.js";
import { matching } from "./matching.js";

export class ChoiceEditor extends ListEditor {
  narrowest = 130;
  none = "no_match";

  build() {
    this.isMany = this.field.editor === "multi";
    this.ticked = new Set(this.isMany ? this.params.value ?? [] : []);
    this.offered = this.#fittingFirst(
      this.field.options.filter(option => option.active !== false || this.#holds(option.value)));
    return super.build();
  }

  chosen() {
    this.isTouched = true;
    if (this.isMany) this.#tick();
    else this.params.stopEditing();
  }

  /** Another cell of the row may say which choices come first. */
  #fittingFirst(options) {
    const said = this.params.data?.[this.field.offered_by];
    const fits = option => Boolean(said) && Boolean(option.goes_with?.includes(said));
    return [...options.filter(fits), ...options.filter(option => !fits(option))];
  }

  /** A choice the office no longer uses is offered only where the cell has it already. */
  #holds(value) { return this.isMany ? this.ticked.has(value) : this.params.value === value; }

  get text() { return this.isMany ? "" : super.text; }

  openWith(text) {
    super.openWith(text);
    this.search({ isOpening: text === null });
    if (/^[1-9]$/.test(text ?? "") && !this.list.hits.length) this.#pickByDigit(Number(text));
  }

  /** The place in the list as a shortcut: 2 is the second choice. */
  #pickByDigit(digit) {
    this.input.value = "";
    this.isEmptied = false;
    this.#fill(this.offered, Math.min(digit, this.offered.length) - 1);
  }

  search({ isOpening = false } = {}) {
    this.isEmptied = !isOpening && this.input.value.trim() === "";
    const options = matching(this.offered, isOpening ? "" : this.input.value);
    const current = isOpening ? options.findIndex(option => option.value === this.value) : 0;
    this.#fill(options, current);
  }

  #fill(options, lit) {
    if (this.isMany) this.input.placeholder = this.params.show.whole(this.field, this.#ticks);
    this.fill(options.map((option, at) => ({
      ...option, place: at < 9 ? at + 1 : "", note: option.py, ...(this.isMany && { isTicked: this.ticked.has(option.value) }),
    })), lit);
  }

  onKey(event) {
    if (this.list.moves(event.key)) { this.isTouched = true; this.isEmptied = false; return true; }
    if (/^[1-9]$/.test(event.key) && this.list.hits.length >= Number(event.key) && this.#mayPickByDigit()) {
      this.list.light(Number(event.key) - 1);
      this.isTouched = true;
      this.isEmptied = false;
      if (this.isMany) this.#tick();
      else queueMicrotask(() => this.params.stopEditing());
      return true;
    }
    if (event.key === " " && this.isMany) { this.#tick(); return true; }
    return false;
  }

  /** A digit is a place in the list unless it is part of a word being typed. */
  #mayPickByDigit() {
    const { value, selectionStart, selectionEnd } = this.input;
    return value === "" || (selectionStart === 0 && selectionEnd === value.length);
  }

  get #ticks() {
    return this.field.options.map(option => option.value).filter(value => this.ticked.has(value));
  }

  #tick() {
    const { hit } = this.list;
    if (!hit) return;
    if (!this.ticked.delete(hit.value)) this.ticked.add(hit.value);
    this.isTouched = true;
    this.input.value = "";
    this.#fill(this.offered, this.offered.findIndex(option => option.value === hit.value));
  }


  isCancelAfterEnd() {
    if (super.isCancelAfterEnd()) return true;
    return !this.isMany && !this.isEmptied && !this.list.hit; // no match: keep what was there
  }

  getValue() {
    if (!this.isMany) return this.isEmptied ? null : this.list.hit?.value ?? this.params.value;
    if (this.input.value.trim() && this.list.hit) this.ticked.add(this.list.hit.value);
    return this.#ticks;
  }
}
