// Does the log that is served go on from what this phone has seen? Kept here: a number and a hash, nothing about anybody.

import { session, tell } from "./app.js";
import { fromHex, hex, join, utf8 } from "./bytes.js";
import * as storage from "./storage.js";

const NAME = "log-head";
const LABEL = utf8("\0amparo-log/1");
const log = document.getElementById("log");
const changed = document.getElementById("log-changed");

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

// True when the entries begin with the one that was seen, each follows the one before, and one of them is what is shown.
export async function goesOn(entries, seen, shown) {
  let before = null;
  for (const entry of entries) {
    if (before ? entry.prev !== before.leaf || entry.seq !== before.seq + 1 : name(entry) !== seen) return false;
    if ((await leafOf(entry)) !== entry.leaf) return false;
    before = entry;
  }
  return entries.some((entry) => name(entry) === shown);
}

async function entriesSince(seen) {
  const response = await fetch(`${log.dataset.proof}?since=${seen.split(":")[0]}`, { cache: "no-store" });
  if (!response.ok) throw new Error("not_now");
  const lines = (await response.text()).split("\n").filter(Boolean);
  return lines.map((line) => JSON.parse(line));
}

// Another person's number on this phone is none of ours: app.js takes it away, and until then nothing is kept.
async function ownPhone() {
  for (let tries = 0; tries < 40; tries++) {
    if ((await storage.get("facts", "subject"))?.value === session.subject) return true;
    await new Promise((wait) => setTimeout(wait, 100));
  }
  return false;
}

const keep = (head) => storage.put("facts", { name: NAME, value: head });

async function look() {
  if (!session.subject || !(await ownPhone())) return;
  const shown = log.dataset.head;
  const seen = (await storage.get("facts", NAME))?.value;
  if (!seen) return shown && log.dataset.whole !== "no" && keep(shown);
  if (seen === shown) return;
  const entries = await entriesSince(seen);
  if (await goesOn(entries, seen, shown)) return keep(shown);
  warn(seen, shown, entries);
}

// What was seen stays remembered until the person says otherwise.
function warn(seen, shown, entries) {
  tell(changed, "", { seen, shown: shown || "0" });
  const proof = [JSON.stringify({ seen, shown, at: new Date().toISOString() }), ...entries.map((one) => JSON.stringify(one))];
  changed.querySelector("[data-keep-proof]").href = URL.createObjectURL(new Blob([proof.join("\n")], { type: "text/plain" }));
  changed.querySelector("[data-anew]").addEventListener("click", async () => {
    await (shown ? keep(shown) : storage.remove("facts", NAME));
    changed.hidden = true;
  });
  changed.hidden = false;
}

// Without storage there is nothing to compare with; the number stands on the page.
look().catch(() => null);
