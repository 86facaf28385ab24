// What an agent has begun to write stays with this tab until it is sent: also through another button or language.
for (const area of document.querySelectorAll("textarea[data-keep]")) {
  const key = `keep:${area.dataset.keep}`;
  const kept = sessionStorage.getItem(key);
  if (kept && !area.value) {
    area.value = kept;
    area.closest("details")?.setAttribute("open", "");
  }
  area.addEventListener("input", () => sessionStorage.setItem(key, area.value));
  area.form.addEventListener("submit", () => sessionStorage.removeItem(key));
}
