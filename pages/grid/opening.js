/** Opens registers and sheets in the grid, and their rows anew for another period or search. */
import { Layout } from "./layout.js";
import { leaveList } from "./place.js";
import { Sheet } from "./sheet.js";

export class Opening {
  #turn = 0;
  #remembered = new Map(); // register -> the sheet last open in it; sheet -> its period
  list = null;

  constructor(desk) { this.desk = desk; }

  /** `list` is the list of the day whose rows alone are shown, `wanted` the key of a sheet. */
  openRegister(register, list = null, wanted = "") {
    this.register = register;
    const named = register.sheets.find(sheet => sheet.key === wanted)?.key;
    return this.#open(list?.sheet ?? named ?? this.#remembered.get(register.key) ?? register.sheets[0].key, list);
  }

  async #open(key, list = null) {
    const { desk } = this;
    const { api, rows, toolbar } = desk;
    const turn = (this.#turn += 1);
    const [sheet] = await Promise.all([Sheet.load(key), Layout.load(key)]);
    if (turn !== this.#turn || (sheet === desk.sheet && list === this.list)) return;
    desk.arrangement.leave();
    this.list = list;
    api.stopEditing();
    desk.conflict.hide();
    desk.panel.leave();
    desk.presence.clear();
    this.#remembered.set(this.register.key, key);
    const period = list ? "" : this.#remembered.get(`${key} period`) ?? sheet.period?.now ?? "";
    rows.view = { search: toolbar.search.value = "", period, list: list?.key };
    api.clearFocusedCell();
    const datasource = rows.open(sheet);
    api.setGridOption("columnDefs", desk.columns.of(sheet));
    desk.layout.restore(sheet);
    api.setGridOption("datasource", datasource);
    desk.aria.name(desk.say("sheet_of", { register: this.register.label, sheet: sheet.label }));
    desk.tabs.draw(sheet.sheets, key);
    this.#drawToolbar();
    desk.focus.expectRows();
    desk.presence.moved();
  }

  chooseSheet(key) {
    if (!this.list) return this.#open(key);
    this.#remembered.set(this.register.key, key);
    return leaveList();
  }

  choosePeriod(period) {
    const { rows, sheet } = this.desk;
    if (!this.list) this.#remembered.set(`${sheet.key} period`, period);
    rows.view.period = period;
    this.#drawToolbar();
    this.again();
  }

  search(text) {
    const { view } = this.desk.rows;
    if (text === view.search) return;
    view.search = text;
    this.again();
  }

  clearSearch() {
    this.desk.toolbar.search.value = "";
    this.search("");
  }

  /** The same sheet from its beginning, with what is asked for now. */
  again() {
    const { api, rows, chips, focus } = this.desk;
    api.stopEditing();
    api.clearFocusedCell();
    api.setGridOption("datasource", rows.restart());
    chips.draw();
    focus.expectRows({ takeKeyboard: false });
  }

  #drawToolbar() {
    const { toolbar, newRows, importing, sheet, rows } = this.desk;
    toolbar.draw({ register: this.register, sheet, list: this.list, period: rows.view.period });
    newRows.drawn(sheet);
    importing.drawn(sheet);
  }
}
