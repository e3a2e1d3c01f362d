/** Who is at the desk, which registers there are, and the words of the clerk's language. */
import { get, insist } from "./http.js";
import { toLogin } from "./place.js";

export class Session {
  static async load() {
    return Object.assign(new Session(), await insist(Session.#ask));
  }

  /** Nothing is typed yet, so a page whose session has ended meanwhile may go to the login at once. */
  static async #ask() {
    try {
      return await get("/api/session");
    } catch (problem) {
      if (problem.status === 401) toLogin();
      throw problem;
    }
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
