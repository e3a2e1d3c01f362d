/** Two clerks changed the same cell: both values side by side, and the second one chooses. */
import { element } from "./element.js";
import { columnId } from "./sheet.js";

export class Conflict {
  constructor(api, { rows, refusals, queue, show, paint, say, refocus }) {
    Object.assign(this, { api, rows, refusals, queue, show, paint, say, refocus });
    this.box = element("div", { className: "tz-conflict-box", hidden: true });
    this.box.setAttribute("role", "dialog");
    document.body.append(this.box);
    api.addEventListener("cellFocused", event => this.#follow(event));
    api.addEventListener("bodyScroll", () => this.hide());
  }

  hide() { this.box.hidden = true; }

  #follow({ rowIndex, column }) {
    const row = rowIndex === null || rowIndex === undefined ? null : this.rows.peek(rowIndex);
    const field = column?.getColDef?.().context?.field;
    const refusal = row && field && this.refusals.at(this.rows.sheet.key, row.id, field.key);
    if (refusal?.code === "conflict") this.ask(row, refusal);
    else this.hide();
  }

  /** Ask beside the cell, without taking the keyboard away from where the clerk is. */
  ask(row, refusal) {
    const field = this.rows.sheet.field(refusal.field);
    const cell = this.#cellOf(row, field);
    if (!cell) return;
    this.box.replaceChildren(
      element("p", { textContent: refusal.message }),
      this.#option("use_theirs", this.show.whole(field, refusal.current), () => this.#theirs(row, refusal)),
      this.#option("use_mine", this.show.whole(field, refusal.value), () => this.#mine(row, refusal)),
    );
    this.box.hidden = false;
    const at = cell.getBoundingClientRect();
    const { offsetWidth, offsetHeight } = this.box;
    const under = at.bottom + 4;
    this.box.style.left = `${Math.min(at.left, innerWidth - offsetWidth - 8)}px`;
    this.box.style.top = `${under + offsetHeight < innerHeight ? under : at.top - offsetHeight - 4}px`;
  }

  #cellOf(row, field) {
    const node = this.api.getRowNode(String(row._line ?? row.id));
    if (!node) return null;
    const id = CSS.escape(columnId(this.rows.sheet.key, field.key));
    return document.querySelector(`.ag-row[row-index="${node.rowIndex}"] > .ag-cell[col-id="${id}"]`);
  }

  #option(word, text, choose) {
    return element("button", {
      type: "button",
      onmousedown: event => event.preventDefault(),
      onclick: () => { choose(); this.hide(); this.refocus(); },
    }, this.say(word), element("b", { textContent: text || this.say("empty") }));
  }

  #theirs(row, refusal) {
    this.refusals.clear(refusal.sheet, refusal.row, refusal.field);
    row[refusal.field] = refusal.current ?? null;
    this.paint(row, [refusal.field]);
    this.queue.changed();
  }

  #mine(row, refusal) {
    const { sheet, row: id, field, value, current } = refusal;
    this.refusals.clear(sheet, id, field);
    this.paint(row, [field]);
    this.queue.push([{ op: "set", sheet, row: id, field, value, was: current ?? null }]);
  }
}
