// A document from the camera: each picture is cut along the paper's edges, pages are put in order and sent in pieces.
// They stay on this phone, locked, until we have read them. The form stays the same document without any of this.

import { local, session } from "./app.js";
import * as edges from "./edges.js";
import * as recordings from "./recordings.js";

const PIECE = 128 * 1024;
const TRIES = 4;
const LOOKS = 20;
const LONGEST = 2400;
const LOOKED_AT = 240;
const MOST_BYTES = 25_000_000;
const STEP = 0.01;
const WHERE = "documents";
const form = document.getElementById("papers");
const list = form?.querySelector("[data-pages]");
const editor = form?.querySelector("[data-edit]");
const template = form?.querySelector("template");
const handles = [...(editor?.querySelectorAll("[data-corner]") ?? [])];
// {id, blob, row, sent}
let pages = [];
let client = crypto.randomUUID?.();
// The picture that is being cut: {canvas, corners, file, done}.
let now = null;
let chosen = null;
let turn = Promise.resolve();
// They pressed Send: what is still open, or not drawn yet, waits for nobody. Whether something could not be taken.
let hurried = false;
let left = false;

const part = (name, within = form) => within.querySelector(`[data-${name}]`);
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
function say(shown, text) {
  for (const one of form.querySelectorAll("[data-say]")) one.hidden = one.dataset.say !== shown;
  if (text) form.querySelector(`[data-say="${shown}"]`).textContent = text;
}

const canvas = (width, height) => Object.assign(document.createElement("canvas"), { width, height });

// Drawn upright and not larger than needed; null where the browser cannot read it.
async function drawn(blob, longest) {
  const bitmap = await createImageBitmap(blob, { imageOrientation: "from-image" }).catch(() => null);
  if (!bitmap) return null;
  const share = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  const onto = canvas(Math.max(Math.round(bitmap.width * share), 1), Math.max(Math.round(bitmap.height * share), 1));
  onto.getContext("2d").drawImage(bitmap, 0, 0, onto.width, onto.height);
  bitmap.close();
  return onto;
}

const jpeg = (from) => new Promise((done) => from.toBlob(done, "image/jpeg", 0.86));

function guess(from) {
  const share = Math.min(1, LOOKED_AT / Math.max(from.width, from.height));
  const [width, height] = [Math.max(Math.round(from.width * share), 1), Math.max(Math.round(from.height * share), 1)];
  const small = canvas(width, height).getContext("2d", { willReadFrequently: true });
  small.drawImage(from, 0, 0, width, height);
  const { data } = small.getImageData(0, 0, width, height);
  const grey = new Uint8Array(width * height);
  for (let n = 0; n < grey.length; n++) grey[n] = data[4 * n] * 0.3 + data[4 * n + 1] * 0.59 + data[4 * n + 2] * 0.11;
  const within = (part) => Math.min(Math.max(part, 0), 1);
  return edges.find(grey, width, height)?.map(([x, y]) => [within(x / width), within(y / height)]) ?? null;
}

// Shows one picture with its lines; resolves with what is kept of it, or null.
function edit(picture) {
  if (hurried) return went(picture, picture);
  const found = guess(picture);
  part("found").hidden = !found;
  part("unfound").hidden = Boolean(found);
  editor.hidden = false;
  choose(null);
  return new Promise((done) => {
    now = { picture, corners: found ?? [[0, 0], [1, 0], [1, 1], [0, 1]], done };
    show();
    editor.querySelector("h2").focus();
  });
}

function show() {
  const shown = editor.querySelector("canvas");
  const { picture, corners } = now;
  const share = Math.min(1, 900 / Math.max(picture.width, picture.height));
  [shown.width, shown.height] = [picture.width * share, picture.height * share];
  const draw = shown.getContext("2d");
  draw.drawImage(picture, 0, 0, shown.width, shown.height);
  const line = () => {
    draw.beginPath();
    for (const [x, y] of corners) draw.lineTo(x * shown.width, y * shown.height);
    draw.closePath();
    draw.stroke();
  };
  for (const [color, width] of [["#20302f", 7], [edges.isSheet(inPixels(corners, shown)) ? "#fff" : "#c98a2b", 3]]) {
    Object.assign(draw, { strokeStyle: color, lineWidth: width });
    line();
  }
  handles.forEach((handle, n) => {
    handle.style.left = `${100 * corners[n][0]}%`;
    handle.style.top = `${100 * corners[n][1]}%`;
  });
}

const inPixels = (corners, { width, height }) => corners.map(([x, y]) => [x * width, y * height]);

function move(n, x, y) {
  now.moved = true;
  now.corners = now.corners.map((corner, at) => (at === n ? [Math.min(Math.max(x, 0), 1), Math.min(Math.max(y, 0), 1)] : corner));
  show();
}

function choose(n) {
  chosen = n;
  handles.forEach((handle, at) => handle.setAttribute("aria-pressed", String(at === n)));
}

