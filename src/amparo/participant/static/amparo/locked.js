// What lies on this phone until it is sent is locked with a key that comes with the page and is never written here:
// without signing in it is noise, and after signing out for good.

import { fromBase64url, utf8 } from "./bytes.js";

const NONCE = 12;

export const keyOf = (lock) => crypto.subtle.importKey("raw", fromBase64url(lock), "AES-GCM", false, ["encrypt", "decrypt"]);

const how = (nonce, about) => ({ name: "AES-GCM", iv: nonce, additionalData: utf8(about) });

// {nonce, sealed}; `about` says what it is and whose, and opens nothing else.
export async function close(key, about, bytes) {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE));
  return { nonce, sealed: new Uint8Array(await crypto.subtle.encrypt(how(nonce, about), key, bytes)) };
}

// null for somebody else's, or of a key that is no more: it cannot be read, here or anywhere.
export const open = (key, about, { nonce, sealed }) => crypto.subtle.decrypt(how(nonce, about), key, sealed).catch(() => null);
