/**
 * Values that go on where others end, as the fill handle makes them: copies in turn, or a series.
 * A series knows numbers, days and minutes; anything else is copied.
 */

const DAY = 86_400_000;
const DATE = /^(\d{4})-(\d\d)-(\d\d)(?: (\d\d):(\d\d))?$/;
const NUMBER = /^-?\d+(\.\d+)?$/;

/**
 * `count` values after `values`; `kind` is how the column is filtered: number, date or another.
 * A series of a single value goes up by one, or `isBack` down.
 */
export function goOn(values, count, { isSeries = false, isBack = false, kind = "text" } = {}) {
  const next = isSeries ? READ[kind]?.(values, isBack ? -1 : 1) : null;
  return Array.from({ length: count }, (_, i) => (next ? next(i) : values[i % values.length]));
}

const READ = { number: numbers, date: dates };

/** The step, if it is the same between all. */
function stepOf(figures, alone) {
  if (figures.length === 1) return alone;
  const step = figures[1] - figures[0];
  return figures.every((figure, i) => i === 0 || figure - figures[i - 1] === step) ? step : null;
}

/** Whole figures throughout: money must not gather fractions of a cent. */
function numbers(values, way) {
  const texts = values.map(String);
  if (!texts.every(text => NUMBER.test(text))) return null;
  const places = Math.max(...texts.map(text => text.split(".")[1]?.length ?? 0));
  const figures = texts.map(text => Math.round(Number(text) * 10 ** places));
  const step = stepOf(figures, way * 10 ** places);
  if (step === null) return null;
  const isText = typeof values[0] === "string";
  return i => {
    const text = ((figures.at(-1) + step * (i + 1)) / 10 ** places).toFixed(places);
    return isText ? text : Number(text);
  };
}

function dates(values, way) {
  const read = values.map(value => DATE.exec(value ?? ""));
  if (read.includes(null)) return null;
  const hasTime = read[0][4] !== undefined;
  const moments = read.map(([, year, month, day, hour = 0, minute = 0]) => Date.UTC(year, month - 1, day, hour, minute));
  const step = stepOf(moments, way * DAY);
  if (step === null) return null;
  return i => {
    const text = new Date(moments.at(-1) + step * (i + 1)).toISOString();
    return hasTime ? `${text.slice(0, 10)} ${text.slice(11, 16)}` : text.slice(0, 10);
  };
}
