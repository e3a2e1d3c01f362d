/** State buttons: pressed from the panel or the row's menu, asking only for what is missing. */
import { ActionForm, fieldsOf } from "./action_form.js";

export class Actions {
  #waiting = new Map(); // an edit on its way -> who wants its answer

  constructor(desk) { this.desk = desk; }

  /** Press a button of a record as /api/record told it. Resolves to the refusal nobody was shown. */
  async press(told, action) {
    if (action.require.length) return this.#ask(told, action, action.require, null);
    const error = await this.#send(told, action, {});
    const asked = error && fieldsOf(told, error);
    if (!asked?.length) return error;
    return this.#ask(told, action, asked, error);
  }

  #ask(told, action, asked, error) {
    return new ActionForm(this.desk, told, action, asked).ask(values => this.#send(told, action, values), error);
  }

  #send(told, action, values) {
    const edit = { op: "act", sheet: told.sheet, row: told.row.id, action: action.key, values };
    const answer = new Promise(done => this.#waiting.set(edit, done));
    this.desk.queue.push([edit]);
    return answer;
  }

  /** Whether somebody is there to be told; after a reload nobody is. */
  isAwaited(edit) { return this.#waiting.has(edit); }

  /** The queue's answers: whoever pressed is told the refusal, or null. */
  answered(edit, result) {
    this.#waiting.get(edit)?.(result.ok ? null : result.error);
    this.#waiting.delete(edit);
  }
}
