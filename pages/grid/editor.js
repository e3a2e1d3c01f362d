/**
 * What all our cell editors share: they open with what was typed so far, leave Enter to the IME
 * while it composes, and Tab goes to the next cell without opening it, as in a spreadsheet.
 *
 * AG Grid's React wrapper knows a plain class by `getGui` in its prototype.
 */

/**
 * Between ime.js and the editor: `text()` is what was typed before the editor stood, `attached()`
 * says that it stands now, `editor` is the one that has the keyboard, and `lost(text)` gets the
 * words of an editor that was torn down with its row before it could hand in its value.
 */
export const typing = { text: () => null, attached: () => {}, lost: () => {}, editor: null };

const LEAVING = new Set(["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "PageUp", "PageDown"]);

export class Editor {
  init(params) {
    this.params = params;
    this.field = params.field;
    this.isCancelled = false;
    this.isTouched = false;
    this.isTypedOver = params.eventKey === "Backspace"; // and not opened: arrows leave such a cell
    this.gui = this.build();
    this.input.autocomplete = "off";
    this.input.spellcheck = false;
    this.input.addEventListener("input", () => { this.isTouched = true; });
    this.input.addEventListener("keydown", event => this.#keyDown(event));
    this.input.addEventListener("mousedown", () => { this.isTypedOver = false; });
    this.openWith(params.eventKey === "Backspace" ? "" : null);
    params.opened(params.data, this.field.key);
  }

  /** The text an editor starts with when nothing was typed. */
  get text() { return this.params.show.whole(this.field, this.value); }

  /** What the cell holds, or will hold if it is left as it is. */
  get value() { return this.params.value ?? this.params.foreseen?.(this.params.data) ?? null; }

  openWith(text) {
    if (text !== null) this.isTouched = true;
    this.input.value = text ?? this.text;
  }

  #keyDown(event) {
    if (event.isComposing || event.keyCode === 229) { event.stopPropagation(); return; }
    if (this.onKey?.(event)) { event.preventDefault(); event.stopPropagation(); return; }
    if (event.key === "Escape") this.forget();
    if (event.key === "Tab") this.#leave(event);
    if (event.key === "F2") this.isTypedOver = !this.isTypedOver;
    if (this.isTypedOver && LEAVING.has(event.key) && !event.shiftKey && !event.altKey) this.#goOn(event);
    if (event.key === "Enter" && this.params.toNextRow(this.params.rowIndex)) event.stopPropagation();
  }

  #leave(event) {
    event.preventDefault();
    event.stopPropagation();
    const { api } = this.params;
    api.stopEditing();
    if (event.shiftKey) api.tabToPreviousCell();
    else api.tabToNextCell();
  }

  /** What was typed is not wanted: the grid will not ask for it, and ime.js must not rescue it. */
  forget() {
    this.isCancelled = true;
    this.#end();
  }

  /** As if the key had been pressed on the cell after what was typed went into it. */
  #goOn(event) {
    event.preventDefault();
    event.stopPropagation();
    const { api, eGridCell } = this.params;
    const { key, code, ctrlKey, metaKey } = event;
    api.stopEditing();
    eGridCell.dispatchEvent(new KeyboardEvent("keydown", { key, code, ctrlKey, metaKey, bubbles: true, cancelable: true }));
  }

  getGui() { return this.gui; }

  afterGuiAttached() {
    const typed = typing.text();
    if (typed) this.openWith(typed);
    this.isTypedOver ||= Boolean(typed);
    this.input.focus({ preventScroll: true });
    if (this.isTouched) this.input.setSelectionRange(this.input.value.length, this.input.value.length);
    else this.input.select();
    this.attached?.();
    typing.editor = this;
    typing.attached();
  }

  focusIn() { this.input.focus({ preventScroll: true }); }

  #end() { if (typing.editor === this) typing.editor = null; }

  /** Asked when the editor ends; React takes it out of the page only later. */
  isCancelAfterEnd() {
    this.#end();
    return this.isCancelled || !this.isTouched;
  }
  getPopupPosition() { return "under"; }
  isPopup() { return this.constructor.isPopup ?? false; }

  destroy() {
    if (typing.editor !== this) return; // it has ended, and handed in its value
    typing.editor = null;
    if (this.isTouched && this.input.value) typing.lost(this.input.value);
  }
}
