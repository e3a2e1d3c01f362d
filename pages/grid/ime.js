/**
 * Typing into a cell that is selected but not open, lossless at any speed and with any IME.
 *
 * A hidden textarea lives inside the focused cell: an IME has something to compose into, and keys
 * still bubble through the cell so that the grid's navigation works. The first text opens the
 * cell's editor. Until that stands (React mounts it late) the textarea keeps collecting, and keys
 * that mean something to the editor (Enter, Tab …) wait in order. The editor then takes it all.
 *
 * The textarea stays in the document while editors come and go: losing focus to nothing would
 * make the grid end the editor at once (stopEditingWhenCellsLoseFocus).
 */
import { typing } from "./editor.js";

const PATIENCE = 3000;

const isText = event => event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;

export class Ime {
  #composing = false;
  #opening = false;
  #waitingKeys = [];
  #lost = ""; // the words of an editor that went with its row
  #patience = 0;

  constructor(api, { mayType }) {
    this.api = api;
    this.mayType = mayType;
    this.box = document.createElement("textarea");
    Object.assign(this.box, { className: "tz-ime", rows: 1, tabIndex: -1, spellcheck: false });
    this.#listen();
  }

  #listen() {
    const { api, box } = this;
    box.addEventListener("compositionstart", () => {
      this.#composing = true;
      box.classList.add("tz-composing");
    });
    box.addEventListener("compositionend", () => {
      this.#composing = false;
      box.classList.remove("tz-composing");
      this.#open();
    });
    box.addEventListener("beforeinput", event => {
      if (event.inputType === "insertLineBreak") event.preventDefault(); // of an Enter that brought the keyboard here
    });
    box.addEventListener("input", () => { if (!this.#composing) this.#open(); });
    document.addEventListener("keydown", event => this.#hold(event), true);
    document.addEventListener("focusin", event => this.#giveBack(event), true);
    api.addEventListener("cellFocused", () => { this.park(); setTimeout(() => this.park()); });
    for (const change of ["cellEditingStopped", "modelUpdated", "viewportChanged"]) {
      api.addEventListener(change, () => setTimeout(() => this.#redrawn())); // perhaps only now
    }
    typing.text = () => this.#take();
    typing.attached = () => this.#attached();
    typing.lost = text => {
      this.#lost += text;
      setTimeout(() => this.#redrawn());
    };
  }

  get isBusy() { return this.#composing || this.#opening; }

  /** Keys wait for an editor or a cell: whatever is pressed now comes after them. */
  get isBehind() { return this.isBusy || this.#waitingKeys.length > 0 || this.#lost !== ""; }

  /** Put the textarea into the focused cell and the keyboard into the textarea. */
  park() {
    const { api, box } = this;
    if (this.isBusy || api.getEditingCells().length || !document.hasFocus()) return;
    const cell = this.#focusedCell();
    if (!cell) return;
    if (box.parentNode !== cell) cell.append(box);
    if (document.activeElement !== box) { box.value = ""; box.focus({ preventScroll: true }); }
    this.#pressWaiting();
  }

  /** Rows that arrive replace the cells drawn before them, also one about to be opened. */
  #redrawn() {
    const { box } = this;
    if (this.#opening && !typing.editor && (!box.isConnected || !this.api.getEditingCells().length)) {
      this.#lost += box.value;
      this.#opening = false;
    }
    this.park();
    if (!this.#lost || document.activeElement !== box) return;
    box.value = this.#lost;
    this.#lost = "";
    this.#open();
  }

  /**
   * The textarea takes the keyboard as soon as a cell has it: AG Grid tells of the cell only later.
   * It also focuses a cell late, after a scroll or a load, even when its editor is open by then.
   */
  #giveBack({ target }) {
    const { editor } = typing;
    if (editor) {
      if (target.matches(".ag-cell-inline-editing, .ag-cell-popup-editing")) editor.focusIn();
    } else if (target.matches(".ag-cell")) {
      if (this.#opening && this.box.isConnected) this.box.focus({ preventScroll: true });
      else queueMicrotask(() => this.park());
    }
  }

  /** The grid has a focused cell that is not drawn yet, as after a jump to rows still loading. */
  get #isAdrift() {
    return document.activeElement === document.body && this.api.getFocusedCell() !== null
      && !this.api.getEditingCells().length;
  }

  /** The grid's focused cell, if the keyboard is in it or nowhere, and it may be typed into. */
  #focusedCell() {
    const focused = this.api.getFocusedCell();
    if (!focused || !this.mayType(focused)) return null;
    const active = document.activeElement;
    if (active && active !== document.body && !active.closest(".ag-cell")) return null;
    return document.querySelector(
      `.ag-row[row-index="${focused.rowIndex}"] > .ag-cell[col-id="${CSS.escape(focused.column.getColId())}"]`);
  }

  /** A printable key reached the cell before the textarea did. */
  type(text) {
    this.park();
    if (document.activeElement !== this.box) return false;
    this.box.value += text;
    this.#open();
    return true;
  }

  #open() {
    const focused = this.api.getFocusedCell();
    if (!this.box.value || this.#opening || !focused) return;
    this.#opening = true;
    this.api.startEditingCell({ rowIndex: focused.rowIndex, colKey: focused.column.getColId() });
    if (!this.#opening) return; // it stood at once
    this.box.focus({ preventScroll: true });
    if (!this.api.getEditingCells().length) setTimeout(() => this.#redrawn(), 50); // no row there yet
    this.#waitAtMost(PATIENCE);
  }

  /** The editor or the cell may never come: the row was scrolled away, or nobody may edit it. */
  #waitAtMost(milliseconds) {
    clearTimeout(this.#patience);
    this.#patience = setTimeout(() => this.#giveUp(), milliseconds);
  }

  #giveUp() {
    if (typing.editor || !(this.#opening || this.#waitingKeys.length || this.#lost)) return;
    this.#lost = "";
    this.#opening = false;
    this.#waitingKeys = [];
    this.box.value = "";
    this.park();
  }

  #take() {
    const text = this.#opening ? this.box.value : null;
    this.box.value = "";
    return text;
  }

  /** While the editor is on its way: text goes on into the textarea, everything after a key waits. */
  #hold(event) {
    if (!event.isTrusted || event.isComposing || event.keyCode === 229) return;
    const isShortcut = event.ctrlKey || event.metaKey;
    const mustWait = this.#waitingKeys.length > 0 || this.#lost || (this.#isAdrift && !isShortcut);
    if (!this.#opening && !mustWait) return;
    const goesIntoText = this.#opening && (isText(event) || event.key === "Backspace");
    if (goesIntoText && !this.#waitingKeys.length && event.target === this.box) {
      event.stopImmediatePropagation(); // the textarea takes it, the grid must not
      return;
    }
    if (["Shift", "Control", "Alt", "Meta", "CapsLock"].includes(event.key)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.#waitingKeys.push({ key: event.key, shiftKey: event.shiftKey, ctrlKey: event.ctrlKey });
    this.#waitAtMost(PATIENCE);
    if (!this.#opening) this.#redrawn();
  }

  #attached() {
    this.#opening = false;
    this.#pressWaiting();
  }

  #pressWaiting() {
    while (this.#waitingKeys.length && !this.isBusy && !this.#isAdrift && !this.#lost) {
      this.#press(this.#waitingKeys.shift());
    }
  }

  #press(key) {
    const isOpen = this.api.getEditingCells().length > 0;
    if (!isText(key)) {
      const event = new KeyboardEvent("keydown", { ...key, bubbles: true, cancelable: true });
      document.activeElement.dispatchEvent(event);
    } else if (isOpen) {
      const input = document.activeElement;
      input.setRangeText(key.key, input.selectionStart, input.selectionEnd, "end");
      input.dispatchEvent(new InputEvent("input", { bubbles: true, data: key.key }));
    } else {
      this.type(key.key);
    }
  }
}
