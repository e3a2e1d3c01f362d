/** Keys on a cell that is not open: what the grid must leave alone, and what we do ourselves. */
import { foreseenIn } from "./foreseen.js";

const isText = event => event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;

export class Keys {
  constructor({ writer, ime, paint }) {
    Object.assign(this, { writer, ime, paint });
  }

  /** AG Grid's suppressKeyboardEvent: true keeps the grid's hands off. */
  suppress({ event, editing, data, colDef }) {
    if (event.isComposing || event.keyCode === 229) return true;
    if (editing || event.type !== "keydown" || !data) return false;
    const { field } = colDef.context;
    if (field.editor === "bool" && event.key === " ") return this.#toggle(event, data, field);
    if (isText(event)) return this.#text(event);
    return false;
  }

  #toggle(event, row, field) {
    event.preventDefault();
    const now = foreseenIn(row, field.key) ?? row[field.key];
    if (this.writer.mayChange(row, field)) this.writer.put(row, field.key, now !== true);
    return true;
  }

  /** Into the textarea of ime.js: by itself where it has the keyboard already. */
  #text(event) {
    if (event.target === this.ime.box) return true;
    if (this.ime.type(event.key)) event.preventDefault();
    return true;
  }
}
