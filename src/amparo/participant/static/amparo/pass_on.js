// A link that is shown once: one press hands it to another app of the phone, or copies it. Without this its text can be
// selected by hand.

function select(link) {
  const range = document.createRange();
  if (link.select) return link.select();
  range.selectNodeContents(link);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}

// Where the page came without https there is the old way only.
async function copied(link, text) {
  select(link);
  return navigator.clipboard?.writeText(text).then(() => true, () => document.execCommand("copy")) ?? document.execCommand("copy");
}

for (const box of document.querySelectorAll("[data-pass-on]")) {
  const link = document.getElementById(box.dataset.passOn);
  const text = (link.value ?? link.textContent).trim();
  const part = (name) => box.querySelector(`[data-${name}]`);
  box.hidden = false;
  part("copy").addEventListener("click", async () => {
    // Said anew each time it is pressed.
    part("copied").hidden = part("by-hand").hidden = true;
    const done = await copied(link, text);
    part(done ? "copied" : "by-hand").hidden = false;
  });
  if (!part("share") || !navigator.share) continue;
  part("share").hidden = false;
  // Whoever closes the list of apps again has changed their mind.
  part("share").addEventListener("click", () => navigator.share({ url: text }).catch(() => null));
}
