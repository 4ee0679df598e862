// The outbox: a capture stays on this phone, sealed, until a receipt for exactly that capture has come back.

import * as clock from "./clock.js";
import * as receipts from "./receipt.js";
import * as storage from "./storage.js";
import * as trouble from "./trouble.js";

const PATIENCE = 30_000;
const FIRST_WAIT = 5_000;
const LONGEST_WAIT = 15 * 60_000;

export async function keep(item) {
  await storage.put("outbox", { ...item, tries: 0, next_at: 0, problem: null });
  // Asks the browser not to clear this when space is short; a no changes nothing.
  globalThis.navigator?.storage?.persist?.().catch(() => false);
}

// A shared phone can hold the captures of several people: each sees and sends only their own.
export async function waiting(subject) {
  return (await storage.all("outbox")).filter((item) => item.subject === subject);
}

export const drop = (clientId) => storage.remove("outbox", clientId);

// Tries what is due (all of it when `now`); {sent, signIn}. One tab at a time where the browser can promise that.
export function flush(session, { now = false } = {}) {
  const work = () => deliverAll(session, now);
  if (!globalThis.navigator?.locks) return work();
  return navigator.locks.request("amparo-outbox", work);
}

async function deliverAll(session, now) {
  const outcome = { sent: [], signIn: false };
  for (const item of await waiting(session.subject)) {
    if (!now && !isDue(item)) continue;
    const verdict = await deliver(item, session);
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
  if (reply.status === 401) return { signIn: true };
  if ([200, 201].includes(reply.status)) return settle(item, reply.body);
  if (reply.status >= 400 && reply.status < 500 && reply.status !== 429 && reply.body?.code) return hold(item, reply.body);
  return postpone(item, reply.retryAfter);
}

async function post(item, token) {
  const response = await fetch(item.url, {
    method: "POST",
    body: item.body,
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json",
      "X-CSRFToken": token ?? "",
      // The body stays the same at each try, so what the clock shows now comes beside it.
      ...clock.whileSending(item.clock),
    },
    redirect: "error",
    signal: givingUpAfter(PATIENCE),
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
  if (!(await receipts.matches(body?.receipt, item))) return postpone(item);
  await storage.put("receipts", body.receipt);
  await storage.remove("outbox", item.client_id);
  return { sent: { checkin: item.checkin, next: body.next } };
}

// The server understood and said no: the person reads why, and nothing is thrown away without them.
async function hold(item, { message, what_to_do }) {
  await storage.put("outbox", { ...item, problem: { message, what_to_do } });
  return {};
}

async function postpone(item, asked = 0) {
  const wait = Math.max(FIRST_WAIT * 3 ** Math.min(item.tries, 6), asked || 0);
  const next_at = Date.now() + Math.min(wait, LONGEST_WAIT);
  await storage.put("outbox", { ...item, tries: item.tries + 1, next_at, problem: null });
  return {};
}

// Who is signed in on this phone now, asked from the server; null when nobody is.
export async function freshSession() {
  const response = await fetch("/my/", { cache: "no-store", redirect: "error" });
  if (!response.ok) return null;
  const page = await response.text();
  const named = (name) => page.match(new RegExp(`name="${name}" content="([^"]+)"`))?.[1];
  const session = { token: named("csrf-token"), subject: named("amparo-subject") };
  return session.token && session.subject ? session : null;
}
