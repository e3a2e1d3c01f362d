/** The parts of the import's proposal that are chosen from: each a labelled control of its own. */
import { element } from "./element.js";

/** A label over a control, with a line of help under it. */
export function labelled(text, control, help = "") {
  return element("label", { className: "tz-import-choice" },
    element("span", { textContent: text }), control, help && element("small", { textContent: help }));
}

/** `options` of {value, label}; `chosen(value)` is called when another is picked. */
export function select(options, value, chosen, properties = {}) {
  const box = element("select", { className: "tz-input", ...properties },
    ...options.map(option => element("option", { value: option.value, textContent: option.label })));
  box.value = value ?? "";
  box.addEventListener("change", () => chosen(box.value));
  return box;
}

export function tick(text, checked, chosen) {
  const box = element("input", { type: "checkbox", checked });
  box.addEventListener("change", () => chosen(box.checked));
  return element("label", { className: "tz-import-tick" }, box, element("span", { textContent: text }));
}

/** One of a few, as radio buttons under a legend. */
export function oneOf(legend, name, options, value, chosen) {
  return element("fieldset", { className: "tz-import-choice" },
    element("legend", { textContent: legend }),
    ...options.map(option => {
      const radio = element("input", { type: "radio", name, value: option.value, checked: option.value === value });
      radio.addEventListener("change", () => chosen(option.value));
      return element("label", { className: "tz-import-tick" }, radio, element("span", { textContent: option.label }));
    }));
}

/** A whole number, told when the clerk leaves it or presses Enter. */
export function whole(value, { min, max }, chosen, properties = {}) {
  const box = element("input", {
    type: "number", className: "tz-input", value: value ?? "", min: String(min), max: String(max), ...properties,
  });
  box.addEventListener("change", () => {
    const number = Number(box.value);
    if (Number.isInteger(number) && number >= min && number <= max) chosen(number);
    else box.value = value ?? "";
  });
  return box;
}
