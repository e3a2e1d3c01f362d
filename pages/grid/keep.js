/**
 * What the clerk typed and the ledger has not acknowledged yet, kept in localStorage.
 *
 * Every page load is a client of its own with its own record, so tabs never share a sequence.
 * A page that went away (reload, crash, power cut) leaves its record behind; the next page of
 * the same user takes it over. Sending an edit twice is harmless: (client, seq) is answered once.
 *
 * The record holds what a clerk sees unfinished; the edits on their way lie beside it in packets.
 * A paste may be larger than the browser's store: then its first packets are stored, the others
 * as soon as those were answered, and until then the page says that it must not be closed.
 */
import { pause } from "./http.js";
import { Outbox } from "./outbox.js";
import { Refused } from "./refused.js";

const PREFIX = "taizhang.work.";
const PACKETS = "taizhang.edits.";
const MOST_LETTERS = 3_000_000; // for packets: the store holds some five million, for all pages
const HEAVY = 25; // milliseconds; a record that takes longer to store is stored less often
const ANSWER_WITHIN = 700;

/** crypto.randomUUID is missing on plain http, which is what an office network has. */
export const newClient = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), byte => byte.toString(16).padStart(2, "0")).join("");

const stored = client => JSON.parse(localStorage.getItem(PREFIX + client) ?? "null");

const packetName = (client, number) => `${PACKETS}${client}.${number}`;

/** The stored packets of a client in order: [number, edits]. */
function packetsOf(client) {
  const start = packetName(client, "");
  return Object.keys(localStorage)
    .filter(name => name.startsWith(start))
    .map(name => [Number(name.slice(start.length)), JSON.parse(localStorage.getItem(name))])
    .sort(([one], [other]) => one - other);
}

export class Keep {
  #due = false;
  #unstored = new Set(); // numbers of packets the store had no room for
  #letters = new Map(); // number of a stored packet -> its length
  #cost = 0; // milliseconds the last storing took

  constructor(client, record, packets = []) {
    this.client = client;
    this.record = { ...record, refused: new Refused(record.refused) };
    this.edits = new Outbox(packets);
    this.full = false;
  }

  static fresh(user) {
    const record = { user, closed: false, taken: false, seq: 0, step: 0, drafts: [], refused: [] };
    return new Keep(newClient(), record);
  }

  get drafts() { return this.record.drafts; }
  get refused() { return this.record.refused; }

  nextSeq() { return this.record.seq += 1; }
  nextStep() { return this.record.step = (this.record.step ?? 0) + 1; }

  get isEmpty() {
    return !this.edits.length && !this.record.drafts.length && !this.record.refused.size;
  }

  /**
   * Write once at the end of the current task, however many cells a paste touched. What takes long
   * to write, as thousands of refused cells do, is written less often and when the page goes away;
   * edits whose answers were not stored would be asked again and answered the same.
   */
  changed() {
    if (this.#due) return;
    this.#due = true;
    const write = () => { if (this.#due) this.save(); };
    if (this.#cost > HEAVY) setTimeout(write, 20 * this.#cost);
    else queueMicrotask(write);
  }

  save() {
    this.#due = false;
    const began = performance.now();
    const stored = [this.#storeRecord(), this.#storePackets()];
    this.full = stored.includes(false); // then they live in memory until sent
    this.#cost = performance.now() - began;
  }

  /** What was sent is in the packets already. */
  #storeRecord() {
    if (this.isEmpty) return store(PREFIX + this.client, null);
    const drafts = this.drafts.filter(draft => !draft.sent);
    return store(PREFIX + this.client, JSON.stringify({ ...this.record, drafts }));
  }

  /** In order: what is sent first is answered first and makes room for the others. */
  #storePackets() {
    const { changed } = this.edits;
    for (const number of [...new Set([...changed, ...this.#unstored])].sort((one, other) => one - other)) {
      if (!this.#storePacket(number)) break;
      changed.delete(number);
      this.#unstored.delete(number);
    }
    for (const number of changed) this.#unstored.add(number);
    changed.clear();
    return this.#unstored.size === 0;
  }

  #storePacket(number) {
    const edits = this.edits.packet(number);
    const text = edits.length ? JSON.stringify(edits) : null;
    const others = [...this.#letters].reduce((sum, [each, letters]) => sum + (each === number ? 0 : letters), 0);
    if (text && others + text.length > MOST_LETTERS) return false;
    if (!store(packetName(this.client, number), text)) return false;
    if (text) this.#letters.set(number, text.length);
    else this.#letters.delete(number);
    return true;
  }

  /** Mark that this page goes away, or is back. */
  close(closed) {
    this.record.closed = closed;
    this.save();
  }

  /** A page the browser had frozen finds that another one took its drafts over. */
  wasTaken() {
    if (this.isEmpty || !(stored(this.client)?.taken ?? true)) return false;
    this.drafts.length = 0;
    this.refused.clear();
    this.record.taken = false;
    this.save();
    return true;
  }

  /** Edits stay under the orphan's own client and seq; its drafts and refused cells become ours. */
  adopt(client) {
    const record = stored(client);
    if (!record || record.user !== this.record.user) return null;
    const { refused } = record;
    const orphan = new Keep(client, { ...record, drafts: [], refused: [], taken: true, closed: false }, packetsOf(client));
    const drafts = [...record.drafts, ...sentDrafts(orphan.edits)];
    this.drafts.push(...drafts);
    refused.forEach(each => this.refused.put(each));
    this.save();
    orphan.save();
    return { orphan, drafts };
  }
}

/** Write under a name, or with null take away. Says whether there was room. */
function store(name, text) {
  try {
    if (text === null) localStorage.removeItem(name);
    else localStorage.setItem(name, text);
    return true;
  } catch {
    return false;
  }
}

/** Lines whose inserts are on their way, with what was typed into them since. */
function sentDrafts(edits) {
  const lines = new Map();
  for (const edit of edits) {
    if (edit.op === "insert") {
      lines.set(edit.line, {
        line: edit.line, sheet: edit.sheet, values: { ...edit.values }, errors: {}, needed: [], sent: true,
      });
    } else if (lines.has(edit.row)) lines.get(edit.row).values[edit.field] = edit.value;
  }
  return [...lines.values()];
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
