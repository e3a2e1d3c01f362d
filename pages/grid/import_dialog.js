/**
 * The way of a file into a sheet, on one screen: choose it, see what it was taken for, see every row
 * as it would be stored, then import. Nothing is written before the last step.
 */
import { askYesNo } from "./dialog.js";
import { element } from "./element.js";
import { get, HttpError, post } from "./http.js";
import { ImportColumns } from "./import_columns.js";
import { ImportFile } from "./import_file.js";
import { ImportOutcome } from "./import_outcome.js";
import { ImportPreview } from "./import_preview.js";
import { ImportSource } from "./import_source.js";

const STEPS = ["file", "columns", "preview", "outcome"];

export class ImportDialog {
  #turn = 0;
  #revival = null; // while the file is sent again

  constructor(desk, sheet, closed) {
    Object.assign(this, { desk, sheet, closed, proposal: null, step: null });
    const { say } = desk;
    this.steps = element("ol", { className: "tz-import-steps" });
    this.body = element("div", { className: "tz-import-body" });
    this.message = element("p", { className: "tz-import-message" });
    this.message.setAttribute("role", "status");
    this.footer = element("footer", {});
    const close = element("button", {
      type: "button", className: "tz-import-close", textContent: "×", title: say("close"), onclick: () => this.leave(),
    });
    close.setAttribute("aria-label", say("close"));
    const title = element("h2", { textContent: say("import_into", { sheet: sheet.label }) });
    this.box = element("dialog", { className: "tz-dialog tz-import" },
      element("header", {}, title, this.steps, close), this.body, this.message, this.footer);
    this.box.setAttribute("aria-label", title.textContent);
    this.box.addEventListener("cancel", event => { event.preventDefault(); this.leave(); });
    this.box.addEventListener("close", () => this.#gone());
    this.columns = new ImportColumns({ say, choose: choices => this.choose(choices) });
    this.preview = new ImportPreview(this);
    this.outcome = new ImportOutcome(this);
  }

  open(file) {
    document.body.append(this.box);
    this.box.showModal();
    this.#toFile();
    if (file) this.take(file);
  }

  get address() { return this.source.address; }

  // --- the steps ---------------------------------------------------------------------------

  /** One step takes the screen: its own element, then its buttons from the right. */
  draw(step, content, buttons) {
    const { say } = this.desk;
    this.step = step;
    const at = STEPS.indexOf(step);
    this.steps.replaceChildren(...STEPS.map((name, place) => {
      const mark = element("li", { textContent: say(`import_step_${name}`), className: place < at ? "tz-done" : "" });
      if (place === at) mark.setAttribute("aria-current", "step");
      return mark;
    }));
    this.body.replaceChildren(content);
    this.footer.replaceChildren(...buttons.filter(Boolean));
  }

  button(text, onclick, properties = {}) {
    return element("button", { type: "button", textContent: text, onclick, ...properties });
  }

  #toFile() {
    const { say } = this.desk;
    this.file = new ImportFile({ say, sheet: this.sheet, take: file => this.take(file) });
    this.draw("file", this.file.element, [this.button(say("cancel"), () => this.leave())]);
    this.file.focus();
  }

  async take(file) {
    const { say } = this.desk;
    if (file.size > ImportFile.most) { this.say(say("import_too_large"), { isTrouble: true }); return; }
    this.file.busy(file.name);
    this.source = new ImportSource(file, this.sheet.key);
    const proposal = await this.ask(() => this.source.send());
    this.file.idle();
    if (!proposal) return;
    this.proposal = proposal;
    this.toColumns();
  }

  toColumns() {
    const { say } = this.desk;
    this.next = this.button(say("import_next"), () => this.toPreview(), { className: "tz-primary" });
    this.draw("columns", this.columns.element, [
      this.button(say("import_other_file"), () => this.again()), element("span", { className: "tz-space" }),
      this.button(say("cancel"), () => this.leave()), this.next,
    ]);
    this.#tellColumns();
    this.next.focus();
  }

