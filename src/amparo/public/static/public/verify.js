// Checks a receipt in this browser, with the keys that came with the page: it works with the network off too.

import { fromBase64url, hex, uuid } from "../amparo/bytes.js";
import { genuine } from "../amparo/receipt.js";

const field = document.getElementById("receipt");
const shown = document.getElementById("verdict");
const pieces = document.getElementById("here");
const keys = JSON.parse(document.getElementById("keys").textContent);
const SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const spelling = (more) => new Intl.DateTimeFormat([document.documentElement.lang, "fr"], { dateStyle: "full", ...more });
// What a receipt says is the same everywhere; what the reader's clock showed then stands beside it.
const everywhere = spelling({ timeStyle: "long", timeZone: "UTC" });
const here = spelling({ timeStyle: "long" });

// True when the browser has answered; false leaves it to the server.
async function checkHere() {
  // As checkins/receipt.py: what was pasted may be the whole of a saved receipt.
  const text = /QU1QM[\w-]{0,257}|$/.exec(field.value.replace(/\s/g, ""))[0];
  const said = read(text);
  const signer = said && keys[said.programme];
  const verdict = signer ? await genuine(text, signer.key) : null;
  if (verdict === null) return false;
  const piece = pieces.content.querySelector(`[data-when="${verdict ? "genuine" : "forged"}"]`).cloneNode(true);
  if (verdict) fill(piece, { ...said, signer: signer.name });
  shown.replaceChildren(piece);
  return true;
}

function fill(piece, { number, signer, saidAt, receivedAt, onTime }) {
  const words = { number, signer, said: saidAt ? everywhere.format(saidAt) : "–", received: everywhere.format(receivedAt) };
  for (const [name, text] of Object.entries(words)) piece.querySelector(`[data-slot="${name}"]`).textContent = text;
  onClock(piece.querySelector("[data-here=said]"), saidAt);
  onClock(piece.querySelector("[data-here=received]"), receivedAt);
  const line = piece.querySelector(`[data-on-time="${onTime}"]`);
  if (line) line.hidden = false;
}

function onClock(place, moment) {
  place.hidden = !moment;
  if (moment) place.querySelector("[data-slot=here]").textContent = here.format(moment);
}

// The layout is that of checkins/receipt.py.
function read(text) {
  let bytes;
  try {
    bytes = fromBase64url(text);
  } catch {
    return null;
  }
  if (bytes.length !== 196) return null;
  const view = new DataView(bytes.buffer);
  const moment = (at) => (view.getBigUint64(at) ? new Date(Number(view.getBigUint64(at))) : null);
  return {
    programme: uuid(bytes.slice(4, 20)),
    number: numbered(bytes.slice(20, 27)),
    saidAt: moment(107),
    receivedAt: moment(115),
    onTime: bytes[131],
  };
}

function numbered(bytes) {
  let left = BigInt(`0x${hex(bytes)}`);
  let signs = "";
  for (let at = 0; at < 10; at += 1) {
    signs = SIGNS[Number(left % 32n)] + signs;
    left /= 32n;
  }
  return `${signs.slice(0, 5)}-${signs.slice(5)}`;
}

document.getElementById("check").addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!(await checkHere().catch(() => false))) event.target.submit();
});

for (const place of shown.querySelectorAll("[data-here]")) onClock(place, new Date(place.dataset.here));

// A verdict stands beside what it is about, or not at all.
const forget = () => shown.replaceChildren();
field.addEventListener("input", forget);

function fromAddress() {
  if (location.hash.length < 2) return;
  forget();
  field.value = location.hash.slice(1);
  checkHere().catch(() => false);
}

addEventListener("hashchange", fromAddress);
// What the server has just said is about what was sent, not about the address.
if (!shown.childElementCount) fromAddress();
