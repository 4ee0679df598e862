// Faster or slower, for all recordings of the page. Without this script the browser's own menu offers speeds.

const speeds = [...document.querySelectorAll("[data-speed]")];

for (const button of speeds) {
  button.addEventListener("click", () => {
    for (const sound of document.querySelectorAll("audio")) sound.playbackRate = sound.defaultPlaybackRate = Number(button.dataset.speed);
    for (const other of speeds) other.setAttribute("aria-pressed", String(other === button));
  });
}
for (const group of document.querySelectorAll("[data-speeds]")) group.hidden = false;
