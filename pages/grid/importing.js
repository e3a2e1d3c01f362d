/** Bringing a file into the sheet on screen: the button, a file dropped on the grid, the address. */
import { element } from "./element.js";
import { ImportDialog } from "./import_dialog.js";

const hasFiles = event => [...(event.dataTransfer?.types ?? [])].includes("Files");

export class Importing {
  #dialog = null;

  constructor(desk) {
    this.desk = desk;
    const { say } = desk;
    this.button = element("button", {
      type: "button", textContent: say("import"), title: say("import_title"), onclick: () => this.open(),
    });
    this.veil = element("div", { className: "tz-drop", hidden: true });
    document.body.append(this.veil);
    addEventListener("dragenter", event => this.#dragged(event));
    addEventListener("dragover", event => this.#dragged(event));
    addEventListener("dragleave", event => { if (!event.relatedTarget) this.veil.hidden = true; });
    addEventListener("drop", event => this.#dropped(event));
  }

  /** The sheet on screen is another one. */
  drawn(sheet) { this.button.hidden = !sheet.may.import; }

  /** Over the sheet on screen; `file` where one is there already. */
  open(file = null) {
    const { desk } = this;
    if (this.#dialog || !desk.sheet?.may.import) return;
    desk.api.stopEditing();
    window.focus(); // a file may be dropped while the keyboard is elsewhere
    this.#dialog = new ImportDialog(desk, desk.sheet, () => this.#closed());
    this.#dialog.open(file);
  }

  #closed() {
    this.#dialog = null;
    this.desk.focus.toGrid();
  }

  #mayTake(event) {
    return hasFiles(event) && !this.button.hidden && !this.#dialog && !document.querySelector("dialog[open]");
  }

  #dragged(event) {
    if (!hasFiles(event)) return;
    event.preventDefault(); // else the browser would leave the page for the file
    if (!this.#mayTake(event)) { event.dataTransfer.dropEffect = "none"; return; }
    this.veil.textContent = this.desk.say("import_drop", { sheet: this.desk.sheet.label });
    this.veil.hidden = false;
  }

  #dropped(event) {
    this.veil.hidden = true;
    if (!hasFiles(event)) return;
    event.preventDefault();
    if (this.#mayTake(event)) this.open(event.dataTransfer.files[0]);
  }
}
