/**
 * Copy, cut and paste of ranges. Without navigator.clipboard, which plain http does not have: rows
 * that have to be fetched first are put on the clipboard by a second, own copy command.
 */
import { figure } from "./blocks.js";
import { parseHtml, restored, toHtml } from "./office_html.js";
import { heightOf, spread, widthOf } from "./ranges.js";
import { parseTsv, toTsv } from "./tsv.js";

/** A text as it comes back from the clipboard of whatever system. */
const plainly = text => text.replace(/\r\n?/g, "\n").replace(/\n$/, "");

export class Clipboard {
  #ready = null; // the range whose rows were fetched for the copy command that follows
  #mine = null; // what was copied here last: its text, what that hides, its values

  constructor(desk) {
    const { api, rows, range, blocks, show, say, status } = desk;
    Object.assign(this, { api, rows, range, blocks, show, say, status });
    document.addEventListener("beforecopy", event => { if (this.#isOurs()) event.preventDefault(); });
    document.addEventListener("copy", event => this.#copy(event));
    document.addEventListener("cut", event => this.#cut(event));
    document.addEventListener("paste", event => this.#paste(event));
  }

  /** The keyboard is on a cell of the grid and no editor is open. */
  #isOurs() {
    if (this.api.getEditingCells().length || !this.range.rectangle) return false;
    return Boolean(document.activeElement?.closest(".ag-cell"));
  }

  // --- copying -----------------------------------------------------------------------------

  #copy(event) {
    const range = this.#isOurs() && this.range.rectangle;
    if (!range || this.blocks.isTooBig(range)) return;
    event.preventDefault();
    const count = heightOf(range);
    const isFetched = this.#ready && JSON.stringify(this.#ready.range) === JSON.stringify(range);
    const rows = isFetched ? this.#ready.rows
      : this.rows.has(range.top, count) ? Array.from({ length: count }, (_, i) => this.rows.peek(range.top + i)) : null;
    this.#ready = null;
    if (rows) this.#put(event.clipboardData, range, rows);
    else this.#fetch(range);
  }

  async #fetch(range) {
    this.status.tell(this.say("reading_rows", { count: figure(heightOf(range)) }));
    const rows = await this.rows.read(range.top, heightOf(range)).catch(() => null);
    if (!rows) return this.status.tell(this.say("rows_moved"));
    this.#ready = { range, rows };
    if (document.execCommand("copy")) return;
    this.#ready = { range, rows };
    this.status.tell(this.say("copy_again"));
  }

  #put(clipboard, range, rows) {
    const fields = this.range.fields(range);
    const textsBy = verb => rows.map(row => fields.map(field => this.show[verb](field, row?.[field.key])));
    const texts = textsBy("seen");
    const whole = fields.some(field => field.mask) ? textsBy("whole") : texts;
    const table = texts.map(line => line.map((text, j) => ({ text, kind: fields[j].filter })));
    const plain = toTsv(texts);
    clipboard.setData("text/plain", plain);
    clipboard.setData("text/html", toHtml(table));
    const values = rows.map(row => fields.map(field => row?.[field.key] ?? null));
    this.#mine = { plain, whole, values, keys: fields.map(field => field.key), sheet: this.rows.sheet.key };
    this.range.copied.show(range);
    this.status.tell(this.say("copied", { rows: figure(rows.length), columns: figure(fields.length) }));
  }

  async #cut(event) {
    const range = this.#isOurs() && this.range.rectangle;
    if (!range || this.blocks.isTooBig(range)) return;
    event.preventDefault();
    if (this.rows.has(range.top, heightOf(range))) this.#copy(event);
    else await this.#fetch(range);
    this.range.copied.show(null);
    if (!this.#ready) this.blocks.clear(range);
  }

  // --- pasting -----------------------------------------------------------------------------

  #paste(event) {
    if (!this.#isOurs()) return;
    const plain = event.clipboardData?.getData("text/plain") ?? "";
    const html = event.clipboardData?.getData("text/html") ?? "";
    const table = html ? parseHtml(html) : null;
    if (!plain && !table) return;
    event.preventDefault();
    this.lay(plain ? parseTsv(plain) : table.map(row => row.map(cell => cell.text)), { plain, table });
  }

  /** Lay a block of texts over the selection: once at its corner, or as often as it fits. */
  async lay(copied, { plain = "", table = null } = {}) {
    const mine = this.#mine && plainly(this.#mine.plain) === plainly(plain) ? this.#mine : null;
    const block = mine?.whole ?? copied;
    const width = Math.max(...block.map(line => line.length));
    const range = spread(this.range.rectangle, block.length, width);
    const beyond = range.right + 1 - this.range.displayed.length;
    if (beyond > 0) range.right -= beyond;
    const fields = this.range.fields(range);
    const texts = mine ? block.map(line => line.map(text => text.trim())) : restored(block, table, fields);
    const values = this.#valuesOf(mine, fields);
    const said = beyond > 0 ? [this.say("paste_beyond", { count: beyond })] : [];
    this.range.copied.show(null);
    const isDone = await this.blocks.write(range, (row, field, i, j) => {
      const [line, place] = [i % block.length, j % width];
      if (texts[line][place] === undefined) return undefined;
      return values ? values[line][place] : texts[line][place];
    }, said);
    if (isDone) this.range.show(range);
  }

  /** What was copied from the same columns of this sheet is put back as it was, not as it was called. */
  #valuesOf(mine, fields) {
    if (mine?.sheet !== this.rows.sheet.key) return null;
    return fields.every((field, j) => field.key === mine.keys[j % mine.keys.length]) ? mine.values : null;
  }
}
