/** Refused cells, found by their row and field however many a paste leaves behind. */

const rowOf = (sheet, row) => `${sheet} ${row}`;

export class Refused {
  #rows = new Map(); // row -> field -> refusal
  size = 0;

  constructor(refusals = []) { refusals.forEach(refusal => this.put(refusal)); }

  at(sheet, row, field) { return this.#rows.get(rowOf(sheet, row))?.get(field) ?? null; }

  ofRow(sheet, row) { return this.#rows.get(rowOf(sheet, row))?.values() ?? []; }

  put(refusal) {
    this.take(refusal.sheet, refusal.row, refusal.field);
    const row = rowOf(refusal.sheet, refusal.row);
    if (!this.#rows.has(row)) this.#rows.set(row, new Map());
    this.#rows.get(row).set(refusal.field, refusal);
    this.size += 1;
  }

  take(sheet, row, field) {
    const refusal = this.at(sheet, row, field);
    if (!refusal) return null;
    const fields = this.#rows.get(rowOf(sheet, row));
    fields.delete(field);
    if (!fields.size) this.#rows.delete(rowOf(sheet, row));
    this.size -= 1;
    return refusal;
  }

  clear() {
    this.#rows.clear();
    this.size = 0;
  }

  /** In the record they are a plain list. */
  toJSON() { return [...this.#rows.values()].flatMap(fields => [...fields.values()]); }
}
