/** Wires the parts around one grid. */
import { Actions } from "./actions.js";
import { Answers } from "./answers.js";
import { Aria } from "./aria.js";
import { Arrangement } from "./arrangement.js";
import { Blocks } from "./blocks.js";
import { Chips } from "./chips.js";
import { Clipboard } from "./clipboard.js";
import { Clock } from "./clock.js";
import { Columns } from "./columns.js";
import { Conflict } from "./conflict.js";
import { Drafts, isDraft, isUntouched } from "./drafts.js";
import { Refusals } from "./errors.js";
import { Feed } from "./feed.js";
import { Fill } from "./fill.js";
import { translate } from "./filters.js";
import { Focus } from "./focus.js";
import { Freshen } from "./freshen.js";
import { HttpError, post } from "./http.js";
import { Ime } from "./ime.js";
import { Importing } from "./importing.js";
import { Inheritance } from "./inherit.js";
import { KeyList } from "./key_list.js";
import { Keys } from "./keys.js";
import { Marks } from "./marks.js";
import { NewRows } from "./new_rows.js";
import { Opening } from "./opening.js";
import { Outcome } from "./outcome.js";
import { PageKeys } from "./page_keys.js";
import { Painter } from "./paint.js";
import { leaveList, toLogin } from "./place.js";
import { Panel } from "./panel.js";
import { Presence } from "./presence.js";
import { Queue } from "./queue.js";
import { Range } from "./range.js";
import { RangeKeys } from "./range_keys.js";
import { RangeMouse } from "./range_mouse.js";
import { RowMenu } from "./row_menu.js";
import { Rows } from "./rows.js";
import { SavedMark } from "./saved.js";
import { Show } from "./show.js";
import { Status } from "./status.js";
import { Tabs } from "./tabs.js";
import { Toolbar } from "./toolbar.js";
import { Undo } from "./undo.js";
import { askVoid } from "./void.js";
import { Waiting } from "./waiting.js";
import { Writer } from "./writer.js";

export class Desk {
  constructor(api, session, keep) {
    Object.assign(this, { api, session, keep, localeText: session.locale });
    this.say = (word, values) => session.say(word, values);
    this.show = new Show(session.today, this.say);
    this.clock = new Clock(session.now);
    this.#makeStore();
    this.#makeScreen();
    this.#makeHands();
    this.#listen();
    this.inheritance = new Inheritance(this, post);
    this.feed = new Feed({
      head: session.head,
      isOurs: client => client === keep.client,
      changed: message => this.#heard(message),
      followed: message => this.#followed(message),
      flooded: sheet => {
        if (sheet === null || sheet === this.sheet?.key) this.freshen.due();
        this.panel.heard({ sheet });
      },
      present: message => this.presence.heard(message),
      signedOut: () => this.#signedOut(),
      connected: () => { this.drawSaved(); if (this.feed?.isDown) this.presence.clear(); },
    });
    this.drawSaved();
  }

  get sheet() { return this.rows.sheet; }

  /** The list of the day whose rows alone are shown, if it is one. */
  get list() { return this.opening.list; }

  // --- the parts ---------------------------------------------------------------------------

