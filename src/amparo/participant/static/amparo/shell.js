// The service worker's work: pages first from the network, soon from the phone; and sending in the background.

import * as clock from "./clock.js";
import * as pages from "./pages.js";
import * as queue from "./queue.js";
import * as storage from "./storage.js";

const QUICK = 4_000;
// Only these pages are kept for use without a network, and only until sign-out.
const KEPT = [
  /^\/my\/$/,
  /^\/my\/check-in\/[^/]+\/$/,
  /^\/my\/calendar\/((hearing|checkin|visit|own)\/[^/]+\/)?$/,
  /^\/my\/receipts\/([^/]+\/)?$/,
  /^\/my\/case\/(steps\/)?$/,
  /^\/my\/messages\/write\/$/,
  /^\/my\/(offline|help|safe)\/$/,
];
// What is shown in the place of a page that is never kept: one can write where one cannot read.
const STAND_IN = { "/my/messages/": "/my/messages/write/" };
// After these, the next page may be somebody else's or in another language; signing out ends at "sign-in".
const CLEARING = /^POST\/my\/(hello|sign-out|language|lost)\/|^GET\/my\/(sign-in|leave)\//;
// What was asked for before is dropped.
let cleared = 0;
// Whether somebody left without a network, and the server has not heard of it; read once.
let left = null;

export function run(scope, { files, offline, leave, clockFace }) {
  const shell = `amparo-shell-${hash(files.join())}`;
  const on = (name, act) => scope.addEventListener(name, (event) => event.waitUntil(act(event)));
  scope.addEventListener("fetch", (event) => answer(event, { offline, leave, clockFace }));
  on("install", () => install(scope, shell, [...files, offline, clockFace]));
  on("activate", () => activate(scope, shell));
  on("message", async ({ data }) => data?.type === "keep" && keepAll(data.urls));
  on("push", ({ data }) => remind(scope, data));
  on("notificationclick", ({ notification }) => follow(scope, notification));
  on("sync", () => send(scope));
}

async function install(scope, shell, urls) {
  await (await caches.open(shell)).addAll(urls);
  await scope.skipWaiting();
}

async function activate(scope, shell) {
  const old = (await caches.keys()).filter((name) => ![shell, pages.NAME].includes(name));
  // Emptied first, for an older release kept pages that anybody can read.
  await Promise.all(old.map((name) => pages.forget(name).then(() => caches.delete(name))));
  await scope.clients.claim();
}

function answer(event, known) {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (CLEARING.test(request.method + pathname)) event.waitUntil(clear());
    if (request.method === "GET") event.respondWith(pathname === known.leave ? out(event, known) : page(event, known));
  } else if (request.method === "GET" && pathname.startsWith("/static/")) {
    event.respondWith(file(request));
  }
}

const shellFile = (name) => caches.match(name, { ignoreVary: true });

// A name with a hash in it never changes its content; any other is asked from the network first.
async function file(request) {
  const kept = await shellFile(request);
  if (kept && /\.[0-9a-f]{12}\./.test(request.url)) return kept;
  return fetch(request).catch(() => kept ?? Response.error());
}

// Going back after leaving shows the clock, until somebody opens a page by hand.
let gone = null;

async function mark(there) {
  gone = Promise.resolve(there || null);
  await (there ? storage.put("facts", { name: "gone" }) : storage.remove("facts", "gone")).catch(() => null);
}

const hasGone = () => (gone ??= storage.get("facts", "gone").catch(() => null));

async function isGone(request) {
  if (!(await hasGone())) return false;
  if (!request.isHistoryNavigation) await mark(false);
  return request.isHistoryNavigation;
}

// Whoever leaves in a hurry is gone at once, also without a network; the server hears of it before it shows anything.
async function out({ request }, { clockFace }) {
  await mark(true);
  try {
    return await Promise.race([fetch(request), tooSlow()]);
  } catch {
    left = Promise.resolve(true);
    await storage.put("facts", { name: "left" }).catch(() => null);
    return (await shellFile(clockFace)) ?? Response.error();
  }
}

