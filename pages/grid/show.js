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

/** One star for each hidden sign; of a short text less is shown, and first the end. */
export function masked(text, { head, tail, hidden }) {
  const signs = [...text];
  const shown = Math.max(0, signs.length - hidden);
  const last = Math.min(tail, shown);
  const first = Math.min(head, shown - last);
  return signs.map((sign, at) => (at < first || at >= signs.length - last ? sign : "*")).join("");
}

export class Show {
  /** `say` gives the words for yes and no. */
  constructor(today, say) { Object.assign(this, { thisYear: today.slice(0, 4), say }); }

  /** In the cell, where everybody sees it: of telephones and documents the ends only. */
  cell(field, value) { return this.#short(field, this.seen(field, value)); }

  /** In an entry form, where a document is checked. What is not yet understood stays as typed. */
  form(field, value) { return this.#short(field, this.whole(field, value)); }

  #short(field, text) {
    return field.filter === "date" ? shortDate(text, this.thisYear) : grouped(text, field.groups);
  }

  /** In a tooltip, a copy, a question: nothing shortened, and no more than the cell shows. */
  seen(field, value) {
    const text = this.whole(field, value);
    return field.mask ? masked(text, field.mask) : text;
  }

  /** In an editor: nothing shortened, nothing hidden. */
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
