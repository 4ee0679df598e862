// Records a page into the form's own file field. Without this script, or without a microphone, a file is chosen there.

const form = document.querySelector("[data-recorder]");
const part = (name) => form.querySelector(`[data-${name}]`);
const field = form.querySelector("[type=file]");
const KINDS = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];
let recorder = null;

async function record() {
  part("denied").hidden = true;
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
  } catch {
    part("denied").hidden = false;
    return;
  }
  const kind = KINDS.find((each) => MediaRecorder.isTypeSupported(each));
  const parts = [];
  recorder = new MediaRecorder(stream, { ...(kind && { mimeType: kind }), audioBitsPerSecond: 48_000 });
  recorder.ondataavailable = ({ data }) => parts.push(data);
  recorder.onstop = () => {
    for (const track of stream.getTracks()) track.stop();
    keep(new Blob(parts, { type: recorder.mimeType }));
  };
  recorder.start(1000);
  show(true);
  part("stop").focus();
  watch(performance.now());
}

function watch(begun) {
  if (recorder.state !== "recording") return;
  const seconds = Math.floor((performance.now() - begun) / 1000);
  part("time").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  if (seconds >= form.dataset.longest - 2) return recorder.stop();
  setTimeout(watch, 200, begun);
}

function keep(sound) {
  const files = new DataTransfer();
  files.items.add(new File([sound], "recording", { type: sound.type }));
  field.files = files.files;
  part("play").src = URL.createObjectURL(sound);
  show(false);
  part("record").focus();
}

function show(recording) {
  part("record").hidden = recording;
  part("stop").hidden = !recording;
  part("play").hidden = recording || !part("play").src;
}

if (globalThis.MediaRecorder && navigator.mediaDevices) {
  part("live").hidden = false;
  part("record").addEventListener("click", record);
  part("stop").addEventListener("click", () => recorder.stop());
}
