// What was recorded and not sent yet, kept locked on this phone over a reload or a battery that dies.

import { close, keyOf, open as unlock } from "./locked.js";
import { database } from "./storage.js";

const STORE = "recordings";
const LONGEST = 7 * 24 * 3600_000;
// At sign-out the whole of it is deleted, see app.js.
const kept = database("amparo-voice", { [STORE]: "id" });

const named = ({ id, about, checkin, subject }) => `amparo/voice/1|${subject}|${checkin}|${about}|${id}`;

// Resolves when it is on the disk.
export async function keep({ blob, ...row }, lock) {
  const locked = await close(await keyOf(lock), named(row), await blob.arrayBuffer());
  await kept.put(STORE, { ...row, kind: blob.type, kept_at: Date.now(), ...locked });
  navigator.storage?.persist?.().catch(() => false);
}

// This person's for this check-in, the oldest first. What is old, or cannot be unlocked any more, goes.
export async function waiting(checkin, subject, lock) {
  const key = await keyOf(lock);
  const found = [];
  for (const row of await kept.all(STORE)) {
    // What is for this check-in is never too old: the clock of a phone may be years off, and be set right in between.
    const mine = row.checkin === checkin && row.subject === subject;
    if (!mine && Math.abs(Date.now() - row.kept_at) < LONGEST) continue;
    const data = mine ? await unlock(key, named(row), row) : null;
    if (data) found.push({ ...row, blob: new Blob([data], { type: row.kind }) });
    else await remove(row.id);
  }
  return found.sort((a, b) => a.kept_at - b.kept_at);
}

export const remove = (id) => kept.remove(STORE, id);
