/** The record in the panel: the server's word, and on top of it what is on its way or was refused. */
import { element } from "./element.js";
import { Writer } from "./writer.js";

export class PanelRecord {
  constructor(desk, told, redraw) {
    Object.assign(this, { desk, redraw, row: {} });
    this.writer = new Writer({ ...desk, rows: this, paint: () => redraw() });
    this.learn(told);
  }

  get id() { return this.told.row.id; }

  /** What a Writer asks about the sheet it writes to. */
  get sheet() { return { key: this.told.sheet, may: this.told.may }; }

  get number() { return this.told.title; }

  served(_id, field) { return this.told.row[field] ?? null; }

  is(sheet, id) { return this.told.sheet === sheet && this.id === id; }

  learn(told) {
    this.told = told;
    this.relay(told.row);
  }

  /** The row as the server now has it; the clerk's own words stay on top. */
  relay(served) {
    const { queue, refusals } = this.desk;
    this.told.row = served;
    Object.assign(this.row, served,
      queue.pendingIn(this.sheet.key, this.id), refusals.textsIn(this.sheet.key, this.id));
  }

  // --- as the form of its fields -----------------------------------------------------------

  get columns() { return this.told.fields; }

  mayChange(field) { return this.writer.mayChange(this.row, field); }

  opened(row, key) { this.writer.opened(row, key); }

  put(field, value) {
    this.writer.put(this.row, field.key, value);
    this.#showInGrid(field.key);
  }

  /** The grid underneath may hold the same row: what is typed here is seen there at once. */
  #showInGrid(field) {
    const { desk } = this;
    const shown = desk.sheet?.key === this.sheet.key && desk.rows.byId(this.id);
    if (!shown) return;
    shown[field] = this.row[field];
    desk.paint(shown, [field]);
  }

  #refusal(field) { return this.desk.refusals.at(this.sheet.key, this.id, field.key); }

  trouble(field) {
    const refusal = this.#refusal(field);
    if (!refusal) return null;
    return { message: refusal.message, options: refusal.code === "conflict" ? this.#choice(field, refusal) : [] };
  }

  /** Two clerks changed the same cell: both values, and the second one chooses. */
  #choice(field, refusal) {
    const { say, show } = this.desk;
    const option = (word, value, choose) => element("button", { type: "button", onclick: () => choose() },
      say(word), element("b", { textContent: show.form(field, value) || say("empty") }));
    return [
      option("use_theirs", refusal.current, () => this.#theirs(field, refusal)),
      option("use_mine", refusal.value, () => this.#mine(field, refusal)),
    ];
  }

  #theirs(field, refusal) {
    this.#settle(field);
    this.row[field.key] = this.told.row[field.key] = refusal.current ?? null;
    this.#showInGrid(field.key);
    this.desk.drawSaved();
    this.redraw();
  }

  #mine(field, { value, current }) {
    this.#settle(field);
    const place = { sheet: this.sheet.key, row: this.id, field: field.key };
    this.desk.queue.push([{ op: "set", ...place, value, was: current ?? null }]);
    this.redraw();
  }

  #settle(field) { this.desk.refusals.clear(this.sheet.key, this.id, field.key); }
}
