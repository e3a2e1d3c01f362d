/**
 * What no column of the file says: one value for every row, or none, and then it is typed row by row
 * in the preview. What the sheet cannot do without is asked for; anything else can be added.
 */
import { element } from "./element.js";
import { select } from "./import_steps.js";

/** `missing` are the labels the worksheet lacks; `choose({field: text})` sends, null takes back. */
export function forAll({ say, proposal, missing, choose }) {
  const { for_all: all, for_all_options: options } = proposal;
  const shown = all.filter(each => each.text !== null || missing.includes(each.label));
  const others = options.filter(option => !shown.some(each => each.field === option.value));
  const more = select([{ value: "", label: say("import_for_all_more") }, ...others], "", field => field && choose({ [field]: "" }), {
    name: "for_all",
  });
  more.setAttribute("aria-label", say("import_for_all_more"));
  return element("fieldset", { className: "tz-import-choice tz-import-for-all" },
    element("legend", { textContent: say("import_for_all") }),
    ...shown.map(each => line(say, each, text => choose({ [each.field]: text }))), more);
}

/** A field with its value for all rows. */
function line(say, { field, label, text, choices }, said) {
  const name = `for_all-${field}`;
  const value = choices.length
    ? select([{ value: "", label: say("import_for_all_by_row") }, ...choices.map(each => ({ value: each, label: each }))], text, said, { name })
    : written(say, text ?? "", said, name);
  const control = text === null
    ? element("button", { type: "button", textContent: say("import_for_all_by_row"), onclick: () => said("") })
    : element("button", { type: "button", textContent: "×", title: say("import_for_all_back"), onclick: () => said(null) });
  if (text !== null) control.setAttribute("aria-label", `${say("import_for_all_back")} ${label}`);
  const asked = text === null && element("small", { className: "tz-trouble", textContent: say("import_for_all_missing") });
  return element("div", {}, element("label", {}, element("span", { textContent: label }), value), control, asked);
}

function written(say, value, said, name) {
  const box = element("input", {
    type: "text", className: "tz-input", name, value, maxLength: 500, autocomplete: "off",
    placeholder: say(value === "" ? "import_for_all_value" : "import_for_all_by_row"),
  });
  box.addEventListener("change", () => said(box.value.trim()));
  return box;
}
