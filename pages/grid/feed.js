/** What other people write, as it happens: patched into rows on screen, open editors untouched. */

import { get } from "./http.js";

const SIGNED_OUT = 4401;

export class Feed {
  #wait = 500;
  #next = 0; // the timer of the next try
  #socket = null;
  #said = ""; // where our clerk is, as the server knows it

  /** `changed(message)` for a row, `followed` for what our own edits did, `present` for who is here, `flooded(sheet)` when there were too many to tell. */
  constructor({ head, isOurs, changed, followed, flooded, present, signedOut, connected }) {
    Object.assign(this, { head, isOurs, changed, followed, flooded, present, signedOut, connected });
    this.isDown = false;
    this.#connect();
  }

  #connect() {
    this.#next = 0;
    const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/api/feed?after=${this.head}`);
    this.#socket = socket;
    socket.onopen = () => { if (this.#said) socket.send(this.#said); };
    socket.onmessage = ({ data }) => {
      this.#wait = 500;
      this.#mark(false);
      this.#hear(JSON.parse(data));
    };
    socket.onclose = ({ code }) => {
      if (code === SIGNED_OUT) this.signedOut();
      else this.#lost();
      this.#next = setTimeout(() => this.#connect(), this.#wait);
      this.#wait = Math.min(this.#wait * 2, 10_000);
    };
  }

  /** Say where our clerk is; said again to a server that comes back. */
  tell(place) {
    const text = JSON.stringify(place);
    if (text === this.#said) return;
    this.#said = text;
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(text);
  }

  /** The server has answered something else: no need to wait for the next try. */
  hurry() {
    if (!this.#next) return;
    clearTimeout(this.#next);
    this.#connect();
  }

  /** A socket refused for want of a session closes like one that lost its server: ask which it is. */
  #lost() {
    this.#mark(true);
    get(`/api/changes?after=${this.head}&limit=1`).catch(problem => {
      if (problem.status === 401) this.signedOut();
    });
  }

  #mark(isDown) {
    if (this.isDown === isDown) return;
    this.isDown = isDown;
    this.connected();
  }

  #hear(message) {
    if (message.type === "hello") return;
    if (message.type === "presence") { this.present(message); return; }
    this.head = Math.max(this.head, message.seq ?? 0);
    if (message.type === "refresh") this.flooded(message.sheet);
    else if (this.isOurs(message.client)) this.followed(message);
    else this.changed(message);
  }
}
