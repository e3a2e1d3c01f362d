/** Where the keyboard is: at the first blank line of a sheet just opened, at the next cell on Tab. */

const LINES_SHOWN = 3;

export class Focus {
  #expected = null; // what to do when the rows of a sheet have come
  #isGoing = false; // on the way to the first blank line
  #tabbedFrom = null; // the column in which a run of Tabs began

  constructor(desk) {
    this.desk = desk;
    document.addEventListener("mousedown", () => { this.#tabbedFrom = null; }, true);
    document.addEventListener("keydown", ({ key }) => {
      if (key.startsWith("Arrow")) this.#tabbedFrom = null;
    }, true);
  }

  expectRows({ takeKeyboard = true } = {}) { this.#expected = { takeKeyboard }; }

  /** The grid stands where a sheet just opened is to be begun. */
  get isSettled() { return this.#expected === null && !this.#isGoing; }

  /** The ledger goes on at its end: show that, with the first blank line ready to be typed into. */
  rowsCame() {
    const expected = this.#expected;
    if (!expected || !this.desk.rows.isCounted) return; // where the end is, is not known yet
    this.#expected = null;
    const { api, rows, sheet } = this.desk;
    if (!sheet.may.write || !sheet.firstToFill) return;
    this.#isGoing = true;
    setTimeout(() => {
      this.#isGoing = false;
      if (this.#expected) return; // another sheet has been opened meanwhile
      api.ensureIndexVisible(Math.min(rows.total + LINES_SHOWN, rows.length - 1), "bottom");
      if (!expected.takeKeyboard) return;
      window.focus();
      api.setFocusedCell(rows.total, `${sheet.key}.${sheet.firstToFill.key}`);
    });
  }

  /** Back into the grid, to the cell that had the focus; after a search to the first row shown. */
  toGrid() {
    const { api, rows } = this.desk;
    const cell = api.getFocusedCell();
    if (cell) return api.setFocusedCell(cell.rowIndex, cell.column, cell.rowPinned);
    if (!rows.isAnswered) return this.expectRows();
    const [column] = api.getAllDisplayedColumns();
    if (column && rows.length) api.setFocusedCell(api.getFirstDisplayedRowIndex(), column);
  }

  /** Tab goes to the next cell that can be filled, and from the last one to the next row. */
  afterTab({ backwards, previousCellPosition: from }) {
    const { api, writer, rows } = this.desk;
    const columns = api.getAllDisplayedColumns();
    const move = backwards ? -1 : 1;
    this.#tabbedFrom ??= from.column;
    let at = columns.indexOf(from.column);
    let rowIndex = from.rowIndex;
    for (let tries = 0; tries < 2 * columns.length; tries += 1) {
      at += move;
      if (at < 0 || at >= columns.length) {
        at = backwards ? columns.length - 1 : 0;
        rowIndex += move;
        if (rowIndex < 0 || rowIndex >= rows.length) return true;
      }
      const row = rows.peek(rowIndex);
      if (row && writer.mayChange(row, columns[at].getColDef().context.field)) {
        return { rowIndex, column: columns[at], rowPinned: null };
      }
    }
    return true;
  }

  /** Enter after a run of Tabs goes to where the next row begins. Says whether there was one. */
  toNextRow(rowIndex) {
    const { api, rows } = this.desk;
    const start = this.#tabbedFrom;
    this.#tabbedFrom = null;
    if (!start || rowIndex + 1 >= rows.length) return false;
    api.stopEditing();
    api.ensureIndexVisible(rowIndex + 1);
    api.ensureColumnVisible(start);
    api.setFocusedCell(rowIndex + 1, start);
    return true;
  }
}
