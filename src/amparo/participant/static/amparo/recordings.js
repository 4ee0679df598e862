// What was recorded and not sent yet, kept locked on this phone over a reload or a battery that dies.

import { close, keyOf, open as unlock } from "./locked.js";
import { transact } from "./storage.js";

const NAME = "amparo-voice";
const STORE = "recordings";
const LONGEST = 7 * 24 * 3600_000;

const named = ({ id, about, checkin, subject }) => `amparo/voice/1|${subject}|${checkin}|${about}|${id}`;

// Resolves when it is on the disk.
export async function keep({ blob, ...row }, lock) {
  const locked = await close(await keyOf(lock), named(row), await blob.arrayBuffer());
  await run("readwrite", (rows) => rows.put({ ...row, kind: blob.type, kept_at: Date.now(), ...locked }));
  navigator.storage?.persist?.().catch(() => false);
}

// This person's for this check-in, the oldest first. What is old, or cannot be unlocked any more, goes.
export async function waiting(checkin, subject, lock) {
  const key = await keyOf(lock);
  const found = [];
  for (const row of await run("readonly", (rows) => rows.getAll())) {
    // What is for this check-in is never too old: the clock of a phone may be years off, and be set right in between.
    const mine = row.checkin === checkin && row.subject === subject;
    if (!mine && Math.abs(Date.now() - row.kept_at) < LONGEST) continue;
    const data = mine ? await unlock(key, named(row), row) : null;
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
