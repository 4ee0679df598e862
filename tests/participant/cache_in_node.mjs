// The service worker with a network that answers when told to. Reads {folder, story} on stdin; writes what is kept.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { folder, story } = JSON.parse(readFileSync(0, "utf8"));
const ORIGIN = "https://amparo.example";
const stores = new Map();
const heard = {};
const under = [];
const answers = {};

const key = (request) => new URL(request.url ?? request, ORIGIN).href;
const store = (name) => {
  if (!stores.has(name)) stores.set(name, new Map());
  const rows = stores.get(name);
  return {
    put: async (url, response) => void rows.set(key(url), response),
    addAll: async () => null,
    delete: async (url) => rows.delete(key(url)),
    keys: async () => [...rows.keys()],
  };
};
globalThis.caches = {
  open: async (name) => store(name),
  delete: async (name) => stores.delete(name),
  keys: async () => [...stores.keys()],
  match: async (url, { cacheName } = {}) => stores.get(cacheName)?.get(key(url)),
};
globalThis.self = { location: new URL(`${ORIGIN}/my/sw.js`), addEventListener: (name, act) => (heard[name] = act) };
self.clients = { matchAll: async () => [] };
globalThis.fetch = (request) => new Promise((resolve) => (answers[new URL(key(request)).pathname] = resolve));

const { run } = await import(pathToFileURL(`${folder}/shell.js`).href);
run(self, { files: [], offline: "/my/offline/" });

const page = (status) => ({ status, type: "basic", redirected: false, headers: new Map(), clone: () => "the page" });
const steps = {
  navigate: ([method, path]) => {
    const event = { request: { url: ORIGIN + path, method, mode: "navigate" } };
    event.waitUntil = (work) => under.push(work);
    event.respondWith = (work) => under.push(work);
    heard.fetch(event);
  },
  tell: ([data]) => heard.message({ data, waitUntil: (work) => under.push(work) }),
  answer: ([path, status]) => answers[path](page(status)),
};
for (const [step, ...rest] of story) {
  steps[step](rest);
  await new Promise((resolve) => setTimeout(resolve, 5));
}
process.stdout.write(JSON.stringify([...(stores.get("amparo-pages")?.keys() ?? [])].map((url) => new URL(url).pathname)));
process.exit(0);
