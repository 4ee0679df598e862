// Is this receipt for that capture, and did the programme sign it? Its layout is that of checkins/receipt.py.

import { fromBase64url, sha256, toBase64url, utf8, uuid } from "./bytes.js";

const SAID = 132;
const LENGTH = SAID + 64;
const CLIENT_ID = [59, 75];
const BODY_HASH = [75, 107];

// True when the receipt names this capture and these very bytes, and its signature is not wrong.
export async function matches(receipt, item) {
  const bytes = read(receipt?.text);
  if (!bytes || receipt.client_id !== item.client_id) return false;
  if (uuid(bytes.slice(...CLIENT_ID)) !== item.client_id) return false;
  if (toBase64url(bytes.slice(...BODY_HASH)) !== (await sha256(item.body))) return false;
  return (await genuine(receipt.text, item.receipt_key)) !== false;
}

// true, false, or null when this browser or this page cannot tell.
export async function genuine(text, key) {
  const bytes = read(text);
  if (!bytes) return false;
  if (!key) return null;
  let imported;
  try {
    imported = await crypto.subtle.importKey("raw", fromBase64url(key), { name: "Ed25519" }, false, ["verify"]);
  } catch {
    return null;
  }
  return crypto.subtle.verify({ name: "Ed25519" }, imported, bytes.slice(SAID), bytes.slice(0, SAID));
}

function read(text) {
  try {
    const bytes = fromBase64url(text);
    return bytes.length === LENGTH && toBase64url(bytes.slice(0, 4)) === toBase64url(utf8("AMP1")) ? bytes : null;
  } catch {
    return null;
  }
}
