// On a phone that is not theirs nothing is kept: no worker, no storage, no push. Forms work as they do without script;
// this asks first whether there is a network, so that an answer is never lost without a word.

import * as aloud from "./aloud.js";
import * as leave from "./leave.js";

const IDLE = 15 * 60_000;
const ASK_AGAIN = 4 * 60_000;
const PATIENCE = 8_000;
const out = document.getElementById("sign-out-borrowed");
const note = document.getElementById("not-sent");
let touched = Date.now();
let told = touched;

// Whoever writes for long is still here, also for the server.
function touch() {
  touched = Date.now();
  if (touched - told < ASK_AGAIN) return;
  told = touched;
  reachable();
}

async function reachable() {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), PATIENCE);
  const asked = { method: "HEAD", cache: "no-store", redirect: "error", signal: stop.signal };
  return fetch("/my/help/", asked).then((answer) => answer.status < 500, () => false);
}

function watch(form) {
  form.addEventListener("submit", async (event) => {
    if (form.dataset.sure) return;
    event.preventDefault();
    const there = await reachable();
    note.hidden = there;
    if (!there) return note.focus();
    form.dataset.sure = "yes";
    form.requestSubmit(event.submitter);
    // The next press asks again, should this one come to nothing.
    delete form.dataset.sure;
  });
}

for (const form of document.querySelectorAll("main form[method=post]")) if (form !== out) watch(form);
for (const sign of ["pointerdown", "keydown", "input", "scroll"]) addEventListener(sign, touch, { passive: true });
setInterval(() => Date.now() - touched > IDLE && out.submit(), 5_000);
leave.offer();
aloud.offer();
