// Every page: what is not sent yet, sending it, signing out without leaving anything, and the service worker.

import * as aloud from "./aloud.js";
import * as clock from "./clock.js";
import * as leave from "./leave.js";
import * as queue from "./queue.js";
import * as storage from "./storage.js";
import * as trouble from "./trouble.js";

const BETWEEN_TRIES = 20_000;
const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";
export const session = { subject: meta("amparo-subject"), token: meta("csrf-token") };
const unsent = document.getElementById("unsent");
const worker = navigator.serviceWorker;
const push = () => import("./push.js");

// Shows exactly one of the states an element carries, and fills its slots with text.
export function tell(element, state, words = {}) {
  for (const part of element.querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== state;
  for (const [name, text] of Object.entries(words)) {
    for (const slot of element.querySelectorAll(`[data-slot="${name}"]`)) slot.textContent = text ?? "";
  }
}

let running = null;
let next = null;

// Tries to send. A call during a try starts one more after it, for a capture saved meanwhile.
export function send(options) {
  if (running) return (next ??= running.then(() => ((next = null), send(options))));
  return (running = tryNow(options).finally(() => (running = null)));
}

// Shows what is left and tells the page's own script through an event.
async function tryNow({ now = true } = {}) {
  const outcome = await queue.flush(session, { now });
  await show(outcome);
  document.dispatchEvent(new CustomEvent("amparo:tried", { detail: outcome }));
  return outcome;
}

async function show({ sent = [], signIn = false } = {}) {
  const left = await queue.waiting(session.subject);
  const held = left.find((item) => item.problem);
  unsent.hidden = !left.length || document.body.dataset.saved !== undefined;
  showSaved(left);
  tell(unsent, signIn ? "sign_in" : held ? "held" : "waiting", { ...counted(unsent, left), ...held?.problem });
  sent = sent.filter((each) => each.checkin);
  if (!sent.length) return;
  // What proves it is on the phone too.
  worker?.controller?.postMessage({ type: "keep", urls: sent.map(({ next }) => next) });
  const told = document.getElementById("sent");
  told.hidden = false;
  if (local(sent[0].next)) told.querySelector("a").href = sent[0].next;
}

// How many check-ins and messages wait; a message with its files is one. Only the sentences about them are shown.
function counted(element, left) {
  const count = left.filter((item) => !item.kind).length;
  const messages = new Set(left.filter((item) => item.kind).map((item) => item.message)).size;
  for (const part of element.querySelectorAll("[data-of]")) part.hidden = !(part.dataset.of === "messages" ? messages : count);
  return { count: String(count), messages: String(messages) };
}

// A check-in that is already on this phone must not be asked for again.
function showSaved(left) {
  const steps = [...document.querySelectorAll("[data-step]")];
  const asked = steps.at(-1)?.querySelector("a[data-keep]").pathname;
  const saved = left.some((item) => item.url === asked && !item.problem);
  steps.forEach((step, at) => (step.hidden = (at === 0) !== saved));
}

// A path of this site, and nothing that could lead elsewhere.
export const local = (path) => typeof path === "string" && /^\/(?![/\\])/.test(path);

async function dropHeld() {
  const left = await queue.waiting(session.subject);
  await Promise.all(left.filter((item) => item.problem).map((item) => queue.drop(item.client_id)));
  await show();
}

// Another person on this phone: what was kept for the one before goes first.
async function makeRoom() {
  const before = await storage.get("facts", "subject");
  if (before?.value === session.subject) return;
  if (before) await forgetPerson();
  await storage.put("facts", { name: "subject", value: session.subject });
}

// All at once: what takes long holds nothing else up.
async function forgetPerson() {
  indexedDB.deleteDatabase("amparo-voice");
  await Promise.all([
    globalThis.caches && import("./pages.js").then(({ forget }) => forget()),
    push().then(({ end }) => end()).catch(() => null),
    storage.clear("facts"),
    // An older release kept some there.
    storage.clear("receipts").catch(() => null),
  ]);
}

function watchSignOut() {
  const form = document.getElementById("sign-out");
  const question = document.getElementById("sign-out-unsent");
  const leave = () => forgetPerson().catch(() => null).then(() => form.submit());
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const left = await queue.waiting(session.subject).catch(() => []);
    if (!left.length) return leave();
    counted(question, left);
    question.hidden = false;
    question.querySelector("button").focus();
  });
  question.querySelector("[data-leave]").addEventListener("click", leave);
  question.querySelector("[data-stay]").addEventListener("click", () => {
    question.hidden = true;
    send();
  });
}

async function startWorker() {
  if (!worker) return;
  const path = document.body.dataset.worker;
  const policy = globalThis.trustedTypes?.createPolicy("amparo", { createScriptURL: onlyOurWorker });
  await worker.register(policy ? policy.createScriptURL(path) : path, { scope: "/my/", type: "module" });
  worker.addEventListener("message", () => send());
  const ready = await worker.ready;
  const named = [...document.querySelectorAll("a[data-keep]")].flatMap((link) => (link.dataset.keep || link.href).split(" "));
  const links = named.map((path) => new URL(path, location).href);
  ready.active?.postMessage({ type: "keep", urls: [location.href, ...links] });
}

function onlyOurWorker(path) {
  if (path !== document.body.dataset.worker || !local(path)) throw new TypeError("not_our_worker");
  return path;
}

async function start() {
  aloud.offer();
  leave.offer();
  if (document.querySelector("[data-choose]")) import("./files.js").catch(() => null);
  if (document.querySelector("[data-forget]")) await forgetPerson();
  if (!session.subject) return;
  trouble.watch();
  watchSignOut();
  // On a phone that is full, what waits has to go out all the same.
  await makeRoom().catch(() => null);
  // Afterwards, or what it keeps of this person goes with the one before.
  startWorker().catch(() => null);
  push().then(({ offer }) => offer(session)).catch(() => null);
  // With a service worker the page, and its time, may be old; the worker notes the true ones.
  if (!worker?.controller) await clock.note(meta("server-time"));
  unsent.querySelector("[data-send]").addEventListener("click", () => send());
  unsent.querySelector("[data-drop]").addEventListener("click", dropHeld);
  addEventListener("online", () => send());
  document.addEventListener("visibilitychange", () => document.hidden || send());
  setInterval(() => send({ now: false }), BETWEEN_TRIES);
  await send();
  await trouble.tell(session.token).catch(() => null);
}

// Without storage (some private modes) the pages still work as plain forms.
start().catch(() => null);
