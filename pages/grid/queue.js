/**
 * The edits on their way to the ledger: in order, one request at a time, until acknowledged.
 *
 * An edit is {seq, op, sheet, row, ...}. `row` may be the name of a line that is still being
 * inserted; such an edit waits for the insert's answer. An edit of a cell whose earlier edit is
 * still on its way (`follows`) waits too, because what the clerk saw there is that edit's outcome.
 */
import { HttpError, pause } from "./http.js";

const MOST = 500;
const isLine = row => typeof row === "string";

export class Queue {
  #busy = false;
  #most = MOST;
  #turns = []; // work that stands in line: {after, begin}
  pushed = null; // told what is on its way from now on: (step, edits)
  #step = 0; // what the clerk is doing at this moment, while asOneStep runs

  /** `answered(edit, result, returned)` is told every answer, in order. */
  constructor(keep, { post, answered, changed }) {
    Object.assign(this, { keep, post, answered, changed });
    this.offline = false;
    this.signedOut = false;
  }

  get waiting() { return this.keep.edits.length + this.#turns.length; }

  /** Everything pushed while `work` runs is one action of the clerk: one undo takes it back. */
  asOneStep(work) {
    if (this.#step) return work(this.#step);
    this.#step = this.keep.nextStep();
    try { return work(this.#step); } finally { this.#step = 0; }
  }

  push(edits) {
    const step = this.#step || this.keep.nextStep();
    for (const edit of edits) {
      edit.seq = this.keep.nextSeq();
      edit.step = step;
      const earlier = this.keep.edits.earlier(edit);
      if (earlier) edit.follows = earlier.seq;
      this.keep.edits.push(edit);
    }
    this.pushed?.(step, edits);
    this.keep.changed();
    this.changed();
    queueMicrotask(() => this.pump());
  }

  /**
   * `work` stands in line like an edit: whatever was pushed before is answered when it begins, and
   * whatever is pushed after it waits until it has ended. It is told false where there is no way.
   */
  inTurn(work) {
    if (this.waiting && (this.offline || this.signedOut)) return work(false);
    return new Promise((done, failed) => {
      this.#turns.push({ after: this.keep.record.seq, begin: isSent => work(isSent).then(done, failed) });
      this.changed();
      this.pump();
    });
  }

  /** Cells that were written in somebody's turn: what waits in line was typed over that. */
  heard(sheet, row, fields) {
    for (const edit of this.keep.edits.ofRow(sheet, row.id)) {
      const isOver = edit.op === "set" && edit.follows === undefined && fields.includes(edit.field);
      if (isOver) this.keep.edits.change(edit, { was: row[edit.field] });
    }
  }

  async #takeTurn(isSent) {
    await this.#turns[0].begin(isSent);
    this.#turns.shift();
  }

  /** What is on its way for a cell, so that a fetched row does not hide it. */
  pendingIn(sheet, row) {
    const waiting = {};
    for (const edit of this.keep.edits.ofRow(sheet, row)) {
      if (edit.op === "set") waiting[edit.field] = edit.value;
    }
    return waiting;
  }

  #ready() {
    const batch = [];
    for (const edit of this.keep.edits) {
      const mustWait = edit.follows !== undefined || isLine(edit.row);
      if (edit.seq > this.#turns[0]?.after) break;
      if (batch.length >= this.#most || (mustWait && batch.length)) break;
      if (mustWait) this.keep.edits.change(edit, { follows: undefined }); // whatever it followed has been answered
      batch.push(edit);
    }
    return batch;
  }

  async pump() {
    if (this.#busy) return;
    this.#busy = true;
    for (let wait = 300; this.waiting;) {
      const batch = this.#ready();
      if (!batch.length) { await this.#takeTurn(true); continue; }
      try {
        const { client, record } = this.keep;
        const body = { client, user: record.user, edits: batch.map(asSent) };
        const { results } = await this.post("/api/edits", body);
        this.offline = this.signedOut = false;
        this.#most = MOST;
        wait = 300;
        this.#settle(results);
      } catch (problem) {
        if (this.#isPoison(problem, batch)) continue;
        this.signedOut = problem instanceof HttpError && problem.status === 401;
        this.offline = !this.signedOut;
        while (this.#turns.length) await this.#takeTurn(false);
        this.changed();
        await pause(wait);
        wait = Math.min(wait * 2, 4000);
      }
    }
    this.#busy = false;
    this.changed();
  }

  /** A request the server cannot read at all: find the edit that spoils it and hand it back. */
  #isPoison(problem, batch) {
    if (!(problem instanceof HttpError) || ![400, 413, 415, 422].includes(problem.status)) return false;
    if (batch.length > 1) this.#most = 1;
    else {
      const error = { code: problem.code, message: problem.message };
      this.#settle([{ seq: batch[0].seq, ok: false, error }]);
    }
    return true;
  }

  #settle(results) {
    for (const result of results) {
      const edit = this.keep.edits.find(result.seq);
      if (!edit) continue;
      this.keep.edits.remove(edit);
      const returned = edit.op === "insert" ? this.#named(edit, result) : [];
      if (edit.op === "set") this.#seenBy(edit, result);
      this.answered(edit, atHome(edit, result), returned);
    }
    this.keep.changed();
    this.changed();
  }

  /** A line became a row: edits that wait for it get its id, or come back when it was refused. */
  #named(insert, result) {
    const { edits } = this.keep;
    const mine = edits.ofRow(insert.sheet, insert.line);
    if (!result.ok) {
      mine.forEach(edit => edits.remove(edit));
      return mine;
    }
    for (const edit of mine) {
      const isFirst = edit.follows === insert.seq;
      edits.change(edit, { row: result.row.id, ...(isFirst && { follows: undefined, was: result.row[edit.field] }) });
    }
    return [];
  }

  #seenBy(edit, result) {
    const next = this.keep.edits.follower(edit.seq);
    if (next) this.keep.edits.change(next, { follows: undefined, was: result.ok ? result.row[edit.field] : edit.was });
  }
}

/** A refusal of another sheet, which the edit reaches into, blames none of this one's cells. */
function atHome(edit, result) {
  const { error } = result;
  if (!error?.sheet || error.sheet === edit.sheet) return result;
  return { ...result, error: { code: "elsewhere", message: error.message } };
}

/** Only what the contract names leaves the page. */
const asSent = ({ seq, step, op, sheet, row, field, value, was, values, age, reason, action }) =>
  ({ seq, step, op, sheet, row, field, value, was, values, age, reason, action });
