/**
 * Ctrl+Z and Ctrl+Y: the clerk's last step in this sheet, taken back by the ledger and done again.
 *
 * It stands in line with what was typed before and after it, so that the ledger takes back what the
 * clerk saw. Somebody who is typing keeps the browser's own undo of letters.
 */
import { element } from "./element.js";
import { HttpError, pause, post } from "./http.js";
import { Recent } from "./recent.js";
import { columnId } from "./sheet.js";

const A_MOMENT = 60; // the cell that gets the keyboard has its own say first
const TRIES = 3;

export class Undo {
  #touches = 0; // of a key or the mouse: whoever has gone on is not carried back to what was undone

  constructor(desk) {
    this.desk = desk;
    this.recent = new Recent(desk);
    this.buttons = [this.#button("↶", "undo", false), this.#button("↷", "redo", true)];
    document.addEventListener("mousedown", () => { this.#touches += 1; }, true);
    document.addEventListener("keydown", event => this.#keyDown(event), true);
  }

  #button(textContent, word, redo) {
    const title = this.desk.say(word);
    const button = element("button", {
      type: "button", textContent, title, className: "tz-undo", ariaLabel: title,
      onmousedown: event => event.preventDefault(),
      onclick: () => { this.desk.api.stopEditing(); this.take(redo); },
    });
    button.dataset.does = word;
    return button;
  }

  #keyDown(event) {
    this.#touches += 1;
    const letter = (event.ctrlKey || event.metaKey) && !event.altKey ? event.key.toLowerCase() : "";
    if (!["z", "y"].includes(letter) || this.#isTyping(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.take(letter === "y" || event.shiftKey);
  }

  #isTyping(event) {
    const { api, ime, isAway } = this.desk;
    if (event.isTrusted && ime.isBehind) return true; // it comes again when its turn has come
    if (isAway || event.isComposing || ime.isBusy || api.getEditingCells().length) return true;
    return event.target !== ime.box && Boolean(event.target.closest?.("input, textarea, select, dialog"));
  }

  /** One after the other, however fast the keys come. */
  async take(redo = false) {
    const { desk, recent } = this;
    const asked = { redo, sheet: desk.sheet.key, touches: this.#touches };
    recent.hold();
    try {
      await desk.queue.inTurn(isSent => this.#take(asked, isSent).finally(() => recent.release()));
    } catch (problem) { desk.sayProblem(problem); }
  }

  async #take({ redo, sheet, touches }, isSent) {
    const { desk, recent } = this;
    if (!isSent) { desk.status.reason(desk.say("undo_offline")); return; }
    let answer = null;
    const ask = async () => {
      if (desk.feed.isDown) { desk.status.reason(desk.say("undo_offline")); return null; }
      answer = await this.#ask(sheet, redo);
      for (const { row, fields } of answer.results) if (row) this.#heard(sheet, row, fields);
      return answer.results.every(result => result.ok);
    };
    const own = await (redo ? recent.redo(sheet, ask) : recent.undo(sheet, ask));
    const error = answer?.results[0]?.error;
    if (error) desk.status.reason(error.message);
    else if ((answer || own) && sheet === desk.sheet.key) {
      this.#show(redo, answer, own ?? [], touches === this.#touches);
    }
  }

  /** Whatever was typed over these cells meanwhile was typed by whoever wrote them. */
  #heard(sheet, row, fields) {
    this.desk.queue.heard(sheet, row, fields);
    this.desk.writer.heard(sheet, row, fields);
  }

  /** The same request until it is answered: it is done once. */
  async #ask(sheet, redo) {
    const { client, record } = this.desk.keep;
    const body = { client, user: record.user, seq: this.desk.keep.nextSeq(), sheet, redo };
    for (let tries = 1; ; tries += 1) {
      try {
        return await post("/api/undo", body);
      } catch (problem) {
        if (problem instanceof HttpError || tries >= TRIES) throw problem;
        await pause(400 * tries);
      }
    }
  }

  #show(redo, answer, own, isIdle) {
    const { desk } = this;
    for (const { row } of answer?.results ?? []) if (row) desk.answers.show(row);
    const undone = answer?.undone;
    if (undone && !undone.whole) desk.freshen.due();
    if (undone) desk.panel.heard({ sheet: desk.sheet.key, row: undone.row });
    if (isIdle) this.#goToFirst(undone, own);
    const what = this.#what(redo, undone, own.length);
    setTimeout(() => desk.status.tell(desk.say(redo ? "did_redo" : "did_undo", { what })), A_MOMENT);
  }

  #goToFirst(undone, own) {
    if (own.length) this.#goTo(own[0].row, own[0].field);
    else if (undone?.row) this.#goTo(this.desk.rows.byId(undone.row), undone.field);
  }

  /** In words. A row added is void when that is undone; one that was voided counts again. */
  #what(redo, undone, own) {
    const { say } = this.desk;
    if (undone?.action) return say("step_action", { action: undone.action });
    const [added, voided] = redo ? [undone?.restored, undone?.voided] : [undone?.voided, undone?.restored];
    const cells = own + (undone?.cells ?? 0);
    return [
      cells && say("step_cells", { n: cells }),
      added && say("step_added", { n: added }),
      voided && say("step_voided", { n: voided }),
    ].filter(Boolean).join(" ");
  }

  /** Where it happened, if the row is loaded: nobody is carried away to a row that is not. */
  #goTo(row, field) {
    const { api, sheet } = this.desk;
    const node = row && api.getRowNode(String(row._line ?? row.id));
    const column = (field && api.getColumn(columnId(sheet.key, field))) || api.getFocusedCell()?.column;
    if (!node || !column || !column.isVisible()) return;
    api.ensureIndexVisible(node.rowIndex);
    api.ensureColumnVisible(column);
    api.setFocusedCell(node.rowIndex, column);
  }
}
