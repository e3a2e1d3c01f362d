/** Draw cells anew after their values changed: only those, once per frame, never an open editor. */
import { columnId } from "./sheet.js";

const FLASH = { flashDuration: 700, fadeDuration: 1300 };

export class Painter {
  #due = new Map(); // row object -> set of fields, or null for the whole row
  #lit = new Map(); // row object -> set of fields that are to light up

  constructor(api, sheetOf) {
    this.api = api;
    this.sheetOf = sheetOf;
  }

  /** Ask for cells of a row to be drawn; without fields the whole row. */
  paint(row, fields = null) {
    if (!this.#due.size) requestAnimationFrame(() => this.#draw());
    const known = this.#due.get(row);
    if (fields === null || known === null) this.#due.set(row, null);
    else this.#due.set(row, new Set([...(known ?? []), ...fields]));
  }

  /** Draw cells anew and let them light up for a moment: somebody else has changed them. */
  flash(row, fields) {
    this.paint(row, fields);
    this.#lit.set(row, new Set([...(this.#lit.get(row) ?? []), ...fields]));
  }

  #draw() {
    const sheet = this.sheetOf();
    for (const [row, fields] of this.#due) {
      const node = this.api.getRowNode(String(row._line ?? row.id));
      if (!node || node.data !== row) continue;
      const columns = fields ? this.#columns(sheet, fields) : undefined;
      this.api.refreshCells({ rowNodes: [node], columns, force: true, suppressFlash: true });
      if (this.#lit.has(row)) this.api.flashCells({ rowNodes: [node], columns: this.#columns(sheet, this.#lit.get(row)), ...FLASH });
    }
    this.#due.clear();
    this.#lit.clear();
  }

  #columns(sheet, fields) {
    return [...fields].map(field => columnId(sheet.key, field)).filter(id => this.api.getColumn(id));
  }
}
