/**
 * What was done on this page, in order, so that Ctrl+Z knows whether the ledger has it.
 *
 * A line that no row has come of yet and a cell that was refused are known here alone: those are
 * put back here. Everything else the ledger takes back, also what was done before a reload. What
 * is done while an undo is under way comes after it.
 */
import { isDraft } from "./drafts.js";
import { same } from "./show.js";

const MOST = 200;

export class Recent {
  #done = [];
  #undone = [];
  #open = null; // what the writer is doing at this moment
  #replayed = null; // what is being done again
  #held = []; // for each undo under way what was done after it was asked for
  #latest = null;

  constructor(desk) {
    const { rows, drafts, refusals, writer, queue, paint } = desk;
    Object.assign(this, { desk, rows, drafts, refusals, writer, paint });
    writer.doing = changes => this.#begin(changes);
    queue.pushed = (step, edits) => this.#pushed(step, edits);
  }

  /** The writer is about to change cells; returns what ends it, if it is anything. */
  #begin(changes) {
    const told = changes.map(([row, field, value]) => ({ row, field, value, old: row[field] ?? null }))
      .filter(({ value, old }) => !same(value, old));
    if (!told.length) return null;
    this.#open = this.#add({ sheet: this.rows.sheet.key, changes: told, step: 0, isKept: false });
    return () => { this.#open = null; };
  }

  #pushed(step, edits) {
    if (this.#open) { this.#open.step = step; return; }
    if (this.#latest?.step !== step) this.#add({ sheet: edits[0].sheet, changes: [], step, isKept: false });
  }

  /** An undo or redo was asked for: it has nothing to do with what is done from now on. */
  hold() { this.#held.push([]); }

  /** The undo asked for first has ended. */
  release() { this.#held.shift().forEach(entry => this.#enter(entry)); }

  #add(entry) {
    this.#latest = entry;
    const later = this.#replayed ? null : this.#held.at(-1);
    if (later) later.push(entry);
    else this.#enter(entry);
    return entry;
  }

  #enter(entry) {
    if (this.#replayed) entry.isKept = this.#replayed.isKept;
    else this.#undone = this.#undone.filter(each => each.sheet !== entry.sheet);
    this.#done.push(entry);
    if (this.#done.length > MOST) this.#done.shift();
  }

  /** The ledger has got a step that no edit of this page made, such as an import. */
  made(sheet) { this.#add({ sheet, changes: [], step: 0, isKept: true }); }

  /** An edit was answered: its step is the ledger's to take back, if anything was written of it. */
  answered(edit, result) {
    if (!result.undoable) return;
    for (const entry of this.#done) if (entry.step && entry.step === edit.step) entry.isKept = true;
  }

  /** Cells of the step that only this page knows. */
  #own(entry) {
    return entry.changes.filter(({ row, field, value, old }) => {
      if (isDraft(row)) return Boolean(row._draft) && !row._draft.sent && same(row[field], value);
      return same(this.refusals.at(entry.sheet, row.id, field)?.value, value);
    });
  }

  /**
   * Take back the last step of a sheet. `ask` lets the ledger do its part and says whether it did,
   * null where it could not be asked. Returns the cells put back here, or null where the ledger
   * alone had to do with it.
   */
  async undo(sheet, ask) {
    const entry = this.#last(sheet);
    const own = entry ? this.#own(entry) : [];
    if ((!entry || entry.isKept) && !(await isDone(entry, ask))) return null;
    if (entry) this.#done.splice(this.#done.indexOf(entry), 1);
    own.forEach(change => this.#putBack(entry.sheet, change));
    this.#undone.push({ sheet, own, isKept: !entry || entry.isKept });
    this.desk.drawSaved();
    return own.length ? own : null;
  }

  /** The last step of the sheet that left something. */
  #last(sheet) {
    this.#done = this.#done.filter(entry => entry.sheet !== sheet || entry.isKept || this.#own(entry).length);
    return this.#done.findLast(entry => entry.sheet === sheet) ?? null;
  }

  /** A row drawn anew, as after another sheet, is another object. */
  #now(row) {
    return (isDraft(row) ? this.drafts.find(row._line) : this.rows.byId(row.id)) ?? row;
  }

  #putBack(sheet, { row: then, field, old }) {
    const row = this.#now(then);
    if (isDraft(row)) {
      this.drafts.put(row, field, old);
      if (Object.values(row._draft.values).every(value => same(value, null))) this.drafts.discard(row);
      this.paint(row);
      return;
    }
    this.refusals.clear(sheet, row.id, field);
    row[field] = this.rows.served(row.id, field);
    this.paint(row, [field]);
  }

  /** Do again what was last taken back in a sheet. */
  async redo(sheet, ask) {
    this.#undone = this.#undone.filter(each => each.sheet !== sheet || each.isKept || each.own.length);
    const entry = this.#undone.findLast(each => each.sheet === sheet) ?? { own: [], isKept: true };
    if (entry.isKept && !(await isDone(entry, ask))) return null;
    this.#undone = this.#undone.filter(each => each !== entry);
    this.#replayed = entry;
    try {
      if (entry.own.length) this.writer.putAll(entry.own.map(({ row, field, value }) => [this.#now(row), field, value]));
      else this.#add({ sheet, changes: [], step: 0, isKept: true });
    } finally { this.#replayed = null; }
    return entry.own.length ? entry.own : null;
  }
}

/** What the ledger refuses to invert it forgets: what is left of the step is known here alone. */
async function isDone(entry, ask) {
  const answer = await ask();
  if (answer === false && entry) entry.isKept = false;
  return answer;
}
