// A check-in by voice. Recordings stay on this phone, locked, until they are sent, and go in pieces: after a cut or a
// reload the server says how much it has, and the rest follows. The form stays the same check-in without a microphone.

import { local, session } from "./app.js";
import * as clock from "./clock.js";
import * as microphone from "./microphone.js";
import * as recordings from "./recordings.js";
import * as trouble from "./trouble.js";

const PIECE = 64 * 1024;
const TRIES = 4;
const LOOKS = 20;
const form = document.getElementById("voice");
const sections = [...(form?.querySelectorAll("[data-voice]") ?? [])];
const checkin = location.pathname.split("/").at(-3);
// By question: {id, blob, kept, sent, told}.
const answers = new Map();
let now = null;
let message = null;
let taken = null;

const part = (name, within = form) => within.querySelector(`[data-${name}]`);
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
const say = (shown, text) => {
  for (const name of ["denied", "missing", "nothing", "sending", "cut", "listen", "refused"]) part(name).hidden = name !== shown;
  if (text) part(shown).textContent = text;
};

function show(section) {
  const answer = answers.get(section.dataset.voice);
  const live = now === section;
  part("record", section).hidden = live || Boolean(answer?.blob);
  part("stop", section).hidden = part("live", section).hidden = !live;
  part("play", section).hidden = part("drop", section).hidden = live || !answer?.blob;
}

function words(section, text) {
  part("words", section).hidden = !text;
  part("words", section).textContent = text ?? "";
}

async function record(section) {
  microphone.stop();
  say();
  const problem = await microphone.record({
    longest: form.dataset.longest,
    sees: (level, time) => {
      part("level", section).style.setProperty("--level", level);
      part("time", section).textContent = time;
    },
    done: (sound) => {
      if (now === section) now = null;
      keep(section, sound);
    },
  });
  if (problem) {
    trouble.note(`microphone_${problem}`, checkin);
    return say(problem);
  }
  now = section;
  words(section);
  show(section);
  part("stop", section).focus();
}

async function keep(section, blob) {
  const about = section.dataset.voice;
  const one = { id: crypto.randomUUID(), blob };
  has(section, one);
  part("drop", section).focus();
  await changed();
  const row = { id: one.id, about, checkin, subject: session.subject, taken, blob };
  one.kept = await recordings.keep(row, form.dataset.lock).then(() => true, () => false);
  // Deleted while it was being kept.
  if (answers.get(about) !== one) await recordings.remove(one.id).catch(() => null);
  showKept();
}

function has(section, one) {
  answers.set(section.dataset.voice, one);
  part("play", section).src = URL.createObjectURL(one.blob);
  part("here-words", section).hidden = true;
  show(section);
}

const showKept = () => (part("kept").hidden = ![...answers.values()].some((one) => one.kept));

// What was recorded before the page was loaded anew.
async function restore() {
  for (const { id, about, blob, taken: when } of await recordings.waiting(checkin, session.subject, form.dataset.lock)) {
    const section = sections.find((each) => each.dataset.voice === about);
    // Recorded anew meanwhile, or no longer asked.
    if (!section || answers.has(about)) {
      await recordings.remove(id);
      continue;
    }
    has(section, { id, blob, kept: true });
    taken = when;
  }
  showKept();
}

async function drop(section) {
  const answer = answers.get(section.dataset.voice);
  answers.delete(section.dataset.voice);
  URL.revokeObjectURL(part("play", section).src);
  words(section);
  show(section);
  part("record", section).focus();
  showKept();
  // One that came before, under another name, is still here and is sent.
  if (section.dataset.here === answer?.id) delete section.dataset.here;
  part("here-words", section).hidden = !section.dataset.here;
  await changed();
  if (!answer) return;
  await recordings.remove(answer.id).catch(() => null);
  // A part of it may have arrived, before a reload too.
  await erase(answer.id).catch(() => null);
}

// What is sent is the same at each try, until an answer changes: the same receipt, never a second check-in.
async function changed() {
  message = null;
  taken = { evidence: await clock.evidence(), mark: clock.mark() };
}

const erase = (id) =>
  fetch(location.pathname, {
    method: "POST",
    body: new URLSearchParams({ erase: id, csrfmiddlewaretoken: session.token }),
    credentials: "same-origin",
  });

async function ask(url, options = {}) {
  const headers = { Accept: "application/json", "X-CSRFToken": session.token, ...options.headers };
  const answer = await fetch(url, { credentials: "same-origin", redirect: "error", ...options, headers });
  if (answer.status >= 500) throw Object.assign(new Error("cut"), { ours: true });
  return { answer, said: await answer.json() };
}

