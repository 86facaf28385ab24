// Sends each file the moment it is chosen, two at a time, and says in words what becomes of it.
import { Refused, giveUp, sendInPieces } from "./resume.js";
import { ask, listIn, say, show, watch } from "./status.js";

const AT_ONCE = 2;
const form = document.querySelector("[data-upload]");
const text = form.dataset;
const input = form.querySelector("input[type=file]");
const picker = form.querySelector("[data-picker]");
const list = form.querySelector("[data-files-list]");
const pattern = form.querySelector("[data-row]").content.firstElementChild;
const summary = list.querySelector("[data-summary]");
const nothing = list.querySelector("[data-file]") ? "" : summary.textContent;
const left = form.querySelector("[data-left]");
const stillSending = form.querySelector("[data-still-sending]");
const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
const allowed = input.accept.split(",");
const REFUSALS = {
  duplicate: text.textDuplicate,
  over_limit: text.textCount,
  refused: text.textSize,
  secret_name: text.textSecret,
  no_room: text.textRoom,
  too_many: text.textMany,
  enough: text.textEnough,
};
const headers = { "X-CSRFToken": token, Accept: "text/html-fragment" };
const waiting = [];
const sending = new Set();
let leaving = false;

function problem(file) {
  const name = file.name.toLowerCase();
  if (/\.hei[cf]$/.test(name)) return text.textHeic;
  // Without an ending, the server judges by the content.
  if (name.includes(".") && !allowed.some((each) => (each[0] === "." ? name.endsWith(each) : file.type === each))) return text.textType;
  if (!file.size) return text.textEmpty;
  if (file.size > Number(text.maxBytes || Infinity)) return text.textSize;
  const usable = list.querySelectorAll("[data-file]:not([data-state=refused])").length;
  if (usable + waiting.length + underWay().length < Number(text.maxFiles)) return "";
  form.querySelector("[data-more]").hidden = false;
  return text.textCount;
}

function size(bytes) {
  // The same base as the limit, so that a file that is accepted never looks too big.
  const unit = bytes < 2 ** 10 ? "byte" : bytes < 2 ** 20 ? "kilobyte" : "megabyte";
  const share = { byte: 1, kilobyte: 2 ** 10, megabyte: 2 ** 20 / 10 }[unit];
  const whole = Math.floor(bytes / share) / (unit === "megabyte" ? 10 : 1);
  const format = { style: "unit", unit, unitDisplay: unit === "byte" ? "long" : "short" };
  return new Intl.NumberFormat(document.documentElement.lang, format).format(whole);
}

function add(files) {
  for (const file of files) {
    const row = pattern.cloneNode(true);
    const part = (name) => row.querySelector(`[data-${name}]`);
    const item = { file, row, part, bar: row.querySelector("progress") };
    part("name").textContent = file.name;
    part("size").textContent = size(file.size);
    part("drop").onclick = () => drop(item);
    part("again").onclick = () => {
      part("drop").focus();
      enqueue(item);
    };
    list.querySelector("ul").append(row);
    const why = problem(file);
    if (why) fail(item, why, false);
    else enqueue(item);
  }
}

function enqueue(item) {
  delete item.row.dataset.failed;
  countLeft();
  state(item, "info", text.textWaiting);
  item.bar.value = 0;
  waiting.push(item);
  next();
}

function state(item, tone, words) {
  item.part("say").className = `state ${tone}`;
  item.part("words").textContent = words;
  item.part("room").hidden = item.bar.hidden = tone === "error";
  item.part("why").hidden = item.part("again").hidden = true;
}

function fail(item, why, again) {
  delete item.row.dataset.landing;
  item.row.dataset.failed = "";
  countLeft();
  state(item, "error", text.textNotSent);
  item.part("why").textContent = why;
  item.part("why").hidden = false;
  item.part("again").hidden = !again;
  say(`${item.file.name}: ${why}`);
}

/** What the list's own sum does not know: files that never reached us. */
function countLeft() {
  const number = list.querySelectorAll("[data-failed]").length;
  left.hidden = !number;
  left.textContent = text.textLeft.replace("{number}", number);
}

