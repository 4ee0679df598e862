// The one place where this app asks for the microphone: when somebody has tapped "Record", and no longer than that.

// What browsers record: Chromium and Firefox the first, Safari the last.
const KINDS = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];
let now = null;

export const can = () => Boolean(navigator.mediaDevices?.getUserMedia && globalThis.MediaRecorder);

// "" and recording, or the code of why not. `sees` hears of level and seconds, `done` has the sound when it ended.
export async function record({ longest, sees, done }) {
  stop();
  globalThis.speechSynthesis?.cancel();
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
  } catch (problem) {
    return problem.name === "NotFoundError" ? "missing" : "denied";
  }
  const kind = KINDS.find((each) => MediaRecorder.isTypeSupported(each));
  const recorder = new MediaRecorder(stream, { ...(kind && { mimeType: kind }), audioBitsPerSecond: 32_000 });
  const parts = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  recorder.onstop = () => done(new Blob(parts, { type: recorder.mimeType }));
  now = { recorder, stream, longest, sees, begun: performance.now(), ...meter(stream) };
  recorder.start(1000);
  setTimeout(watch);
  return "";
}

function meter(stream) {
  const sound = new AudioContext();
  const hears = sound.createAnalyser();
  hears.fftSize = 1024;
  sound.createMediaStreamSource(stream).connect(hears);
  return { sound, hears, wave: new Float32Array(hears.fftSize) };
}

function watch() {
  if (!now) return;
  const { hears, wave, begun, longest, sees } = now;
  hears.getFloatTimeDomainData(wave);
  const seconds = Math.floor((performance.now() - begun) / 1000);
  sees(Math.min(1, Math.max(...wave.map(Math.abs)) * 2).toFixed(2), spelled(seconds));
  if (seconds >= longest - 5) return stop();
  setTimeout(watch, 100);
}

export const spelled = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

export function stop() {
  if (!now) return;
  const { recorder, stream, sound } = now;
  now = null;
  recorder.stop();
  for (const track of stream.getTracks()) track.stop();
  sound.close();
}
