/**
 * The sums in the line under the grid, as in Excel's status bar: of the columns over all rows
 * found, and of the cells selected. Asked for after the rows came; a late answer is dropped.
 */
import { element } from "./element.js";
import { average, fromUnits, toUnits } from "./exact.js";
import { post } from "./http.js";
import { isBlank } from "./show.js";

const AFTER_ROWS = 250;
const AFTER_EDITS = 1500;
const AFTER_SELECTING = 120;
const MOST_HERE = 20_000; // cells added up in the browser; more are left to the server

export class Footer {
  #turn = 0;
  #rangeTurn = 0;
  #timer = 0;
  #rangeTimer = 0;
  #asked = null; // what the sums on screen are of
  #told = null;  // and what the server said of it

  constructor({ rows, say, layout, found }) {
    Object.assign(this, { rows, say, layout, found });
    this.sums = element("span", { className: "tz-sums", title: say("void_not_summed") });
    this.range = element("span", { className: "tz-range", title: say("void_not_summed") });
    this.range.setAttribute("aria-live", "polite");
    document.addEventListener("tz-range", ({ detail }) => this.#selected(detail));
  }

  get #view() { return { ...this.rows.asked, ...this.rows.view }; }

  // --- all rows found --------------------------------------------------------------------------

  /** Rows came: of the same question the sums stand already. */
  rowsCame() {
    if (JSON.stringify([this.rows.sheet.key, this.#view]) !== this.#asked) this.#soon(AFTER_ROWS);
  }

  /** A row of the sheet was written, here or elsewhere. */
  changed() { this.#soon(AFTER_EDITS); }

  /** Another sheet: its sums are not known yet. */
  clear() {
    this.#turn += 1;
    this.#asked = this.#told = null;
    this.sums.replaceChildren();
    this.#selected(null);
  }

  #soon(pause) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), pause);
  }

  async #ask() {
    const { sheet } = this.rows;
    if (!sheet || document.hidden) return;
    const turn = (this.#turn += 1);
    const asked = JSON.stringify([sheet.key, this.#view]);
    const told = await post(`/api/sums/${sheet.key}`, this.#view).catch(() => null);
    if (!told || turn !== this.#turn || asked !== JSON.stringify([this.rows.sheet.key, this.#view])) return;
    this.#asked = asked;
    this.found(told.of);
    this.#told = told;
    this.draw();
  }

  /** Only of the columns on screen: the others would need a name nobody sees. */
  draw() {
    const { sheet } = this.rows;
    const shown = sheet.fields.filter(({ key }) => this.#told?.columns[key]?.count && this.layout.isShown(sheet, key));
    this.sums.replaceChildren(...shown.map(field =>
      this.#figure(field.label, fromUnits(toUnits(this.#told.columns[field.key].sum, field.places), field.places))));
  }

  #figure(label, text) {
    return element("span", {}, `${label} `, element("b", { textContent: text }));
  }

  // --- the cells selected ----------------------------------------------------------------------

  #selected(range) {
    this.#rangeTurn += 1;
    clearTimeout(this.#rangeTimer);
    const isOne = range && range.top === range.bottom && range.columns.length === 1;
    if (!range || isOne) return this.range.replaceChildren();
    const turn = this.#rangeTurn;
    this.#rangeTimer = setTimeout(async () => {
      const found = await this.#add(range).catch(() => null);
      if (found && turn === this.#rangeTurn) this.#drawRange(found);
    }, AFTER_SELECTING);
    return null;
  }

  #add({ top, bottom, columns }) {
    const { sheet } = this.rows;
    const fields = columns.map(key => sheet.field(key)).filter(Boolean);
    const few = (bottom - top + 1) * fields.length <= MOST_HERE;
    const rows = few && Array.from({ length: bottom - top + 1 }, (_, i) => this.rows.peek(top + i));
    if (rows && rows.every(Boolean)) return Promise.resolve(addUp(fields, rows));
    return this.#askRange(sheet, fields, top, bottom);
  }

  async #askRange(sheet, fields, top, bottom) {
    const { total } = this.rows;
    const lines = [];
    for (let at = Math.max(top, total); at <= Math.min(bottom, this.rows.length - 1); at += 1) lines.push(this.rows.peek(at));
    const here = addUp(fields, lines.filter(Boolean));
    if (top >= total) return here;
    const told = await post(`/api/sums/${sheet.key}`, {
      ...this.#view, columns: fields.map(({ key }) => key), start: top, end: Math.min(bottom + 1, total),
    });
    return join(here, fromServer(fields, told.columns));
  }

  #drawRange({ count, numbers, units, places }) {
    const figures = [this.#figure(this.say("count"), count.toLocaleString("en-US"))];
    if (numbers) {
      figures.push(this.#figure(this.say("total"), fromUnits(units, places)));
      figures.push(this.#figure(this.say("average"), average(units, numbers, places)));
    }
    this.range.replaceChildren(...figures);
  }
}

/** Filled cells, and the numbers among them; columns of unlike numbers have no sum in common. */
function addUp(fields, rows) {
  const counted = rows.filter(row => !row.void);
  return fields.map(field => {
    const filled = counted.map(row => row[field.key]).filter(value => !isBlank(value));
    const numbers = field.places === null ? [] : filled.map(value => toUnits(value, field.places)).filter(unit => unit !== null);
    return {
      count: filled.length, numbers: numbers.length,
      units: numbers.reduce((sum, unit) => sum + unit, 0n), places: field.places,
    };
  }).reduce(join, NOTHING);
}

const fromServer = (fields, columns) => fields.map(({ key, places }) => {
  const { count, sum } = columns[key];
  const isNumber = places !== null && count > 0;
  return { count, numbers: isNumber ? count : 0, units: isNumber ? toUnits(sum, places) : 0n, places };
}).reduce(join, NOTHING);

const NOTHING = { count: 0, numbers: 0, units: 0n, places: null, isMixed: false };

function join(one, other) {
  const places = one.numbers ? one.places : other.places;
  const isMixed = Boolean(one.isMixed || other.isMixed || (one.numbers && other.numbers && one.places !== other.places));
  const count = one.count + other.count;
  if (isMixed) return { ...NOTHING, count, isMixed };
  return { count, numbers: one.numbers + other.numbers, units: one.units + other.units, places, isMixed };
}
