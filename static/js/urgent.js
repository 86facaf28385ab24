// Urgent requests reach an agent whose page just stands open, also behind other tabs: the badge, the tab's title, and,
// for those who have asked for it in this browser, two short tones.
const SECONDS = 20;
const badge = document.querySelector("[data-urgent]");
const link = badge.querySelector("a");
const button = document.querySelector("[data-sound]");
const title = document.title.replace(/^\(\d+\+?\) /, "");
let newest = badge.dataset.newest;
let tag = "";
let active = false;
let sound = null;

for (const kind of ["keydown", "pointerdown", "pointermove"]) {
  document.addEventListener(kind, () => (active = true), { passive: true });
}

function wantsSound() {
  return localStorage.getItem("urgent-sound") === "on";
}

function tone(at, pitch) {
  const voice = sound.createOscillator();
  const volume = sound.createGain();
  voice.frequency.value = pitch;
  volume.gain.setValueAtTime(0.0001, at);
  volume.gain.exponentialRampToValueAtTime(0.2, at + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.25);
  voice.connect(volume).connect(sound.destination);
  voice.start(at);
  voice.stop(at + 0.3);
}

async function ring() {
  sound ??= new AudioContext();
  // Browsers keep silent until somebody has touched the page; then the badge alone must do.
  await sound.resume();
  tone(sound.currentTime, 660);
  tone(sound.currentTime + 0.3, 880);
}

function show(found) {
  if (link.textContent !== found.sentence) link.textContent = found.sentence;
  link.hidden = !found.sentence;
  document.title = found.sentence ? `(${found.figure}) ${title}` : title;
  if (found.newest > newest && wantsSound()) ring();
  newest = found.newest > newest ? found.newest : newest;
}

async function ask() {
  const url = active ? `${badge.dataset.url}?active` : badge.dataset.url;
  active = false;
  try {
    const headers = { Accept: "application/json" };
    if (tag) headers["If-None-Match"] = tag;
    const response = await fetch(url, { headers, redirect: "manual" });
    if (response.ok) {
      tag = response.headers.get("ETag") || "";
      show(await response.json());
    }
    if (response.type === "opaqueredirect") {
      badge.textContent = badge.dataset.signedOutText;
      return;
    }
  } catch {
    // Offline, or the portal is being restarted: the next time will tell.
  }
  setTimeout(ask, SECONDS * 1000);
}

function showSwitch() {
  button.textContent = wantsSound() ? button.dataset.textOn : button.dataset.textOff;
}

button.classList.remove("gone");
button.addEventListener("click", () => {
  localStorage.setItem("urgent-sound", wantsSound() ? "off" : "on");
  showSwitch();
  if (wantsSound()) ring();
});
showSwitch();
setTimeout(ask, SECONDS * 1000);
