/**
 * Fetch the windows on screen again: for new rows of others, or when blank lines run short.
 * Only when nobody has typed for a while; rows never move under a clerk's hands.
 */

const QUIET = 2500;
const FEW_LINES = 20;

export class Freshen {
  #lastKey = 0;
  #isDue = false;

  constructor(api, { rows, drafts, queue, ime, changed }) {
    Object.assign(this, { api, rows, drafts, queue, ime, changed });
    this.news = 0;
    for (const kind of ["keydown", "mousedown", "input"]) {
      document.addEventListener(kind, () => { this.#lastKey = performance.now(); }, true);
    }
    setInterval(() => this.#whenQuiet(), 700);
  }

  /** A row of somebody else that is not among those loaded. */
  heard() { this.news += 1; this.changed(); }

  due() { this.#isDue = true; }

  get #isWanted() {
    return this.#isDue || this.news > 0 || (this.rows.sheet?.may.write && this.drafts.blankLeft < FEW_LINES);
  }

  get isQuiet() {
    return performance.now() - this.#lastKey > QUIET && this.isSafe;
  }

  /** Nothing open, nothing on its way. */
  get isSafe() {
    return !this.api.getEditingCells().length && !this.ime.isBusy && !this.queue.waiting;
  }

  #whenQuiet() {
    if (this.rows.sheet && this.#isWanted && this.isQuiet && !document.hidden) this.now();
  }

  now() {
    this.news = 0;
    this.#isDue = false;
    const focused = this.api.getFocusedCell();
    const row = focused && this.rows.peek(focused.rowIndex);
    this.rows.beforeRefresh();
    this.api.refreshInfiniteCache();
    if (row) this.#keepFocus(focused, row);
    this.changed();
  }

  /** Lines become rows and may move up; the keyboard stays with the row it was in. */
  #keepFocus(focused, row) {
    const follow = () => {
      const node = this.api.getRowNode(String(row.id));
      if (!node || node.rowIndex === focused.rowIndex) return;
      const now = this.api.getFocusedCell();
      const isStill = now && now.rowIndex === focused.rowIndex && now.column === focused.column;
      if (isStill && this.isSafe) this.api.setFocusedCell(node.rowIndex, focused.column);
    };
    const once = () => { this.api.removeEventListener("modelUpdated", once); setTimeout(follow); };
    this.api.addEventListener("modelUpdated", once);
  }
}