// Goes on where the server stands; each failed piece is tried a few times.
async function upload(about, one, share) {
  const url = `${location.pathname}${one.id}/`;
  let offset = one.offset ?? 0;
  for (let failed = 0; !one.sent; ) {
    try {
      const body = await one.blob.slice(offset, offset + PIECE).arrayBuffer();
      const headers = { "Content-Type": "application/octet-stream", "Upload-Offset": offset, "Upload-Length": one.blob.size, "Upload-About": about };
      const { answer, said } = await ask(url, { method: "POST", body, headers });
      if (!answer.ok) throw Object.assign(new Error("refused"), { said });
      one.offset = offset = said.offset;
      one.sent = said.state !== "receiving";
      failed = 0;
      share(offset / (one.blob.size || 1));
    } catch (problem) {
      if (problem.said || ++failed >= TRIES) throw problem;
      await wait(1000 * failed);
    }
  }
}

// Whether it can be heard. When we are slow, that is not waited for.
async function heard(section, one) {
  for (let look = 0; look < LOOKS; look++) {
    const { said } = await ask(`${location.pathname}${one.id}/`);
    if (said.code) words(section, said.words);
    if (said.code || said.state !== "received") return !said.code;
    await wait(500);
  }
  return true;
}

async function send() {
  microphone.stop();
  await wait(50);
  const mine = sections.filter((section) => answers.get(section.dataset.voice)?.blob);
  const here = sections.filter((section) => section.dataset.here && !mine.includes(section)).map((section) => section.dataset.here);
  if (!mine.length && !here.length) return say("nothing");
  const button = form.querySelector("button.btn:not([type])");
  button.disabled = true;
  try {
    await sendAll(mine, here);
  } catch (problem) {
    const { said, ours } = problem;
    if (said) say("refused", `${said.message ?? ""} ${said.what_to_do ?? ""}`);
    else say("cut");
    // An answer that says no is no fault of a line; each code tells whose it was.
    if (!said) trouble.note(ours ? "server_refused" : "upload_cut", checkin);
  }
  button.disabled = false;
}

async function sendAll(mine, here) {
  say("sending");
  for (const [at, section] of mine.entries()) {
    const share = (done) => (part("share").textContent = `${Math.round((100 * (at + done)) / mine.length)} %`);
    await upload(section.dataset.voice, answers.get(section.dataset.voice), share);
  }
  // All that may not be heard are marked together: pressed once more, they are sent as they are.
  const untold = mine.filter((section) => !answers.get(section.dataset.voice).told);
  const well = await Promise.all(untold.map((section) => heard(section, answers.get(section.dataset.voice))));
  const quiet = untold.filter((_, at) => !well[at]);
  for (const section of quiet) answers.get(section.dataset.voice).told = true;
  if (quiet.length) {
    say("listen");
    return part("drop", quiet[0]).focus();
  }
  if (!taken) await changed();
  message ??= JSON.stringify({
    client_id: crypto.randomUUID(),
    captured_at: taken.evidence.device_now,
    clock: taken.evidence,
    recordings: [...mine.map((section) => answers.get(section.dataset.voice).id), ...here],
    wants_help: form.elements.wants_help.checked,
    question_set: form.dataset.set,
    language: document.documentElement.lang,
  });
  const headers = { "Content-Type": "application/json", ...clock.whileSending(taken.mark) };
  const { answer, said } = await ask(location.pathname, { method: "POST", body: message, headers });
  if (!answer.ok) throw Object.assign(new Error("refused"), { said });
  for (const one of answers.values()) await recordings.remove(one.id).catch(() => null);
  answers.clear();
  if (local(said.next)) location.assign(said.next);
}

const language = document.documentElement.lang;
const voice = () =>
  speechSynthesis.getVoices().find((each) => each.localService && each.lang.split(/[-_]/)[0] === language.split("-")[0]);

function hear(section) {
  speechSynthesis.cancel();
  const text = [...section.querySelectorAll("[data-text]")].map((each) => each.innerText).join(". ");
  speechSynthesis.speak(Object.assign(new SpeechSynthesisUtterance(text), { voice: voice(), lang: language, rate: 0.9 }));
}

function offerHearing() {
  if (!globalThis.speechSynthesis) return;
  const offered = () => sections.forEach((section) => (part("hear", section).hidden = !voice()));
  speechSynthesis.addEventListener("voiceschanged", offered);
  offered();
}

if (form && microphone.can() && crypto.randomUUID) {
  document.querySelector("[data-cannot]").hidden = true;
  document.querySelector("[data-can]").hidden = form.hidden = false;
  offerHearing();
  for (const section of sections) {
    part("record", section).addEventListener("click", () => record(section));
    part("stop", section).addEventListener("click", microphone.stop);
    part("drop", section).addEventListener("click", () => drop(section));
    part("hear", section).addEventListener("click", () => hear(section));
  }
  form.elements.wants_help.addEventListener("change", () => (message = null));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  addEventListener("beforeunload", (event) => (now || [...answers.values()].some((one) => !one.sent && !one.kept)) && event.preventDefault());
  restore().catch(() => null);
}
