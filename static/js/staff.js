// What an agent has begun to write stays with this tab until it has been sent: also through another button, another
// language, a page that was outdated or a sign-in that had ended. Signing out forgets it all.
if (document.querySelector("[data-signed-out]")) sessionStorage.clear();
const saved = document.querySelector(".messages .success") !== null;

for (const area of document.querySelectorAll("textarea[data-keep]")) {
  const key = `keep:${area.dataset.keep}`;
  const sending = `${key}:sending`;
  if (saved && sessionStorage.getItem(sending)) sessionStorage.removeItem(key);
  sessionStorage.removeItem(sending);
  if (area.value) sessionStorage.setItem(key, area.value);
  const kept = sessionStorage.getItem(key);
  if (kept && !area.value) {
    area.value = kept;
    area.closest("details")?.setAttribute("open", "");
  }
  area.addEventListener("input", () => sessionStorage.setItem(key, area.value));
  area.form.addEventListener("submit", () => sessionStorage.setItem(sending, "1"));
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.classList.remove("gone");
  button.addEventListener("click", () => window.print());
}
