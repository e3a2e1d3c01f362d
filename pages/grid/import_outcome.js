/** The last step: how far the writing is, then what was done, what was not, and the way back. */
import { element } from "./element.js";
import { get, pause } from "./http.js";

const LOOK = 300;
const PATIENCE = 2000; // looks that may fail one after the other, as while the program is started anew

export class ImportOutcome {
  constructor(dialog) {
    Object.assign(this, { dialog, isRunning: false, isDone: false });
    this.bar = element("progress");
    this.count = element("p", {});
    this.element = element("div", { className: "tz-import-outcome" });
    this.element.setAttribute("aria-live", "polite");
  }

  async watch(begun) {
    const { dialog } = this;
    const { say } = dialog.desk;
    this.isRunning = true;
    dialog.say("");
    this.element.replaceChildren(element("h3", { textContent: say("import_running") }), this.bar, this.count);
    dialog.draw("outcome", this.element, []);
    const ended = await this.#until(begun);
    this.isRunning = false;
    dialog.say("");
    if (ended.state === "done") this.#done(ended.outcome);
    else if (ended.state === "gone") this.#nothing();
    else this.#failed(ended.error?.message ?? say("import_unknown"));
  }

  async #until(progress) {
    let found = progress;
    for (let missed = 0; found.state === "running";) {
      this.#draw(found);
      await pause(LOOK);
      try {
        found = await get(`${this.dialog.address}/progress`);
        if (missed) this.dialog.say("");
        missed = 0;
      } catch (problem) {
        if (problem.code === "import_gone") return { state: "gone" };
        if ((missed += 1) > PATIENCE) return { state: "unknown" };
        this.dialog.say(this.dialog.desk.say("import_interrupted"), { isTrouble: true });
      }
    }
    return found;
  }

  #draw({ done, total }) {
    const shown = number => number.toLocaleString("en-US");
    if (total) Object.assign(this.bar, { max: total, value: done });
    this.count.textContent = total ? `${shown(done)} / ${shown(total)}` : "";
  }

  /** The program was started anew before it was through: it writes all or nothing. */
  #nothing() {
    const { dialog } = this;
    const { say } = dialog.desk;
    this.element.replaceChildren(element("h3", { textContent: say("import_failed") }), element("p", { textContent: say("import_nothing_written") }));
    const again = dialog.button(say("import_once_more"), () => dialog.toPreviewAgain(), { className: "tz-primary" });
    dialog.draw("outcome", this.element, [
      element("span", { className: "tz-space" }), dialog.button(say("cancel"), () => dialog.leave()), again,
    ]);
    again.focus();
  }

  #failed(message) {
    const { dialog } = this;
    const { say } = dialog.desk;
    this.isDone = true;
    const told = element("p", { className: "tz-trouble", textContent: message });
    this.element.replaceChildren(element("h3", { textContent: say("import_failed") }), told);
    dialog.draw("outcome", this.element, [this.#close()]);
    this.#written();
  }

  /** What has become of the rows. */
  #told(outcome) {
    const { dialog } = this;
    const { say } = dialog.desk;
    const shown = number => number.toLocaleString("en-US");
    const kinds = ["updated", "unchanged", "refused", "left_out"].filter(kind => outcome[kind]);
    const line = textContent => element("li", { textContent });
    return [
      element("h3", { textContent: say("import_done", { n: shown(outcome.inserted) }) }),
      element("ul", {},
        ...kinds.map(kind => line(say(`import_done_${kind}`, { n: shown(outcome[kind]) }))),
        ...outcome.beside.map(each => line(say("import_done_beside", { sheet: each.label, n: shown(each.count) })))),
      ...(outcome.refused + outcome.left_out > 0 ? [element("a", {
        href: `${dialog.address}/refused`, download: "", className: "tz-import-download", textContent: say("import_download"),
      })] : []),
    ];
  }

  /** `outcome` is null where the program was started anew meanwhile. */
  #done(outcome) {
    const { dialog } = this;
    const { say } = dialog.desk;
    this.isDone = true;
    const told = outcome ? this.#told(outcome) : [
      element("h3", { textContent: say("import_step_outcome") }), element("p", { textContent: say("import_all_written") }),
    ];
    this.element.replaceChildren(...told, element("p", { className: "tz-import-soft", textContent: say("import_undo_help") }));
    const isUndoable = !outcome || outcome.inserted + outcome.updated > 0;
    if (isUndoable) dialog.desk.undo.recent.made(dialog.sheet.key);
    dialog.draw("outcome", this.element, [
      isUndoable && dialog.button(say("import_undo"), event => this.#undo(event.target)), element("span", { className: "tz-space" }), this.#close(),
    ]);
    this.#written();
  }

  #close() {
    const { dialog } = this;
    const button = dialog.button(dialog.desk.say("close"), () => dialog.leave(), { className: "tz-primary" });
    setTimeout(() => button.focus());
    return button;
  }

  /** The sheet behind the dialog has other rows now, and something to take back. */
  #written() { this.dialog.desk.freshen.now(); }

  async #undo(button) {
    const { dialog } = this;
    button.disabled = true;
    this.element.replaceChildren(element("h3", { textContent: dialog.desk.say("import_undoing") }), element("progress"));
    await dialog.desk.undo.take();
    dialog.desk.freshen.now();
    dialog.box.close();
  }
}
