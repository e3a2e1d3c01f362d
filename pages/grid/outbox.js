/**
 * The edits that wait for their answer, in the order they were made, found by number, cell and row.
 *
 * They are kept in small packets, so that storing one more cell, or dropping those that were
 * answered, never writes again what a large paste still has in line.
 */
export const PACKET = 250;

const cellOf = edit => `${edit.sheet} ${edit.row} ${edit.field}`;
const rowOf = (sheet, row) => `${sheet} ${row}`;

export class Outbox {
  #bySeq = new Map(); // in order
  #byCell = new Map(); // cell -> its edits in order
  #byRow = new Map(); // row -> its edits
  #byLine = new Map(); // line -> its insert
  #after = new Map(); // seq -> the edit that follows it
  #packets = new Map(); // number -> Set of edits
  #packetOf = new Map(); // edit -> number
  #last = 0; // the number of the packet that is being filled
  changed = new Set(); // numbers of packets to be stored anew

  /** `packets` are [number, edits] as they were stored. */
  constructor(packets = []) {
    for (const [number, edits] of packets) for (const edit of edits) this.#add(edit, number);
    this.#last = Math.max(0, ...packets.map(([number]) => number));
    this.changed.clear();
  }

  get length() { return this.#bySeq.size; }

  [Symbol.iterator]() { return this.#bySeq.values(); }

  find(seq) { return this.#bySeq.get(seq) ?? null; }

  packet(number) { return [...this.#packets.get(number) ?? []]; }

  push(edit) {
    if ((this.#packets.get(this.#last)?.size ?? PACKET) >= PACKET) this.#last += 1;
    this.#add(edit, this.#last);
  }

  #add(edit, number) {
    this.#bySeq.set(edit.seq, edit);
    if (edit.op === "set") append(this.#byCell, cellOf(edit), edit);
    if (edit.row !== undefined) append(this.#byRow, rowOf(edit.sheet, edit.row), edit);
    if (edit.line) this.#byLine.set(edit.line, edit);
    if (edit.follows !== undefined) this.#after.set(edit.follows, edit);
    append(this.#packets, number, edit);
    this.#packetOf.set(edit, number);
    this.changed.add(number);
  }

  remove(edit) {
    if (!this.#bySeq.delete(edit.seq)) return;
    this.#forgetPlace(edit);
    if (edit.line) this.#byLine.delete(edit.line);
    this.#after.delete(edit.follows);
    const number = this.#packetOf.get(edit);
    without(this.#packets, number, edit);
    this.#packetOf.delete(edit);
    this.changed.add(number);
  }

  #forgetPlace(edit) {
    if (edit.op === "set") without(this.#byCell, cellOf(edit), edit);
    if (edit.row !== undefined) without(this.#byRow, rowOf(edit.sheet, edit.row), edit);
  }

  /** Whatever is written into an edit that waits is stored again. */
  change(edit, changes) {
    this.#forgetPlace(edit);
    this.#after.delete(edit.follows);
    Object.assign(edit, changes);
    if (edit.follows === undefined) delete edit.follows;
    else this.#after.set(edit.follows, edit);
    if (edit.op === "set") append(this.#byCell, cellOf(edit), edit);
    if (edit.row !== undefined) append(this.#byRow, rowOf(edit.sheet, edit.row), edit);
    this.changed.add(this.#packetOf.get(edit));
  }

  /** The latest edit of the same cell, or the insert of its line. */
  earlier(edit) {
    if (edit.op !== "set") return null;
    return [...this.#byCell.get(cellOf(edit)) ?? []].at(-1) ?? this.#byLine.get(edit.row) ?? null;
  }

  follower(seq) { return this.#after.get(seq) ?? null; }

  /** What waits for a row, or for a line that is not one yet. */
  ofRow(sheet, row) { return [...this.#byRow.get(rowOf(sheet, row)) ?? []]; }
}

function append(map, key, edit) {
  const known = map.get(key);
  if (known) known.add(edit);
  else map.set(key, new Set([edit]));
}

function without(map, key, edit) {
  const known = map.get(key);
  known?.delete(edit);
  if (known?.size === 0) map.delete(key);
}
