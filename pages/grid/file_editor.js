/** Files and photographs of a cell: open, add, take away. */
import { Editor } from "./editor.js";
import { upload } from "./http.js";

export class FileEditor extends Editor {
  static isPopup = true;

  build() {
    this.files = [...(this.params.value ?? [])];
    const box = document.createElement("div");
    box.className = "tz-popup tz-files ag-custom-component-popup";
    this.names = document.createElement("ul");
    this.input = Object.assign(document.createElement("input"), { type: "file", multiple: true, className: "tz-hidden" });
    this.input.addEventListener("change", () => this.#add([...this.input.files]));
    this.button = Object.assign(document.createElement("button"), { type: "button", textContent: this.params.say("add_file") });
    this.button.addEventListener("click", () => this.input.click());
    this.trouble = document.createElement("small");
    box.append(this.names, this.button, this.input, this.trouble);
    this.#draw();
    return box;
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
    this.names.replaceChildren(...this.files.map(file => {
      const item = document.createElement("li");
      const link = Object.assign(document.createElement("a"), { href: `/api/attachments/${file.id}`, target: "_blank", textContent: file.name });
      const away = Object.assign(document.createElement("button"), { type: "button", textContent: "×", title: this.params.say("remove") });
      away.addEventListener("click", () => {
        this.files = this.files.filter(each => each !== file);
        this.isTouched = true;
        this.#draw();
      });
      item.append(link, away);
      return item;
    }));
  }

  getValue() { return this.files; }
}
