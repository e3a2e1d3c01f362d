/**
 * Many cells changed at once: emptied, filled or pasted over, as one action that one undo takes
 * back. Rows nobody has scrolled to are fetched first; what may not be written is skipped and said.
 */
import { cellsOf, heightOf } from "./ranges.js";
import { isBlank } from "./show.js";

export const MOST_CELLS = 200_000;

export class Blocks {
  constructor({ rows, writer, queue, range, outcome, status, say }) {
    Object.assign(this, { rows, writer, queue, range, outcome, status, say });
  }

  /** Says so when a range is larger than one action may be. */
  isTooBig(range) {
    if (cellsOf(range) <= MOST_CELLS) return false;
    this.status.tell(this.say("too_many_cells", { count: figure(cellsOf(range)), max: figure(MOST_CELLS) }));
    return true;
  }

  /** The rows of a range; null when the sheet was sorted or left meanwhile, which is said. */
  async rowsOf({ top, bottom }) {
    const count = bottom - top + 1;
    if (!this.rows.has(top, count)) this.status.tell(this.say("reading_rows", { count: figure(count) }));
    const found = await this.rows.need(top, count).catch(() => null);
    if (!found) this.status.tell(this.say("rows_moved"));
    return found;
  }

  /** Empty the cells of a range that hold something. */
  clear(range) {
    return this.write(range, (row, field) => (isBlank(row[field.key]) ? undefined : null));
  }

  /**
   * `valueAt(row, field, i, j)` is the new value of a cell, counted from the range's corner;
   * undefined leaves it. `said` are sentences about what was left out already.
   */
  async write(range, valueAt, said = []) {
    if (!range || this.isTooBig(range)) return false;
    const rows = await this.rowsOf(range);
    if (!rows) return false;
    const { changes, skipped } = this.#changes(range, rows, valueAt);
    if (skipped) said = [...said, this.say("paste_skipped", { count: figure(skipped) })];
    this.queue.asOneStep(step => {
      this.writer.putAll(changes);
      this.outcome.watch(step, changes, said);
    });
    this.queue.changed(); // a line that was emptied sends nothing, and is not unfinished any more
    return true;
  }

  #changes(range, rows, valueAt) {
    const fields = this.range.fields(range);
    const changes = [];
    let skipped = 0;
    for (let i = 0; i < heightOf(range); i += 1) {
      fields.forEach((field, j) => {
        const row = rows[i];
        const value = row ? valueAt(row, field, i, j) : "";
        if (value === undefined) return;
        if (this.writer.mayChange(row, field)) changes.push([row, field.key, value]);
        else skipped += 1;
      });
    }
    return { changes, skipped };
  }
}

export const figure = number => number.toLocaleString("en-US");
