/**
 * What became of a paste or a fill, said once everything it sent is answered: how many cells are
 * saved, how many are refused and stay red, how many wait in a line that is not complete.
 */
import { isDraft } from "./drafts.js";
import { isBlank } from "./show.js";

const LONG = 500; // cells from which the way there is told too

export class Outcome {
  #steps = new Map(); // step -> {left, changes, said, sheet}

  constructor({ queue, rows, refusals, status, say }) {
    Object.assign(this, { queue, rows, refusals, status, say });
  }

  /** `changes` of [row, field, value] were pushed as one step. */
  watch(step, changes, said) {
    const left = [...this.queue.keep.edits].filter(edit => edit.step === step).length;
    const watched = { left, changes, said, sheet: this.rows.sheet.key };
    if (left) this.#steps.set(step, watched);
    else this.#tell(watched);
    if (left > LONG) this.status.tell(this.say("saving_cells", { count: changes.length.toLocaleString("en-US") }));
  }

  /** An edit was answered; edits that came back with a refused line were not answered by themselves. */
  answered(edit, returned) {
    for (const { step } of [edit, ...returned]) {
      const watched = this.#steps.get(step);
      if (!watched || (watched.left -= 1) > 0) continue;
      this.#steps.delete(step);
      this.#tell(watched);
    }
  }

  #tell({ changes, said, sheet }) {
    if (sheet !== this.rows.sheet?.key) return;
    const counts = { saved: 0, wrong: 0, held: 0 };
    for (const [row, field] of changes) counts[this.#stateOf(sheet, row, field)] += 1;
    const isPlain = changes.length === 0 || (changes.length === 1 && counts.saved === 1);
    const text = [...(isPlain ? [] : [this.#sentence(changes.length, counts)]), ...said].join(" ");
    if (counts.wrong) this.status.reason(text);
    else if (text) this.status.tell(text);
  }

  #stateOf(sheet, row, field) {
    if (!isDraft(row)) return this.refusals.at(sheet, row.id, field) ? "wrong" : "saved";
    if (!row._draft || isBlank(row[field])) return "saved";
    return row._draft.errors[field] ? "wrong" : "held";
  }

  #sentence(total, { saved, wrong, held }) {
    const shown = number => number.toLocaleString("en-US");
    return [
      this.say("cells_saved", { total: shown(total), saved: shown(saved) }),
      wrong && this.say("cells_wrong", { n: shown(wrong) }),
      held && this.say("cells_held", { n: shown(held) }),
    ].filter(Boolean).join("");
  }
}