  #makeStore() {
    const { keep, api } = this;
    this.painter = new Painter(api, () => this.sheet);
    this.paint = (row, fields) => {
      this.painter.paint(row, fields);
      this.aria.soon();
    };
    keep.fullChanged = () => this.drawSaved();
    this.refusals = new Refusals(keep);
    this.queue = new Queue(keep, {
      post, changed: () => { this.drawSaved(); this.waiting.look(); }, answered: (...answer) => this.#answered(...answer),
    });
    this.drafts = new Drafts({ keep, queue: this.queue });
    this.rows = new Rows({
      queue: this.queue, refusals: this.refusals, drafts: this.drafts,
      translate, loaded: () => this.#loaded(),
      counted: () => { if (this.freshen.isSafe) this.opening.again(); else this.freshen.due(); },
    });
    this.changed = changes => this.newRows.changed(changes);
    this.writer = new Writer(this);
    this.waiting = new Waiting(this);
    this.opening = new Opening(this);
  }

  #makeScreen() {
    const { api, say } = this;
    this.status = new Status({
      say, fresh: () => { if (this.freshen.isSafe) this.freshen.now(); },
    });
    this.saved = new SavedMark({ say, signIn: () => parent.location.reload() });
    this.focus = new Focus(this);
    this.conflict = new Conflict(api, { ...this, refocus: () => this.focus.toGrid() });
    this.answers = new Answers({
      ...this,
      reveal: field => this.layout.reveal(this.sheet, field),
      conflicted: (row, refusal) => this.#conflicted(row, refusal),
      actRefused: (edit, error) => { if (!this.actions.isAwaited(edit)) this.status.reason(error.message); },
    });
    this.columns = new Columns(this);
    this.aria = new Aria(api, this);
    this.toolbar = new Toolbar({
      session: this.session, say, saved: this.saved,
      periodChosen: period => this.opening.choosePeriod(period),
      searched: text => this.opening.search(text),
      listLeft: leaveList,
      voidRow: () => this.#voidFocused(),
      backToGrid: () => this.focus.toGrid(),
    });
    this.arrangement = new Arrangement(this, {
      choosePeriod: period => this.opening.choosePeriod(period), again: () => this.opening.again(),
    });
    this.layout = this.arrangement.layout;
    this.toolbar.addMenu(this.arrangement.views.element);
    this.chips = new Chips(api, { ...this, sheetOf: () => this.sheet, searchCleared: () => this.opening.clearSearch() });
    this.undo = new Undo(this);
    this.toolbar.search.after(...this.undo.buttons);
    this.presence = new Presence(this);
    this.keyList = new KeyList(this);
    this.saved.element.before(this.presence.element, this.keyList.button);
    this.tabs = new Tabs({ chosen: key => this.opening.chooseSheet(key) });
    document.body.append(this.toolbar.element, this.tabs.element, this.chips.element, this.status.element);
  }

  #makeHands() {
    const { api } = this;
    this.ime = new Ime(api, { mayType: focused => this.#mayType(focused) });
    this.keys = new Keys(this);
    this.pageKeys = new PageKeys(this);
    this.#makeSelection();
    this.actions = new Actions(this);
    this.panel = new Panel(this);
    this.rowMenu = new RowMenu(this);
    this.newRows = new NewRows(this);
    this.toolbar.addMenu(this.newRows.button);
    this.importing = new Importing(this);
    this.toolbar.addMenu(this.importing.button);
    this.toolbar.addMenu(this.rowMenu.button);
    this.freshen = new Freshen(api, { ...this, changed: () => this.status.tellNews(this.freshen.news) });
    this.marks = new Marks(api, { rows: this.rows, paint: this.paint, isQuiet: () => this.freshen.isQuiet });
  }

  /** What works on many cells at once. */
  #makeSelection() {
    this.range = new Range(this);
    this.outcome = new Outcome(this);
    this.blocks = new Blocks(this);
    this.fill = new Fill(this);
    this.rangeMouse = new RangeMouse(this);
    this.rangeKeys = new RangeKeys(this);
    this.clipboard = new Clipboard(this);
  }

  #listen() {
    const { api } = this;
    api.setGridOption("defaultColDef", {
      cellDataType: false, resizable: true, sortable: true, suppressHeaderMenuButton: true,
      suppressKeyboardEvent: params => this.keys.suppress(params),
    });
    api.setGridOption("tabToNextCell", params => this.focus.afterTab(params));
    api.addEventListener("cellFocused", event => this.#explain(event));
    addEventListener("focus", () => setTimeout(() => {
      if (document.activeElement === document.body) this.focus.toGrid();
    }));
  }

  #mayType({ rowIndex, column }) {
    const { field } = column.getColDef().context;
    return field.editor !== "none" && this.writer.mayChange(this.rows.peek(rowIndex), field);
  }

  // --- rows ---------------------------------------------------------------------------------

  #loaded() {
    this.arrangement.drawCount();
    this.chips.draw();
    this.focus.rowsCame();
    this.arrangement.footer.rowsCame();
  }

  #drawCountSoon = once(() => this.arrangement.drawCount());

  /** A page without the grid has nothing to keep and nowhere to say it, so it goes to the login. */
  #signedOut() {
    if (this.isAway) toLogin();
    this.queue.signedOut = true;
    this.drawSaved();
  }

  // --- what is said -------------------------------------------------------------------------

  /** Once after everything that happens at this moment, however many answers that are. */
  drawSaved = once(() => this.#drawSaved());

  #drawSaved() {
    this.saved.draw({
      waiting: this.queue.waiting + (this.inheritance?.waiting ?? 0),
      offline: this.queue.offline || (this.feed?.isDown ?? false),
      signedOut: this.queue.signedOut,
      refused: this.refusals.count,
      unfinished: this.drafts.unfinished,
      isFull: this.keep.full,
    });
  }

  #explain({ rowIndex, column }) {
    const row = rowIndex === null || rowIndex === undefined ? null : this.rows.peek(rowIndex);
    const field = column?.getColDef?.().context?.field;
    this.status.reason(row && field ? this.columns.reason(this.sheet, field, row) : null);
    this.drawSaved();
  }

  #answered(edit, result, returned) {
    this.feed?.hurry(); // an orphan's edits may be answered before there is one
    this.answers.take(edit, result, returned);
    if (edit.op === "set" && result.ok) this.writer.heard(edit.sheet, result.row, [edit.field]);
    this.outcome.answered(edit, returned);
    this.undo.recent.answered(edit, result);
    if (edit.op === "insert" && this.sheet) this.#drawCountSoon();
    if (edit.sheet === this.sheet?.key && result.ok) this.arrangement.footer.changed();
    this.actions.answered(edit, result);
    this.panel.answered(edit, result);
  }

  #conflicted(row, refusal) {
    if (row && this.panel.asks(refusal)) return; // in place, where the clerk is
    if (row) this.conflict.ask(row, refusal);
    else this.status.reason(refusal.message);
  }

  #heard(message) {
    const { sheet, op, data } = message;
    this.panel.heard(message);
    if (sheet !== this.sheet?.key || !data) return;
    this.arrangement.footer.changed();
    if (this.rows.isServed(data.id)) this.#flash(data);
    else if (op === "insert") this.freshen.heard();
  }

  #flash(served) {
    const changed = this.answers.show(served).filter(key => this.sheet.field(key));
    if (changed.length) this.painter.flash(this.rows.byId(served.id), changed);
  }

  /** A button pressed here may change other rows than its own; those come by the feed alone. */
  #followed({ sheet, data }) {
    if (sheet !== this.sheet?.key || !data || !this.rows.isServed(data.id)) return;
    if (data.version > this.rows.served(data.id, "version")) this.answers.show(data);
  }

  /** Why something could not be fetched. */
  sayProblem(problem) {
    this.status.reason(problem instanceof HttpError ? problem.message : this.say("not_reached"));
  }

  // --- voiding ------------------------------------------------------------------------------

  /** The row the keyboard is in; null for a blank line, which is said. */
  get focusedRow() {
    const focused = this.api.getFocusedCell();
    const row = focused && this.rows.peek(focused.rowIndex);
    if (row && !isUntouched(row)) return row;
    this.status.tell(this.say("choose_row"));
    return null;
  }

  async #voidFocused() {
    const row = this.focusedRow;
    if (!row) return;
    if (isDraft(row)) this.discard(row);
    else await this.voidRow(this.sheet.key, row, row[this.sheet.display] ?? row.id);
    this.focus.toGrid();
  }

  async voidRow(sheet, row, number) {
    const reason = row.void ? null : await askVoid(this.say, number);
    if (reason) this.queue.push([{ op: "void", sheet, row: row.id, reason }]);
  }

  /** A line without a number has nothing to void: what was typed is thrown away. */
  discard(row) {
    if (row._draft.sent) return;
    this.drafts.discard(row);
    this.paint(row);
    this.drawSaved();
  }
}

/** Work that is asked for many times at a moment and done once at its end. */
function once(work) {
  let isDue = false;
  return () => {
    if (isDue) return;
    isDue = true;
    queueMicrotask(() => { isDue = false; work(); });
  };
}
