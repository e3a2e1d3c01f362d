/** Beginning a row: at the first blank line, as a copy of another row, with what will be in it. */
import { element } from "./element.js";
import { Foreseen } from "./foreseen.js";
import { isDraft, isUntouched } from "./drafts.js";
import { Recognition } from "./recognise.js";
import { columnId } from "./sheet.js";
import { isBlank, tidy } from "./show.js";

const A_MOMENT = 80; // the cell that gets the keyboard has its own say first

export class NewRows {
  #copied = null; // a line that waits until the clerk changes or leaves it

  constructor(desk) {
    this.desk = desk;
    this.foreseen = new Foreseen(desk);
    this.recognition = new Recognition(desk);
    this.button = element("button", {
      type: "button", textContent: `＋ ${desk.say("new_row")}`, title: desk.say("new_row_title"), onclick: () => this.jump(),
    });
    document.addEventListener("keydown", event => this.#keyDown(event), true);
    desk.api.addEventListener("cellFocused", ({ rowIndex }) => this.#focused(rowIndex));
  }

  /** The sheet on screen is another one. */
  drawn(sheet) {
    this.button.hidden = !sheet.may.write || !sheet.firstToFill;
    this.recognition.hide();
  }

  /** Cells were changed by the clerk: [row, field, value]. */
  changed(changes) {
    const lines = changes.filter(([row]) => isDraft(row));
    if (lines.some(([row]) => row === this.#copied)) this.#copied = null;
    this.foreseen.changed(lines.map(([row]) => row));
    const last = lines.at(-1);
    if (last && lines.every(([row]) => row === last[0])) {
      for (const [row, key, value] of lines) this.recognition.changed(row, key, value);
    }
  }

  // --- where a new row is begun ------------------------------------------------------------

  get #firstBlank() {
    const { lines } = this.desk.drafts;
    const at = lines.findLastIndex(line => !isUntouched(line)) + 1;
    return at < lines.length ? { line: lines[at], rowIndex: this.desk.rows.total + at } : null;
  }

  jump() {
    const { sheet, api } = this.desk;
    if (this.button.hidden || !sheet) return;
    api.stopEditing();
    this.#go(this.#firstBlank, sheet.firstToFill);
  }

  #go(blank, field) {
    const { api, sheet } = this.desk;
    if (!blank) return;
    api.ensureIndexVisible(blank.rowIndex);
    api.ensureColumnVisible(columnId(sheet.key, field.key));
    window.focus();
    api.setFocusedCell(blank.rowIndex, columnId(sheet.key, field.key));
  }

  // --- copies ------------------------------------------------------------------------------

  /** Put a row's values into the first blank line; it waits there for what differs. */
  copy(row) {
    this.#take(row, this.desk.sheet.fields.filter(field => field.copied && field.editable), "row_copied");
  }

  /** Begin a further line of the slip this row stands on. */
  addLine(row) {
    const { slip, fields } = this.desk.sheet;
    this.#take(row, fields.filter(field => slip.includes(field.key)), "line_added");
  }

  #take(row, wanted, told) {
    const { sheet, api, queue, drafts, paint, status, say } = this.desk;
    if (this.button.hidden) return;
    api.stopEditing();
    const fields = wanted.filter(field => !isBlank(row[field.key]));
    const blank = this.#firstBlank;
    if (!fields.length || !blank) { status.tell(say("nothing_to_copy")); return; }
    const { line } = blank;
    queue.asOneStep(() => fields.forEach(field => drafts.put(line, field.key, tidy(row[field.key]))));
    this.#go(blank, sheet.required.find(field => isBlank(line[field.key])) ?? sheet.firstToFill);
    this.#copied = line;
    paint(line);
    this.foreseen.changed([line]);
    this.desk.drawSaved();
    setTimeout(() => status.tell(say(told)), A_MOMENT);
  }

  /** Left as it is, a copy is meant so. */
  #focused(rowIndex) {
    const line = this.#copied;
    if (!line || rowIndex === null || this.desk.rows.peek(rowIndex) === line) return;
    this.#copied = null;
    this.desk.drafts.offer(line);
    this.desk.paint(line);
  }

  // --- keys --------------------------------------------------------------------------------

  #keyDown(event) {
    if (event.isComposing || event.keyCode === 229 || document.querySelector("dialog[open]")) return;
    const isN = event.code === "KeyN" && !event.shiftKey && (event.altKey !== event.ctrlKey);
    const isInsert = event.key === "Insert" && !event.shiftKey && !event.ctrlKey && this.#isInGrid;
    const isCopy = event.code === "KeyD" && event.ctrlKey && event.shiftKey;
    if (!isN && !isInsert && !isCopy) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!isCopy) { this.jump(); return; }
    const row = this.desk.focusedRow;
    if (row) this.copy(row);
  }

  get #isInGrid() {
    const { activeElement } = document;
    return activeElement === document.body || activeElement.closest(".ag-root-wrapper") !== null;
  }
}
