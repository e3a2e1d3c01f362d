/** 打印: the forms made for one row. What is refused is said, never saved as a file. */
import { askText } from "./dialog.js";
import { element } from "./element.js";
import { file } from "./http.js";
import { asMenu } from "./menu.js";

export const paperOf = (form, asked) => `/export/${encodeURIComponent(form.key)}?${new URLSearchParams(asked)}`;

/** Fetch a form and hand it to the browser; resolves when it is there or its refusal has been said. */
export async function print(desk, form, asked) {
  try {
    const { name, content } = await file(paperOf(form, asked));
    const href = URL.createObjectURL(content);
    element("a", { href, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
  } catch (problem) {
    desk.sayProblem(problem);
  }
}

/** The same with nothing hidden: why, stands in the history. */
export async function printWhole(desk, form, asked, name) {
  const { say } = desk;
  const reason = await askText({
    title: say("export_full_title", { form: `${form.title} ${name}` }), label: say("export_full_reason"),
    confirm: say("print"), cancel: say("cancel"),
  });
  if (reason) await print(desk, form, { ...asked, full: 1, reason });
}

/** What can be printed of a record: the words of each entry, and what it does. */
export function entriesOf(desk, told) {
  const asked = { row: told.row.id };
  return told.forms.flatMap(form => [
    { text: `${desk.say("print")} ${form.title}`, key: `print-${form.key}`, act: () => print(desk, form, asked) },
    form.full && {
      text: `${desk.say("print")} ${form.title} · ${desk.say("export_full")}`, key: `print-full-${form.key}`,
      act: () => printWhole(desk, form, asked, told.title),
    },
  ]).filter(Boolean);
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
