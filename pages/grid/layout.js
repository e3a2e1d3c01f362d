/**
 * Which columns are shown, how wide, in what order, sorted and filtered by what: each clerk's own,
 * kept by the server a moment after it was changed, so that it is found again at any desk.
 */
import { get, insist, post } from "./http.js";
import { columnId } from "./sheet.js";
import { same } from "./show.js";
import { applyState, readState } from "./view_state.js";

const PAUSE = 700;
const CHANGES = ["columnResized", "columnMoved", "columnVisible", "columnPinned", "sortChanged", "filterChanged"];

const UNSORTED = { sort: [], filter: {} }; // a list of the day has its own order and all its rows

const known = new Map(); // sheet key -> what the server told of its views

export class Layout {
  #timer = 0;
  #waiting = null; // what may change again in a moment: {sheet, state}
  #unsent = new Map(); // what is not with the server yet: sheet key -> state
  #isSending = false;
  #last = null;    // as the sheet was when it was last put in place or looked at

  /** `changed()` is called after the arrangement on screen has become another one. */
  constructor(api, { sheetOf, isList, changed }) {
    Object.assign(this, { api, sheetOf, isList, changed });
    for (const change of CHANGES) api.addEventListener(change, () => this.#look());
    addEventListener("pagehide", () => this.flush());
  }

  /** Before a sheet is opened: what this clerk and the office have arranged. */
  static async load(key, { anew = false } = {}) {
    if (anew || !known.has(key)) known.set(key, await insist(() => get(`/api/views/${key}`)));
    return known.get(key);
  }

  static told(key) { return known.get(key); }

  /** After a sheet's columns were set: as this clerk last left them. */
  restore(sheet) {
    const { own } = known.get(sheet.key);
    if (own) applyState(this.api, sheet, this.isList() ? { ...own, ...UNSORTED } : own);
    else this.api.setFilterModel(null);
    this.#last = this.now;
  }

  /** A view was chosen; it is the clerk's own from now on. */
  use(state) {
    applyState(this.api, this.sheetOf(), state);
    this.#look();
  }

  /** As the sheet is shipped. */
  useUsual() {
    this.api.resetColumnState();
    this.api.setFilterModel(null);
    this.#last = this.now;
    this.#keepSoon(null);
    this.changed();
  }

  get now() { return readState(this.api); }

  /** The grid tells of changes late and also of its own: what counts is that something is other. */
  #look() {
    const sheet = this.sheetOf();
    const { now } = this;
    if (!sheet || same(now, this.#last)) return;
    this.#last = now;
    const own = known.get(sheet.key).own ?? UNSORTED;
    this.#keepSoon(this.isList() ? { ...now, sort: own.sort, filter: own.filter } : now);
    this.changed();
  }

  #keepSoon(state) {
    this.#waiting = { sheet: this.sheetOf(), state };
    this.#keepAfterPause();
  }

  #keepAfterPause() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#keep(), PAUSE);
  }

  #keep() {
    const { sheet, state } = this.#waiting ?? {};
    this.#waiting = null;
    if (!sheet || same(known.get(sheet.key).own, state)) return;
    known.get(sheet.key).own = state;
    this.#unsent.set(sheet.key, state);
    this.#send();
  }

  /** Each sheet as it was left last; while the server is away, until it is back. */
  async #send() {
    if (this.#isSending) return;
    this.#isSending = true;
    while (this.#unsent.size) {
      const [key] = this.#unsent.keys();
      let state;
      await insist(() => post(`/api/views/${key}/own`, { state: state = this.#unsent.get(key) }))
        .catch(() => { known.get(key).own = undefined; }); // the server wants none of it
      if (this.#unsent.get(key) === state) this.#unsent.delete(key);
    }
    this.#isSending = false;
  }

  /** Before another sheet takes the screen. */
  flush() {
    clearTimeout(this.#timer);
    this.#keep();
  }

  // --- single columns --------------------------------------------------------------------------

  /** A cell that must be filled may stand in a column nobody shows. */
  reveal(sheet, field) { if (!this.isShown(sheet, field)) this.show(sheet, field, true); }

  isShown(sheet, field) { return this.api.getColumn(columnId(sheet.key, field))?.isVisible() ?? true; }

  isPinned(sheet, field) { return this.api.getColumn(columnId(sheet.key, field))?.isPinned() ?? false; }

  show(sheet, field, isShown) {
    this.api.setColumnsVisible([columnId(sheet.key, field)], isShown);
    this.#look();
  }

  pin(sheet, field, isPinned) {
    this.api.setColumnsPinned([columnId(sheet.key, field)], isPinned ? "left" : null);
    this.#look();
  }
}
