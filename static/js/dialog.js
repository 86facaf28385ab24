// A word before going on: the server decides whether it is needed, and its own page is then shown as a dialog over the
// question. OK opens more, Cancel and Escape stay. Whatever fails here, the page itself does the same without a script.
const form = document.querySelector("form[data-dialog]");
let busy = false;

const post = (target, pressed = "") => {
  const body = new URLSearchParams(new FormData(target));
  if (pressed) body.set(pressed, "1");
  return fetch(target.action, { method: "POST", body });
};

function ask(page) {
  const dialog = Object.assign(document.createElement("dialog"), { className: "card" });
  const heading = document.createElement("h2");
  heading.id = "asked";
  heading.textContent = page.querySelector("h1").textContent;
  dialog.setAttribute("aria-labelledby", heading.id);
  dialog.append(heading, ...page.querySelector("[data-asks]").children);
  const stays = dialog.querySelector("form");
  stays.addEventListener("submit", async (event) => {
    event.preventDefault();
    // Told once is enough: the same answer then goes on.
    await post(stays, "stay").catch(() => {});
    dialog.close();
  });
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    stays.requestSubmit();
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (busy) return;
  busy = true;
  try {
    const answer = await post(form);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (page.querySelector("[data-asks]")) ask(page);
    else if (answer.ok && answer.redirected) location.assign(answer.url);
    else form.submit();
  } catch {
    form.submit();
  }
  busy = false;
});