async function tellThatTheyLeft(leave) {
  left ??= storage.get("facts", "left").catch(() => null);
  if (!(await left)) return;
  await fetch(leave, { redirect: "manual", cache: "no-store" });
  left = Promise.resolve(null);
  await storage.remove("facts", "left");
}

async function page(event, { offline, leave, clockFace }) {
  const { request } = event;
  const { pathname } = new URL(request.url);
  if (pathname === clockFace) return fetch(request).catch(() => shellFile(clockFace));
  if (await isGone(request)) return Response.redirect(clockFace);
  const asked = tellThatTheyLeft(leave).then(() => fromNetwork(request.url, { request }));
  event.waitUntil(asked.then(({ keeping }) => keeping).catch(() => null));
  const fetched = asked.then(({ response }) => response);
  const quick = await Promise.race([fetched, tooSlow()]).catch(() => null);
  if (quick?.status < 500) return quick;
  const kept = await onPhone(request.url);
  if (kept) return kept.response;
  return fetched.catch(async () => (await onPhone(STAND_IN[pathname]))?.response ?? (await shellFile(offline)) ?? Response.error());
}

// The page is shown while it is kept; a phone that is full shows it too.
async function fromNetwork(url, { request = url, since = cleared } = {}) {
  const response = await fetch(request);
  await clock.note(response.headers.get("X-Server-Time"));
  const copy = keepable(url) ? response.clone() : response;
  return { response, keeping: keepPage(url, copy, () => since === cleared).catch(() => null) };
}

const keepable = (url) => KEPT.some((pattern) => pattern.test(new URL(url, location).pathname));
const onPhone = async (url) => (keepable(url) ? pages.find(url).catch(() => null) : null);

async function clear() {
  cleared++;
  await pages.forget();
}

async function keepPage(url, response, still) {
  // Signed out elsewhere: what was kept for the person goes.
  if (response.status === 401) await clear();
  // This phone is somebody else's: nothing of whoever borrows it stays.
  if (response.headers.has("X-Borrowed")) return clear();
  if (!still() || !keepable(url)) return;
  // A page that now leads elsewhere (a check-in that is done) is not shown again without a network.
  if (response.type === "opaqueredirect") await pages.drop(url);
  if (response.status !== 200 || response.redirected || response.type !== "basic") return;
  await pages.keep(url, response, still);
  // A new receipt is not in the list that was kept before it.
  if (/receipts\/./.test(url)) await pages.drop("/my/receipts/");
}

// The page in view before this worker was there, and those behind its links; what was kept six hours ago anew.
async function keepAll(urls) {
  const since = cleared;
  // They left, and the page that asks was there before.
  if (await hasGone()) return;
  for (const url of urls.filter(keepable)) {
    const there = await onPhone(url);
    if (since !== cleared) return;
    if (Math.abs(Date.now() - there?.at) < 216e5) continue;
    await fromNetwork(url, { since }).then(({ keeping }) => keeping).catch(() => null);
  }
}

const tooSlow = () => new Promise((_, reject) => setTimeout(reject, QUICK));

// Throwing asks the browser to try this again later.
async function send(scope) {
  const session = await queue.freshSession();
  if (!session) return;
  const { sent } = await queue.flush(session, { now: true });
  // What proves it is on the phone too.
  await keepAll(sent.map(({ next }) => next));
  for (const client of await scope.clients.matchAll()) client.postMessage({ type: "queue" });
  if ((await queue.waiting(session.subject)).some((item) => !item.problem)) throw new Error("still_waiting");
}

// The tag makes a repeat replace the first.
async function remind(scope, data) {
  const { title, body, tag, url } = data.json();
  await scope.registration.showNotification(title, { body, tag, data: { url } });
}

async function follow(scope, notification) {
  notification.close();
  const { origin, href } = new URL(notification.data?.url || "/my/", scope.location.origin);
  await scope.clients.openWindow(origin === scope.location.origin ? href : "/my/");
}

function hash(text) {
  let sum = 0;
  for (const letter of text) sum = (Math.imul(sum, 31) + letter.codePointAt(0)) >>> 0;
  return sum.toString(36);
}
