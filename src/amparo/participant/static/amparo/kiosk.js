// On a screen that others use: who goes away without a word is signed out, warned before, with a button to stay.

import * as aloud from "./aloud.js";

const IDLE = 60_000;
const WARNED = 15_000;
const { end, start } = document.body.dataset;
const box = document.getElementById("still-there");
const left = box?.querySelector("[data-left]");
const said = box?.querySelector("[data-said]");
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
  const seconds = Math.ceil(rest / 1000);
  left.textContent = String(seconds);
  if (!box.open) {
    said.textContent = "";
    box.showModal();
  }
  // Whoever hears the page is told twice, not each second.
  if (seconds <= 10) said.textContent = seconds > 5 ? said.dataset.ten : said.dataset.five;
}

// The start page shows nobody: only what somebody typed or chose there, and went away from.
const used = () => start === "used" || [...document.querySelectorAll("input.field")].some((field) => field.value);

for (const sign of ["pointerdown", "keydown", "input", "scroll"]) addEventListener(sign, touch, { passive: true });
// Whoever listens is there: a clip has an end, and then the minute begins.
document.querySelector("[data-clips] audio")?.addEventListener("timeupdate", touch);

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

aloud.offer();
