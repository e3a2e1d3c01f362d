/**
 * A frame around cells: one box in each of the grid's own column containers, so that it scrolls
 * with the rows and costs the same for ten cells as for a million.
 */
import { element } from "./element.js";

const CONTAINERS = { left: ".ag-pinned-left-cols-container", center: ".ag-center-cols-container" };

const sideOf = column => (column.getPinned() === "left" ? "left" : "center");

export class Boxes {
  #range = null;
  #boxes = new Map();

  constructor(api, className, { hasHandle = false } = {}) {
    this.api = api;
    for (const [side, selector] of Object.entries(CONTAINERS)) {
      const box = element("div", { className: `tz-box ${className}`, hidden: true });
      box.setAttribute("aria-hidden", "true");
      if (hasHandle) box.append(element("i", { className: "tz-handle" }));
      document.querySelector(selector)?.append(box);
      this.#boxes.set(side, box);
    }
  }

  /** Around these cells; null takes it away. */
  show(range, { isAlone = false, hasHandle = false } = {}) {
    this.#range = range;
    for (const [side, box] of this.#boxes) this.#place(side, box, { isAlone, hasHandle });
  }

  again() { this.show(this.#range); }

  get range() { return this.#range; }

  #place(side, box, { isAlone, hasHandle }) {
    const range = this.#range;
    const displayed = range ? this.api.getAllDisplayedColumns() : [];
    const columns = displayed.slice(range?.left, range ? range.right + 1 : 0).filter(column => sideOf(column) === side);
    box.hidden = columns.length === 0;
    if (box.hidden) return;
    const height = this.api.getSizesForCurrentTheme().rowHeight;
    const left = columns[0].getLeft();
    box.style.left = `${left}px`;
    box.style.width = `${columns.at(-1).getLeft() + columns.at(-1).getActualWidth() - left}px`;
    box.style.top = `${range.top * height + this.#shift(height)}px`;
    box.style.height = `${(range.bottom - range.top + 1) * height}px`;
    box.style.borderLeftWidth = columns[0] === displayed[range.left] ? "" : "0";
    box.style.borderRightWidth = columns.at(-1) === displayed[range.right] ? "" : "0";
    box.classList.toggle("tz-alone", isAlone);
    if (box.firstChild) box.firstChild.hidden = !hasHandle || sideOf(displayed[range.right] ?? columns[0]) !== side;
  }

  /** The grid draws rows elsewhere than at their height once there are more than a browser can stack. */
  #shift(height) {
    const row = document.querySelector(".ag-center-cols-container > .ag-row");
    const moved = /translateY\((-?[\d.]+)px\)/.exec(row?.style.transform ?? "");
    return moved ? Number(moved[1]) - Number(row.getAttribute("row-index")) * height : 0;
  }
}
