/** Who changed what in a record and when, the newest first; fetched once somebody looks. */
import { element } from "./element.js";
import { get } from "./http.js";

export class History {
  constructor(desk, told) {
    Object.assign(this, { desk, told });
    this.list = element("ol");
    this.element = element("details", { className: "tz-history", ontoggle: () => this.stale() },
      element("summary", { textContent: desk.say("history") }), this.list);
  }

  /** There may be more of it now. */
  async stale() {
    if (!this.element.open) return;
    const { sheet, row } = this.told;
    const answer = await get(`/api/history/${sheet}/${row.id}`)
      .catch(problem => { this.desk.sayProblem(problem); return null; });
    if (answer) this.list.replaceChildren(...versions(answer.history).reverse().map(each => this.#version(each)));
  }

  #version([first, ...others]) {
    const { show, say } = this.desk;
    const when = { filter: "date" };
    return element("li", {},
      element("div", {},
        element("time", { textContent: show.cell(when, first.at.slice(0, 16)), title: first.at }),
        element("b", { textContent: first.by }),
        element("span", { textContent: say(`history_${first.op}`) })),
      ...[first, ...others].filter(entry => entry.field).map(entry => this.#change(entry)),
      first.op === "void" && first.note && element("p", { textContent: first.note }));
  }

  #change({ field: key, old, new: now }) {
    const { show, say } = this.desk;
    const field = this.told.fields.find(each => each.key === key) ?? { label: key };
    const text = value => show.cell(field, value) || say("empty");
    return element("p", {}, `${field.label} `, element("del", { textContent: text(old) }), " → ", text(now));
  }
}

/** Entries written together belong to one version of the row. */
function versions(entries) {
  const found = [];
  for (const entry of entries) {
    if (found.at(-1)?.[0].version === entry.version && found.at(-1)[0].op === entry.op) found.at(-1).push(entry);
    else found.push([entry]);
  }
  return found;
}
