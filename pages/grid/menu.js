/** The keyboard in a <details> menu: arrows move through it, Esc closes it and goes back. */
import { closeOutside } from "./element.js";

const STOPS = "a, button, input, [tabindex='0']";

export function asMenu(menu) {
  closeOutside(menu);
  menu.addEventListener("keydown", event => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape" && menu.open) return taken(event, () => close(menu));
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) taken(event, () => move(menu, step));
  });
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !menu.contains(relatedTarget)) menu.open = false;
  });
}

function taken(event, act) {
  event.preventDefault();
  event.stopPropagation();
  act();
}

function close(menu) {
  menu.open = false;
  menu.querySelector("summary").focus();
}

function move(menu, step) {
  if (!menu.open) {
    menu.addEventListener("toggle", () => move(menu, step), { once: true }); // its items may come only then
    menu.open = true;
    return;
  }
  const stops = [...menu.querySelectorAll(STOPS)].filter(stop => stop.offsetParent !== null);
  const at = stops.indexOf(document.activeElement);
  const next = at < 0 && step < 0 ? -1 : (at + step + stops.length) % stops.length;
  stops.at(next)?.focus();
}
