// The hour on a page that says nothing else; and the way back, which nobody finds who does not know it.

import { written } from "./moments.js";

const TIMES = 3;
const WITHIN = 2_000;
const hour = document.querySelector("[data-hour]");
const day = document.querySelector("[data-day]");
// Opened anew, so that no clock lies ahead in the history: see leave.js.
const back = day.href;
const hours = written({ second: "2-digit" });
const days = written({ hour: undefined, minute: undefined, weekday: "long", day: "numeric", month: "long", year: "numeric" });
let pressed = [];

function show() {
  const now = new Date();
  hour.textContent = hours.format(now);
  day.textContent = days.format(now);
}

function count(event) {
  if (event.type === "keydown" && (event.key !== "Escape" || event.repeat)) return;
  const now = Date.now();
  pressed = [...pressed.filter((then) => now - then < WITHIN), now];
  if (pressed.length >= TIMES) location.assign(back);
}

day.removeAttribute("href");
hour.hidden = false;
show();
setInterval(show, 1000);
addEventListener("click", count);
addEventListener("keydown", count);
