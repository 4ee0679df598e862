// The outbox: a capture stays on this phone, sealed, until a receipt for exactly that capture has come back. A message
// and its files (`kind`) stay until the server has told the hash of these very bytes; they leave in the order of writing.

import { sha256 } from "./bytes.js";
import * as clock from "./clock.js";
import * as receipts from "./receipt.js";
import * as storage from "./storage.js";
import * as trouble from "./trouble.js";

const PATIENCE = 30_000;
const FIRST_WAIT = 5_000;
const LONGEST_WAIT = 15 * 60_000;

// A message over which the server stumbles holds up the next ones for so many tries; one that finds no network, always.
const PATIENT_TRIES = 5;

export async function keep(...items) {
  const before = await storage.all("outbox");
  const last = Math.max(0, ...before.map((item) => item.order ?? 0));
  const fresh = { tries: 0, next_at: 0, problem: null };
  await storage.putAll("outbox", items.map((item, n) => ({ ...item, ...fresh, ...(item.kind && { order: last + n + 1 }) })));
  // Asks the browser not to clear this when space is short; a no changes nothing.
  globalThis.navigator?.storage?.persist?.().catch(() => false);
}

// A shared phone can hold the captures of several people: each sees and sends only their own.
// Check-ins first, then what is urgent, then the order of writing.
export async function waiting(subject) {
  const mine = (await storage.all("outbox")).filter((item) => item.subject === subject);
  return mine.sort((a, b) => rank(a) - rank(b) || (a.order ?? 0) - (b.order ?? 0));
}

const rank = ({ kind, urgent }) => (kind ? (urgent ? 1 : 2) : 0);

export const drop = (clientId) => storage.remove("outbox", clientId);

// Tries what is due (all of it when `now`); {sent, signIn}. One tab at a time where the browser can promise that.
export function flush(session, { now = false } = {}) {
  const work = () => deliverAll(session, now);
  if (!globalThis.navigator?.locks) return work();
  return navigator.locks.request("amparo-outbox", work);
}

async function deliverAll(session, now) {
  const outcome = { sent: [], signIn: false };
  let heldUp = false;
  for (const item of await waiting(session.subject)) {
    const patient = item.kind && !item.problem && (item.stumbled ?? 0) < PATIENT_TRIES;
    if (item.kind && heldUp) continue;
    if (!now && !isDue(item)) {
      heldUp ||= patient;
      continue;
    }
    const verdict = await deliver(item, session);
    heldUp ||= Boolean(patient && verdict.later);
    if (verdict.sent) outcome.sent.push(verdict.sent);
    if (verdict.signIn) return { ...outcome, signIn: true };
  }
  return outcome;
}

// A device clock that was put back must not make a capture wait for days.
function isDue(item) {
  const left = item.next_at - Date.now();
  return !item.problem && (left <= 0 || left > LONGEST_WAIT);
}

async function deliver(item, session) {
  let reply;
  try {
    reply = await post(item, session.token);
    if (reply.status === 403 && !reply.body?.code) {
      Object.assign(session, (await freshSession()) ?? {});
      reply = await post(item, session.token);
    }
  } catch {
    await trouble.note("unreachable", item.checkin);
    return postpone(item);
  }
  if (reply.status >= 500) await trouble.note("server_refused", item.checkin);
  if (reply.status >= 500 && item.kind) item.stumbled = (item.stumbled ?? 0) + 1;
  if (reply.status === 401 || reply.body?.code === "show_it_is_you") return { signIn: true };
  if ([200, 201].includes(reply.status)) return settle(item, reply.body);
  if (reply.status >= 400 && reply.status < 500 && reply.status !== 429 && reply.body?.code) return hold(item, reply.body);
  return postpone(item, reply.retryAfter);
}

async function post(item, token) {
  const response = await fetch(item.url, {
    method: "POST",
    body: item.body,
    headers: {
      "Content-Type": item.kind === "file" ? "application/octet-stream" : "application/json",
      ...(item.about && { "Upload-About": item.about }),
      Accept: "application/json",
      "X-CSRFToken": token ?? "",
      // The body stays the same at each try, so what the clock shows now comes beside it.
      ...clock.whileSending(item.clock),
    },
    redirect: "error",
    // A large file on a slow line: ten kilobytes a second.
    signal: givingUpAfter(PATIENCE + (item.kind ? item.body.length / 10 : 0)),
  });
  await clock.note(response.headers.get("X-Server-Time"));
  return {
    status: response.status,
    retryAfter: Number(response.headers.get("Retry-After")) * 1000,
    body: await response.json().catch(() => null),
  };
}

// AbortSignal.timeout is younger than many phones.
function givingUpAfter(milliseconds) {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), milliseconds);
  return controller.signal;
}

async function settle(item, body) {
  if (item.kind) return settleMessage(item, body?.kept);
  if (!(await receipts.matches(body?.receipt, item))) return postpone(item);
  await storage.remove("outbox", item.client_id);
  return { sent: { checkin: item.checkin, next: body.next } };
}

async function settleMessage(item, kept) {
  if (kept?.client_id !== item.client_id || kept.hash !== (await sha256(item.body))) return postpone(item);
  await storage.remove("outbox", item.client_id);
  return { sent: { message: item.message, urgent: item.urgent } };
}

// The server understood and said no: the person reads why, and nothing is thrown away without them.
async function hold(item, { message, what_to_do }) {
  await mark(item, { problem: { message, what_to_do } });
  return {};
}

async function postpone(item, asked = 0) {
  const wait = Math.max(FIRST_WAIT * 3 ** Math.min(item.tries, 6), asked || 0);
  const next_at = Date.now() + Math.min(wait, LONGEST_WAIT);
  await mark(item, { tries: item.tries + 1, next_at, problem: null });
  return { later: true };
}

// On a phone that is full it stays as it is, and is tried again; what waits behind it goes out all the same.
const mark = (item, what) => storage.put("outbox", { ...item, ...what }).catch(() => null);

// Who is signed in on this phone now, asked from the server; null when nobody is.
export async function freshSession() {
  const response = await fetch("/my/session.json", { cache: "no-store", redirect: "error" });
  return response.ok ? response.json() : null;
}
