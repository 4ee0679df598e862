// Reads the page aloud with a voice that lives on the phone: a voice from the network would hear what is read.

const button = document.querySelector("[data-aloud]");
const language = document.documentElement.lang;

export function offer() {
  if (!button || !globalThis.speechSynthesis) return;
  speechSynthesis.addEventListener("voiceschanged", show);
  button.addEventListener("click", toggle);
  // A page that is left falls silent with it.
  addEventListener("pagehide", () => speechSynthesis.cancel());
  show();
}

const voice = () =>
  speechSynthesis.getVoices().find((each) => each.localService && each.lang.split(/[-_]/)[0] === language.split("-")[0]);

const show = () => (button.hidden = !voice());

function toggle() {
  const reading = button.getAttribute("aria-pressed") === "true";
  speechSynthesis.cancel();
  if (reading) return mark(false);
  const words = new SpeechSynthesisUtterance(document.querySelector("main").innerText);
  Object.assign(words, { voice: voice(), lang: language, rate: 0.9, onend: () => mark(false) });
  speechSynthesis.speak(words);
  mark(true);
}

const mark = (reading) => button.setAttribute("aria-pressed", String(reading));
