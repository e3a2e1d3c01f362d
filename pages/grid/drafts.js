/**
 * Blank lines after the last row. What is typed there stays here, kept over a reload, until all
 * cells the sheet demands are filled; then the line is inserted once and becomes a row.
 *
 * A line is a row object whose id is a name ("__n…") until the ledger gives it a number.
 */
import { isBlank, tidy } from "./show.js";

const LINES = 50;

export class Drafts {
  #count = 0;
  #byName = new Map();

  constructor({ keep, queue }) {
    Object.assign(this, { keep, queue });
    this.lines = [];
  }

  /** The lines of a sheet: those with unsaved words first, then blank ones. */
  restart(sheet) {
    this.sheet = sheet;
    this.lines = this.keep.drafts.filter(draft => draft.sheet === sheet.key).map(draft => this.#row(draft));
    this.#byName = new Map(this.lines.map(line => [line._line, line]));
    if (sheet.may.write) this.reach(this.lines.length + LINES);
  }

  #row(draft) {
    const known = this.#byName.get(draft.line);
    return known?.id === draft.line ? known : { id: draft.line, _line: draft.line, _draft: draft, ...draft.values };
  }

  reach(count) {
    while (this.lines.length < count) {
      const line = `__n${this.keep.client}-${(this.#count += 1)}`;
      this.lines.push({ id: line, _line: line, _draft: null });
      this.#byName.set(line, this.lines.at(-1));
    }
  }

  get blankLeft() {
    const last = this.lines.findLastIndex(line => !isUntouched(line));
    return this.lines.length - 1 - last;
  }

  /** Lines with words in them that the ledger does not have. */
  get unfinished() { return this.keep.drafts.filter(draft => !draft.sent).length; }

  find(name) { return this.#byName.get(name) ?? null; }

  put(row, field, value) {
    row._draft ??= this.#keepDraft(row._line, this.sheet.key, {});
    const draft = row._draft;
    row[field] = value;
    draft.errors = without(draft.errors, field);
    if (draft.sent) {
      this.queue.push([{ op: "set", sheet: draft.sheet, row: draft.line, field, value: tidy(value) }]);
      return;
    }
    draft.values[field] = value;
    this.keep.changed();
  }

  #keepDraft(line, sheet, values) {
    const draft = { line, sheet, values, errors: {}, needed: [], sent: false, begun: Date.now() };
    this.keep.drafts.push(draft);
    return draft;
  }

  /** A line begun elsewhere than in the grid, as under the record it belongs to. */
  begin(line, sheet, values) {
    return this.#keepDraft(line, sheet, values);
  }

  /** Insert the line if nothing it must have is missing. */
  offer(row) {
    const draft = row._draft;
    if (!draft || draft.sent) return;
    if (Object.values(draft.values).every(isBlank)) { this.discard(row); return; }
    if (!isComplete(this.sheet, row)) return;
    draft.sent = true;
    const { line, sheet } = draft;
    this.queue.push([{ op: "insert", sheet, line, values: valuesOf(draft), age: ageOf(draft) }]);
  }

  /** The line is a row of the ledger now. */
  settled(line) {
    this.#drop(line);
    const row = this.find(line);
    if (row) row._draft = null;
    return row;
  }

  /** The ledger would not take it: the words stay, the cell is told why. */
  refused(edit, error, returned) {
    const draft = this.keep.drafts.find(each => each.line === edit.line) ?? this.#revive(edit);
    draft.sent = false;
    for (const later of returned) draft.values[later.field] = later.value;
    draft.needed = error.code === "required_missing" ? error.fields ?? [error.field] : [];
    draft.errors = { [error.field ?? Object.keys(draft.values)[0]]: error.message };
    this.keep.changed();
    return this.find(edit.line);
  }

  /** An insert of a page that is gone, refused only now. */
  #revive(edit) {
    return this.#keepDraft(edit.line, edit.sheet, { ...edit.values });
  }

  /** Throw away what was typed in a line. */
  discard(row) {
    for (const field of Object.keys(row._draft?.values ?? {})) row[field] = null;
    this.#drop(row._line);
    row._draft = null;
  }

  #drop(line) {
    const at = this.keep.drafts.findIndex(draft => draft.line === line);
    if (at >= 0) this.keep.drafts.splice(at, 1);
    this.keep.changed();
  }
}

/** A line that no number has been given yet. */
export const isDraft = row => typeof row.id === "string";

export const isUntouched = row => isDraft(row) && !row._draft;

/** What a line is inserted with: what was typed, and the times it has been shown with. */
export const valuesOf = draft => ({
  ...draft.held, ...Object.fromEntries(Object.entries(draft.values).filter(([, value]) => !isBlank(value))),
});

const isComplete = (sheet, row) => sheet.required.every(field => !isBlank(row[field.key]));

const without = (errors, field) => Object.fromEntries(Object.entries(errors).filter(([key]) => key !== field));

/** How many seconds ago the line's first cell was filled: timed business begins then. */
export function ageOf(draft) {
  return Math.max(0, Math.round((Date.now() - (draft.begun ?? Date.now())) / 1000));
}
