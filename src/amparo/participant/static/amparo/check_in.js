// The check-in form with script: answer, look, save sealed on this phone, send. Without it the form works by itself.

import { local, send, session, tell } from "./app.js";
import * as capture from "./capture.js";
import { written } from "./moments.js";
import * as places from "./place.js";
import * as queue from "./queue.js";
import * as trouble from "./trouble.js";

const form = document.getElementById("check-in");
const review = document.getElementById("review");
const saved = document.getElementById("saved");
const sealing = JSON.parse(document.getElementById("sealing")?.textContent ?? "null");
const place = { cell: null, cause: null };
const spelled = written({ weekday: "long", day: "numeric", month: "long" });
let leaving = false;
const part = (name) => form.querySelector(`[data-place="${name}"]`);

function show(section) {
  for (const each of [form, review, saved]) each.hidden = each !== section;
  document.getElementById("answering").hidden = section !== form;
  (section === form ? document.querySelector("#answering h1") : section.querySelector("h1")).focus();
  scrollTo(0, 0);
}

function watchPlace() {
  if (!part("ask")) return;
  form.querySelector("[data-script]").hidden = false;
  part("ask").addEventListener("click", sharePlace);
  part("remove").addEventListener("click", () => setPlace({}));
  for (const radio of form.querySelectorAll("[name=place_cause]")) {
    radio.addEventListener("change", () => setPlace({ cause: radio.value }));
  }
}

async function sharePlace() {
  setPlace({});
  part("asking").hidden = false;
  const answer = await places.ask(sealing.cell_metres);
  if (answer.cause) trouble.note(`place_${answer.cause}`, sealing.checkin);
  setPlace(answer);
  part("failed").hidden = !answer.cause;
}

function setPlace({ cell = null, cause = null }) {
  Object.assign(place, { cell, cause });
  part("asking").hidden = part("failed").hidden = true;
  part("ask").hidden = Boolean(cell);
  part("shown").hidden = !cell;
  if (cell) form.querySelector("[data-slot=cell]").textContent = capture.inNumbers(cell);
  for (const radio of form.querySelectorAll("[name=place_cause]")) radio.checked = radio.value === cause;
}

function look(event) {
  event.preventDefault();
  const list = review.querySelector("dl");
  const words = (name) => review.querySelector(`[data-${name}]`).textContent;
  const rows = capture.answered(form).map(({ label, shown }) => [label, shown || words("none")]);
  if (part("ask")) rows.push([words("area"), place.cell ? capture.inNumbers(place.cell) : words("no-area")]);
  list.replaceChildren(...rows.map(row));
  show(review);
}

function row([label, value]) {
  const made = review.querySelector("template").content.cloneNode(true);
  made.querySelector("dt").textContent = label;
  made.querySelector("dd").textContent = value;
  return made;
}

async function confirm({ currentTarget: button }) {
  if (button.getAttribute("aria-disabled")) return;
  button.setAttribute("aria-disabled", "true");
  try {
    const item = await capture.take(form, place, sealing);
    await queue.keep(item);
    await showSaved(item);
  } catch (problem) {
    await trouble.note(problem?.name === "QuotaExceededError" ? "storage_full" : "cannot_seal", sealing.checkin);
    // No sealing or no storage on this phone: the plain form sends it.
    return form.submit();
  }
  form.reset();
  await askForBackground();
  send();
}

async function showSaved(item) {
  document.body.dataset.saved = "";
  document.getElementById("unsent").hidden = true;
  tell(saved, "sending", { saved_at: spelled.format(new Date(item.captured_at)) });
  saved.querySelector("[data-on-time]").hidden = !item.on_time;
  show(saved);
}

async function askForBackground() {
  const ready = navigator.serviceWorker?.controller && (await navigator.serviceWorker.ready);
  await ready?.sync?.register("amparo-outbox").catch(() => null);
}

// Only once: a second try that ends meanwhile must not stop the first way out.
function leave(path) {
  if (!leaving) location.assign(path);
  leaving = true;
}

async function tried({ detail: { sent, signIn } }) {
  const mine = sent.find((each) => each.checkin === sealing.checkin);
  if (mine && local(mine.next)) return leave(mine.next);
  if (saved.hidden) return;
  const left = (await queue.waiting(session.subject)).find((item) => item.checkin === sealing.checkin);
  // Another tab or the service worker has sent it.
  if (!left) return leave(document.querySelector("#sent a").href);
  tell(saved, signIn ? "sign_in" : left.problem ? "held" : "waiting", left.problem ?? {});
}

async function start() {
  if (!sealing || !crypto.subtle || !globalThis.indexedDB) return;
  const before = (await queue.waiting(session.subject)).find((item) => item.checkin === sealing.checkin);
  watchPlace();
  form.addEventListener("submit", look);
  review.querySelector("[data-confirm]").addEventListener("click", confirm);
  review.querySelector("[data-back]").addEventListener("click", () => show(form));
  document.addEventListener("amparo:tried", tried);
  if (!before) return;
  await showSaved(before);
  await send();
}

start().catch(() => null);
