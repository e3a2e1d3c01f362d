/** Copy the focused cell; paste a block from Excel at it, over rows and past the last one. */
import { parseTsv, toTsv } from "./tsv.js";

const MOST_CELLS = 20_000; // more than this would not fit the browser's store of unsaved edits

export class Clipboard {
  constructor(api, { rows, writer, show, say, tell }) {
    Object.assign(this, { api, rows, writer, show, say, tell });
    document.addEventListener("copy", event => this.#copy(event));
    document.addEventListener("cut", event => { if (this.#copy(event)) this.#clear(); });
    document.addEventListener("paste", event => this.#paste(event));
  }

  /** The focused cell, unless the clerk is in an editor or a box of the top line. */
  #cell() {
    const focused = this.api.getFocusedCell();
    if (!focused || this.api.getEditingCells().length) return null;
    if (!document.activeElement?.closest(".ag-cell")) return null;
    return { row: this.rows.peek(focused.rowIndex), index: focused.rowIndex, column: focused.column };
  }

  #copy(event) {
    const cell = this.#cell();
    if (!cell?.row) return false;
    const { field } = cell.column.getColDef().context;
    event.preventDefault();
    event.clipboardData.setData("text/plain", toTsv([[this.show.whole(field, cell.row[field.key])]]));
    return true;
  }

  #clear() {
    const { row, column } = this.#cell();
    const { field } = column.getColDef().context;
    if (this.writer.mayChange(row, field)) this.writer.put(row, field.key, null);
  }

  #paste(event) {
    const cell = this.#cell();
    const text = event.clipboardData?.getData("text/plain");
    if (!cell || !text) return;
    event.preventDefault();
    this.block(parseTsv(text), cell.index, cell.column);
  }

  /** Lay a block of texts over the grid, its first cell at (index, column). */
  async block(block, index, column) {
    const columns = this.api.getAllDisplayedColumns();
    const at = columns.indexOf(column);
    const width = Math.max(...block.map(line => line.length));
    const fields = columns.slice(at, at + width).map(each => each.getColDef().context.field);
    if (block.length * fields.length > MOST_CELLS) {
      this.tell(this.say("paste_too_big", { max: MOST_CELLS }));
      return;
    }
    const rows = await this.rows.need(index, block.length);
    const changes = [];
    let skipped = 0;
    block.forEach((line, i) => fields.forEach((field, j) => {
      if (line[j] === undefined) return;
      if (this.writer.mayChange(rows[i], field)) changes.push([rows[i], field.key, line[j].trim()]);
      else skipped += 1;
    }));
    const changed = this.writer.putAll(changes);
    this.tell([
      this.say("pasted", { count: changed }),
      skipped && this.say("paste_skipped", { count: skipped }),
      width > fields.length && this.say("paste_beyond", { count: width - fields.length }),
    ].filter(Boolean).join(" "));
  }
}
