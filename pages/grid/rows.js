/**
 * The rows of the sheet on screen: windows from the server, the server's last word on each row,
 * and on top of both what the clerk typed that is still on its way or was refused.
 */
import { isDraft } from "./drafts.js";
import { insist, post } from "./http.js";
import { same } from "./show.js";

const MOST = 2000; // rows in one request of those that are kept
const MOST_READ = 5000; // and of those only looked at, as many as the server gives

export class Rows {
  #generation = 0;
  #renewals = 0;
  #served = new Map();   // id -> the row as the server last told it
  #shown = new Map();    // id -> the row object the grid holds
  #at = new Map();       // index -> row object
  #total = 0;
  #stale = true;         // the next answer decides the total and where the blank lines begin

  constructor({ queue, refusals, drafts, translate, loaded, counted }) {
    Object.assign(this, { queue, refusals, drafts, translate, loaded, counted });
    this.isCounted = true; // false while a search has more hits than `total`
    this.sheet = null;
    this.view = { search: "", period: "" };
    this.asked = { sort: [], filter: {} };
  }

  /** A new datasource for a sheet; answers that belong to an earlier one are dropped. */
  open(sheet) {
    this.sheet = sheet;
    this.asked = { sort: [], filter: {} };
    this.#served.clear();
    this.#shown.clear();
    this.#renew(0);
    return this.restart();
  }

  /** The same sheet from the start again, as after a change of period or search. */
  restart() {
    this.#generation += 1;
    this.#stale = true;
    return { getRows: request => this.#serve(request) };
  }

  /** Before the grid asks again for the windows it holds; only while nobody types. */
  beforeRefresh() { this.#stale = true; }

  #renew(total) {
    this.#renewals += 1;
    this.#stale = false;
    this.#total = total;
    this.#at.clear();
    this.drafts.restart(this.sheet);
  }

  get total() { return this.#total; }

  /** All rows of the ledger, with those typed here that stand among the lines until a refresh. */
  get count() { return this.#total + this.drafts.lines.filter(line => !isDraft(line)).length; }

  async #serve(request) {
    this.#heed(this.translate(request));
    const generation = this.#generation;
    const wanted = () => generation === this.#generation;
    try {
      const rows = await this.#window(request.startRow, request.endRow, wanted);
      if (!wanted() || rows === null) return request.failCallback();
      request.successCallback(rows, this.length);
      this.loaded();
    } catch (problem) {
      request.failCallback();
      throw problem;
    }
  }

  /** Another sort or filter in the headers makes other rows of it, with another total. */
  #heed(asked) {
    if (same(asked, this.asked)) return;
    this.asked = asked;
    this.#generation += 1;
    this.#stale = true;
  }

  /** Server rows, then the blank lines; the total of the first answer stays until a refresh. */
  async #window(start, end, wanted) {
    let rows = [];
    if (this.#stale || start < this.#total) {
      const page = await insist(() => this.#ask(start, end), { wanted });
      if (page === null || !wanted()) return null;
      if (this.#stale) {
        this.#renew(page.total);
        this.#countAll(page, wanted);
      }
      rows = page.rows.slice(0, Math.max(0, this.#total - start)).map(row => this.learn(row));
    }
    rows.push(...this.drafts.lines.slice(Math.max(0, start - this.#total), Math.max(0, end - this.#total)));
    rows.forEach((row, i) => this.#at.set(start + i, row));
    return rows;
  }

  #ask(start, end) {
    const early = this.#stale && this.view.search !== "";
    return post(`/api/rows/${this.sheet.key}`, { start, end, early, ...this.asked, ...this.view });
  }

  /** The first hits are shown at once; how many there are in all is asked after them. */
  async #countAll(page, wanted) {
    this.isCounted = page.counted !== false;
    if (this.isCounted) return;
    const whole = { start: 0, end: 0, ...this.asked, ...this.view };
    await insist(() => post(`/api/rows/${this.sheet.key}`, whole), { wanted }).catch(() => null);
    if (wanted()) this.counted();
  }

  /** Whether the rows asked for last have come. */
  get isAnswered() { return !this.#stale; }

  get length() { return this.#total + this.drafts.lines.length; }

  /**
   * Take in a row as the server tells it; the row object the grid holds stays the same one. What
   * was read before the last answer about the row, and arrives after it, is no news.
   */
  learn(told) {
    const known = this.#served.get(told.id);
    const served = known?.version > told.version ? known : told;
    const row = this.#shown.get(served.id) ?? this.adopt({}, served.id);
    this.#served.set(served.id, served);
    Object.assign(row, served, this.queue.pendingIn(this.sheet.key, served.id),
      this.refusals.textsIn(this.sheet.key, served.id));
    return row;
  }

  /** From now on this row object stands for the row `id`. */
  adopt(row, id) {
    this.#shown.set(id, row);
    return row;
  }

  byId(id) { return this.#shown.get(id) ?? null; }

  /** The row at an index if it was loaded. Never asks the grid, which would start loading it. */
  peek(index) { return this.#at.get(index) ?? this.drafts.lines[index - this.#total] ?? null; }

  /** The server's last value of a cell: what a change is measured against. */
  served(id, field) { return this.#served.get(id)?.[field] ?? null; }

  isServed(id) { return this.#served.has(id); }

  correct(id, field, value) {
    const served = this.#served.get(id);
    if (served) served[field] = value;
  }

  /** The last row in which anything stands: of the ledger, or a line begun after it; -1 for none. */
  get lastUsed() { return this.length - 1 - this.drafts.blankLeft; }

  /** Whether so many rows from there on are loaded. */
  has(start, count) {
    for (let at = start; at < Math.min(start + count, this.#total); at += 1) if (!this.#at.has(at)) return false;
    return true;
  }

  /**
   * Rows to write into, also those nobody has scrolled to yet; past the end new lines are made.
   * Null when the sheet was sorted, searched or left while they were fetched.
   */
  async need(start, count) {
    const total = this.#total;
    const isSame = this.#unmoved();
    const end = Math.min(start + count, total);
    for (let from = start; from < end; from += MOST) {
      const most = Math.min(from + MOST, end);
      if (!this.has(from, most - from)) await this.#window(from, most, isSame);
      if (!isSame()) return null;
    }
    this.drafts.reach(start + count - total);
    return Array.from({ length: count }, (_, i) => this.peek(start + i));
  }

  /** Rows only to look at: those not loaded are fetched and not remembered. Null as in `need`. */
  async read(start, count) {
    const isSame = this.#unmoved();
    const end = Math.min(start + count, this.#total);
    const found = [];
    for (let from = start; from < end; from += MOST_READ) {
      const most = Math.min(from + MOST_READ, end);
      if (this.has(from, most - from)) {
        for (let at = from; at < most; at += 1) found.push(this.#at.get(at));
      } else {
        const page = await this.#ask(from, most);
        if (!isSame()) return null;
        found.push(...page.rows.map(row => this.#withWork(row)));
      }
    }
    for (let at = Math.max(start, this.#total); at < start + count; at += 1) found.push(this.peek(at));
    return found;
  }

  /** A question for later: whether rows still stand where they stand now. */
  #unmoved() {
    const [generation, renewals] = [this.#generation, this.#renewals];
    return () => generation === this.#generation && renewals === this.#renewals;
  }

  /** What the clerk sees of a row: over the server's word what is on its way or was refused. */
  #withWork(row) {
    const { key } = this.sheet;
    return { ...row, ...this.queue.pendingIn(key, row.id), ...this.refusals.textsIn(key, row.id) };
  }
}
