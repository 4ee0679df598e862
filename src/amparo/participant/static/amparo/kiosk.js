// On a screen that others use: who goes away without a word is signed out, warned before, with a button to stay.

const IDLE = 60_000;
const WARNED = 15_000;
const { end, start } = document.body.dataset;
const box = document.getElementById("still-there");
const left = box?.querySelector("[data-left]");
let touched = Date.now();

const leave = () => location.replace(end);

// While it asks, only an answer counts.
function touch() {
  if (!box?.open) touched = Date.now();
}

function look() {
  const rest = IDLE - (Date.now() - touched);
  if (rest <= 0) return leave();
  if (rest > WARNED || !box) return;
  left.textContent = String(Math.ceil(rest / 1000));
  if (!box.open) box.showModal();
}

// The start page shows nobody: only what somebody typed or chose there, and went away from.
const used = () => start === "used" || [...document.querySelectorAll("input.field")].some((field) => field.value);

for (const sign of ["pointerdown", "keydown", "input", "scroll"]) addEventListener(sign, touch, { passive: true });

// At once, not when the browser tells of the closing: that comes later, and the minute could end in between.
const stay = () => (touched = Date.now());
box?.querySelector("button").addEventListener("click", () => (stay(), box.close()));
box?.addEventListener("cancel", stay);
setInterval(() => (start && !used() ? null : look()), 1000);

// A page that the browser took out of its memory belongs to whoever was here before.
addEventListener("pageshow", (event) => event.persisted && leave());

const print = document.querySelector("[data-print]");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => globalThis.print());
}
