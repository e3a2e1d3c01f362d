/** A header filter of ticked choices, for choice, state and yes/no columns. */

export class ChoiceFilter {
  init(params) {
    this.params = params;
    this.ticked = new Set();
    this.gui = document.createElement("div");
    this.gui.className = "tz-choice-filter";
    this.boxes = params.options.map(option => this.#box(option));
    const all = document.createElement("button");
    Object.assign(all, { type: "button", textContent: params.say("show_all") });
    all.addEventListener("click", () => { this.setModel(null); params.filterChangedCallback(); });
    this.gui.append(...this.boxes.map(({ label }) => label), all);
  }

  #box({ value, label: text }) {
    const label = document.createElement("label");
    const box = Object.assign(document.createElement("input"), { type: "checkbox" });
    box.addEventListener("change", () => {
      if (box.checked) this.ticked.add(value); else this.ticked.delete(value);
      this.params.filterChangedCallback();
    });
    label.append(box, text);
    return { label, box, value };
  }

  getGui() { return this.gui; }
  isFilterActive() { return this.ticked.size > 0; }
  doesFilterPass() { return true; } // the server has filtered already
  getModel() { return this.ticked.size ? { filterType: "choice", values: [...this.ticked] } : null; }

  setModel(model) {
    this.ticked = new Set(model?.values ?? []);
    for (const { box, value } of this.boxes) box.checked = this.ticked.has(value);
  }
}
