// Reminders on this phone, where its browser can show them; offered, never insisted on.

import { fromBase64url } from "./bytes.js";

const box = document.getElementById("reminders");

export async function offer(session) {
  if (!box || !globalThis.PushManager || Notification.permission === "denied") return;
  const { pushManager } = await navigator.serviceWorker.ready;
  // A new PIN lets browsers go.
  if ("reminded" in box.dataset && (await pushManager.getSubscription())) return;
  box.hidden = false;
  box.querySelector("button").addEventListener("click", () => begin(pushManager, session).then(show, () => show(false)));
}

async function begin(pushManager, session) {
  if ((await Notification.requestPermission()) !== "granted") return false;
  const { url } = box.dataset;
  const { key } = await (await fetch(url, { headers: { Accept: "application/json" } })).json();
  const made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: fromBase64url(key) });
  const answer = await fetch(url, {
    method: "POST",
    body: JSON.stringify(made),
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": session.token },
  });
  if (!answer.ok) await made.unsubscribe();
  return answer.ok;
}

function show(done) {
  box.querySelector("[data-ask]").hidden = done;
  box.querySelector(done ? "[data-done]" : "[data-failed]").hidden = false;
}

// Another person may use this phone next.
export async function end() {
  const registration = await navigator.serviceWorker?.getRegistration();
  await (await registration?.pushManager?.getSubscription())?.unsubscribe();
}