  #tellColumns() {
    const { say } = this.desk;
    const { proposal } = this;
    this.columns.draw(proposal);
    this.next.disabled = proposal.counts.lines === 0;
    const missing = [...new Set(proposal.worksheets.flatMap(worksheet => worksheet.missing))];
    const nothing = missing.length ? say("import_missing", { fields: missing.join("、") }) : say("import_nothing");
    this.say(proposal.counts.lines ? this.counted(proposal.counts) : nothing, { isTrouble: !proposal.counts.lines });
  }

  /** In a sentence: how many rows there are and what would become of them. */
  counted(counts) {
    const { say } = this.desk;
    const shown = number => number.toLocaleString("en-US");
    const parts = ["new", "update", "unchanged", "faults", "left_out", "void", "skipped"]
      .filter(kind => counts[kind] || kind === "new" || kind === "faults")
      .map(kind => say(`import_count_${kind}`, { n: shown(counts[kind]) }));
    return say("import_count", { n: shown(counts.lines), parts: parts.join(say("import_comma")) });
  }

  /** The clerk has chosen otherwise; the answer to the last choice is the one that counts. */
  async choose(choices) {
    const turn = (this.#turn += 1);
    this.body.setAttribute("aria-busy", "true");
    const proposal = await this.tell("", choices);
    if (turn !== this.#turn) return;
    this.body.removeAttribute("aria-busy");
    if (proposal) this.proposal = proposal;
    if (this.step === "columns") { if (proposal) this.#tellColumns(); else this.columns.draw(this.proposal); }
  }

  toPreview() { this.preview.open(); }

  async toOutcome(which) {
    const begun = await this.ask(() => post(`${this.address}/write`, { which }));
    if (begun) this.outcome.watch(begun);
  }

  /** Another file, with what was chosen for this one thrown away. */
  async again() {
    await this.#forget();
    this.say("");
    this.#toFile();
  }

  // --- talking -------------------------------------------------------------------------------

  say(text, { isTrouble = false } = {}) {
    this.message.textContent = text;
    this.message.classList.toggle("tz-trouble", isTrouble);
  }

  /** The answer, or null after the reason was told. What the server has forgotten it is told again. */
  async ask(request) {
    try {
      return await request().catch(async problem => {
        if (problem.code !== "import_gone" || !this.proposal) throw problem;
        await this.#revive();
        return request();
      });
    } catch (problem) {
      const isTold = problem instanceof HttpError;
      if (problem.code === "import_gone") { this.proposal = null; this.#toFile(); }
      this.say(isTold ? problem.message : this.desk.say("not_reached"), { isTrouble: true });
      return null;
    }
  }

  /** Something the clerk has chosen or typed. */
  tell(path, body) { return this.ask(() => this.source.say(path, body)); }

  /** The program was started anew: the file is read again, with all that was chosen and typed. */
  async #revive() {
    this.#revival ??= this.source.sendAgain().finally(() => { this.#revival = null; });
    this.proposal = await this.#revival;
  }

  /** After nothing was written: the rows as they were, to be imported again. */
  async toPreviewAgain() { if (await this.look("progress")) this.toPreview(); }

  look(path) { return this.ask(() => get(`${this.address}/${path}`)); }

  // --- leaving -------------------------------------------------------------------------------

  get #isWork() { return this.proposal !== null && !this.outcome.isDone; }

  async leave() {
    if (this.outcome.isRunning) { this.say(this.desk.say("import_wait")); return; }
    const { say } = this.desk;
    const isSure = !this.#isWork || await askYesNo({
      title: say("import_leave_title"), text: say("import_leave_text"), yes: say("import_leave_yes"), no: say("import_leave_no"),
    });
    if (isSure) this.box.close();
  }

  async #forget() {
    const { proposal } = this;
    this.proposal = null;
    if (proposal) await post(`${this.address}/forget`, {}).catch(() => null);
  }

  #gone() {
    this.#forget();
    this.box.remove();
    this.closed();
  }
}
