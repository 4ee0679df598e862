// A voice message: recorded here it becomes the file of the form, as if it had been chosen, and is sealed, kept and sent
// as every other. Without script or microphone a file can be chosen.

import * as trouble from "./trouble.js";

const form = document.getElementById("message");
const box = form?.querySelector("[data-speak]");
const part = (name) => box.querySelector(`[data-${name}]`);
const chosen = form?.elements.voice;
let live;
let sent;
// Most messages are written: what records comes with the first tap. It is kept on the phone, so that it comes offline.
let microphone;

function show(problem) {
  const [file] = chosen.files;
  const there = file && !live;
  URL.revokeObjectURL(part("play").src);
  if (there) part("play").src = URL.createObjectURL(file);
  part("record").hidden = live || there;
  part("live").hidden = part("stop").hidden = !live;
  part("play").hidden = part("drop").hidden = !there;
  for (const name of ["denied", "missing"]) part(name).hidden = name !== problem;
}

function put(...files) {
  const moved = new DataTransfer();
  for (const file of files) moved.items.add(file);
  chosen.files = moved.files;
  sent = false;
}

function done(sound) {
  live = false;
  if (sound.size) put(new File([sound], "voice", { type: sound.type }));
  show();
  part(sound.size ? "send" : "record").focus();
}

function sees(level, time) {
  part("level").style.setProperty("--level", level);
  part("time").textContent = time;
}

async function record() {
  microphone ??= await import("./microphone.js").catch(() => null);
  // Its script did not come: that is no fault of the microphone, and not told as one.
  if (!microphone) return show("missing");
  const problem = await microphone.record({ longest: box.dataset.longest, sees, done });
  if (problem) trouble.note(`microphone_${problem}`).catch(() => null);
  live = !problem;
  show(problem);
  if (live) part("stop").focus();
}

function drop() {
  put();
  show();
  part("record").focus();
}

if (box && navigator.mediaDevices?.getUserMedia && globalThis.MediaRecorder) {
  box.hidden = false;
  part("record").addEventListener("click", record);
  part("stop").addEventListener("click", () => microphone.stop());
  part("drop").addEventListener("click", drop);
  chosen.addEventListener("change", () => show());
  form.addEventListener("reset", () => setTimeout(show));
  // What is still being said is not sent without being heard.
  form.addEventListener("submit", (event) => {
    sent = !live;
    if (sent) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    microphone.stop();
  });
  addEventListener("beforeunload", (event) => (live || (chosen.files.length && !sent)) && event.preventDefault());
}
