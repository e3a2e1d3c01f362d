/**
 * What the file was taken for: its worksheets, what each column means and how that was found out,
 * and the few questions only the clerk can answer. Every choice is judged anew by the server.
 */
import { forAll } from "./import_for_all.js";
import { labelled, oneOf, select, tick, whole } from "./import_steps.js";
import { element } from "./element.js";

const MOST_ROWS = 20_000;

export class ImportColumns {
  /** `choose(choices)` sends what the clerk has changed; the proposal then comes anew. */
  constructor({ say, choose }) {
    Object.assign(this, { say, choose, at: 0 });
    this.element = element("div", { className: "tz-import-proposal" });
  }

  draw(proposal) {
    this.proposal = proposal;
    this.at = Math.min(this.at, proposal.worksheets.length - 1);
    const kept = this.#keyboard();
    this.element.replaceChildren(
      element("section", { className: "tz-import-columns" }, this.#worksheets(), this.#columns()),
      element("section", { className: "tz-import-aside" }, ...this.#asides().filter(Boolean)));
    this.element.querySelector(kept)?.focus();
  }

  /** Where the keyboard is, so that it is there again after everything was drawn anew. */
  #keyboard() {
    const { name } = document.activeElement ?? {};
    return name && this.element.contains(document.activeElement) ? `[name="${CSS.escape(name)}"]` : ":not(*)";
  }

  get #worksheet() { return this.proposal.worksheets[this.at]; }

  // --- the columns -------------------------------------------------------------------------

  #worksheets() {
    const { worksheets } = this.proposal;
    if (worksheets.length < 2) return "";
    const bar = element("div", { className: "tz-import-tabs" }, ...worksheets.map((worksheet, at) => {
      const box = element("input", { type: "checkbox", name: `sheet-${at}`, checked: worksheet.taken });
      box.setAttribute("aria-label", this.say("import_take_sheet", { name: worksheet.name }));
      box.addEventListener("change", () => this.#take(at, box.checked));
      const button = element("button", {
        type: "button", textContent: worksheet.name, onclick: () => { this.at = at; this.draw(this.proposal); },
      });
      button.setAttribute("aria-current", String(at === this.at));
      return element("span", {}, box, button);
    }));
    bar.setAttribute("aria-label", this.say("import_worksheets"));
    return bar;
  }

  #take(at, isTaken) {
    const taken = this.proposal.worksheets.filter((worksheet, place) => (place === at ? isTaken : worksheet.taken));
    this.choose({ worksheets: taken.map(worksheet => worksheet.name) });
  }

  #columns() {
    const { say } = this;
    const worksheet = this.#worksheet;
    if (!worksheet.columns.length) return this.#top(worksheet);
    const heads = ["import_column", "import_heading", "import_samples", "import_meaning", "import_how"];
    return element("div", { className: "tz-import-scroll" }, element("table", {},
      element("thead", {}, element("tr", {}, ...heads.map(word => element("th", { textContent: say(word) })))),
      element("tbody", {}, ...worksheet.columns.map(column => this.#column(worksheet, column)))));
  }

  /** Why there are no columns, and the first lines, one of which may be the headings. */
  #top(worksheet) {
    const choose = row => this.choose({ heading_row: { [worksheet.name]: row } });
    const lines = worksheet.top.map((cells, at) => element("tr", {},
      element("td", {}, element("button", {
        type: "button", textContent: this.say("import_is_heading", { row: at + 1 }), onclick: () => choose(at + 1),
      })),
      ...cells.map(textContent => element("td", { textContent, title: textContent }))));
    return element("div", { className: "tz-import-top" },
      element("p", { className: "tz-import-none", textContent: worksheet.problem }),
      element("table", {}, element("tbody", {}, ...lines)));
  }

  #column(worksheet, column) {
    const options = [{ value: "", label: this.say("import_leave_out") }, ...this.proposal.fields];
    const box = select(options, column.field, field => this.choose({
      columns: { [worksheet.name]: { [column.number]: field || null } },
    }), { name: `column-${column.number}` });
    box.setAttribute("aria-label", `${column.heading || column.letter} ${this.say("import_meaning")}`);
    const line = element("tr", {},
      element("td", { textContent: column.letter }), element("td", { textContent: column.heading, title: column.heading }),
      element("td", { className: "tz-import-samples", textContent: column.samples.join(" · "), title: column.samples.join("\n") }),
      element("td", {}, box), element("td", { textContent: column.told, title: column.told }));
    line.classList.toggle("tz-import-unused", !column.field);
    return line;
  }

  // --- beside them ---------------------------------------------------------------------------

  #asides() {
    return [
      this.#encoding(), this.#headingRow(), this.#year(), ...this.#questions(), this.#forAll(), this.#mode(),
      this.#history(), this.#notes(),
    ];
  }

  #encoding() {
    const { encoding } = this.proposal;
    if (!encoding) return null;
    const lines = element("pre", { textContent: encoding.lines.join("\n") });
    return element("div", {},
      oneOf(this.say("import_encoding"), "encoding", encoding.options, encoding.now, value => this.choose({ encoding: value })),
      lines);
  }

