// Passkeys: asks this phone, and hands what it signed to the form around the button. Only pages that offer one load it.

import { fromBase64url, toBase64url } from "./bytes.js";

const PATIENCE = 60_000;
const OTHERS_AFTER = 2;
const HEADERS = { Accept: "application/json" };

// First contact of a page may be without any cookie: the question's own answer brings it.
async function question(url) {
  const answer = await fetch(url, { headers: HEADERS, credentials: "same-origin", cache: "no-store" });
  if (!answer.ok) throw new Error("not_asked");
  return answer.json();
}

const keys = (known) => known.map((id) => ({ type: "public-key", id: fromBase64url(id) }));

async function use({ challenge, rp, known }) {
  const publicKey = {
    challenge: fromBase64url(challenge),
    rpId: rp,
    allowCredentials: keys(known),
    userVerification: "required",
    timeout: PATIENCE,
  };
  return said(await navigator.credentials.get({ publicKey }), [
    "authenticatorData",
    "clientDataJSON",
    "signature",
    "userHandle",
  ]);
}

async function make({ challenge, rp, user, algorithms, known, found }) {
  const publicKey = {
    challenge: fromBase64url(challenge),
    rp,
    user: { ...user, id: fromBase64url(user.id) },
    pubKeyCredParams: algorithms.map((alg) => ({ type: "public-key", alg })),
    excludeCredentials: keys(known),
    // A link says who it is, so the device need not: where it can, it then keeps the key to itself. Without a link it must.
    authenticatorSelection: { userVerification: "required", residentKey: found ? "required" : "discouraged" },
    attestation: "none",
    timeout: PATIENCE,
  };
  return said(await navigator.credentials.create({ publicKey }), ["attestationObject", "clientDataJSON"]);
}

function said({ id, rawId, type, response }, parts) {
  const text = (part) => [part, toBase64url(new Uint8Array(response[part]))];
  const told = Object.fromEntries(parts.filter((part) => response[part]).map(text));
  return JSON.stringify({ id, rawId: toBase64url(new Uint8Array(rawId)), type, response: told });
}

const ACTS = { use, make };

function offer(box) {
  const button = box.querySelector("button");
  let failed = 0;
  const tell = (state) => {
    for (const part of box.querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== state;
  };
  const fail = () => {
    failed += 1;
    tell("failed");
    const others = document.querySelector("[data-others]");
    if (others && failed >= OTHERS_AFTER) others.hidden = false;
  };
  button.addEventListener("click", async () => {
    if (button.getAttribute("aria-disabled")) return;
    button.setAttribute("aria-disabled", "true");
    tell("asking");
    try {
      const answer = await ACTS[box.dataset.passkey](await question(box.dataset.url));
      tell((await hand(box, answer)) ? "done" : "failed");
    } catch {
      fail();
    }
    button.removeAttribute("aria-disabled");
  });
  box.hidden = false;
}

// A page with answers on it stays; any other goes where its form goes.
async function hand(box, answer) {
  if (!box.dataset.stay) {
    box.querySelector("[name=passkey]").value = answer;
    box.closest("form").submit();
    return true;
  }
  const body = new FormData();
  body.set("passkey", answer);
  body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  const reply = await fetch(box.dataset.stay, { method: "POST", body, headers: HEADERS, credentials: "same-origin" });
  if (!reply.ok) throw new Error("not_taken");
  return true;
}

if (globalThis.PublicKeyCredential && navigator.credentials) {
  for (const box of document.querySelectorAll("[data-passkey]")) offer(box);
}
