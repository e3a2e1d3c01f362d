/** 打印: the forms made for one row, each opened as it will print beside the register. */
import { element } from "./element.js";
import { asMenu } from "./menu.js";

/** The address of a form as it will print; from there it is printed or taken away, in full too. */
export const paperOf = (form, asked) => `/paper/${encodeURIComponent(form.key)}?${new URLSearchParams(asked)}`;

/** What can be printed of a record: the words of each entry, and what it does. */
export function entriesOf(desk, told) {
  return told.forms.map(form => ({
    text: `${desk.say("print")} ${form.title}`, key: `print-${form.key}`,
    act: () => { open(paperOf(form, { row: told.row.id }), "_blank", "noopener"); },
  }));
}

/** All of them in a menu; null where there are none. */
export function menuOf(desk, told) {
  const entries = entriesOf(desk, told);
  if (!entries.length) return null;
  const menu = element("details", { className: "tz-menu" });
  const item = ({ text, key, act }) => {
    const button = element("button", {
      type: "button", className: "tz-item", textContent: text, onclick: () => { menu.open = false; act(); },
    });
    button.dataset.action = key;
    return button;
  };
  menu.append(element("summary", { textContent: desk.say("print") }), element("div", {}, ...entries.map(item)));
  asMenu(menu);
  return menu;
}
