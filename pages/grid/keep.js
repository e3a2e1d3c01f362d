/**
 * What the clerk typed and the ledger has not acknowledged yet, kept in localStorage.
 *
 * Every page load is a client of its own with its own record, so tabs never share a sequence.
 * A page that went away (reload, crash, power cut) leaves its record behind; the next page of
 * the same user takes it over. Sending an edit twice is harmless: (client, seq) is answered once.
 */
import { pause } from "./http.js";

const PREFIX = "taizhang.work.";
const ANSWER_WITHIN = 700;

/** crypto.randomUUID is missing on plain http, which is what an office network has. */
export const newClient = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), byte => byte.toString(16).padStart(2, "0")).join("");

const stored = client => JSON.parse(localStorage.getItem(PREFIX + client) ?? "null");

export class Keep {
  #due = false;

  constructor(client, record) {
    this.client = client;
    this.record = record;
    this.full = false;
  }

  static fresh(user) {
    const record = { user, closed: false, taken: false, seq: 0, step: 0, edits: [], drafts: [], refused: [] };
    return new Keep(newClient(), record);
  }

  get edits() { return this.record.edits; }
  set edits(edits) { this.record.edits = edits; this.changed(); }
  get drafts() { return this.record.drafts; }
  get refused() { return this.record.refused; }

  nextSeq() { return this.record.seq += 1; }
  nextStep() { return this.record.step = (this.record.step ?? 0) + 1; }

  get isEmpty() {
    return !this.record.edits.length && !this.record.drafts.length && !this.record.refused.length;
  }

  /** Write once at the end of the current task, however many cells a paste touched. */
  changed() {
    if (this.#due) return;
    this.#due = true;
    queueMicrotask(() => { this.#due = false; this.save(); });
  }

  save() {
    try {
      if (this.isEmpty) localStorage.removeItem(PREFIX + this.client);
      else localStorage.setItem(PREFIX + this.client, JSON.stringify(this.record));
      this.full = false;
    } catch {
      this.full = true; // the browser's store is full: the edits live in memory until they are sent
    }
  }

  /** Mark that this page goes away, or is back. */
  close(closed) {
    this.record.closed = closed;
    this.save();
  }

  /** A page the browser had frozen finds that another one took its drafts over. */
  wasTaken() {
    if (this.isEmpty || !(stored(this.client)?.taken ?? true)) return false;
    this.drafts.length = this.refused.length = 0;
    this.record.taken = false;
    this.save();
    return true;
  }

  /** Edits stay under the orphan's own client and seq; its drafts and refused cells become ours. */
  adopt(client) {
    const record = stored(client);
    if (!record || record.user !== this.record.user) return null;
    const { drafts, refused } = record;
    this.drafts.push(...drafts);
    this.refused.push(...refused);
    const orphan = new Keep(client, { ...record, drafts: [], refused: [], taken: true, closed: false });
    this.save();
    orphan.save();
    return { orphan, drafts };
  }
}

/** Which records belong to pages that are open: they answer when asked, dead ones do not. */
export class RollCall {
  #channel = new BroadcastChannel("taizhang");
  #present = new Set();

  /** `clients()` are those this page answers for. */
  constructor(clients) {
    this.clients = clients;
    this.#channel.onmessage = ({ data }) => {
      if (data.here) data.here.forEach(client => this.#present.add(client));
      else this.#channel.postMessage({ here: this.clients() });
    };
  }

  /** The clients of this user whose page is gone. */
  async gone(user) {
    const others = Object.keys(localStorage)
      .filter(name => name.startsWith(PREFIX))
      .map(name => name.slice(PREFIX.length))
      .filter(client => !this.clients().includes(client) && stored(client)?.user === user);
    const silent = others.filter(client => !stored(client).closed);
    if (silent.length) {
      this.#present.clear();
      this.#channel.postMessage({ who: true });
      await pause(ANSWER_WITHIN + Math.random() * 500); // pages opened together do not all grab at once
    }
    return others.filter(client => !this.#present.has(client) && stored(client));
  }
}
