// Leaving at once: a tap on any of its links, or Esc three times. What was shown is gone before the next page is there.

const TIMES = 3;
const WITHIN = 2_000;
const links = [...document.querySelectorAll("[data-exit]")];
let pressed = [];

function leave(event) {
  event?.preventDefault();
  document.documentElement.hidden = true;
  document.title = "";
  location.replace(links[0].href);
}

function count({ key, repeat }) {
  if (key !== "Escape" || repeat) return;
  const now = Date.now();
  pressed = [...pressed.filter((then) => now - then < WITHIN), now];
  if (pressed.length >= TIMES) leave();
}

export function offer() {
  if (!links.length) return;
  for (const link of links) link.addEventListener("click", leave);
  addEventListener("keydown", count);
  // A page that the browser took out of its memory belongs to whoever was here before.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}
