// On the page that stands in for another where there is no network: when it is back, what was asked for opens by itself.
// Without this the button does.

const EVERY = 20_000;
const LONGEST = 600_000;
const waits = document.getElementById("waits");
// The page may come again although the network seemed to be back: then it is asked for less and less often.
const before = history.state?.came ?? 0;
let asking = false;

// Asked of an address that names nobody, so that nothing of anybody's is opened by that.
async function look() {
  if (asking || document.hidden) return;
  asking = true;
  const answer = await fetch(waits.dataset.own, { method: "HEAD", cache: "no-store" }).catch(() => null);
  asking = false;
  if (!answer?.ok) return;
  clearInterval(again);
  removeEventListener("online", look);
  history.replaceState({ came: before + 1 }, "");
  location.reload();
}

let again;
// Opened by its own address, it stands in for nothing.
if (waits && location.pathname !== waits.dataset.own) {
  waits.hidden = false;
  again = setInterval(look, Math.min(EVERY * 2 ** before, LONGEST));
  if (!before) document.addEventListener("visibilitychange", look);
  addEventListener("online", look);
}
