/**
 * The clerk's file and all that was said of it. The server forgets both when it is started anew;
 * then the file is sent again, and everything is said again in its order.
 */
import { get, HttpError, post, upload } from "./http.js";

export class ImportSource {
  #said = [];
  #bytes = null;

  constructor(file, sheet) { Object.assign(this, { file, sheet, id: null }); }

  get address() { return addressOf(this.id); }

  /** Resolves to what the file was taken for. */
  async send() {
    const proposal = await this.#upload();
    this.id = proposal.id;
    return proposal;
  }

  async #upload() {
    this.#bytes ??= await this.file.arrayBuffer(); // the file may be changed or gone by the next time
    return upload(`/api/imports?${new URLSearchParams({ sheet: this.sheet, name: this.file.name })}`, this.#bytes);
  }

  /** Something is said of it; it counts once it is answered. */
  async say(path, body) {
    const answer = await post(`${this.address}${path}`, body);
    this.#said.push([path, body]);
    return answer;
  }

  /** The same again, as far as it can be said again; where it breaks off nothing has changed. */
  async sendAgain() {
    const { id } = await this.#upload();
    for (const [path, body] of this.#said) {
      await post(`${addressOf(id)}${path}`, body).catch(problem => { if (!(problem instanceof HttpError)) throw problem; });
    }
    const proposal = await get(addressOf(id));
    this.id = id;
    return proposal;
  }
}

const addressOf = id => `/api/imports/${id}`;
