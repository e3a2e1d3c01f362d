/** Rectangles of cells: {top, bottom, left, right}, counted from 0, both ends within. */

export const between = (one, other) => ({
  top: Math.min(one.row, other.row), bottom: Math.max(one.row, other.row),
  left: Math.min(one.column, other.column), right: Math.max(one.column, other.column),
});

export const heightOf = range => range.bottom - range.top + 1;
export const widthOf = range => range.right - range.left + 1;
export const cellsOf = range => heightOf(range) * widthOf(range);
export const isOne = range => range.top === range.bottom && range.left === range.right;

/** What a block of `height` × `width` cells fills: a selection it fits into several times, or itself once. */
export function spread(range, height, width) {
  const isRepeated = heightOf(range) % height === 0 && widthOf(range) % width === 0;
  if (isRepeated) return range;
  return { ...range, bottom: range.top + height - 1, right: range.left + width - 1 };
}

/**
 * Where Ctrl and an arrow lead: over filled cells to the last of them, over empty ones to the next
 * filled. `isFilled` says null where it does not know; then, as past the last filled cell, it is `end`.
 */
export function edge(from, step, end, isFilled) {
  const isInside = at => (step > 0 ? at <= end : at >= end);
  if (!isInside(from + step)) return isInside(from) ? end : from;
  const isOverFilled = isFilled(from) && isFilled(from + step);
  for (let at = from + step; isInside(at); at += step) {
    const filled = isFilled(at);
    if (filled === null) return end;
    if (isOverFilled && !filled) return at - step;
    if (!isOverFilled && filled) return at;
  }
  return end;
}

/** Where the fill handle pulls a range to: the cells beside it, in the direction pulled furthest. */
export function pulled(range, row, column) {
  const ways = [
    ["down", row - range.bottom, { ...range, top: range.bottom + 1, bottom: row }],
    ["up", range.top - row, { ...range, top: row, bottom: range.top - 1 }],
    ["right", column - range.right, { ...range, left: range.right + 1, right: column }],
    ["left", range.left - column, { ...range, left: column, right: range.left - 1 }],
  ];
  const [way, far, to] = ways.reduce((best, each) => (each[1] > best[1] ? each : best));
  return far > 0 ? { way, to } : null;
}
