/** The menu of views: the usual one, those of the sheet and of the office, and every column. */
import { askText } from "./dialog.js";
import { element } from "./element.js";
import { HttpError, post } from "./http.js";
import { Layout } from "./layout.js";
import { asMenu } from "./menu.js";
import { same } from "./show.js";

const LONGEST_NAME = 40;

export class Views {
  #marks = []; // bring each column's box and pin up to date, in place under the clerk's hand

  /** `arrangement()` adds search and period to what is saved; `chosen(state)` puts a view in place. */
  constructor({ say, layout, sheetOf, arrangement, chosen, tell, trouble, backToGrid }) {
    Object.assign(this, { say, layout, sheetOf, arrangement, chosen, tell, trouble, backToGrid });
    this.element = element("details", { className: "tz-menu tz-views" });
    this.list = element("section", {});
    this.columns = element("section", { className: "tz-columns" });
    this.element.append(
      element("summary", { textContent: say("views") }), element("div", {}, this.list, this.columns));
    asMenu(this.element);
    this.element.addEventListener("toggle", () => { if (this.element.open) this.#opened(); });
  }

  /** Colleagues may have saved or deleted some since. */
  async #opened() {
    this.#drawList();
    this.#drawColumns();
    const sheet = this.sheetOf();
    const { own, shared } = Layout.told(sheet.key);
    const told = await Layout.load(sheet.key, { anew: true });
    told.own = own;
    if (this.element.open && sheet === this.sheetOf() && !same(shared, told.shared)) this.#drawList();
  }

  /** The columns on screen have changed. */
  redraw() { this.#marks.forEach(mark => mark()); }

  // --- views -----------------------------------------------------------------------------------

  #drawList() {
    const { shipped, shared } = Layout.told(this.sheetOf().key);
    this.#redrawn(this.list,
      this.#choice("usual", this.say("usual_view"), () => this.chosen(null)),
      ...shipped.map(view => this.#choice(view.key, view.label, () => this.chosen(view.state))),
      ...shared.map(view => this.#shared(view)),
      this.#choice("save", this.say("save_view"), () => this.#save()));
  }

  /** The keyboard stays where it was when a list is drawn again under it. */
  #redrawn(list, ...children) {
    const held = list.contains(document.activeElement) ? document.activeElement.dataset.view : null;
    list.replaceChildren(...children);
    if (held) list.querySelector(`[data-view="${CSS.escape(held)}"]`)?.focus();
  }

  #choice(key, text, act) {
    const button = element("button", { type: "button", textContent: text });
    button.dataset.view = key;
    button.addEventListener("click", () => { this.element.open = false; act(); });
    return button;
  }

  #shared(view) {
    const choose = this.#choice(String(view.id), view.name, () => this.chosen(view.state));
    choose.title = this.say("view_made_by", { name: view.maker });
    if (!view.may_change) return choose;
    return element("div", { className: "tz-view" }, choose,
      this.#tool(view, "⟳", "replace_view", () => this.#change(view, { state: this.arrangement() })),
      this.#tool(view, "✎", "rename_view", () => this.#rename(view)),
      this.#tool(view, "×", "delete_view", () => this.#change(view, { remove: true })));
  }

  #tool(view, sign, word, act) {
    const title = this.say(word, { name: view.name });
    const tool = element("button", { type: "button", className: "tz-tool", textContent: sign, title, onclick: act });
    tool.setAttribute("aria-label", `${title} ${view.name}`);
    tool.dataset.view = `${view.id} ${word}`;
    return tool;
  }

  async #save() {
    const state = this.arrangement();
    const name = await this.#askName(this.say("save_view_title"), this.say("save"));
    this.backToGrid();
    if (name) await this.#ask("", { name, state }, () => this.tell(this.say("view_saved", { name })));
  }

  async #rename(view) {
    this.element.open = false;
    const name = await this.#askName(this.say("rename_view", { name: view.name }), this.say("rename"), view.name);
    this.backToGrid();
    if (name && name !== view.name) await this.#change(view, { name });
  }

  #askName(title, confirm, value = "") {
    const { say } = this;
    return askText({ title, confirm, value, label: say("view_name"), cancel: say("cancel"), max: LONGEST_NAME });
  }

  #change(view, change) { return this.#ask(`/${view.id}`, change); }

  async #ask(path, body, done = () => {}) {
    const { key } = this.sheetOf();
    try {
      await post(`/api/views/${key}${path}`, body);
      done();
    } catch (problem) {
      this.trouble(problem instanceof HttpError ? problem.message : this.say("not_reached"));
    }
    if (this.element.open) await this.#opened();
  }

  // --- columns ---------------------------------------------------------------------------------

  #drawColumns() {
    const sheet = this.sheetOf();
    this.#marks = [];
    this.columns.replaceChildren(
      element("h2", { textContent: this.say("columns") }),
      ...sheet.fields.map(field => this.#column(sheet, field)));
    this.redraw();
  }

  #column(sheet, { key, label }) {
    const { layout, say } = this;
    const box = element("input", { type: "checkbox", onchange: () => layout.show(sheet, key, box.checked) });
    const pin = element("button", {
      type: "button", className: "tz-tool", textContent: "⇤", title: say("pin_column"),
      onclick: () => layout.pin(sheet, key, !layout.isPinned(sheet, key)),
    });
    pin.setAttribute("aria-label", `${say("pin_column")}: ${label}`);
    this.#marks.push(() => {
      box.checked = layout.isShown(sheet, key);
      pin.setAttribute("aria-pressed", String(layout.isPinned(sheet, key)));
    });
    return element("div", { className: "tz-view" }, element("label", {}, box, label), pin);
  }
}
