/** The list of keys, on ? or F1. */
import { element } from "./element.js";

/** [what it is called, keys …] in groups; how keys are named is the same in every language. */
const GROUPS = {
  keys_moving: [
    ["key_next", "Enter", "Tab"],
    ["key_previous", "Shift+Enter", "Shift+Tab"],
    ["key_edge", "Ctrl+↑↓←→"],
    ["key_row_ends", "Home", "End"],
    ["key_sheet_ends", "Ctrl+Home", "Ctrl+End"],
    ["key_page", "PageUp", "PageDown"],
    ["key_search", "Ctrl+F"],
  ],
  keys_selecting: [
    ["key_extend", "Shift+↑↓←→"],
    ["key_extend_edge", "Ctrl+Shift+↑↓←→"],
    ["key_drag", "Shift+{click}"],
    ["key_row", "Shift+Space", "{row_edge}"],
    ["key_column", "Ctrl+Space", "Ctrl+{header}"],
    ["key_all", "Ctrl+A"],
    ["key_unselect", "Esc"],
  ],
  keys_editing: [
    ["key_open", "F2"],
    ["key_new_row", "Alt+N", "Insert"],
    ["key_copy_row", "Ctrl+Shift+D"],
    ["key_recognised", "Ctrl+Enter"],
    ["key_calendar", "Alt+↓"],
    ["key_copy", "Ctrl+C", "Ctrl+X", "Ctrl+V"],
    ["key_delete", "Delete"],
    ["key_undo", "Ctrl+Z", "Ctrl+Y"],
    ["key_saved", "Ctrl+S"],
    ["key_tick", "Space"],
  ],
  keys_filling: [
    ["key_fill_all", "Ctrl+Enter"],
    ["key_fill_down", "Ctrl+D"],
    ["key_fill_right", "Ctrl+R"],
    ["key_handle", "{handle}"],
    ["key_series", "Ctrl+{handle}"],
    ["key_today", "Ctrl+;"],
    ["key_now", "Ctrl+Shift+;"],
  ],
  keys_record: [
    ["key_record", "F4"],
    ["key_menu", "Shift+F10", "{right_click}"],
    ["key_list", "?", "F1"],
  ],
};

export class KeyList {
  constructor({ say, focus }) {
    Object.assign(this, { say, focus });
    this.button = element("button", {
      type: "button", className: "tz-keys", textContent: "?", title: say("keys"), onclick: () => this.show(),
    });
    this.button.setAttribute("aria-label", say("keys"));
  }

  show() {
    const box = element("dialog", { className: "tz-dialog tz-key-list" },
      element("form", { method: "dialog" },
        element("h2", { textContent: this.say("keys") }),
        element("div", { className: "tz-key-groups" }, ...Object.entries(GROUPS).map(group => this.#group(group))),
        element("footer", {}, element("button", { className: "tz-primary", textContent: this.say("close") }))));
    box.addEventListener("close", () => { box.remove(); this.focus.toGrid(); });
    box.addEventListener("click", ({ target }) => { if (target === box) box.close(); });
    document.body.append(box);
    box.showModal();
    box.scrollTop = 0; // the button that gets the keyboard stands at the end
  }

  #group([name, entries]) {
    return element("section", {},
      element("h3", { textContent: this.say(name) }),
      element("dl", {}, ...entries.flatMap(([word, ...keys]) => [
        element("dt", {}, ...keys.map(key => element("kbd", { textContent: this.#named(key) }))),
        element("dd", { textContent: this.say(word) }),
      ])));
  }

  #named(key) {
    return key.replace(/\{(\w+)\}/g, (_, gesture) => this.say(`gesture_${gesture}`));
  }
}
