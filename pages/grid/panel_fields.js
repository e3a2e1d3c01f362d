/**
 * One field outside the grid: its label, its value, and the grid's own editor when the keyboard
 * comes to it. The record panel, the form of an action and the line of a child sheet are made of it.
 */
import { EDITORS, referencesIn } from "./columns.js";
import { element } from "./element.js";
import { isBlank } from "./show.js";

const STOPS = 'button:not([disabled]), a[href], summary, [tabindex="0"]';
const isText = event => event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;

export class FieldCell {
  #isQuiet = false; // the keyboard comes back to a value that was just left: it stays closed

  /**
   * `form` is where the field stands: `row`, `mayChange(field)`, `put(field, value)`,
   * `trouble(field)` -> {message, options}, `columns`, the fields of its row, and if it likes `opened(row, key)`, `entered(cell)` and
   * `foreseen(field)`, what an empty field will hold by itself.
   */
  constructor(field, form, { show, say }) {
    Object.assign(this, { field, form, show, say, editor: null });
    this.value = element("div", { className: "tz-value" });
    this.value.setAttribute("aria-label", field.label);
    this.reason = element("div", { className: "tz-trouble", hidden: true });
    this.element = element("div", { className: "tz-field" },
      element("span", { className: "tz-label", textContent: field.label, title: field.help ?? "" }),
      this.value, this.reason);
    this.element.dataset.field = field.key;
    this.value.addEventListener("focus", () => this.#entered());
    this.value.addEventListener("mousedown", () => { this.wasOpen = this.editor !== null; }, true);
    this.value.addEventListener("click", () => this.#clicked());
    this.value.addEventListener("keydown", event => this.#keyDown(event));
    this.value.addEventListener("focusout", event => this.#left(event));
    this.draw();
  }

  get isSwitch() { return this.field.editor === "bool"; }

  get mayChange() { return this.form.mayChange(this.field); }

  /** As the row now is; an editor that is open keeps what is typed in it. */
  draw() {
    const { field, form, value } = this;
    const trouble = form.trouble(field);
    value.tabIndex = this.mayChange ? 0 : -1;
    value.classList.toggle("tz-fixed", !this.mayChange);
    value.classList.toggle("tz-figures", field.mono || field.align === "right");
    this.element.classList.toggle("tz-refused", Boolean(trouble?.message));
    this.element.classList.toggle("tz-needed", Boolean(trouble?.isNeeded));
    this.reason.hidden = !trouble?.message;
    this.reason.replaceChildren(trouble?.message ?? "", ...(trouble?.options ?? []));
    const foreseen = form.foreseen?.(field) ?? null;
    value.classList.toggle("tz-foreseen", foreseen !== null && !this.editor);
    if (!this.editor) value.replaceChildren(this.show.form(field, foreseen ?? form.row[field.key]));
    if (!this.editor) value.title = this.show.whole(field, form.row[field.key]);
  }

  focus() { this.value.focus(); }

  /** The keyboard came to the value: it belongs in the editor, also in one that is open. */
  #entered() {
    if (this.#isQuiet || this.isSwitch) return;
    if (this.editor) this.editor.focusIn();
    else this.open();
  }

  open() {
    const Kind = EDITORS[this.field.editor];
    if (this.editor || !Kind || !this.mayChange) return;
    this.editor = new Kind();
    this.editor.init(this.#params());
    const isOver = this.editor.isPopup();
    if (!isOver) this.value.replaceChildren();
    this.value.append(this.editor.getGui());
    this.value.classList.add("tz-open");
    this.editor.afterGuiAttached();
    if (isOver) this.editor.getGui().scrollIntoView({ block: "nearest" });
  }

  /** What AG Grid would give an editor, as far as ours ask. */
  #params() {
    const { field, form } = this;
    const close = () => { this.end(); this.#rest(); };
    return {
      field,
      value: form.row[field.key],
      data: form.row,
      show: this.show,
      say: this.say,
      eventKey: null,
      rowIndex: 0,
      column: { getActualWidth: () => this.value.offsetWidth },
      opened: (row, key) => form.opened?.(row, key),
      foreseen: () => form.foreseen?.(field) ?? null,
      near: row => referencesIn(form.columns, field, row),
      toNextRow: () => false,
      stopEditing: close,
      api: {
        stopEditing: close,
        tabToNextCell: () => this.#step(1),
        tabToPreviousCell: () => this.#step(-1),
      },
    };
  }

  /** Close the editor, and take over what was typed. */
  end({ keep = true } = {}) {
    const { editor } = this;
    if (!editor) return;
    if (this.value.contains(document.activeElement)) this.#rest();
    this.editor = null;
    const isChanged = !editor.isCancelAfterEnd() && keep;
    const typed = isChanged ? editor.getValue() : null;
    editor.destroy();
    this.value.classList.remove("tz-open");
    if (isChanged) this.form.put(this.field, typed);
    this.draw();
  }

  /** The keyboard on the closed value. */
  #rest() {
    this.#isQuiet = true;
    this.value.focus({ preventScroll: true });
    this.#isQuiet = false;
  }

  #step(by) {
    const room = this.element.closest("dialog, .tz-panel") ?? document;
    const stops = [...room.querySelectorAll(STOPS)].filter(each => each.checkVisibility());
    const next = stops[stops.indexOf(this.value) + by];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  }

  #left(event) {
    if (!this.editor || this.value.contains(event.relatedTarget) || !document.hasFocus()) return;
    this.end();
  }

  #keyDown(event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (this.editor) this.#keyInEditor(event);
    else if (this.isSwitch && [" ", "Enter"].includes(event.key)) { event.preventDefault(); this.#toggle(); }
    else if (["Enter", "F2"].includes(event.key)) { event.preventDefault(); this.open(); }
    else if (event.key === "Delete" && this.mayChange) { this.form.put(this.field, null); this.draw(); }
    else if (isText(event)) this.open();
  }

  #keyInEditor(event) {
    if (event.key === "Escape") {
      event.stopPropagation();
      event.preventDefault();
      this.end({ keep: false });
      this.#rest();
    } else if (event.key === "Enter" && event.target.closest("button, a") === null) {
      event.preventDefault();
      this.end();
      this.#rest();
      this.form.entered?.(this);
    }
  }

  /** A click that chose from an open list does not open it again. */
  #clicked() {
    if (this.isSwitch) this.#toggle();
    else if (!this.wasOpen) this.open();
  }

  #toggle() {
    if (!this.mayChange) return;
    this.form.put(this.field, this.form.row[this.field.key] !== true);
    this.draw();
  }
}

/** A cell that must be filled and is not. */
export const isMissing = (row, field) => field.required && isBlank(row[field.key]);
