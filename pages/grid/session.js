/** Who is at the desk, which registers there are, and the words of the clerk's language. */
import { get, insist } from "./http.js";

export class Session {
  static async load() {
    return Object.assign(new Session(), await insist(() => get("/api/session")));
  }

  /** The sentence of a word, its {placeholders} filled in. */
  say(word, values = {}) {
    const sentence = this.words[word] ?? word;
    return sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  }

  registerOf(key) {
    return this.registers.find(register => register.key === key) ?? null;
  }

  /** The list of the day, if it shows rows of this register. */
  listOf(register, key) {
    return this.lists.find(list => list.key === key && list.register === register.key) ?? null;
  }
}
