/** Whether everything typed is in the ledger, in one small mark. */
import { element } from "./element.js";

export class SavedMark {
  constructor({ say, signIn }) {
    this.say = say;
    this.element = element("span", { className: "tz-saved" });
    this.element.setAttribute("aria-live", "polite");
    this.login = element("button", {
      type: "button", className: "tz-primary", hidden: true, textContent: say("sign_in_again"), onclick: signIn,
    });
  }

  draw(work) {
    const [state, text] = this.#said(work);
    this.element.dataset.state = state;
    this.element.textContent = text;
    this.login.hidden = !work.signedOut;
  }

  #said({ say = this.say, waiting, offline, signedOut, refused, unfinished, isFull }) {
    if (isFull) return ["bad", say("store_full", { n: waiting })];
    if (signedOut) return ["bad", say("signed_out", { n: waiting })];
    if (offline) return ["bad", say("offline", { n: waiting })];
    if (waiting) return ["saving", say("saving")];
    if (refused) return ["bad", say("cells_refused", { n: refused })];
    if (unfinished) return ["unfinished", say("rows_unfinished", { n: unfinished })];
    return ["saved", `${say("saved")} ✓`];
  }
}
