/** Numbers of cells as whole units (fen, or a column's smallest decimal): exact at any size. */

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?$/;

/** A cell's value in units, or null where it is no number. */
export function toUnits(value, places) {
  if (typeof value === "boolean" || value === null || value === undefined) return null;
  const text = typeof value === "number" ? value.toFixed(places) : String(value);
  const parts = NUMBER.exec(text);
  if (!parts || (parts[3] ?? "").length > places) return null;
  const units = BigInt(parts[2] + (parts[3] ?? "").padEnd(places, "0"));
  return parts[1] ? -units : units;
}

/** With thousands commas and all its decimals. */
export function fromUnits(units, places) {
  const digits = String(units < 0n ? -units : units).padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places).replace(/\B(?=(\d{3})+$)/g, ",");
  const decimals = places ? `.${digits.slice(-places)}` : "";
  return (units < 0n ? "-" : "") + whole + decimals;
}

/** The average with two decimals at least, halves rounded away from nothing. */
export function average(units, count, places) {
  const shown = Math.max(places, 2);
  const scaled = (units < 0n ? -units : units) * 10n ** BigInt(shown - places);
  const rounded = (2n * scaled + BigInt(count)) / (2n * BigInt(count));
  return fromUnits(units < 0n ? -rounded : rounded, shown);
}