  #headingRow() {
    const worksheet = this.#worksheet;
    return labelled(this.say("import_heading_row"), whole(worksheet.heading_row || "", { min: 1, max: MOST_ROWS },
      row => this.choose({ heading_row: { [worksheet.name]: row } }), { name: "heading_row" }), this.say("import_heading_row_help"));
  }

  #year() {
    const { year } = this.proposal;
    if (!year) return null;
    return labelled(this.say("import_year"), whole(year.now, { min: 1950, max: 2100 }, value => this.choose({ year: value }),
      { name: "year" }), year.needed ? this.say("import_year_help") : "");
  }

  #questions() {
    const { say } = this;
    return this.proposal.questions.map(question => {
      const options = [{ value: "", label: say("import_choose") }, ...question.options];
      return labelled(question.text, select(options, question.answer, value => this.choose({
        answers: { [question.key]: value || null },
      }), { name: `question-${question.key}` }), say("import_question_rows", { n: question.count }));
    });
  }

  #forAll() {
    const { say, proposal } = this;
    const { columns, missing } = this.#worksheet;
    return columns.length > 0 && forAll({ say, proposal, missing, choose: said => this.choose({ for_all: said }) });
  }

  #mode() {
    const { mode, modes, keys, key_options: options } = this.proposal;
    if (modes.length < 2) return null;
    const choice = oneOf(this.say("import_mode"), "mode", modes, mode, value => this.choose({ mode: value }));
    const isKeyed = mode !== "insert" && options.length > 0;
    return element("div", {}, choice, isKeyed && this.#keys(keys, options));
  }

  /** The fields by which a line of the file is the same as a row of the ledger. */
  #keys(keys, options) {
    return element("fieldset", { className: "tz-import-choice tz-import-keys" },
      element("legend", { textContent: this.say("import_keys") }),
      ...options.map(option => tick(option.label, keys.includes(option.value), isOn => {
        const chosen = options.map(each => each.value).filter(key => (key === option.value ? isOn : keys.includes(key)));
        this.choose({ keys: chosen.length ? chosen : null });
      })));
  }

  #history() {
    const { history } = this.proposal;
    if (history === null) return null;
    return element("div", {}, tick(this.say("import_history"), history, isOn => this.choose({ history: isOn })),
      element("small", { textContent: this.say("import_history_help") }));
  }

  #notes() {
    const { notes, skipped } = this.#worksheet;
    const lines = [...skipped, ...notes];
    if (!lines.length) return null;
    return element("details", {}, element("summary", { textContent: this.say("import_notes", { n: lines.length }) }),
      element("ul", {}, ...lines.map(textContent => element("li", { textContent }))));
  }
}
