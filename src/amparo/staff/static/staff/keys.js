// Keys for people who look at many lines a day, and the lock of a screen left alone. Every page works without this.

const editable = (target) => target.closest("input, textarea, select, [contenteditable]");
const rows = () => [...document.querySelectorAll("[data-row]")];
let waitingForGo = false;

addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("[data-send]")) return event.target.form.requestSubmit();
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (editable(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const act = waitingForGo ? goTo : actions[event.key];
  waitingForGo = false;
  if (act?.(event) !== false && act) event.preventDefault();
});

const actions = {
  "/": () => document.querySelector("[data-find]")?.focus(),
  "?": () => document.querySelector("#keys").showModal(),
  g: () => { waitingForGo = true; setTimeout(() => { waitingForGo = false; }, 1500); },
  j: () => step(1),
  k: () => step(-1),
  Enter: (event) => (event.target === current() || event.target === document.body ? click("[data-main]") : false),
  o: () => click("[data-person]"),
  e: () => click("[data-e]"),
};

function goTo(event) {
  const link = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
  if (!link) return false;
  link.click();
}

const current = () => document.querySelector("[data-row].here");

function step(by) {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(current());
  const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
  all.forEach((row) => row.classList.toggle("here", row === next));
  (next.querySelector("[data-main], [data-person], a, button") ?? next).focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

// In the line that is marked, or where there are no lines, on the page.
function click(what) {
  const place = current() ?? (rows().length ? rows()[0] : document);
  const found = place.querySelector(what) ?? (rows().length ? null : document.querySelector(what));
  if (!found) return false;
  found.click();
}

document.querySelectorAll("[data-help]").forEach((button) => button.addEventListener("click", actions["?"]));
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => print());
});
addEventListener("click", ({ target }) => {
  const menu = document.querySelector("details.me[open]");
  if (menu && !menu.contains(target)) menu.open = false;
});

// The lock. The server locks by itself; this hides what stands on the screen, and keeps what was typed.
const { lockMinutes, unlock, here } = document.body.dataset;
const lock = document.querySelector("#lock");
const EVERY = 20_000;
let usedAt = Date.now();
let toldAt = Date.now();

for (const kind of ["keydown", "pointerdown", "input", "scroll"]) {
  addEventListener(kind, () => { usedAt = Date.now(); }, { passive: true, capture: true });
}

setInterval(() => {
  if (lock.open) return;
  if (Date.now() - usedAt > lockMinutes * 60_000) return cover();
  if (usedAt > toldAt && Date.now() - toldAt > 120_000) {
    toldAt = Date.now();
    fetch(here, { method: "GET", headers: { Accept: "application/json" } }).then((got) => got.status === 423 && cover()).catch(() => null);
  }
}, EVERY);

function cover() {
  document.documentElement.classList.add("away");
  lock.showModal();
}

lock.addEventListener("cancel", (event) => event.preventDefault());

lock.querySelector("[data-unlock-form]").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const answer = await fetch(unlock, { method: "POST", headers: { Accept: "application/json" }, body: new FormData(form) }).catch(() => null);
  form.querySelector("#lock-wrong").hidden = answer?.status === 204;
  form.elements.secret.value = "";
  if (answer?.redirected) return location.reload();
  if (answer?.status !== 204) return form.elements.secret.focus();
  usedAt = toldAt = Date.now();
  lock.close();
  document.documentElement.classList.remove("away");
});
