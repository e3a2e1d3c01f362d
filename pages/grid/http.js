/** JSON over the session cookie. Every write carries the header the guard asks for. */

export class HttpError extends Error {
  constructor(status, body) {
    super(body?.error?.message ?? String(status));
    this.status = status;
    this.code = body?.error?.code ?? "http";
  }
}

async function answer(response) {
  const body = await response.json().catch(() => null);
  if (!response.ok || body === null) throw new HttpError(response.status, body);
  return body;
}

/** A request that hangs is as good as lost: edits are retried and harmless to send twice. */
const patience = () => AbortSignal.timeout(30_000);

export async function get(url) {
  return answer(await fetch(url, { credentials: "same-origin", signal: patience() }));
}

export async function post(url, body) {
  return answer(await fetch(url, {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json", "X-Taizhang": "1" },
    body: JSON.stringify(body),
    signal: patience(),
  }));
}

/** Upload one file as its bare bytes. */
export async function upload(url, file) {
  return answer(await fetch(url, {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/octet-stream", "X-Taizhang": "1" },
    body: file,
  }));
}

export const pause = milliseconds => new Promise(done => setTimeout(done, milliseconds));

/** Ask until it is answered; a page that outlives a restart of the server just goes on. */
export async function insist(ask, { wanted = () => true } = {}) {
  for (let wait = 300; wanted(); wait = Math.min(wait * 2, 5000)) {
    try {
      return await ask();
    } catch (problem) {
      if (problem instanceof HttpError && problem.status < 500 && problem.status !== 401) throw problem;
      await pause(wait);
    }
  }
  return null;
}
