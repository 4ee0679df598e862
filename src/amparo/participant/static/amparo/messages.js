// Writing a message with script: the draft is locked on this phone while it is typed, and what is sent is sealed on it
// and waits in the outbox. Without this the form works by itself.

import { send, session, tell } from "./app.js";
import { newId, utf8 } from "./bytes.js";
import * as clock from "./clock.js";
import * as lock from "./locked.js";
import { written } from "./moments.js";
import * as queue from "./queue.js";
import { infoFor, seal, sealBytes } from "./seal.js";
import * as storage from "./storage.js";
import * as trouble from "./trouble.js";

const LARGEST = 10 * 1024 * 1024;
const MOST = 6;
const SIDE = 1600;
const SOON = 200;
const form = document.getElementById("message");
const sealing = JSON.parse(document.getElementById("sealing")?.textContent ?? "null");
const words = form?.elements.words;
const list = document.getElementById("waiting");
const spelled = written({ weekday: "long" });
// This phone cannot keep it: the form itself sends it, when it is pressed once more.
let plain = false;
let waited = false;
let urgent = false;
let dirty = null;

const DRAFT = `amparo/draft/1|${session.subject}`;

// What cannot be kept is still on the page.
const saveDraft = () => writeDraft().catch(() => null);

async function writeDraft() {
  clearTimeout(dirty);
  dirty = null;
  if (!form.dataset.lock) return;
  if (!words.value) return storage.remove("facts", "draft");
  const said = utf8(JSON.stringify({ words: words.value, urgent: form.elements.urgent.checked }));
  await storage.put("facts", { name: "draft", ...(await lock.close(await lock.keyOf(form.dataset.lock), DRAFT, said)) });
}

async function restoreDraft() {
  const kept = form.dataset.lock && !words.value && (await storage.get("facts", "draft"));
  if (!kept) return;
  const said = await lock.open(await lock.keyOf(form.dataset.lock), DRAFT, kept);
  if (!said || words.value) return;
  const draft = JSON.parse(new TextDecoder().decode(said));
  words.value = draft.words;
  form.elements.urgent.checked = draft.urgent;
}

function changed() {
  clearTimeout(dirty);
  dirty = setTimeout(saveDraft, SOON);
}

// Whatever else is pressed on this page, a language for one: first the draft is on the disk.
function leaving(event) {
  if (event.target === form || !dirty) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  saveDraft().then(() => event.target.requestSubmit(event.submitter));
}

const files = () => [
  ...[...form.elements.photos.files].map((file) => ["photo", "conversations.photo", file]),
  ...[...form.elements.voice.files].map((file) => ["voice", "conversations.recording", file]),
];

// A photo leaves as small as it can be read, and without what it says about the place.
async function shrunk(file) {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
    const [width, height] = [picture.width, picture.height].map((side) => Math.round(side * scale));
    const canvas = new OffscreenCanvas(width, height);
    const small = await createImageBitmap(picture, { resizeWidth: width, resizeHeight: height, resizeQuality: "high" });
    canvas.getContext("bitmaprenderer").transferFromImageBitmap(small);
    return await canvas.convertToBlob({ type: "image/jpeg", quality: 0.85 });
  } catch {
    return file;
  }
}

// The rows for the outbox: the message, then its files. Their bodies are the very bytes that are sent at each try.
async function sealed(said, urgent, chosen) {
  const message = newId();
  const { subject, programme, url } = sealing;
  const at = (await clock.now()).toISOString();
  const info = (field, clientId) => infoFor(field, { programme, subject, clientId });
  const body = JSON.stringify({
    client_id: message,
    said_at: at,
    sealed: await seal(said, info("conversations.body", message), sealing),
    urgent,
    files: chosen.length,
  });
  const rows = [{ kind: "message", client_id: message, message, subject, url, urgent, captured_at: at, body }];
  for (const [about, field, file] of chosen) {
    const id = newId();
    const bytes = new Uint8Array(await file.arrayBuffer());
    const locked = await sealBytes(bytes, info(field, id), sealing);
    rows.push({ kind: "file", client_id: id, message, subject, about, urgent, captured_at: at, url: `${url}${message}/files/${id}/`, body: locked });
  }
  return rows;
}

async function submit(event) {
  if (plain) return;
  event.preventDefault();
  const button = form.querySelector(".btn:not([type])");
  if (button.getAttribute("aria-disabled")) return;
  const chosen = files();
  if (!words.value.trim() && !chosen.length) return tell(form, "empty");
  button.setAttribute("aria-disabled", "true");
  try {
    for (const one of chosen) if (one[0] === "photo") one[2] = await shrunk(one[2]);
    if (chosen.length > MOST || chosen.some(([, , file]) => file.size > LARGEST - 200)) return tell(form, "large");
    await queue.keep(...(await sealed(words.value, form.elements.urgent.checked, chosen)));
  } catch (problem) {
    const full = problem?.name === "QuotaExceededError";
    await trouble.note(full ? "storage_full" : "cannot_seal").catch(() => null);
    plain = true;
    return tell(form, "full");
  } finally {
    button.removeAttribute("aria-disabled");
  }
  form.reset();
  words.value = "";
  tell(form, "");
  await saveDraft();
  await showWaiting();
  await askForBackground();
  send();
}

async function askForBackground() {
  const ready = navigator.serviceWorker?.controller && (await navigator.serviceWorker.ready);
  await ready?.sync?.register("amparo-outbox").catch(() => null);
}

async function showWaiting() {
  const left = (await queue.waiting(session.subject)).filter((item) => item.kind);
  const messages = [...new Map(left.map((item) => [item.message, item])).values()];
  list.hidden = !messages.length;
  list.querySelector("[data-urgent]").hidden = !messages.some((item) => item.urgent);
  waited ||= !list.hidden;
  list.querySelector("[data-list]").replaceChildren(
    ...messages.map((item) => {
      const made = list.querySelector("template").content.cloneNode(true);
      made.querySelector("time").textContent = spelled.format(new Date(item.captured_at));
      return made;
    }),
  );
  return left;
}

async function tried({ detail: { sent, signIn } }) {
  const left = await showWaiting();
  waited ||= sent.some((each) => each.message);
  urgent ||= sent.some((each) => each.urgent);
  // The list below says it; the note above is for what somebody must do, and for check-ins.
  if (left.length && document.querySelector('#unsent [data-of="checkins"]').hidden && !signIn && !left.some((item) => item.problem)) document.getElementById("unsent").hidden = true;
  if (!waited || left.length) return;
  waited = false;
  if (location.pathname === sealing.url && !words.value) return location.assign(`${sealing.url}?sent=${urgent ? "urgent" : "1"}`);
  tell(form, "sent");
}

async function start() {
  if (!sealing || !crypto.subtle || !globalThis.indexedDB) return;
  form.addEventListener("submit", submit);
  form.addEventListener("input", changed);
  document.addEventListener("submit", leaving, true);
  document.addEventListener("visibilitychange", () => dirty && saveDraft());
  document.addEventListener("amparo:tried", tried);
  await restoreDraft();
  await showWaiting();
}

start().catch(() => null);
