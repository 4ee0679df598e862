// The chain of a person's access log, as privacy/vault/verify_log.py checks it. A head is named "SEQ:LEAF".

import { fromHex, hex, join, utf8 } from "./bytes.js";

const LABEL = utf8("\0amparo-log/1");

const uuid = (text) => fromHex(text.replaceAll("-", ""));
const name = ({ seq, leaf }) => `${seq}:${leaf}`;

function number(value, width) {
  const bytes = new Uint8Array(width);
  new DataView(bytes.buffer).setUint32(width - 4, value);
  return bytes;
}

// The hash that an entry must have, as privacy/vault/verify_log.py says it.
export async function leafOf({ programme, subject, seq, prev, body }) {
  const before = fromHex(prev);
  const place = join(uuid(programme), uuid(subject), number(seq, 8), number(before.length, 4));
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", join(LABEL, place, before, fromHex(body)))));
}

// True when the entries begin with `first` (or with the log itself), each follows the one before, and `then` is one of them.
export async function goesOn(entries, first, then) {
  let before = null;
  for (const entry of entries) {
    const follows = before ? entry.prev === before.leaf && entry.seq === before.seq + 1 : begins(entry, first);
    if (!follows || (await leafOf(entry)) !== entry.leaf) return false;
    before = entry;
  }
  return entries.some((entry) => name(entry) === then);
}

const begins = (entry, first) => (first ? name(entry) === first : entry.seq === 1 && entry.prev === "");
export const at = (head) => Number(head.split(":")[0] || 0);
