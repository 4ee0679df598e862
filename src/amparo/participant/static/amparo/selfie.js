// A selfie with script: what lies outside the ring never leaves the phone, what lies inside leaves it sealed. The form
// below stays: without a camera, without permission, without script it works by itself.

import { session } from "./app.js";
import { infoFor, seal } from "./seal.js";
import * as trouble from "./trouble.js";
import { filmed, jpeg, packed, question } from "./turns.js";

const box = document.getElementById("camera");
const sealing = JSON.parse(document.getElementById("sealing")?.textContent ?? "null");
const video = box?.querySelector("video");
const canvas = box?.querySelector("canvas");
const about = box?.dataset.about || null;
// One for each picture: sent twice it is one selfie, taken anew it is another.
let clientId = "";
// The turns that were asked for with it, and what the camera saw; null where the still counts by itself.
let film = null;
let takes = 0;
// Parts of the square's side; the same ring is drawn by selfie.css.
const RING = { wide: 0.39, high: 0.48 };
const OUTSIDE = "#808080";
const CAUSES = { NotAllowedError: "camera_denied", NotFoundError: "camera_missing", OverconstrainedError: "camera_missing" };

const part = (name) => box.querySelector(`[data-${name}]`);

// Which of the parts are shown now.
function show(...names) {
  for (const name of ["open", "live", "take", "left", "right", "front", "still", "shown", "send", "again", "busy", "failed", "lost"]) part(name).hidden = !names.includes(name);
  video.hidden = !names.includes("take") && !names.includes("still");
  canvas.hidden = !names.includes("shown");
  part("live").hidden = video.hidden && canvas.hidden;
}

async function open() {
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: "user", width: { ideal: 1280 } } });
    await video.play();
  } catch (problem) {
    close();
    trouble.note(CAUSES[problem.name] ?? "camera_failed", about);
    return show("open", "failed");
  }
  // By hand, from the first moment on: nothing waits for a machine to be pleased with a face.
  show("take");
  part("take").focus();
}

function close() {
  for (const track of video.srcObject?.getTracks() ?? []) track.stop();
  video.srcObject = null;
}

// The middle square of what the camera sees, and of it only the ring.
function draw(canvas) {
  const side = Math.min(video.videoWidth, video.videoHeight);
  const pen = canvas.getContext("2d");
  const middle = canvas.width / 2;
  pen.fillStyle = OUTSIDE;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.save();
  pen.beginPath();
  pen.ellipse(middle, middle, RING.wide * canvas.width, RING.high * canvas.height, 0, 0, 2 * Math.PI);
  pen.clip();
  pen.drawImage(video, (video.videoWidth - side) / 2, (video.videoHeight - side) / 2, side, side, 0, 0, canvas.width, canvas.height);
  pen.restore();
}

async function take() {
  draw(canvas);
  if (!("turns" in box.dataset)) return taken();
  const mine = ++takes;
  show("still", "busy");
  part("still").focus();
  const asked = await question();
  const frames = asked && (await filmed(asked.turns, draw, (pose) => mine === takes && (pose && show(pose, "still"), true)));
  if (mine === takes) taken(asked && { ...asked, frames });
}

function taken(made = null) {
  takes++;
  close();
  film = made;
  clientId = film?.client_id ?? crypto.randomUUID();
  show("shown", "send", "again");
  part("send").focus();
}

async function send() {
  show("shown", "busy");
  try {
    const picture = packed(await jpeg(canvas, 0.9), film?.frames);
    const info = infoFor(sealing.field, { programme: sealing.programme, subject: sealing.subject, clientId });
    const sealed = await seal(picture, info, sealing);
    const answer = await fetch(location.pathname, {
      method: "POST",
      body: JSON.stringify({ client_id: clientId, what: box.dataset.what, about, sealed, turns: film?.signed }),
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": session.token },
      credentials: "same-origin",
      redirect: "error",
    });
    const said = await answer.json();
    if (answer.ok) return location.assign(said.url);
    part("why").textContent = said.message ?? "";
    if (answer.status >= 500) trouble.note("server_refused", about);
  } catch {
    trouble.note("upload_cut", about);
  }
  show("shown", "send", "again", "lost");
}

if (box && sealing?.p256 && navigator.mediaDevices?.getUserMedia && canvas.toBlob && crypto.randomUUID) {
  box.hidden = false;
  show("open");
  part("open").addEventListener("click", open);
  part("again").addEventListener("click", open);
  part("take").addEventListener("click", take);
  part("still").addEventListener("click", () => taken());
  part("send").addEventListener("click", send);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden || video.hidden) return;
    takes++;
    close();
    show("open");
  });
}
