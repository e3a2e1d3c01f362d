/** The first step: a file is chosen or dropped, or the template is taken home to be filled in. */
import { element } from "./element.js";

const KINDS = ".xlsx,.xls,.csv,.txt,.tsv";

export class ImportFile {
  static most = 10 * 1024 * 1024;

  constructor({ say, sheet, take }) {
    this.say = say;
    this.input = element("input", { type: "file", accept: KINDS, hidden: true });
    this.input.addEventListener("change", () => { if (this.input.files[0]) take(this.input.files[0]); });
    this.button = element("button", {
      type: "button", className: "tz-primary", textContent: say("import_choose_file"), onclick: () => this.input.click(),
    });
    this.told = element("p", { textContent: say("import_or_drop") });
    this.bar = element("progress", { hidden: true });
    const template = element("a", {
      href: `/api/templates/${sheet.key}`, download: "", textContent: say("import_template", { sheet: sheet.label }),
    });
    this.element = element("div", { className: "tz-import-file" },
      this.button, this.input, this.told, this.bar, element("p", { className: "tz-import-soft", textContent: say("import_kinds") }), template);
    this.element.addEventListener("dragover", event => event.preventDefault());
    this.element.addEventListener("drop", event => {
      event.preventDefault();
      const [file] = event.dataTransfer.files;
      if (file && !this.button.disabled) take(file);
    });
  }

  focus() { this.button.focus(); }

  busy(name) {
    this.button.disabled = true;
    this.bar.hidden = false;
    this.told.textContent = this.say("import_reading", { name });
  }

  idle() {
    this.button.disabled = false;
    this.bar.hidden = true;
    this.input.value = "";
    this.told.textContent = this.say("import_or_drop");
  }
}
