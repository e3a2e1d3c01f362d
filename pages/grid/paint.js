/** Draw cells anew after their values changed: only those, once per frame, never an open editor. */
import { columnId } from "./sheet.js";

export class Painter {
  #due = new Map(); // row object -> set of fields, or null for the whole row

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

  #draw() {
    const sheet = this.sheetOf();
    for (const [row, fields] of this.#due) {
      const node = this.api.getRowNode(String(row._line ?? row.id));
      if (!node || node.data !== row) continue;
      const columns = fields
        ? [...fields].map(field => columnId(sheet.key, field)).filter(id => this.api.getColumn(id))
        : undefined;
      this.api.refreshCells({ rowNodes: [node], columns, force: true, suppressFlash: true });
    }
    this.#due.clear();
  }
}
