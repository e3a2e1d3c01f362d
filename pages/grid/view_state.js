/** How a sheet is arranged on screen, as the server keeps it: read from the grid, put into it. */
import { columnId } from "./sheet.js";

const fieldOf = columnId => columnId.split(".").at(-1);

/** Columns in order, sorting and the models of the filters, each by field. */
export function readState(api) {
  const columns = api.getColumnState();
  const sorted = columns.filter(({ sort }) => sort).sort((one, other) => one.sortIndex - other.sortIndex);
  return {
    columns: columns.map(({ colId, width, hide, pinned }) => ({
      field: fieldOf(colId), width, hidden: Boolean(hide), pinned: Boolean(pinned),
    })),
    sort: sorted.map(({ colId, sort }) => ({ field: fieldOf(colId), dir: sort })),
    filter: Object.fromEntries(
      Object.entries(api.getFilterModel()).map(([colId, model]) => [fieldOf(colId), model])),
  };
}

/** A view may have been made when the sheet had other columns: those it does not know stay. */
export function applyState(api, sheet, { columns, sort, filter }) {
  const place = field => sort.findIndex(each => each.field === field);
  const state = columns.map(({ field, width, hidden, pinned }) => ({
    colId: columnId(sheet.key, field),
    hide: hidden,
    pinned: pinned ? "left" : null,
    sort: sort[place(field)]?.dir ?? null,
    sortIndex: place(field) < 0 ? null : place(field),
    ...(width ? { width } : {}),
  }));
  api.applyColumnState({ state, applyOrder: true, defaultState: { sort: null } });
  applyFilter(api, sheet, filter);
}

/** A filter no column understands any more is dropped rather than keeping the sheet shut. */
function applyFilter(api, sheet, filter) {
  const model = Object.fromEntries(
    Object.entries(filter).map(([field, each]) => [columnId(sheet.key, field), each]));
  try {
    api.setFilterModel(model);
  } catch (problem) {
    api.setFilterModel(null);
    throw problem;
  }
}
