// What was recorded and not sent yet, kept on this phone over a reload or a battery that dies. Each recording is locked
// with a key that comes with the page and is never written here: without signing in, what lies here is noise.

import { fromBase64url, utf8 } from "./bytes.js";
import { transact } from "./storage.js";

const NAME = "amparo-voice";
const STORE = "recordings";
const LONGEST = 7 * 24 * 3600_000;
const NONCE = 12;

const key = (lock) => crypto.subtle.importKey("raw", fromBase64url(lock), "AES-GCM", false, ["encrypt", "decrypt"]);
const how = (nonce, { id, about, checkin, subject }) => ({
  name: "AES-GCM",
  iv: nonce,
  additionalData: utf8(`amparo/voice/1|${subject}|${checkin}|${about}|${id}`),
});

// Resolves when it is on the disk.
export async function keep({ blob, ...row }, lock) {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE));
  const sealed = await crypto.subtle.encrypt(how(nonce, row), await key(lock), await blob.arrayBuffer());
  await run("readwrite", (rows) => rows.put({ ...row, kind: blob.type, kept_at: Date.now(), nonce, sealed: new Uint8Array(sealed) }));
  navigator.storage?.persist?.().catch(() => false);
}

// This person's for this check-in, the oldest first. What is old, or cannot be unlocked any more, goes.
export async function waiting(checkin, subject, lock) {
  const unlocked = await key(lock);
  const found = [];
  for (const row of await run("readonly", (rows) => rows.getAll())) {
    // What is for this check-in is never too old: the clock of a phone may be years off, and be set right in between.
    const mine = row.checkin === checkin && row.subject === subject;
    if (!mine && Math.abs(Date.now() - row.kept_at) < LONGEST) continue;
    const data = mine ? await crypto.subtle.decrypt(how(row.nonce, row), unlocked, row.sealed).catch(() => null) : null;
    if (data) found.push({ ...row, blob: new Blob([data], { type: row.kind }) });
    else await remove(row.id);
  }
  return found.sort((a, b) => a.kept_at - b.kept_at);
}

export const remove = (id) => run("readwrite", (rows) => rows.delete(id));

async function run(mode, act) {
  const database = await open();
  return transact(database, STORE, mode, act).finally(() => database.close());
}

// Closed after each use: at sign-out the whole of it is deleted, see app.js.
const open = () =>
  new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "id" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
