// From a filled form to a sealed capture: what is read here is never written anywhere in clear.

import { newId } from "./bytes.js";
import * as clock from "./clock.js";
import { infoFor, seal } from "./seal.js";

// [{key, label, shown, value, help}] in the order of the page.
export function answered(form) {
  return [...form.querySelectorAll("[data-question]")].map((question) => {
    const { question: key, kind } = question.dataset;
    const label = question.querySelector("[data-label]").textContent;
    if (kind === "text") {
      const value = question.querySelector("textarea").value.trim();
      return { key, label, shown: value, value, help: false };
    }
    const chosen = [...question.querySelectorAll("input:checked")];
    const values = chosen.map((input) => input.value);
    return {
      key,
      label,
      shown: chosen.map((input) => input.closest("label").textContent.trim()).join("\n"),
      value: kind === "many" ? values : one(values[0], question),
      help: chosen.some((input) => "help" in input.dataset),
    };
  });
}

// A yes or no is kept as a truth, as the form without script keeps it.
function one(value, question) {
  if (value === undefined) return null;
  return "truth" in question.dataset ? value === "yes" : value;
}

export const inNumbers = ({ latitude, longitude }) => `${latitude}, ${longitude}`;

// The row for the outbox; `body` is kept as the very bytes to send, so that any number of tries are the same request.
export async function take(form, place, sealing) {
  const clientId = newId();
  const rows = answered(form);
  const lock = (field, value) =>
    seal(JSON.stringify(value), infoFor(field, { programme: sealing.programme, subject: sealing.subject, clientId }), sealing);
  const evidence = await clock.evidence();
  const given = rows.filter(({ value }) => value !== null && value.length !== 0);
  const answers = Object.fromEntries(given.map(({ key, value }) => [key, value]));
  const body = JSON.stringify({
    client_id: clientId,
    captured_at: evidence.device_now,
    clock: evidence,
    sealed_answers: await lock("answers", answers),
    sealed_place: place.cell ? await lock("place", place.cell) : null,
    place_cause: place.cell ? null : (place.cause ?? (form.querySelector("#place") ? "not_said" : null)),
    wants_help: rows.some(({ help }) => help),
    says_changed: rows.some(({ key, value }) => value && key.endsWith("_changed")),
    question_set: form.elements.question_set.value,
    way: form.elements.way?.value,
    language: document.documentElement.lang,
  });
  return {
    client_id: clientId,
    checkin: sealing.checkin,
    subject: sealing.subject,
    receipt_key: sealing.receipt_key ?? null,
    url: sealing.url,
    captured_at: evidence.device_now,
    clock: clock.mark(),
    on_time: (await clock.now()) <= new Date(sealing.closes_at),
    body,
  };
}
