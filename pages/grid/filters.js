/** AG Grid's sort and filter models in the words of the rows request. */

const TEXT = { contains: "contains", equals: "eq", notEqual: "ne", startsWith: "starts", blank: "empty", notBlank: "filled" };
const NUMBER = { equals: "eq", greaterThanOrEqual: "ge", lessThanOrEqual: "le", inRange: "between", blank: "empty", notBlank: "filled" };

const day = text => text?.slice(0, 10);
const wholeDay = (first, last = first) => ({ op: "between", value: [first, `${last} 23:59`] });
const DATE = {
  equals: model => wholeDay(day(model.dateFrom)),
  greaterThan: model => ({ op: "gt", value: `${day(model.dateFrom)} 23:59` }),
  lessThan: model => ({ op: "lt", value: day(model.dateFrom) }),
  inRange: model => wholeDay(day(model.dateFrom), day(model.dateTo)),
  blank: () => ({ op: "empty", value: null }),
  notBlank: () => ({ op: "filled", value: null }),
};

const TRANSLATE = {
  text: model => ({ op: TEXT[model.type], value: model.filter ?? null }),
  number: model => ({
    op: NUMBER[model.type],
    value: model.type === "inRange" ? [model.filter, model.filterTo] : model.filter ?? null,
  }),
  date: model => DATE[model.type](model),
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
