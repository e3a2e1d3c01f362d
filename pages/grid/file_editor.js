/** Files and photographs of a cell: open, add, take away. */
import { Editor } from "./editor.js";
import { element } from "./element.js";
import { upload } from "./http.js";

export class FileEditor extends Editor {
  static isPopup = true;

  build() {
    this.files = [...(this.params.value ?? [])];
    this.names = element("ul");
    this.trouble = element("small");
    this.input = element("input", {
      type: "file", multiple: true, className: "tz-hidden", onchange: () => this.#add([...this.input.files]),
    });
    this.button = element("button", {
      type: "button", textContent: this.params.say("add_file"), onclick: () => this.input.click(),
    });
    this.#draw();
    return element("div", { className: "tz-popup tz-files ag-custom-component-popup" },
      this.names, this.button, this.input, this.trouble);
  }

  openWith() {}

  afterGuiAttached() { this.button.focus({ preventScroll: true }); }

  async #add(files) {
    for (const file of files) {
      try {
        this.files.push(await upload(`/api/attachments?name=${encodeURIComponent(file.name)}`, file));
        this.isTouched = true;
      } catch (problem) {
        this.trouble.textContent = problem.message;
      }
    }
    this.#draw();
    this.button.focus({ preventScroll: true });
  }

  #draw() {
    this.names.replaceChildren(...this.files.map(file => element("li", {},
      element("a", { href: `/api/attachments/${file.id}`, target: "_blank", textContent: file.name }),
      element("button", {
        type: "button", textContent: "×", title: this.params.say("remove"), onclick: () => this.#remove(file),
      }))));
  }

  #remove(file) {
    this.files = this.files.filter(each => each !== file);
    this.isTouched = true;
    this.#draw();
  }

  getValue() { return this.files; }
}
