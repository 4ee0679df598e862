// Is this receipt for that capture, and did the programme sign it?

import { fromBase64url, sha256, utf8 } from "./bytes.js";

// True when the receipt names this capture and these very bytes, and its signature is not wrong.
export async function matches(receipt, item) {
  if (!receipt?.number || receipt.client_id !== item.client_id) return false;
  if (receipt.body_sha256 !== (await sha256(item.body))) return false;
  const bound = [receipt.number, receipt.client_id, receipt.body_sha256];
  if (!bound.every((part) => receipt.signed?.includes(part))) return false;
  return (await genuine(receipt, item.receipt_key)) !== false;
}

// true, false, or null when this browser or this page cannot tell.
export async function genuine({ signed, signature }, key) {
  if (!key || !signed || !signature) return null;
  let imported;
  try {
    imported = await crypto.subtle.importKey("raw", fromBase64url(key), { name: "Ed25519" }, false, ["verify"]);
  } catch {
    return null;
  }
  return crypto.subtle.verify({ name: "Ed25519" }, imported, fromBase64url(signature), utf8(signed));
}
