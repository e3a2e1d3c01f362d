/** What the ledger said about each edit, carried back to the cells. */
import { isDraft } from "./drafts.js";
import { same } from "./show.js";

export class Answers {
  constructor({ rows, drafts, refusals, paint, reveal, conflicted, actRefused }) {
    Object.assign(this, { rows, drafts, refusals, paint, reveal, conflicted, actRefused });
  }

  take(edit, result, returned) {
    if (result.ok) return this.#accepted(edit, result.row);
    const error = own(edit, result.error);
    if (edit.op === "insert") this.#lineRefused(edit, error, returned);
    else if (edit.op === "act") this.actRefused(edit, error);
    else this.#cellRefused(edit, error);
  }

  #isHere(edit) { return this.rows.sheet?.key === edit.sheet; }

  #accepted(edit, served) {
    if (edit.op === "insert") {
      const row = this.drafts.settled(edit.line);
      if (row) this.rows.adopt(Object.assign(row, { id: served.id }), served.id);
    }
    if (edit.op === "set") this.refusals.clear(edit.sheet, edit.row, edit.field);
    if (this.#isHere(edit)) this.show(served);
  }

  /** Bring a row on screen up to the server's word, except where the clerk is ahead of it; what changed. */
  show(served) {
    const shown = this.rows.byId(served.id);
    if (!shown) return [];
    const before = { ...shown };
    this.rows.learn(served);
    const changed = Object.keys(served).filter(key => !same(before[key], shown[key]));
    if (before.void !== shown.void || isDraft(before)) this.paint(shown);
    else this.paint(shown, changed);
    return changed;
  }

  #lineRefused(edit, error, returned) {
    const row = this.drafts.refused(edit, error, returned);
    if (!row || !this.#isHere(edit)) return;
    for (const field of Object.keys(row._draft.errors)) this.reveal(field);
    this.paint(row);
  }

  #cellRefused(edit, error) {
    const field = error.field ?? edit.field;
    if (!field) return this.conflicted(null, error); // a void or an action: said in words
    if ("current" in error && error.code === "conflict" && this.#isHere(edit)) this.rows.correct(edit.row, field, error.current);
    this.refusals.put({
      sheet: edit.sheet, row: edit.row, field: edit.field ?? field, value: edit.value ?? null,
      code: error.code, message: error.message, current: error.current, by: error.by, at: error.at,
    });
    if (!this.#isHere(edit)) return;
    const row = this.rows.byId(edit.row);
    if (!row) return;
    if (edit.field) row[edit.field] = edit.value;
    this.paint(row, [edit.field ?? field]);
    if (error.code === "conflict") this.conflicted(row, this.refusals.at(edit.sheet, edit.row, edit.field));
  }
}

/** What was refused in another sheet, where the edit led, is said in words: no cell here is wrong. */
function own(edit, error) {
  const isElsewhere = error.sheet && error.sheet !== edit.sheet;
  return isElsewhere ? { ...error, code: "elsewhere", field: null, fields: undefined } : error;
}
