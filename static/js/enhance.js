// Small comforts, none of which a page needs.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.classList.remove("gone");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    button.textContent = button.dataset.textDone;
  });
}

for (const form of document.querySelectorAll("[data-once]")) {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
  // Coming back by the Back button shows the page as it was left: it may be sent again, the server makes one of both.
  window.addEventListener("pageshow", () => (sent = false));
}

for (const count of document.querySelectorAll("[data-count]")) {
  const field = document.getElementById(count.dataset.count);
  const limit = Number(field.dataset.limit);
  let timer = 0;
  const tell = () => {
    const left = limit - [...field.value].length;
    const words = left < 0 ? count.dataset.textOver : count.dataset.textLeft;
    count.textContent = left < limit / 4 ? words.replace("{number}", Math.abs(left).toLocaleString(document.documentElement.lang)) : "";
  };
  if (!limit) continue;
  // Said once typing pauses, not at every key.
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(tell, 800);
  });
  tell();
}

for (const moment of document.querySelectorAll("time[data-moment]")) {
  const format = { day: "numeric", month: "long", year: "numeric", hour: "numeric", minute: "2-digit", timeZoneName: "short" };
  const words = new Date(moment.dateTime).toLocaleString(document.documentElement.lang, format);
  // Browsers write “1 mars”, French readers “1er mars”.
  moment.textContent = document.documentElement.lang === "fr" ? words.replace(/^1 /, "1er ") : words;
}

// A device knows its own time zone, and all the others to choose from.
for (const zone of document.querySelectorAll("[data-zone]")) {
  zone.value ||= Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
  zone.list?.append(...(Intl.supportedValuesOf?.("timeZone") ?? []).map((name) => new Option(name, name)));
}

// A browser says of itself what a person would have to look up; it can be changed before it is sent.
const itself = {
  system: /\(([^)]+)\)/.exec(navigator.userAgent)?.[1],
  browser: /(?:Edg|OPR|SamsungBrowser|Firefox|FxiOS|CriOS)\w*\/[\d.]+/.exec(navigator.userAgent)?.[0]
    ?? /(?:Chrome|Version)\/[\d.]+.*/.exec(navigator.userAgent)?.[0],
};
for (const field of document.querySelectorAll("[data-fills]")) field.value ||= itself[field.dataset.fills] ?? "";

const answers = document.querySelector("[data-answers]");
for (const link of answers ? document.querySelectorAll("a[hreflang]") : []) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const language = Object.assign(document.createElement("input"), { type: "hidden", name: "to_language", value: link.hreflang });
    answers.append(language);
    answers.submit();
    language.remove();
  });
}

// Back to a page of errors, a browser would ask to send again. Once it is left it is a page like any other.
if (document.querySelector(".problem")) {
  const leave = () => history.replaceState(null, "", location.href);
  document.addEventListener("submit", leave);
  document.addEventListener("click", (event) => event.target.closest("a[href]:not([href^='#'])") && leave());
}
