/** Cells whose edit the ledger has not acknowledged for more than a moment, as when it is away. */

const A_MOMENT = 700;

const place = (sheet, row, field) => `${sheet} ${row} ${field}`;

export class Waiting {
  #since = new Map(); // the number of an edit -> when it was first seen
  #late = new Map(); // the place of a cell -> [row, field]
  #timer = 0;

  constructor({ keep, rows, drafts, paint }) {
    Object.assign(this, { keep, rows, drafts, paint });
  }

  has(sheet, row, field) { return this.#late.size > 0 && this.#late.has(place(sheet, row, field)); }

  /** The queue has changed: look again, at once where cells may not be late any more. */
  look() {
    if (this.#timer || (!this.keep.edits.length && !this.#late.size)) return;
    this.#timer = setTimeout(() => { this.#timer = 0; this.#count(); }, this.keep.edits.length ? A_MOMENT : 0);
  }

  #count() {
    const now = performance.now();
    const since = new Map();
    const late = new Map();
    for (const edit of this.keep.edits) {
      const first = this.#since.get(edit.seq) ?? now;
      since.set(edit.seq, first);
      if (now - first >= A_MOMENT) for (const [row, field] of cellsOf(edit)) late.set(place(edit.sheet, row, field), [row, field]);
    }
    const changed = [...this.#late, ...late].filter(([key]) => this.#late.has(key) !== late.has(key));
    this.#since = since;
    this.#late = late;
    for (const [, [row, field]] of changed) this.#draw(row, field);
    if (since.size) this.look();
  }

  #draw(row, field) {
    const shown = this.rows.byId(row) ?? this.drafts.find(row);
    if (shown) this.paint(shown, [field]);
  }
}

function cellsOf(edit) {
  if (edit.op === "set") return [[edit.row, edit.field]];
  return edit.op === "insert" ? Object.keys(edit.values).map(field => [edit.line, field]) : [];
}
