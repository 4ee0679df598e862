// What does not work on this phone is told by a code and a moment, so that nobody has to guess later: never a word
// or a picture of the person. Kept here until the server has it.

import * as storage from "./storage.js";

const MOST = 20;
const URL = "/my/trouble/";
const NAME = "trouble";

export async function note(code, about = null) {
  const kept = (await storage.get("facts", NAME).catch(() => null))?.value ?? [];
  const told = kept.some((one) => one.code === code && one.about === about);
  // The first moment of each trouble says enough, and a phone in a dead zone must not fill up.
  if (told || kept.length >= MOST) return;
  await storage.put("facts", { name: NAME, value: [...kept, { code, about, at: new Date().toISOString() }] }).catch(() => null);
}

// Called after something has reached the server: what is told leaves the phone.
export async function tell(token) {
  const kept = (await storage.get("facts", NAME))?.value ?? [];
  if (!kept.length) return;
  const answer = await fetch(URL, {
    method: "POST",
    body: JSON.stringify(kept),
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token ?? "" },
    credentials: "same-origin",
    redirect: "error",
  });
  // Not understood is not asked again for ever.
  if (answer.ok || answer.status === 422 || answer.status === 400) await storage.remove("facts", NAME);
}

// Our own page broke: that is ours, whatever the phone.
export const watch = (about = null) => addEventListener("error", (event) => event.error && note("script_failed", about));
