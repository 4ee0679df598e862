// Checks the signature of the receipt on this page, here on the phone.

import { genuine } from "./receipt.js";

const proof = JSON.parse(document.getElementById("proof")?.textContent ?? "null");

if (proof) {
  const verdict = await genuine(proof.text, proof.key).catch(() => null);
  document.getElementById("genuine").hidden = verdict !== true;
}
