/** AG Grid's sort and filter models in the words of the rows request. */

/** A column's id is "sheet.field"; the server only knows the field. */
const fieldOf = columnId => columnId.split(".").at(-1);

/** Our filters (column_filter.js) keep what the server understands: an `op` and its `value`. */
export function translate({ sortModel, filterModel }) {
  return {
    sort: sortModel.map(({ colId, sort }) => ({ field: fieldOf(colId), dir: sort })),
    filter: Object.fromEntries(Object.entries(filterModel ?? {})
      .map(([colId, { op, value }]) => [fieldOf(colId), { op, value: value ?? null }])),
  };
}
