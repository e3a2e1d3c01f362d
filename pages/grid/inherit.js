/** The unsent work of pages that are gone: a reload, a crash, a power cut. */
import { RollCall } from "./keep.js";
import { Queue } from "./queue.js";

const LOOK_EVERY = 10_000;

export class Inheritance {
  #queues = [];

  constructor(desk, post) {
    Object.assign(this, { desk, post });
    this.rollCall = new RollCall(() => [desk.keep, ...this.#keeps()].map(keep => keep.client));
    addEventListener("pagehide", () => {
      desk.api.stopEditing(); // what is being typed is kept too
      [desk.keep, ...this.#keeps()].forEach(keep => keep.close(true));
    });
    addEventListener("beforeunload", event => { if (desk.keep.full) event.preventDefault(); });
    addEventListener("pageshow", () => desk.keep.close(false));
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && desk.keep.wasTaken()) desk.freshen.due();
    });
    this.#look();
    setInterval(() => this.#look(), LOOK_EVERY);
  }

  get waiting() { return this.#queues.reduce((sum, queue) => sum + queue.waiting, 0); }

  #keeps() { return this.#queues.map(queue => queue.keep); }

  async #look() {
    for (const client of await this.rollCall.gone(this.desk.session.user)) {
      const adopted = this.desk.keep.adopt(client);
      if (adopted) this.#takeOver(adopted);
    }
  }

  #takeOver({ orphan, drafts }) {
    if (drafts.length) this.desk.freshen.due();
    if (orphan.edits.length) {
      const queue = new Queue(orphan, {
        post: this.post,
        changed: () => this.#changed(queue),
        answered: (...answer) => this.desk.answers.take(...answer),
      });
      this.#queues.push(queue);
      queue.pump();
    }
    this.desk.drawSaved();
  }

  #changed(queue) {
    if (!queue.waiting) {
      this.#queues = this.#queues.filter(each => each !== queue);
      this.desk.freshen.due();
    }
    this.desk.drawSaved();
  }
}