function drop(item) {
  if (waiting.includes(item)) waiting.splice(waiting.indexOf(item), 1);
  item.row.remove();
  countLeft();
  item.stop?.abort();
  giveUp(item.file, text.uploadUrl);
  document.getElementById("your-files").focus();
  next();
}

function next() {
  while (waiting.length && sending.size < AT_ONCE) send(waiting.shift());
  // “No files yet” would be odd above files on their way.
  if (!list.querySelector("[data-file]")) summary.textContent = sending.size ? text.textBegun : nothing;
  if (!sending.size) {
    const focused = stillSending.contains(document.activeElement);
    // Its room stays, so that nothing moves under a finger.
    stillSending.classList.add("gone");
    if (focused) form.querySelector("[data-continue]").focus();
  }
}

async function send(item) {
  const { file } = item;
  const share = (bytes) => Math.floor((100 * bytes) / file.size);
  let percent = 0;
  sending.add(item);
  item.stop = new AbortController();
  item.row.dataset.landing = file.name;
  try {
    const outcome = await sendInPieces(file, {
      endpoint: text.uploadUrl,
      chunk: Number(text.chunkBytes),
      largest: Number(text.largestChunkBytes),
      signal: item.stop.signal,
      progress: (bytes) => {
        item.bar.value = percent = share(bytes);
        state(item, "info", text.textSending.replace("{percent}", percent));
      },
      stopped: (bytes) => state(item, "warn", text.textWaits.replace("{percent}", share(bytes))),
    });
    await arrived(item, outcome);
  } catch (fault) {
    if (!item.row.isConnected) return;
    if (fault instanceof Refused) fail(item, REFUSALS[fault.outcome] || text.textFailed, fault.again);
    else fail(item, text.textStopped.replace("{percent}", percent), true);
    if (fault.outcome === "refused") await ask();
  } finally {
    sending.delete(item);
    next();
  }
}

async function arrived(item, outcome) {
  const why = REFUSALS[outcome];
  if (why) fail(item, why, false);
  await ask();
  if (!why) {
    item.row.remove();
    document.querySelector(".problem")?.remove();
  }
  watch();
}

input.addEventListener("change", () => {
  add(input.files);
  input.value = "";
});
for (const event of ["dragover", "dragleave", "drop"])
  document.addEventListener(event, (moved) => {
    if (!moved.dataTransfer?.types.includes("Files")) return;
    moved.preventDefault();
    picker.classList.toggle("over", event === "dragover" && picker.contains(moved.target));
    if (event === "drop") add(moved.dataTransfer.files);
  });

/** What is sent and has no end yet; what the server's list shows is safe, and what was refused takes no place. */
const underWay = () => [...sending].filter((item) => item.row.isConnected && !item.row.matches("[data-failed]"));
const busy = () => waiting.length + underWay().length > 0;

form.addEventListener("submit", (event) => {
  leaving = !busy() || event.submitter?.hasAttribute("data-anyway");
  if (leaving) return;
  event.preventDefault();
  stillSending.hidden = false;
  stillSending.classList.remove("gone");
  stillSending.focus();
});

document.querySelector("[data-remove]").addEventListener("submit", async (event) => {
  const button = event.submitter;
  if (!button) return;
  event.preventDefault();
  const response = await fetch(button.formAction, { method: "POST", headers }).catch(() => null);
  const fresh = response?.ok && listIn(await response.text());
  if (!fresh) return location.reload();
  document.getElementById("your-files").focus();
  show(fresh);
  list.querySelector("[data-error]")?.remove();
  const problem = fresh.querySelector("[data-error]");
  if (!problem) return watch();
  list.prepend(problem);
  say(problem.textContent);
});

window.addEventListener("beforeunload", (event) => {
  if (!leaving && busy()) event.preventDefault();
});
picker.classList.add("live");
// Chosen before this script had come.
if (input.files.length) input.dispatchEvent(new Event("change"));
