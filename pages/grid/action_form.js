/** The few cells an action still needs, in a small form; a refusal is shown where it belongs. */
import { EDITORS } from "./columns.js";
import { element } from "./element.js";
import { FieldCell } from "./panel_fields.js";
import { isBlank, tidy } from "./show.js";

export class ActionForm {
  #errors = {};

  constructor(desk, told, action, asked) {
    const { say } = desk;
    Object.assign(this, { desk, told, action, row: { ...told.row }, values: {}, cells: [] });
    this.fields = element("div", { className: "tz-fields" });
    this.message = element("p", { className: "tz-trouble", hidden: true });
    this.confirm = element("button", { type: "submit", className: "tz-primary", textContent: action.label });
    this.form = element("form", {},
      element("h2", { textContent: `${action.label} · ${told.title}` }),
      this.fields, this.message,
      element("footer", {},
        element("button", { type: "button", textContent: say("cancel"), onclick: () => this.box.close() }),
        this.confirm));
    this.box = element("dialog", { className: "tz-dialog tz-action-form" }, this.form);
    this.#askFor(asked);
  }

  /** Resolves once the action is done or the clerk thought better of it. */
  ask(send, error) {
    return new Promise(done => {
      this.form.addEventListener("submit", event => { event.preventDefault(); this.#submit(send); });
      this.box.addEventListener("close", () => { this.box.remove(); done(null); });
      document.body.append(this.box);
      this.box.showModal();
      if (error) this.#blame(error);
      (this.cells.find(cell => isBlank(this.row[cell.field.key])) ?? this.cells[0]).focus();
    });
  }

  #askFor(keys) {
    for (const key of keys) {
      const found = this.told.fields.find(field => field.key === key);
      if (!found || this.cells.some(cell => cell.field.key === key)) continue;
      const cell = new FieldCell(asEditable(found), this, this.desk);
      if (found.editor === "datetime" && isBlank(this.row[key])) this.put(found, this.desk.say("now_word"));
      this.cells.push(cell);
      this.fields.append(cell.element);
      cell.draw();
    }
  }

  async #submit(send) {
    this.cells.forEach(cell => cell.end());
    const empty = this.cells.find(cell => isBlank(this.row[cell.field.key]));
    if (empty) return empty.focus();
    this.confirm.disabled = true;
    const error = await send(this.values);
    this.confirm.disabled = false;
    if (error) this.#blame(error);
    else this.box.close();
  }

  /** Whatever else is missing is asked for as well; only what is wrong is said. */
  #blame(error) {
    const keys = fieldsOf(this.told, error);
    const isNews = error.code === "required_missing"
      && keys.some(key => !this.cells.some(cell => cell.field.key === key));
    this.#askFor(keys);
    const isAsked = this.cells.some(cell => cell.field.key === error.field);
    this.#errors = isAsked && !isNews ? { [error.field]: error.message } : {};
    this.message.textContent = isAsked || isNews ? "" : error.message;
    this.message.hidden = !this.message.textContent;
    this.cells.forEach(cell => cell.draw());
    this.cells.find(cell => keys.includes(cell.field.key))?.focus();
  }

  // --- as the form of its fields -----------------------------------------------------------

  get columns() { return this.told.fields; }

  mayChange() { return true; }

  put(field, value) {
    this.row[field.key] = this.values[field.key] = tidy(value);
    delete this.#errors[field.key];
  }

  trouble(field) {
    const message = this.#errors[field.key];
    return message ? { message } : { isNeeded: isBlank(this.row[field.key]) };
  }

  /** Enter goes on to what is still empty, and then to the button. */
  entered() {
    const empty = this.cells.find(cell => isBlank(this.row[cell.field.key]));
    if (empty) empty.focus();
    else this.confirm.focus();
  }
}

/** A cell that nobody types into except while the action asks for it. */
const asEditable = field => (EDITORS[field.editor] ? field : { ...field, editor: usual(field) });

const usual = field => (field.sheet ? "reference" : field.options?.length ? "choice" : "text");

/** The fields a refusal blames, where this clerk can do something about them. */
export function fieldsOf(told, error) {
  const blamed = error.fields ?? (error.field ? [error.field] : []);
  return blamed.filter(key => told.fields.find(field => field.key === key)?.editable);
}
