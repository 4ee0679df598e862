// The service worker with a network that answers when told to. Reads {folder, story} on stdin; writes what is kept.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { folder, story } = JSON.parse(readFileSync(0, "utf8"));
const ORIGIN = "https://amparo.example";
const heard = {};
const under = [];
const answers = {};

const key = (request) => new URL(request.url ?? request, `${ORIGIN}/my/`).href;
const rows = new Map();
const pages = {
  put: async (url, response) => void rows.set(key(url), response),
  delete: async (url) => rows.delete(key(url)),
  keys: async () => [...rows.keys()].map((url) => ({ url })),
};
globalThis.caches = {
  open: async () => pages,
  delete: async () => rows.clear(),
  match: async (url) => rows.get(key(url))?.clone(),
};
globalThis.location = new URL(`${ORIGIN}/my/sw.js`);
globalThis.self = { location, addEventListener: (name, act) => (heard[name] = act) };
self.clients = { matchAll: async () => [] };
globalThis.fetch = (request) => new Promise((resolve) => (answers[new URL(key(request)).pathname] = resolve));

const { run } = await import(pathToFileURL(`${folder}/shell.js`).href);
const { find } = await import(pathToFileURL(`${folder}/pages.js`).href);
run(self, { files: [], offline: "/my/offline/", leave: "/my/leave/", clockFace: "/my/clock/" });

const page = (status) => ({ status, type: "basic", redirected: false, headers: new Map(), text: async () => "the page", clone: () => page(status) });
const steps = {
  navigate: ([method, path]) => {
    const event = { request: { url: ORIGIN + path, method, mode: "navigate" } };
    event.waitUntil = (work) => under.push(work);
    event.respondWith = (work) => under.push(work);
    heard.fetch(event);
  },
  tell: ([data]) => heard.message({ data, waitUntil: (work) => under.push(work) }),
  // What nobody asked for is answered to nobody.
  answer: ([path, status]) => answers[path]?.(page(status)),
};
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
// A busy machine needs longer until a page is asked for; some never are.
const asked = async (path) => {
  for (let turn = 0; path && !answers[path] && turn < 100; turn++) await wait(20);
};
for (const [step, ...rest] of story) {
  if (step === "answer") await asked(rest[0]);
  steps[step](rest);
  if (step === "tell") await asked(rest[0].urls && new URL(rest[0].urls[0]).pathname);
  await wait(30);
}
// Some of it waits for an answer that never comes.
await Promise.race([Promise.allSettled(under), wait(1500)]);
const paths = Object.keys(answers);
const found = await Promise.all(paths.map((path) => find(path)));
process.stdout.write(JSON.stringify(paths.filter((_, at) => found[at])));
process.exit(0);
