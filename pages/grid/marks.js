/**
 * Rows that stand out: late, soon, or set aside. The ledger says which mark a row has; as time
 * passes the rows on screen are asked about again, once a minute and only while nobody types.
 */
import { post } from "./http.js";

const MINUTE = 60_000;

export class Marks {
  constructor(api, { rows, paint, isQuiet }) {
    Object.assign(this, { api, rows, paint, isQuiet });
    this.due = false;
    setInterval(() => { this.due = true; }, MINUTE);
    setInterval(() => { if (this.due && !document.hidden && this.isQuiet()) this.refresh(); }, 1000);
  }

  /** The mark of a row, if it has one. */
  static of(sheet, row) { return row && !row.void ? sheet.marks[row._mark] ?? null : null; }

  async refresh() {
    this.due = false;
    const { sheet } = this.rows;
    if (!sheet?.marks_move) return;
    const shown = this.#shown();
    if (!shown.length) return;
    const asked = { rows: shown.map(row => row.id) };
    const { marks } = await post(`/api/marks/${sheet.key}`, asked).catch(() => ({ marks: {} }));
    if (sheet !== this.rows.sheet) return;
    for (const row of shown) {
      const mark = marks[row.id];
      if (mark === undefined || mark === row._mark) continue;
      this.rows.correct(row.id, "_mark", mark);
      row._mark = mark;
      this.paint(row);
    }
  }

  #shown() {
    const shown = [];
    const last = this.api.getLastDisplayedRowIndex();
    for (let at = this.api.getFirstDisplayedRowIndex(); at <= last; at += 1) {
      const row = this.rows.peek(at);
      if (Number.isInteger(row?.id)) shown.push(row);
    }
    return shown;
  }
}
