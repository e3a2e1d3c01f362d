/** Keys that work wherever the keyboard is on the sheet: search, saved or not, the list of keys. */

export class PageKeys {
  constructor(desk) {
    this.desk = desk;
    document.addEventListener("keydown", event => this.#keyDown(event), true);
  }

  #keyDown(event) {
    const work = this.#workOf(event);
    if (!work) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    work();
  }

  #workOf(event) {
    if (event.isComposing || event.keyCode === 229 || document.querySelector("dialog[open]")) return null;
    const { key, ctrlKey, metaKey, shiftKey, altKey } = event;
    const letter = (ctrlKey || metaKey) && !shiftKey && !altKey ? key.toLowerCase() : null;
    if (letter === "f") return () => this.#search();
    if (letter === "s") return () => this.#save();
    if (key === "F1" || (key === "?" && !this.#isTyping(event))) return () => this.desk.keyList.show();
    if ((ctrlKey || metaKey) && event.code === "Semicolon" && this.#isTyping(event)) return () => this.#stamp(event);
    return null;
  }

  /** In a box of text, other than the one that waits in a selected cell for what is typed. */
  #isTyping({ target }) {
    if (this.desk.ime.isBusy) return true;
    return target !== this.desk.ime.box && Boolean(target.closest?.("input, textarea, select"));
  }

  #search() {
    this.desk.api.stopEditing();
    const { search } = this.desk.toolbar;
    search.focus();
    search.select();
  }

  /** There is nothing to do: what is typed is saved. An open cell is finished, and it is said. */
  #save() {
    this.desk.api.stopEditing();
    queueMicrotask(() => this.desk.status.tell(this.desk.saved.element.textContent));
  }

  /** Today or this minute where the cursor stands. */
  #stamp({ target, shiftKey }) {
    const text = this.desk.clock[shiftKey ? "time" : "today"];
    target.setRangeText?.(text, target.selectionStart, target.selectionEnd, "end");
    target.dispatchEvent(new InputEvent("input", { bubbles: true, data: text }));
  }
}
