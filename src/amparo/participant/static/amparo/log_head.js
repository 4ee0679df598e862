// Does the log that is served go on from what this phone has seen? Kept here: a number and a hash, nothing about anybody.

import { session, tell } from "./app.js";
import { at, goesOn } from "./log_chain.js";
import * as storage from "./storage.js";

const NAME = "log-head";
const log = document.getElementById("log");
const changed = document.getElementById("log-changed");

async function entriesSince(head) {
  const response = await fetch(`${log.dataset.proof}?since=${at(head)}`, { cache: "no-store" });
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
  // A page that the browser kept may be older than what the phone has seen since: then what is served now must lead
  // from the page to it.
  const [first, then] = at(shown) < at(seen) ? [shown, seen] : [seen, shown];
  const entries = await entriesSince(first);
  if (await goesOn(entries, first, then)) return keep(then);
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
  document.getElementById("log-checked")?.remove();
  changed.hidden = false;
}

// Without storage there is nothing to compare with; the number stands on the page.
look().catch(() => null);
