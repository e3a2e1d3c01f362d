/**
 * What a line being typed will hold where nothing is typed: shown grey in its cells. The server
 * works it out; the times of it are kept with the line and sent, so that what was shown is stored.
 */
import { post } from "./http.js";
import { isBlank, same } from "./show.js";

const PAUSE = 60;

/** What a cell of a line will hold by itself; null where it holds something, or will not. */
export const foreseenIn = (row, key) =>
  (row?._draft?.foreseen && isBlank(row[key]) ? row._draft.foreseen[key] ?? null : null);

export class Foreseen {
  #timer = 0;

  constructor({ keep, paint }) { Object.assign(this, { keep, paint }); }

  /** Lines the clerk has changed; of many at once (a paste) only the last is looked at. */
  changed(lines) {
    const row = lines.at(-1);
    clearTimeout(this.#timer);
    if (row) this.#timer = setTimeout(() => this.#ask(row), PAUSE);
  }

  async #ask(row) {
    const draft = row._draft;
    if (!draft || draft.sent) return;
    const values = { ...draft.held, ...draft.values };
    const answer = await post(`/api/foresee/${draft.sheet}`, { values }).catch(() => null);
    if (!answer || row._draft !== draft || draft.sent) return;
    const before = draft.foreseen ?? {};
    const now = Object.fromEntries(answer.held.map(key => [key, answer.values[key]]));
    draft.held = { ...now, ...draft.held };
    draft.foreseen = { ...answer.values, ...draft.held };
    this.keep.changed();
    const keys = Object.keys({ ...before, ...draft.foreseen });
    this.paint(row, keys.filter(key => !same(before[key], draft.foreseen[key])));
  }
}
