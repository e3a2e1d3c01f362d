/** A sheet's description, as the server tells it, with the questions the grid asks about it. */
import { get, insist } from "./http.js";

const known = new Map();

export class Sheet {
  static async load(key) {
    if (!known.has(key)) {
      const description = await insist(() => get(`/api/sheets/${key}`));
      known.set(key, Object.assign(new Sheet(), description));
    }
    return known.get(key);
  }

  get key() { return this.sheet; }

  field(key) { return this.fields.find(field => field.key === key) ?? null; }

  /** Fields a new row cannot do without, as far as the sheet alone can tell. */
  get required() { return this.fields.filter(field => field.required && field.editable); }

  /** Where a clerk begins a new row: at the first cell that must be filled. */
  get firstToFill() {
    const shown = this.fields.filter(field => field.editable && !field.hidden);
    return shown.find(field => field.required) ?? shown[0] ?? null;
  }
}

/** Sheets may share field names; widths, order and sorting of their columns must not mix. */
export const columnId = (sheet, field) => `${sheet}.${field}`;
