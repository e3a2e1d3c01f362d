/**
 * The part of a filter for choices, yes and no, and references: the values there are, with how many
 * rows hold each, to be ticked. Of a long list a part is found by typing; of rows of another sheet
 * also those that no line refers to yet.
 */
import { element } from "./element.js";
import { get } from "./http.js";
import { matching } from "./matching.js";
import { same } from "./show.js";

const FEW = 8;
const PAUSE = 150;

export class TickFilter {
  #values = [];
  #timer = 0;

  constructor({ field, say, chosen, ask }) {
    Object.assign(this, { field, say, chosen, ask });
    this.ticked = [];
    this.text = element("input", { type: "text", className: "tz-input", placeholder: say("filter_find") });
    this.text.setAttribute("aria-label", say("filter_find"));
    this.text.addEventListener("input", event => { if (!event.isComposing) this.#soon(); });
    this.text.addEventListener("compositionend", () => this.#soon());
    this.text.addEventListener("keydown", event => { if (event.key === "ArrowDown") this.#step(event, -1, 1); });
    this.list = element("div", { className: "tz-ticks" });
    this.list.addEventListener("keydown", event => this.#onKey(event));
    this.element = element("div", {}, this.text, this.list);
  }

  #soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#draw(), PAUSE);
  }

  show(model) {
    this.ticked = model?.op === "in" ? model.value : [];
    for (const box of this.list.querySelectorAll("input")) box.checked = this.#isTicked(box.wireValue);
  }

  async opened() {
    this.text.value = "";
    this.text.hidden = !this.field.sheet && (this.field.options?.length ?? 0) <= FEW;
    await this.#load();
    if (!this.text.hidden) this.text.focus({ preventScroll: true });
    else this.#boxes[0]?.focus({ preventScroll: true });
  }

  get #boxes() { return [...this.list.querySelectorAll("input")]; }

  async #load() {
    const answer = await this.ask(this.field.key).catch(() => null);
    this.#values = answer?.values ?? [];
    const isThere = value => this.#values.some(each => same(each.value, value));
    const known = (this.field.options ?? []).map(({ value, label, py }) => ({ value, label, py, count: 0 }));
    const kept = this.ticked.map(value => ({ value, label: value?.label ?? "", count: 0 }));
    for (const each of [...known, ...kept]) if (!isThere(each.value)) this.#values.push(each);
    await this.#draw();
  }

  async #draw() {
    const typed = this.text.value.trim();
    const shown = matching(this.#values.map(each => ({ py: this.#py(each.value), ...each })), typed);
    const more = typed && this.field.sheet ? await this.#lookUp(typed) : [];
    if (typed !== this.text.value.trim()) return;
    const others = more.filter(one => !shown.some(each => same(each.value?.id, one.value.id)));
    const items = [...shown, ...others].map(each => this.#item(each));
    this.list.replaceChildren(...items.length ? items : [element("p", { textContent: this.say("no_match") })]);
  }

  #py(value) { return this.field.options?.find(option => option.value === value)?.py; }

  /** Rows of the other sheet by number, name or pinyin; the list has those with lines already. */
  async #lookUp(typed) {
    const answer = await get(`/api/lookup/${this.field.sheet}?q=${encodeURIComponent(typed)}`).catch(() => null);
    return (answer?.rows ?? []).map(({ id, label }) => {
      const known = this.#values.find(each => each.value?.id === id);
      return known ?? { value: { id, label }, label, count: 0 };
    });
  }

  #item({ value, label, count }) {
    const box = element("input", { type: "checkbox", checked: this.#isTicked(value), onchange: () => this.#tick(value, box.checked) });
    box.wireValue = value;
    const name = value === null ? this.say("filter_blank") : label;
    return element("label", { className: count ? "" : "tz-none" }, box,
      element("span", { textContent: name }), element("small", { textContent: count.toLocaleString("en-US") }));
  }

  #isTicked(value) { return this.ticked.some(each => same(idOf(each), idOf(value))); }

  #tick(value, isOn) {
    const others = this.ticked.filter(each => !same(idOf(each), idOf(value)));
    const ticked = isOn ? [...others, value] : others;
    this.chosen(ticked.length ? { op: "in", value: ticked } : null);
  }

  #onKey(event) {
    const at = this.#boxes.indexOf(event.target);
    if (event.key === "ArrowDown") this.#step(event, at, 1);
    if (event.key === "ArrowUp") this.#step(event, at, -1);
  }

  #step(event, at, by) {
    event.preventDefault();
    const box = this.#boxes[at + by];
    if (box) box.focus();
    else if (by < 0 && !this.text.hidden) this.text.focus({ preventScroll: true });
  }
}

/** A reference is the same row whatever it is called by now. */
const idOf = value => value?.id ?? value?.label ?? value;
