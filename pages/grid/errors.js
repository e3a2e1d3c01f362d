/** Cells the ledger refused: the clerk's text, the reason, and in a conflict the other's value. */

export class Refusals {
  constructor(keep) { this.keep = keep; }

  at(sheet, row, field) { return this.keep.refused.at(sheet, row, field); }

  /** The clerk's texts of a row, laid over what the server has. */
  textsIn(sheet, row) {
    const texts = {};
    for (const each of this.keep.refused.ofRow(sheet, row)) texts[each.field] = each.value;
    return texts;
  }

  put(refusal) {
    this.keep.refused.put(refusal);
    this.keep.changed();
  }

  clear(sheet, row, field) {
    const refusal = this.keep.refused.take(sheet, row, field);
    if (refusal) this.keep.changed();
    return refusal;
  }

  get count() { return this.keep.refused.size; }
}
