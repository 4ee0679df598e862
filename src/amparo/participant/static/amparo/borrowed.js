// On a phone that is not theirs nothing is kept: no worker, no storage, no push. Forms work as they do without script;
// this asks first whether there is a network, so that an answer is never lost without a word.

import * as aloud from "./aloud.js";
import * as leave from "./leave.js";

const IDLE = 15 * 60_000;
const ASK_AGAIN = 4 * 60_000;
const PATIENCE = 8_000;
const out = document.getElementById("sign-out-borrowed");
const note = document.getElementById("not-sent");
const look = document.getElementById("look-again");
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

// A browser keeps what a form sent, to restore its tabs; what a script sent it does not. Pressed once more, after a look.
async function sendQuietly(form) {
  if (look.hidden && form.id === "check-in") {
    look.hidden = false;
    look.focus();
    return true;
  }
  const body = new URLSearchParams(new FormData(form));
  if (form.id === "check-in") body.set("step", "send");
  const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
  // Anything else is a page to read: the form asks for it by itself.
  if (!answer?.ok || !answer.redirected) return false;
  location.replace(answer.url);
  return true;
}

function watch(form) {
  form.addEventListener("submit", async (event) => {
    if (form.dataset.sure) return;
    event.preventDefault();
    const there = await reachable();
    note.hidden = there;
    if (!there) return note.focus();
    if (form.matches("#check-in, [data-quietly]") && (await sendQuietly(form))) return;
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
