// What this device knows about the true time: the last time the server told it, and by which device clock.

import * as storage from "./storage.js";

const NAME = "server_time";

// Only for a time that came over the network just now: a page from the cache tells an old one. A phone that is full
// does without.
export async function note(serverTime) {
  if (!serverTime || Number.isNaN(Date.parse(serverTime))) return;
  const seen = {
    name: NAME,
    server_at: serverTime,
    device_at: new Date().toISOString(),
    origin: performance.timeOrigin,
    elapsed: performance.now(),
  };
  await storage.put("facts", seen).catch(() => null);
}

// Evidence to send with a capture: a clock that was moved shows as a gap between these numbers.
export async function evidence() {
  const seen = await storage.get("facts", NAME);
  const samePage = seen?.origin === performance.timeOrigin;
  return {
    device_now: new Date().toISOString(),
    device_zone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? null,
    last_server_at: seen?.server_at ?? null,
    device_at_last_server: seen?.device_at ?? null,
    monotonic_ms: samePage ? Math.round(performance.now() - seen.elapsed) : null,
    page_started_at: new Date(performance.timeOrigin).toISOString(),
    page_ms: Math.round(performance.now()),
  };
}

// Kept beside a capture, for `whileSending`.
export const mark = () => ({ origin: performance.timeOrigin, at: performance.now() });

// What clock and stopwatch show as a capture is sent: compared with what they showed before, it says if they ran on.
export function whileSending(marked) {
  const headers = { "X-Device-Time": new Date().toISOString() };
  // The stopwatch tells only in the page that made the capture.
  if (marked?.origin === performance.timeOrigin) headers["X-Device-Elapsed"] = String(Math.round(performance.now() - marked.at));
  return headers;
}

// The best guess of the server's time, for telling the person if they are on time.
export async function now() {
  const seen = await storage.get("facts", NAME);
  if (!seen) return new Date();
  return new Date(Date.now() + Date.parse(seen.server_at) - Date.parse(seen.device_at));
}
