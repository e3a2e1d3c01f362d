/** The list under an input: hits, one of them lit, chosen with arrows or the mouse. */

import { element } from "./element.js";

export class Listbox {
  constructor({ chosen, empty }) {
    this.element = element("ul");
    this.element.setAttribute("role", "listbox");
    this.hits = [];
    this.lit = 0;
    this.empty = empty;
    this.element.addEventListener("mousedown", event => {
      const item = event.target.closest("li[data-at]");
      if (!item) return;
      event.preventDefault();
      this.light(Number(item.dataset.at));
      chosen();
    });
  }

  get hit() { return this.hits[this.lit] ?? null; }

  /** Show hits of {label, note, place, isTicked}; `lit` is the one to start on. */
  fill(hits, lit = 0) {
    this.hits = hits;
    const items = hits.map((hit, at) => this.#item(hit, at));
    if (!items.length) items.push(element("li", { className: "tz-none", textContent: this.empty() }));
    this.element.replaceChildren(...items);
    this.light(Math.max(0, lit));
  }

  #item(hit, at) {
    const place = hit.place !== undefined && element("span", { className: "tz-place-no", textContent: hit.place });
    const item = element("li", {}, place, element("span", { textContent: hit.label }), hit.note && element("small", { textContent: hit.note }));
    item.dataset.at = at;
    item.setAttribute("role", "option");
    item.classList.toggle("tz-tickable", hit.isTicked !== undefined);
    item.classList.toggle("tz-ticked", hit.isTicked === true);
    return item;
  }

  light(at) {
    this.lit = at;
    [...this.element.children].forEach((item, i) => {
      const isLit = i === at && this.hits.length > 0;
      item.classList.toggle("tz-lit", isLit);
      if (!isLit) return;
      const { element } = this;
      if (item.offsetTop < element.scrollTop) element.scrollTop = item.offsetTop;
      else if (item.offsetTop + item.offsetHeight > element.scrollTop + element.clientHeight) {
        element.scrollTop = item.offsetTop + item.offsetHeight - element.clientHeight;
      }
    });
  }

  /** Arrow keys move the light round and round. Says whether the key was one of its own. */
  moves(key) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (!step) return false;
    const count = this.hits.length;
    if (count) this.light((this.lit + step + count) % count);
    return true;
  }
}
