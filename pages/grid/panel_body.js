/** What stands in the panel: title and state, buttons, fields, child sheets, links, history. */
import { element } from "./element.js";
import { History } from "./history.js";
import { ChildSheet } from "./panel_children.js";
import { FieldCell } from "./panel_fields.js";
import { menuOf } from "./row_paper.js";
import { isBlank } from "./show.js";

let isMoreOpen = false; // as the clerk last left it

export class PanelBody {
  constructor(panel) {
    Object.assign(this, { panel, desk: panel.desk, record: panel.record });
    const { say } = this.desk;
    const { told } = this.record;
    this.heading = element("div", { className: "tz-panel-heading" });
    this.actions = element("div", { className: "tz-panel-actions" });
    this.trouble = element("p", { className: "tz-trouble", hidden: true });
    const inHeading = [told.state?.field, told.display];
    const isSaid = field => inHeading.includes(field.key) && !field.editable;
    this.cells = told.fields.filter(field => !isSaid(field)).map(field => new FieldCell(field, this.record, this.desk));
    this.children = told.children.map(child => new ChildSheet(panel, child));
    this.links = element("div", { className: "tz-links" });
    this.history = new History(this.desk, told);
    const [main, more] = [false, true].map(isHidden => this.cells.filter(cell => cell.field.hidden === isHidden));
    this.more = element("details", { open: isMoreOpen, ontoggle: () => { isMoreOpen = this.more.open; } },
      element("summary", { textContent: say("more_fields") }), ...more.map(cell => cell.element));
    this.main = element("div", { className: "tz-panel-body" },
      element("section", { className: "tz-fields" }, ...main.map(cell => cell.element)),
      more.length > 0 && element("section", { className: "tz-fields" }, this.more),
      ...this.children.map(child => child.element), this.links, this.history.element);
    this.element = element("div", { className: "tz-panel-sheet" },
      element("header", {}, this.heading, this.actions, this.trouble), this.main);
    this.draw();
  }

  draw() {
    this.#drawHeading();
    this.#drawActions();
    this.#drawLinks();
    for (const cell of this.cells) {
      const isEmptyAndFixed = !cell.mayChange && isBlank(this.record.row[cell.field.key]);
      cell.element.hidden = isEmptyAndFixed && !cell.editor;
      cell.draw();
    }
    if (this.cells.some(cell => cell.field.hidden && this.record.trouble(cell.field))) this.more.open = true;
  }

  #drawHeading() {
    const { panel, desk: { say } } = this;
    const { told } = this.record;
    const state = this.record.row.void ? { label: say("void_mark"), tone: "void" } : told.state;
    const mark = state && element("span", { className: "tz-state", textContent: state.label });
    if (mark) mark.dataset.tone = state.tone;
    const button = (text, title, onclick) => element("button", { type: "button", textContent: text, title, onclick });
    this.heading.replaceChildren(...[
      panel.hasTrail && button("←", say("back"), () => panel.back()),
      element("h2", {}, element("small", { textContent: told.label }), told.title || `#${told.row.id}`),
      mark,
      button("×", `${say("close")} (Esc)`, () => panel.close()),
    ].filter(Boolean));
  }

  #drawActions() {
    const { told } = this.record;
    const buttons = told.actions.map(action => {
      const button = element("button", { type: "button", textContent: action.label, onclick: () => this.#press(action) });
      button.dataset.action = action.key;
      return button;
    });
    buttons[0]?.classList.add("tz-primary");
    if (told.may.void && !told.row.void) {
      buttons.push(element("button", {
        type: "button", className: "tz-quiet", textContent: this.desk.say("void"), onclick: () => this.#void(),
      }));
    }
    const paper = menuOf(this.desk, told);
    if (paper) buttons.push(paper);
    const held = this.actions.contains(document.activeElement) ? document.activeElement.dataset.action : null;
    this.actions.replaceChildren(...buttons);
    // Another button in its place must not get the next Enter: it may be the one that voids.
    if (held !== null) (buttons.find(each => each.dataset.action === held) ?? this.panel.element).focus();
  }

  async #press(action) {
    this.say("");
    const error = await this.desk.actions.press(this.record.told, action);
    if (error) this.say(error.message);
    this.#keepKeyboard();
  }

  async #void() {
    await this.desk.voidRow(this.record.sheet.key, this.record.row, this.record.number);
    this.#keepKeyboard();
  }

  #keepKeyboard() {
    if (document.activeElement === document.body) this.panel.element.focus({ preventScroll: true });
  }

  say(text) {
    this.trouble.textContent = text;
    this.trouble.hidden = !text;
  }

  #drawLinks() {
    const { parents, links } = this.record.told;
    const all = [...parents, ...links];
    this.links.hidden = all.length === 0;
    this.links.replaceChildren(
      element("h3", { textContent: this.desk.say("linked_rows") }),
      ...all.map(link => element("button", {
        type: "button", title: this.desk.say("open_record"), onclick: () => this.panel.openLink(link.sheet, link.row),
      }, element("span", { textContent: link.label }), element("b", { textContent: link.text }))));
  }

  answered(edit, result) { this.children.forEach(child => child.answered(edit, result)); }

  /** The rows around it may be others now. */
  reload() {
    const { told } = this.record;
    for (const child of this.children) child.update(told.children.find(each => child.is(each)));
    for (const each of told.children) {
      if (this.children.some(child => child.is(each))) continue;
      const child = new ChildSheet(this.panel, each);
      this.children.push(child);
      this.links.before(child.element);
    }
    this.history.stale();
  }

  /** The panel goes: what is typed in an open editor is kept. */
  end() {
    this.cells.forEach(cell => cell.end());
    this.children.forEach(child => child.end());
  }
}
