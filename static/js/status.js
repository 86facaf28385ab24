// Asks again for the list of files while one is being checked: after 1, 2, 4, then every 8 seconds; never in a hidden tab.
const list = document.querySelector("[data-files-list]");
const live = document.querySelector("[data-live]");
const LONGEST = 8000;
let wait = 1000;
let timer = 0;
let tag = "";

/** Say a sentence to those who listen to the page. */
export function say(sentence) {
  if (live && sentence && live.textContent !== sentence) live.textContent = sentence;
}

/** Bring the list on the page up to date. Rows that did not change, choices made and the focus stay as they are. */
export function show(fresh) {
  const shown = list.querySelector("[data-settled]");
  const rows = shown.querySelector("ul");
  const summary = fresh.querySelector("[data-summary]").textContent;
  for (const old of rows.querySelectorAll("[data-file]")) if (!fresh.querySelector(`[id="${old.id}"]`)) old.remove();
  for (const row of fresh.querySelectorAll("[data-file]")) {
    const old = document.getElementById(row.id);
    if (old) renew(old, row);
    else arrive(rows, row);
  }
  shown.dataset.settled = fresh.dataset.settled;
  shown.querySelector("[data-summary]").textContent = summary;
  say(summary);
}

function renew(old, row) {
  if (old.textContent === row.textContent) return;
  // The choice of what the file is may be open under somebody's finger: it is never touched.
  const role = row.querySelector(".role") && old.querySelector(".role");
  const focused = old.contains(document.activeElement) && !role?.contains(document.activeElement);
  for (const child of [...old.children]) if (child !== role) child.remove();
  for (const child of [...row.children]) {
    if (!role || child.matches(".out")) old.append(child);
    else if (!child.matches(".role")) role.before(child);
  }
  old.dataset.state = row.dataset.state;
  if (focused) old.querySelector("button")?.focus();
}

function arrive(rows, row) {
  const name = row.querySelector(".name").firstChild.textContent.trim();
  const sent = [...rows.querySelectorAll("[data-landing]")].find((each) => each.dataset.landing === name);
  const focused = sent?.contains(document.activeElement);
  if (sent) sent.replaceWith(row);
  else rows.append(row);
  if (focused) row.querySelector("button")?.focus();
}

/** The list in an answer of the server; null when it answered with something else. */
export function listIn(html) {
  return new DOMParser().parseFromString(html, "text/html").querySelector("body > [data-settled]");
}

/** Ask again soon, if a file has no end yet. */
export function watch() {
  wait = 1000;
  plan();
}

function plan() {
  clearTimeout(timer);
  if (list?.querySelector('[data-settled="false"]') && !document.hidden) timer = setTimeout(ask, wait);
}

/** Ask for the list now. */
export async function ask() {
  wait = Math.min(wait * 2, LONGEST);
  try {
    const headers = { Accept: "text/html-fragment" };
    if (tag) headers["If-None-Match"] = tag;
    const response = await fetch(list.dataset.listUrl, { headers });
    if (response.ok) {
      const fresh = listIn(await response.text());
      if (!fresh) return;
      tag = response.headers.get("ETag") || "";
      show(fresh);
    } else if (response.status === 404) return;
  } catch {
    wait = LONGEST;
  }
  plan();
}

document.addEventListener("visibilitychange", watch);
document.querySelector("[data-refresh]")?.classList.add("gone");
watch();
