// HPKE (RFC 9180), base mode, one message per key: what is sealed here only the person's vault can open.
// DHKEM(X25519) where the browser has it, DHKEM(P-256) elsewhere; HKDF-SHA256; AES-128-GCM.

import { fromBase64url, join, toBase64url, utf8 } from "./bytes.js";

const KEMS = {
  x25519: { id: 0x20, mark: 0x02, import: { name: "X25519" }, derive: "X25519" },
  p256: { id: 0x10, mark: 0x03, import: { name: "ECDH", namedCurve: "P-256" }, derive: "ECDH" },
};
const KDF_AND_AEAD = [0, 1, 0, 1];
const NOTHING = new Uint8Array();
const HASH_LENGTH = 32;

// The words that tie a sealed value to one field, one person and one capture.
export function infoFor(field, { programme, subject, clientId }) {
  return `amparo/phone/1|${field}|${programme}|${subject}|${clientId}`;
}

// Base64url of mark | encapsulated key | ciphertext.
export const seal = async (...given) => toBase64url(await sealBytes(...given));

export async function sealBytes(plaintext, info, keys) {
  for (const kind of Object.keys(KEMS)) {
    if (!keys[kind]) continue;
    try {
      return await sealWith(KEMS[kind], bytes(plaintext), utf8(info), fromBase64url(keys[kind]));
    } catch (problem) {
      // A browser without X25519 says NotSupportedError; older ones say DataError or SyntaxError.
      if (kind === "p256" || !keys.p256) throw problem;
    }
  }
  throw new Error("no_sealing_key");
}

const bytes = (given) => (typeof given === "string" ? utf8(given) : given);

async function sealWith(kem, plaintext, info, recipient) {
  const { shared, encapsulated } = await encapsulate(kem, recipient);
  const suite = join(utf8("HPKE"), [0, kem.id, ...KDF_AND_AEAD]);
  const { key, nonce } = await schedule(suite, shared, info);
  const aes = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt"]);
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, aes, plaintext);
  return join([kem.mark], encapsulated, new Uint8Array(sealed));
}

async function encapsulate(kem, recipient) {
  const ours = await crypto.subtle.generateKey(kem.import, false, ["deriveBits"]);
  const theirs = await crypto.subtle.importKey("raw", recipient, kem.import, false, []);
  const agreed = await crypto.subtle.deriveBits({ name: kem.derive, public: theirs }, ours.privateKey, 256);
  const encapsulated = new Uint8Array(await crypto.subtle.exportKey("raw", ours.publicKey));
  const suite = join(utf8("KEM"), [0, kem.id]);
  const secret = await extract(suite, NOTHING, "eae_prk", new Uint8Array(agreed));
  const context = join(encapsulated, recipient);
  return { encapsulated, shared: await expand(suite, secret, "shared_secret", context, HASH_LENGTH) };
}

async function schedule(suite, shared, info) {
  const context = join(
    [0],
    await extract(suite, NOTHING, "psk_id_hash", NOTHING),
    await extract(suite, NOTHING, "info_hash", info),
  );
  const secret = await extract(suite, shared, "secret", NOTHING);
  return {
    key: await expand(suite, secret, "key", context, 16),
    nonce: await expand(suite, secret, "base_nonce", context, 12),
  };
}

function extract(suite, salt, label, material) {
  return hmac(salt, join(utf8("HPKE-v1"), suite, utf8(label), material));
}

// One HMAC block is enough: nothing here is longer than the hash.
async function expand(suite, secret, label, context, length) {
  const labelled = join([0, length], utf8("HPKE-v1"), suite, utf8(label), context, [1]);
  return (await hmac(secret, labelled)).slice(0, length);
}

// WebCrypto refuses an empty HMAC key; a block of zeros is the same key.
async function hmac(secret, message) {
  const bytes = secret.length ? secret : new Uint8Array(HASH_LENGTH);
  const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, message));
}
