// Reads the page aloud: a colleague's clip where there is one, else a voice that lives on the phone. A voice from the
// network would hear what is read.

const button = document.querySelector("[data-aloud]");
const language = document.documentElement.lang;
const clips = document.querySelector("[data-clips]");
let clip = clips?.querySelector("audio");

export function offer() {
  if (!button) return;
  if (clip && !clip.canPlayType("audio/ogg; codecs=opus")) giveUp();
  for (const name of ["play", "pause", "ended"]) clip?.addEventListener(name, () => clip && mark(!clip.paused));
  // No network, or the words changed since this page was kept: the phone's own voice is there.
  clip?.addEventListener("error", giveUp);
  button.addEventListener("click", toggle);
  globalThis.speechSynthesis?.addEventListener("voiceschanged", show);
  // A page that is left falls silent with it.
  addEventListener("pagehide", silence);
  show();
}

function giveUp() {
  clips.hidden = true;
  clip = null;
  mark(false);
  show();
}

function silence() {
  clip?.pause();
  globalThis.speechSynthesis?.cancel();
}

const voice = () =>
  globalThis.speechSynthesis
    ?.getVoices()
    .find((each) => each.localService && each.lang.split(/[-_]/)[0] === language.split("-")[0]);

const show = () => (button.hidden = !clip && !voice());

function toggle() {
  const reading = button.getAttribute("aria-pressed") === "true";
  silence();
  if (reading) return mark(false);
  // Without a network the clip cannot come, and the phone's own voice reads at once.
  if (clip) return clip.play().catch(({ name }) => name === "NotSupportedError" && voice() && speak());
  speak();
}

function speak() {
  const words = new SpeechSynthesisUtterance(document.querySelector("main").innerText);
  Object.assign(words, { voice: voice(), lang: language, rate: 0.9, onend: () => mark(false) });
  speechSynthesis.speak(words);
  mark(true);
}

const mark = (reading) => button.setAttribute("aria-pressed", String(reading));
