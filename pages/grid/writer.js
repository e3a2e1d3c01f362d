/** The one way a cell of the grid changes: typed, pasted, cleared, toggled or chosen. */
import { isDraft } from "./drafts.js";
import { same, tidy } from "./show.js";

export class Writer {
  doing = null; // told what is about to change; returns what ends it
  #seen = null; // the server's value when an editor was last opened: {sheet, row, field, value}

  /** `changed` hears what the clerk changed: [row, field, value], while new lines are still lines. */
  constructor({ queue, rows, drafts, refusals, paint, changed }) {
    Object.assign(this, { queue, rows, drafts, refusals, paint, changed });
  }

  /** Whether this clerk writes in the sheet on screen at all. */
  get isOpen() { return Boolean(this.rows.sheet?.may.write); }

  mayChange(row, field) {
    return Boolean(row && !row.void && field.editable && this.isOpen);
  }

  /** Somebody else's change that arrives while the editor is open is a conflict, not a surprise. */
  opened(row, field) {
    const sheet = this.rows.sheet.key;
    this.#seen = isDraft(row) ? null : { sheet, row: row.id, field, value: this.rows.served(row.id, field) };
  }

  /** What this clerk wrote himself is no surprise in an editor opened before the answer came. */
  heard(sheet, row, fields) {
    const seen = this.#seen;
    if (seen?.sheet === sheet && seen.row === row.id && fields.includes(seen.field)) seen.value = row[seen.field];
  }

  /** Change one cell. Says whether anything changed. */
  put(row, field, value) {
    return this.putAll([[row, field, value]]) === 1;
  }

  /** Change many cells as one action; lines that are complete afterwards are inserted. */
  putAll(changes) {
    const done = this.doing?.(changes);
    try { return this.queue.asOneStep(() => this.#putAll(changes)); } finally { done?.(); }
  }

  #putAll(changes) {
    const edits = [];
    const lines = new Set();
    let changed = 0;
    for (const [row, field, value] of changes) {
      const refused = !isDraft(row) && this.refusals.at(this.rows.sheet.key, row.id, field);
      if (same(row[field], value) && !refused) continue;
      changed += 1;
      if (isDraft(row)) { this.drafts.put(row, field, tidy(value)); lines.add(row); }
      else edits.push(...this.#set(row, field, tidy(value)));
      this.paint(row, [field]);
    }
    if (edits.length) this.queue.push(edits);
    if (lines.size) this.changed(changes);
    for (const row of lines) { this.drafts.offer(row); this.paint(row); }
    return changed;
  }

  #set(row, field, value) {
    const sheet = this.rows.sheet.key;
    const refused = this.refusals.clear(sheet, row.id, field);
    const served = this.rows.served(row.id, field);
    const wasOpen = this.#seen?.row === row.id && this.#seen.field === field && !refused;
    const was = wasOpen ? this.#seen.value : served;
    this.#seen = null;
    row[field] = value;
    if (refused && same(value, served)) return []; // back to what the ledger has
    return [{ op: "set", sheet, row: row.id, field, value, was }];
  }
}
