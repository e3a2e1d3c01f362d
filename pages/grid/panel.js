/**
 * One record in full, over the grid's right edge: opened by a double click on a cell nobody types
 * into, by F4 and from the row's menu. It follows the row the keyboard is in, and live changes.
 */
import { isDraft } from "./drafts.js";
import { element } from "./element.js";
import { get } from "./http.js";
import { PanelBody } from "./panel_body.js";
import { PanelRecord } from "./panel_record.js";

const SOON = 90;
const FOLLOW = 180;

export class Panel {
  #turn = 0;
  #due = 0;
  #trail = []; // the records left by following a link

  constructor(desk) {
    this.desk = desk;
    this.record = null;
    this.element = element("aside", { className: "tz-panel", tabIndex: -1, hidden: true });
    this.element.setAttribute("aria-label", desk.say("record"));
    this.element.addEventListener("keydown", event => this.#keyDown(event));
    document.body.append(this.element);
    document.addEventListener("keydown", event => this.#keyInGrid(event), true);
    desk.api.addEventListener("cellDoubleClicked", event => this.#doubleClicked(event));
    desk.api.addEventListener("cellFocused", event => this.#follow(event));
  }

  get isOpen() { return this.record !== null; }

  // --- opening and closing -----------------------------------------------------------------

  async open(sheet, id, { takeKeyboard = true, trail = [] } = {}) {
    const turn = (this.#turn += 1);
    const told = await this.#ask(sheet, id);
    if (!told || turn !== this.#turn) return;
    this.#trail = trail;
    this.record = new PanelRecord(this.desk, told, () => this.draw());
    this.body = new PanelBody(this);
    this.element.replaceChildren(this.body.element);
    this.element.hidden = false;
    const isTyping = this.desk.api.getEditingCells().length > 0 || this.desk.ime.isBusy;
    if (takeKeyboard && !isTyping) this.element.focus({ preventScroll: true });
  }

  async #ask(sheet, id) {
    try {
      return await get(`/api/record/${sheet}/${id}`);
    } catch (problem) {
      this.desk.sayProblem(problem);
      return null;
    }
  }

  /** A row that this one refers to, or that refers to it; the way back is kept. */
  openLink(sheet, id) {
    const { told } = this.record;
    return this.open(sheet, id, { trail: [...this.#trail, { sheet: told.sheet, id: told.row.id }] });
  }

  get hasTrail() { return this.#trail.length > 0; }

  back() {
    const trail = [...this.#trail];
    const { sheet, id } = trail.pop();
    return this.open(sheet, id, { trail });
  }

  /** Away, as when another sheet is opened; the keyboard is not asked for. */
  leave() {
    this.#turn += 1;
    this.body?.end();
    this.record = this.body = null;
    this.element.hidden = true;
  }

  close() {
    this.leave();
    this.desk.focus.toGrid();
  }

  // --- the keyboard and the mouse ----------------------------------------------------------

  #keyDown(event) {
    if (event.key !== "Escape" || event.isComposing || event.target.closest("dialog")) return;
    event.preventDefault();
    event.stopPropagation();
    this.close();
  }

  #keyInGrid(event) {
    if (event.key !== "F4" || event.altKey || event.ctrlKey || !event.target.closest?.(".ag-cell")) return;
    event.preventDefault();
    event.stopPropagation();
    this.desk.api.stopEditing();
    const { focusedRow } = this.desk;
    if (focusedRow) this.openRow(focusedRow);
  }

  openRow(row) {
    if (isDraft(row)) this.desk.status.tell(this.desk.say("line_not_saved"));
    else this.open(this.desk.sheet.key, row.id);
  }

  #doubleClicked({ data, colDef }) {
    if (data && !isDraft(data) && !this.desk.writer.mayChange(data, colDef.context.field)) this.openRow(data);
  }

  #follow({ rowIndex }) {
    clearTimeout(this.following);
    const row = this.isOpen && Number.isInteger(rowIndex) ? this.desk.rows.peek(rowIndex) : null;
    if (!row || isDraft(row) || this.record.is(this.desk.sheet.key, row.id)) return;
    this.following = setTimeout(() => {
      if (this.isOpen) this.open(this.desk.sheet.key, row.id, { takeKeyboard: false });
    }, FOLLOW);
  }

  // --- what changes it ---------------------------------------------------------------------

  /** An edit of this window was answered. */
  answered(edit, result) {
    if (!this.isOpen) return;
    this.body.answered(edit, result);
    const isThis = this.record.is(edit.sheet, edit.row);
    if (isThis) this.record.relay(result.ok ? result.row : this.record.told.row);
    if (isThis && !result.ok && edit.op === "void") this.body.say(result.error.message);
    if (isThis) this.draw();
    if (result.ok && (isThis || edit.op !== "set" || this.#concerns(edit.sheet))) this.#refreshSoon();
  }

  /** Somebody else wrote something. */
  heard({ sheet, row, data }) {
    if (!this.isOpen) return;
    const id = data?.id ?? row;
    if (sheet === null || id === undefined || this.record.is(sheet, id) || this.#concerns(sheet)) this.#refreshSoon();
  }

  #concerns(sheet) { return this.record.told.children.some(child => child.sheet === sheet); }

  /** Whether a conflict is asked about here rather than beside the grid's cell. */
  asks(refusal) {
    return this.isOpen && this.record.is(refusal.sheet, refusal.row)
      && this.element.contains(document.activeElement);
  }

  #refreshSoon() {
    clearTimeout(this.#due);
    this.#due = setTimeout(() => this.#refresh(), SOON);
  }

  async #refresh() {
    const { record } = this;
    if (!record) return;
    const told = await get(`/api/record/${record.told.sheet}/${record.id}`).catch(() => null);
    if (!told || this.record !== record) return;
    record.learn(told);
    this.draw();
    this.body.reload();
  }

  /** Drawn anew in place; the keyboard stays in the panel if it was there. */
  draw() {
    if (!this.isOpen) return;
    const hadKeyboard = this.element.contains(document.activeElement);
    this.body.draw();
    if (hadKeyboard && !this.element.contains(document.activeElement)) this.element.focus({ preventScroll: true });
  }
}
