/** A small box under a cell, or above it where there is no room. It never takes the keyboard. */
import { element } from "./element.js";

const GAP = 2;
const EDGE = 6;

export class Under {
  #follow = () => this.#place();

  constructor(className, { isAbove = false } = {}) {
    this.isAbove = isAbove;
    this.element = element("div", { className: `tz-under ag-custom-component-popup ${className}`, hidden: true });
    this.element.addEventListener("mousedown", event => event.preventDefault());
  }

  /** Show it at a cell or an editor; a box of its own kind of window (a dialog) keeps it inside. */
  show(anchor) {
    this.anchor = anchor;
    const home = anchor.closest("dialog") ?? document.body;
    if (this.element.parentNode !== home) home.append(this.element);
    if (this.element.hidden) addEventListener("scroll", this.#follow, true);
    this.element.hidden = false;
    this.#place();
  }

  #place() {
    const { anchor, element: box } = this;
    if (!anchor.isConnected) return this.hide();
    const at = anchor.getBoundingClientRect();
    const below = at.bottom + GAP;
    const above = at.top - GAP - box.offsetHeight;
    const fits = below + box.offsetHeight <= innerHeight - EDGE;
    const top = (this.isAbove && above >= EDGE) || !fits ? above : below;
    box.style.top = `${Math.max(EDGE, top)}px`;
    box.style.left = `${Math.max(EDGE, Math.min(at.left, innerWidth - box.offsetWidth - EDGE))}px`;
  }

  hide() {
    if (this.element.hidden) return;
    this.element.hidden = true;
    removeEventListener("scroll", this.#follow, true);
  }

  remove() {
    this.hide();
    this.element.remove();
  }
}
