/**
 * Filling cells from their neighbours: Ctrl+D from above, Ctrl+R from the left, and the handle of
 * the selection, which copies, or with Ctrl goes on with numbers and dates. Ctrl+; is today.
 */
import { goOn } from "./series.js";

export class Fill {
  constructor({ api, blocks, range, show, clock }) {
    Object.assign(this, { api, blocks, range, show, clock });
  }

  /** The first row of the selection over the others; a single row takes the one above it. */
  down() {
    const { top, bottom, ...columns } = this.range.rectangle;
    const isOne = top === bottom;
    if (isOne && top === 0) return null;
    const from = isOne ? top - 1 : top;
    return this.#copy({ ...columns, top: from, bottom: from }, { way: "down", to: { ...columns, top: from + 1, bottom } });
  }

  /** The first column of the selection over the others; a single column takes the one before it. */
  right() {
    const { left, right, ...rows } = this.range.rectangle;
    const isOne = left === right;
    if (isOne && left === 0) return null;
    const from = isOne ? left - 1 : left;
    return this.#copy({ ...rows, left: from, right: from }, { way: "right", to: { ...rows, left: from + 1, right } });
  }

  /** The handle was pulled from `source` over the cells beside it. */
  async pull(source, { way, to }, { isSeries }) {
    const isDone = await this.#copy(source, { way, to }, isSeries);
    if (!isDone) return;
    this.range.show({
      top: Math.min(source.top, to.top), bottom: Math.max(source.bottom, to.bottom),
      left: Math.min(source.left, to.left), right: Math.max(source.right, to.right),
    });
  }

  async #copy(source, { way, to }, isSeries = false) {
    const whole = { ...to, top: Math.min(source.top, to.top), bottom: Math.max(source.bottom, to.bottom) };
    if (this.blocks.isTooBig(whole)) return false;
    const rows = await this.blocks.rowsOf(whole);
    if (!rows) return false;
    const sources = rows.slice(source.top - whole.top, source.bottom - whole.top + 1);
    const isVertical = way === "down" || way === "up";
    const values = isVertical
      ? this.#byColumn(sources, source, to, { isSeries, isBack: way === "up" })
      : this.#byRow(sources, source, to, { isSeries, isBack: way === "left" });
    return this.blocks.write(to, (row, field, i, j) => values[isVertical ? j : i][isVertical ? i : j] ?? null);
  }

  /** For each column what its cells go on with. */
  #byColumn(sources, source, { top, bottom }, { isSeries, isBack }) {
    return this.range.fields(source).map(field => {
      const values = sources.map(row => row?.[field.key] ?? null);
      return run(values, bottom - top + 1, { isSeries, isBack, kind: field.filter });
    });
  }

  /** For each row what its cells go on with: across columns only the words can be the same. */
  #byRow(sources, source, { left, right }, { isSeries, isBack }) {
    const fields = this.range.fields(source);
    return sources.map(row => {
      const values = fields.map(field => this.show.whole(field, row?.[field.key]));
      return run(values, right - left + 1, { isSeries, isBack, kind: fields[0].filter });
    });
  }

  /** What is being typed, into every cell of the selection: one step, as in a spreadsheet. */
  everywhere(editor) {
    const { field } = editor;
    const value = editor.getValue();
    const words = this.show.whole(field, value);
    editor.forget();
    this.api.stopEditing(true);
    return this.blocks.write(this.range.rectangle, (row, other) => (other.key === field.key ? value : words));
  }

  /** Today, or this minute, into the cell with the keyboard. */
  stamp({ isTime }) {
    const { row, column } = this.range.anchor;
    const at = this.range.displayed.indexOf(column);
    const text = this.clock.stamp(column.getColDef().context.field.editor, { isTime });
    return this.blocks.write({ top: row, bottom: row, left: at, right: at }, () => text);
  }
}

/** Away from the source: upwards and to the left the last value made stands first. */
function run(values, count, { isSeries, isBack, kind }) {
  const made = goOn(isBack ? values.toReversed() : values, count, { isSeries, isBack, kind });
  return isBack ? made.toReversed() : made;
}
