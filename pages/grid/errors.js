/** Cells the ledger refused: the clerk's text, the reason, and in a conflict the other's value. */

export class Refusals {
  constructor(keep) { this.keep = keep; }

  #place(sheet, row, field) {
    return this.keep.refused.findIndex(
      each => each.sheet === sheet && each.row === row && each.field === field);
  }

  at(sheet, row, field) {
    return this.keep.refused[this.#place(sheet, row, field)] ?? null;
  }

  /** The clerk's texts of a row, laid over what the server has. */
  textsIn(sheet, row) {
    const texts = {};
    for (const each of this.keep.refused) {
      if (each.sheet === sheet && each.row === row) texts[each.field] = each.value;
    }
    return texts;
  }

  put(refusal) {
    this.clear(refusal.sheet, refusal.row, refusal.field);
    this.keep.refused.push(refusal);
    this.keep.changed();
  }

  clear(sheet, row, field) {
    const at = this.#place(sheet, row, field);
    if (at < 0) return null;
    this.keep.changed();
    return this.keep.refused.splice(at, 1)[0];
  }

  get count() { return this.keep.refused.length; }
}
