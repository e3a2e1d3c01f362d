/** AG Grid's sort and filter models in the words of the rows request. */

const EMPTY = { blank: "empty", notBlank: "filled" };
const TEXT = { ...EMPTY, contains: "contains", equals: "eq", notEqual: "ne", startsWith: "starts" };
const NUMBER = { ...EMPTY, equals: "eq", greaterThanOrEqual: "ge", lessThanOrEqual: "le", inRange: "between" };

/** AG Grid adds a time to the day that was picked. */
const day = text => text?.slice(0, 10);
const DATE = { ...EMPTY, equals: "eq", greaterThan: "gt", lessThan: "lt", inRange: "between" };

const TRANSLATE = {
  text: model => ({ op: TEXT[model.type], value: model.filter ?? null }),
  number: model => ({
    op: NUMBER[model.type],
    value: model.type === "inRange" ? [model.filter, model.filterTo] : model.filter ?? null,
  }),
  date: model => ({
    op: DATE[model.type],
    value: model.type === "inRange" ? [day(model.dateFrom), day(model.dateTo)] : day(model.dateFrom) ?? null,
  }),
  choice: model => ({ op: "in", value: model.values }),
};

/** A column's id is "sheet.field"; the server only knows the field. */
const fieldOf = columnId => columnId.split(".").at(-1);

export function translate({ sortModel, filterModel }) {
  return {
    sort: sortModel.map(({ colId, sort }) => ({ field: fieldOf(colId), dir: sort })),
    filter: Object.fromEntries(Object.entries(filterModel ?? {})
      .map(([colId, model]) => [fieldOf(colId), TRANSLATE[model.filterType](model)])),
  };
}
