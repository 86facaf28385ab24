// Sends one file in pieces, and goes on from what has arrived: after a dropped line, a reload, or from another network.
// The protocol is tus 1.0; the server says what became of the file in Upload-Outcome.

const SILENCE = 60000;
const LONGEST_WAIT = 15000;
const QUICK = 1500;
const TRIES = 12;
const TUS = { "Tus-Resumable": "1.0.0" };

/** The server's final word on a file: `outcome` is its code, `again` whether another try may help. */
export class Refused extends Error {
  constructor(outcome, again) {
    super(outcome);
    this.outcome = outcome;
    this.again = again;
  }
}

/** A request whose body's progress can be watched; resolves to it once answered, rejects when the line is lost. */
function ask(method, url, { headers = {}, body = null, signal, progress } = {}) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let silence = 0;
    const alive = () => {
      clearTimeout(silence);
      silence = setTimeout(() => request.abort(), SILENCE);
    };
    const stop = () => request.abort();
    request.open(method, url);
    for (const [name, value] of Object.entries({ ...TUS, ...headers })) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => {
      alive();
      progress?.(event.loaded);
    };
    request.onload = () => resolve(request);
    request.onerror = request.onabort = () => reject(new Error("line lost"));
    request.onloadend = () => {
      clearTimeout(silence);
      signal.removeEventListener("abort", stop);
    };
    signal.addEventListener("abort", stop);
    alive();
    request.send(body);
  });
}

/** Where this very file's upload is remembered; its name is only hinted at, as others may use this device. */
function memory(endpoint, file) {
  let hash = 0;
  for (const letter of endpoint + file.name) hash = (Math.imul(hash, 31) + letter.codePointAt(0)) | 0;
  return `upload:${hash}:${file.size}:${file.lastModified}`;
}

function base64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

function refusal(request) {
  const outcome = request.getResponseHeader("Upload-Outcome") || "failed";
  return new Refused(outcome, request.status >= 500 || outcome === "failed");
}

async function begin(endpoint, file, key, signal) {
  const headers = { "Upload-Length": file.size, "Upload-Metadata": `filename ${base64(file.name)}` };
  const request = await ask("POST", endpoint, { headers, signal });
  if (request.status !== 201) throw refusal(request);
  const url = request.getResponseHeader("Location");
  localStorage.setItem(key, url);
  return { url, offset: 0 };
}

/** Where the server stands with this file: nowhere yet, in the middle, or done already. */
async function standing(endpoint, file, key, signal) {
  const url = localStorage.getItem(key);
  if (url) {
    const request = await ask("HEAD", url, { signal });
    const outcome = request.getResponseHeader("Upload-Outcome");
    if (request.status === 200) return { url, offset: Number(request.getResponseHeader("Upload-Offset")), outcome };
    if (request.status !== 404) throw refusal(request);
    localStorage.removeItem(key);
  }
  return begin(endpoint, file, key, signal);
}

function pause(milliseconds, signal) {
  return new Promise((resolve) => {
    const on = () => {
      clearTimeout(timer);
      removeEventListener("online", on);
      resolve();
    };
    const timer = setTimeout(on, milliseconds);
    addEventListener("online", on);
    signal.addEventListener("abort", on, { once: true });
  });
}

/**
 * Send a file. In: `chunk` bytes go in one request; each that was quick doubles the next, up to `largest`, and after any
 * trouble they begin anew. `progress(bytes)` is told what has arrived, `stopped(bytes)` when the line is lost and it will
 * go on.
 * Out: what became of it. Throws Refused, or another error when the line stays lost or `signal` ended it.
 */
export async function sendInPieces(file, { endpoint, chunk, largest, progress, stopped, signal }) {
  const key = memory(endpoint, file);
  let reached = 0;
  let size = chunk;
  for (let tries = 0; ; tries += 1) {
    try {
      let { url, offset, outcome } = await standing(endpoint, file, key, signal);
      while (!outcome) {
        // New bytes have arrived since the last trouble: patience begins anew.
        if (offset > reached) tries = 0;
        reached = offset;
        progress(offset);
        const begun = performance.now();
        const request = await ask("PATCH", url, {
          headers: { "Upload-Offset": offset, "Content-Type": "application/offset+octet-stream" },
          body: file.slice(offset, offset + size),
          progress: (loaded) => progress(offset + loaded),
          signal,
        });
        // 409: the browser itself repeated what had arrived already. The answer says where to go on.
        if (request.status !== 204 && request.status !== 409) throw refusal(request);
        const here = request.getResponseHeader("Upload-Offset");
        outcome = request.getResponseHeader("Upload-Outcome");
        // Cut short on the way: where it stands is asked anew.
        if (here === null && !outcome) throw new Error("cut short");
        offset = Number(here);
        const quick = request.status === 204 && performance.now() - begun < QUICK;
        size = quick ? Math.min(2 * size, largest) : chunk;
      }
      localStorage.removeItem(key);
      return outcome;
    } catch (fault) {
      if (signal.aborted || tries >= TRIES || (fault instanceof Refused && !fault.again)) throw fault;
      stopped(reached);
      size = chunk;
      await pause(Math.min(1000 * 2 ** tries, LONGEST_WAIT), signal);
      if (signal.aborted) throw fault;
    }
  }
}

/** Give up what has arrived of a file. */
export async function giveUp(file, endpoint) {
  const key = memory(endpoint, file);
  const url = localStorage.getItem(key);
  localStorage.removeItem(key);
  if (url) await fetch(url, { method: "DELETE", headers: TUS }).catch(() => null);
}
