/** A small question over the grid. Enter answers, Esc takes it back. */
import { element } from "./element.js";

/** Ask for one line of text; resolves to the text, or null when the clerk thought better of it. */
export function askText({ title, label, confirm, cancel, suggestions = [], value = "", max = 100 }) {
  return new Promise(answer => {
    const input = element("input", { type: "text", className: "tz-input", required: true, maxLength: max, value });
    const take = text => { input.value = text; input.focus(); };
    const chips = suggestions.map(text => element("button", {
      type: "button", className: "tz-chip", textContent: text, onclick: () => take(text),
    }));
    const form = element("form", { method: "dialog" },
      element("h2", { textContent: title }),
      element("label", { textContent: label }, input),
      chips.length > 0 && element("div", { className: "tz-chips" }, ...chips),
      element("footer", {},
        element("button", { type: "button", textContent: cancel, onclick: () => box.close() }),
        element("button", { type: "submit", className: "tz-primary", textContent: confirm })));
    const box = element("dialog", { className: "tz-dialog" }, form);
    form.addEventListener("submit", () => box.close(input.value.trim()));
    box.addEventListener("close", () => { box.remove(); answer(box.returnValue || null); });
    document.body.append(box);
    box.setAttribute("aria-label", title);
    box.showModal();
    input.select();
  });
}

/** Ask whether something is really meant; resolves to true or false. Esc is the careful answer. */
export function askYesNo({ title, text, yes, no }) {
  return new Promise(answer => {
    const careful = element("button", { type: "button", textContent: no, autofocus: true, onclick: () => box.close() });
    const form = element("form", { method: "dialog" },
      element("h2", { textContent: title }), element("p", { textContent: text }),
      element("footer", {}, careful,
        element("button", { type: "submit", className: "tz-primary", textContent: yes, value: "yes" })));
    const box = element("dialog", { className: "tz-dialog" }, form);
    box.addEventListener("close", () => { box.remove(); answer(box.returnValue === "yes"); });
    document.body.append(box);
    box.setAttribute("aria-label", title);
    box.showModal();
  });
}
