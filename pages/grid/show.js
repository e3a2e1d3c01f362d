/** From a value as it travels to what a cell shows, what an editor opens with, and back. */

import { grouped } from "./groups.js";

const DATE = /^(\d{4})-(\d\d-\d\d)( \d\d:\d\d)?$/;

const blank = value => value === null || value === undefined || value === "";

const labelIn = (field, value) => field.options?.find(option => option.value === value)?.label ?? String(value);

/** The year of a date is only shown when it is not this one. */
function shortDate(text, thisYear) {
  const parts = DATE.exec(text);
  if (!parts) return text;
  const [, year, day, time = ""] = parts;
  return (year === thisYear ? day : `${year}-${day}`) + time;
}

export class Show {
  /** `say` gives the words for yes and no. */
  constructor(today, say) { Object.assign(this, { thisYear: today.slice(0, 4), say }); }

  /** In the cell. What was typed and not yet understood is shown as it was typed. */
  cell(field, value) {
    const text = this.whole(field, value);
    return field.filter === "date" ? shortDate(text, this.thisYear) : grouped(text, field.groups);
  }

  /** In an editor, in a tooltip and on the clipboard: nothing shortened. */
  whole(field, value) {
    if (blank(value)) return "";
    if (Array.isArray(value)) return value.map(each => this.whole(field, each)).join("、");
    if (typeof value === "object") return value.label ?? value.name ?? "";
    if (typeof value === "boolean") return this.say(value ? "yes" : "no");
    return labelIn(field, value);
  }
}

/** Empty text and an empty list are no value. */
export const tidy = value => (value === "" || (Array.isArray(value) && !value.length) ? null : value ?? null);

export function same(one, other) {
  const [left, right] = [tidy(one), tidy(other)];
  if (left === null || right === null || typeof left !== "object" || typeof right !== "object") return left === right;
  return JSON.stringify(left) === JSON.stringify(right);
}

export const isBlank = value => tidy(value) === null;
