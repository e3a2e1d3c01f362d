/**
 * A new row of a child sheet, begun under the record it belongs to. What is typed is a draft like
 * any other: kept over a reload, and found again as an unfinished line of that sheet.
 */
import { ageOf, valuesOf } from "./drafts.js";
import { element } from "./element.js";
import { Foreseen, foreseenIn } from "./foreseen.js";
import { FieldCell, isMissing } from "./panel_fields.js";
import { isBlank, tidy } from "./show.js";

const MARK = "__c";
let count = 0;

export class ChildLine {
  constructor(child) {
    Object.assign(this, { child, desk: child.desk, cells: [] });
    const { say } = this.desk;
    this.defaults = new Foreseen({ keep: this.desk.keep, paint: () => this.draw() });
    this.fields = element("div", { className: "tz-fields" });
    this.message = element("p", { className: "tz-trouble", hidden: true });
    this.add = element("button", { type: "button", className: "tz-add", onclick: () => this.#open() }, `＋ ${say("add_row")}`);
    this.save = element("button", { type: "button", className: "tz-primary", textContent: say("save"), onclick: () => this.#send() });
    this.form = element("div", { className: "tz-child-line", hidden: true },
      this.fields, this.message,
      element("footer", {},
        element("button", { type: "button", textContent: say("cancel"), onclick: () => this.#cancel() }), this.save));
    this.element = element("div", {}, this.add, this.form);
    this.#begin();
    if (this.draft) this.#show();
  }

  get #sheet() { return this.child.told.sheet; }

  /** A line begun here before and not finished goes on where it was. */
  #begin() {
    const { told, parent } = this.child;
    const mine = draft => draft.sheet === told.sheet && draft.line.startsWith(MARK) && !draft.sent
      && draft.values[told.field]?.id === parent.id;
    this.draft = this.desk.keep.drafts.find(mine) ?? null;
    const line = this.draft?.line ?? `${MARK}${this.desk.keep.client}-${(count += 1)}`;
    this.row = { id: line, _line: line, ...this.#given(), ...this.draft?.values };
  }

  #given() {
    const { told, parent } = this.child;
    return { [told.field]: { id: parent.id, label: parent.number } };
  }

  #open() {
    this.#show();
    (this.cells.find(cell => cell.field.required) ?? this.cells[0])?.focus();
  }

  #show() {
    this.add.hidden = true;
    this.form.hidden = false;
    const { fields } = this.child.told;
    this.#ask(fields.filter(field => field.editable && (field.required || field.shown)));
    this.draw();
  }

  #ask(fields) {
    for (const field of fields) {
      if (this.cells.some(cell => cell.field.key === field.key)) continue;
      const cell = new FieldCell(field, this, this.desk);
      this.cells.push(cell);
      this.fields.append(cell.element);
    }
  }

  draw() { this.cells.forEach(cell => cell.draw()); }

  #send() {
    this.cells.forEach(cell => cell.end());
    const missing = this.cells.find(cell => isMissing(this.row, cell.field));
    if (missing) return missing.focus();
    if (!this.draft) return this.cells[0].focus();
    const { line, sheet } = this.draft;
    this.draft.sent = this.save.disabled = true;
    this.desk.queue.push([{ op: "insert", sheet, line, values: valuesOf(this.draft), age: ageOf(this.draft) }]);
  }

  /** The ledger took it, or says what is wrong: the words stay. */
  answered(edit, result) {
    if (edit.op !== "insert" || edit.line !== this.row._line) return;
    this.save.disabled = false;
    if (result.ok) return this.#restart();
    const { error } = result;
    const asked = error.fields ?? [error.field];
    this.#ask(this.child.told.fields.filter(field => asked.includes(field.key)));
    const isSaid = this.cells.some(cell => cell.field.key === error.field);
    this.message.hidden = isSaid;
    this.message.textContent = isSaid ? "" : error.message;
    this.draw();
    this.cells.find(cell => asked.includes(cell.field.key))?.focus();
  }

  #restart() {
    const hadKeyboard = this.form.contains(document.activeElement);
    this.cells = [];
    this.fields.replaceChildren();
    this.form.hidden = this.message.hidden = true;
    this.add.hidden = false;
    this.#begin();
    if (hadKeyboard) this.add.focus();
  }

  #cancel() {
    if (this.draft) this.desk.drafts.discard({ ...this.row, _draft: this.draft });
    this.draft = null;
    this.desk.drawSaved();
    this.#restart();
    this.add.focus();
  }

  end() { this.cells.forEach(cell => cell.end()); }

  // --- as the form of its fields -----------------------------------------------------------

  get columns() { return this.child.told.fields; }

  mayChange() { return !this.draft?.sent; }

  put(field, value) {
    this.draft ??= this.desk.drafts.begin(this.row._line, this.#sheet, this.#given());
    this.row[field.key] = this.draft.values[field.key] = tidy(value);
    delete this.draft.errors[field.key];
    this.defaults.changed([{ _draft: this.draft }]);
    this.desk.keep.changed();
    this.desk.drawSaved();
  }

  foreseen(field) { return foreseenIn({ ...this.row, _draft: this.draft }, field.key); }

  trouble(field) {
    const message = this.draft?.errors[field.key];
    const isNeeded = isMissing(this.row, field)
      || (isBlank(this.row[field.key]) && (this.draft?.needed.includes(field.key) ?? false));
    return { message: isNeeded ? null : message, isNeeded };
  }

  entered() {
    const missing = this.cells.find(cell => isMissing(this.row, cell.field));
    if (missing) missing.focus();
    else this.save.focus();
  }
}