// Where a finger is on the picture, in parts of it.
function under({ clientX, clientY }) {
  const box = editor.querySelector("canvas").getBoundingClientRect();
  return [(clientX - box.left) / box.width, (clientY - box.top) / box.height];
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function watch(handle, n) {
  let dragged = false;
  handle.addEventListener("pointerdown", (event) => {
    handle.setPointerCapture(event.pointerId);
    dragged = false;
  });
  handle.addEventListener("pointermove", (event) => {
    if (!handle.hasPointerCapture(event.pointerId)) return;
    dragged = true;
    move(n, ...under(event));
  });
  handle.addEventListener("click", () => dragged || choose(chosen === n ? null : n));
  handle.addEventListener("keydown", (event) => {
    const [x, y] = ARROWS[event.key] ?? [];
    if (x === undefined) return;
    event.preventDefault();
    const step = event.shiftKey ? 5 * STEP : STEP;
    move(n, now.corners[n][0] + x * step, now.corners[n][1] + y * step);
  });
}

// What is inside the lines, seen from straight above; the whole picture where the lines are no sheet.
function cut() {
  const { picture, corners } = now;
  const at = inPixels(corners, picture);
  if (!edges.isSheet(at)) return picture;
  const size = edges.sizeOf(at);
  const { data } = picture.getContext("2d").getImageData(0, 0, picture.width, picture.height);
  const flat = canvas(...size);
  flat.getContext("2d").putImageData(new ImageData(edges.flatten(data, picture.width, picture.height, at, size), ...size), 0, 0);
  return flat;
}

function close(kept) {
  const { done } = now;
  say();
  now = null;
  editor.hidden = true;
  done(kept);
}

// One picture after the other, however many are chosen meanwhile.
function taken(input) {
  const files = [...input.files];
  input.value = "";
  turn = turn.then(() => take(files)).catch(() => notTaken("cut"));
}

function notTaken(why) {
  left = true;
  say(why);
}

async function take(files) {
  for (const file of files) {
    if (pages.length >= form.dataset.most) return notTaken("many");
    say();
    const picture = file.type === "application/pdf" ? null : await drawn(file, LONGEST);
    // What the browser cannot draw is sent as it is: we say what is wrong with it.
    const kept = picture ? await edit(picture) : file;
    if (kept) await add(kept === file ? file : await jpeg(kept));
  }
  list.querySelector("h2").focus();
}

async function add(blob, id = crypto.randomUUID(), kept = false) {
  const row = template.content.firstElementChild.cloneNode(true);
  const page = { id, blob, row };
  pages.push(page);
  list.querySelector("ol").append(row);
  part("up", row).addEventListener("click", () => shift(page, -1));
  part("down", row).addEventListener("click", () => shift(page, 1));
  part("out", row).addEventListener("click", () => remove(page));
  const small = blob.type === "application/pdf" ? null : await drawn(blob, 200);
  const shown = row.querySelector("canvas");
  shown.hidden = !small;
  part("pdf", row).hidden = Boolean(small);
  if (small) {
    [shown.width, shown.height] = [small.width, small.height];
    shown.getContext("2d").drawImage(small, 0, 0);
  }
  number();
  if (kept || (await keep(page))) part("kept").hidden = false;
}

const keep = ({ id, blob }) =>
  recordings.keep({ id, about: client, checkin: WHERE, subject: session.subject, blob }, form.dataset.lock).then(() => true, () => false);

// They come back in the order in which they were kept.
async function keepInOrder() {
  for (const page of pages) {
    if (pages.includes(page)) await keep(page).then(() => wait(2));
    // Taken out meanwhile.
    if (!pages.includes(page)) await recordings.remove(page.id).catch(() => null);
  }
}

function number() {
  list.hidden = !pages.length;
  pages.forEach(({ row }, n) => {
    part("name", row).textContent = String(n + 1);
    for (const button of row.querySelectorAll("button")) button.setAttribute("aria-label", `${button.textContent} (${n + 1})`);
    part("up", row).hidden = n === 0;
    part("down", row).hidden = n === pages.length - 1;
  });
}

function shift(page, by) {
  const at = pages.indexOf(page);
  pages.splice(at, 1);
  pages.splice(at + by, 0, page);
  list.querySelector("ol").append(...pages.map(({ row }) => row));
  number();
  turn = turn.then(keepInOrder);
  const button = part(by < 0 ? "up" : "down", page.row);
  (button.hidden ? part(by < 0 ? "down" : "up", page.row) : button).focus();
}

async function remove(page) {
  pages = pages.filter((one) => one !== page);
  page.row.remove();
  number();
  if (!pages.length) part("kept").hidden = true;
  (pages.length ? list.querySelector("h2") : form.querySelector("#camera")).focus();
  await recordings.remove(page.id).catch(() => null);
}

async function ask(url, options = {}) {
  const headers = { Accept: "application/json", "X-CSRFToken": session.token, ...options.headers };
  const answer = await fetch(url, { credentials: "same-origin", redirect: "error", ...options, headers });
  if (answer.status >= 500) throw new Error("cut");
  const said = await answer.json();
  if (!answer.ok) throw Object.assign(new Error("refused"), { said });
  return said;
}

// Goes on where the server stands; each failed piece is tried a few times.
async function upload(page, share) {
  let offset = page.offset ?? 0;
  for (let failed = 0; !page.sent; ) {
    try {
      const body = await page.blob.slice(offset, offset + PIECE).arrayBuffer();
      const whose = { "Upload-Document": client, "Upload-Part": page.id };
      const headers = { "Content-Type": "application/octet-stream", "Upload-Offset": offset, "Upload-Length": page.blob.size, ...whose };
      const said = await ask(`${location.pathname}piece/`, { method: "POST", body, headers });
      page.offset = offset = said.offset;
      page.sent = said.state !== "receiving" || offset >= page.blob.size;
      failed = 0;
      share(offset / page.blob.size);
    } catch (problem) {
      if (problem.said || ++failed >= TRIES) throw problem;
      await wait(1000 * failed);
    }
  }
}

// Says what was sent of a picture that was open: nobody's paper is cut where only we think that it ends.
function went(kept, picture) {
  part(kept === picture ? "whole-sent" : "lines-sent").hidden = false;
  return kept;
}

// Where they set the corners it is cut there; else it is kept whole.
async function finish() {
  [hurried, left] = [true, false];
  if (now) close(went(now.moved ? cut() : now.picture, now.picture));
  await turn;
  hurried = false;
}

async function send() {
  const button = part("send");
  if (button.disabled) return;
  for (const name of ["whole-sent", "lines-sent"]) part(name).hidden = true;
  button.disabled = true;
  await finish();
  if (!left) await sendAsItIs();
  button.disabled = false;
  button.focus();
}

async function sendAsItIs() {
  if (!pages.length) return say("nothing");
  if (pages.reduce((sum, { blob }) => sum + blob.size, 0) > MOST_BYTES) return say("large");
  try {
    await sendAll();
  } catch ({ said }) {
    if (said) say("refused", `${said.message ?? ""} ${said.what_to_do ?? ""}`);
    else say("cut");
  }
}

async function sendAll() {
  say("sending");
  for (const [at, page] of pages.entries()) {
    await upload(page, (done) => (part("share").textContent = `${Math.round((100 * (at + done)) / pages.length)} %`));
  }
  const body = JSON.stringify({
    client_id: client,
    kind: new FormData(form).get("kind") ?? "",
    title: form.elements.title.value,
    parts: pages.map(({ id }) => id),
  });
  await ask(location.pathname, { method: "POST", body, headers: { "Content-Type": "application/json" } });
  say("reading");
  const { state, words } = await read();
  if (state === "unusable") return again(words);
  await Promise.all(pages.map(({ id }) => recordings.remove(id).catch(() => null)));
  pages = [];
  if (local(form.dataset.list)) location.assign(form.dataset.list);
}

// Whether it can be read. When we are slow, that is not waited for.
async function read() {
  for (let look = 0; ; look++) {
    const said = await ask(`${location.pathname}${client}/`);
    if (!["waiting", "reading"].includes(said.state) || look === LOOKS) return said;
    await wait(500);
  }
}

// The pages stay; with one taken anew it is another document.
async function again(words) {
  client = crypto.randomUUID();
  for (const page of pages) Object.assign(page, { sent: false, offset: 0 });
  await Promise.all(pages.map(keep));
  say("refused", words);
}

// What was not sent before the page was loaded anew, unless it arrived all the same.
async function restore() {
  for (const { id, about, blob } of await recordings.waiting(WHERE, session.subject, form.dataset.lock)) {
    const state = await ask(`${location.pathname}${about}/`).then(({ state }) => state, () => "");
    if (["waiting", "reading", "ready"].includes(state)) {
      await recordings.remove(id);
      continue;
    }
    // Of one that could not be read the pages are here still; sent again, they are another document.
    if (!pages.length && ["", "receiving"].includes(state)) client = about;
    await add(blob, id, true);
  }
}

if (form && client && globalThis.createImageBitmap && session.subject) {
  for (const input of form.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", () => taken(input));
    input.classList.add("tucked");
    input.labels[0].className = input.id === "camera" ? "btn" : "btn alt";
  }
  handles.forEach(watch);
  editor.querySelector("canvas").addEventListener("click", (event) => chosen !== null && move(chosen, ...under(event)));
  part("cut").addEventListener("click", () => close(cut()));
  part("whole").addEventListener("click", () => close(now.picture));
  part("away").addEventListener("click", () => close(null));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  addEventListener("beforeunload", (event) => (now || (pages.length && part("kept").hidden)) && event.preventDefault());
  restore().catch(() => null);
}
