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

// Where the clock lies ahead in the tab's own history, somebody left from here, and goes back now. Nothing is kept for
// it; browsers that do not show their history to a page leave it to the server and the worker.
function wasLeft() {
  const { navigation } = globalThis;
  const ahead = navigation?.entries().slice(navigation.currentEntry.index + 1) ?? [];
  return ahead.some(({ url }) => url && new URL(url).pathname === links[0].dataset.exit);
}

export function offer() {
  if (!links.length) return;
  if (wasLeft()) return leave();
  for (const link of links) link.addEventListener("click", leave);
  addEventListener("keydown", count);
  // A page that the browser took out of its memory belongs to whoever was here before.
  addEventListener("pageshow", (event) => event.persisted && (wasLeft() ? leave() : location.reload()));
}
