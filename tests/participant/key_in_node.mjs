// The keeping of pages on a phone where everything takes its time. Reads {folder, act} on stdin; writes what lies on it.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { folder, act } = JSON.parse(readFileSync(0, "utf8"));
globalThis.location = new URL("https://amparo.example/my/sw.js");
const full = (asked) => new URL(asked.url ?? asked, location).href;

// As in a browser, a cache that was deleted lives on for whoever has it open.
class Cache {
  rows = new Map();
  put = async (url, response) => (await slow.put?.(url), void this.rows.set(full(url), response));
  delete = async (url) => (await slow.delete?.(url), this.rows.delete(full(url)));
  keys = async () => [...this.rows.keys()].map((url) => ({ url }));
  match = async (url) => this.rows.get(full(url))?.clone();
}
const slow = {};
const every = [];
const named = new Map();
globalThis.caches = {
  open: async (name) => named.get(name) ?? (every.push(new Cache()), named.set(name, every.at(-1)), every.at(-1)),
  delete: async (name) => named.delete(name),
  match: async (url, { cacheName }) => named.get(cacheName)?.match(url),
};
const { keep, forget } = await import(pathToFileURL(`${folder}/pages.js`).href);
const moment = (long = 100) => new Promise((resolve) => setTimeout(resolve, long));
const page = (text) => ({ headers: new Map(), text });
const whole = page(async () => "the page");

const acts = {
  // They sign out while the first page is on its way onto the disk; the worker hears of it a moment later.
  "signs out while the key is made": async () => {
    let go;
    slow.put = () => new Promise((resolve) => (go = resolve));
    keep("/my/", whole, () => true);
    await moment();
    await forget();
    slow.put = null;
    go();
    await moment();
    await forget();
  },
  // The battery dies once one thing is deleted.
  "dies while it forgets": async () => {
    for (const path of ["/my/", "/my/help/"]) await keep(path, whole, () => true);
    let deleted = 0;
    slow.delete = () => (deleted++ ? new Promise(() => null) : null);
    forget();
    await moment();
  },
  "a page stops half-way": async () => {
    keep("/my/", page(() => new Promise(() => null)), () => true);
    await moment();
    await Promise.race([keep("/my/help/", whole, () => true), moment(5_000)]);
  },
};
await acts[act]();
const left = every.flatMap((cache) => [...cache.rows.keys()]);
process.stdout.write(JSON.stringify({ key: left.some((url) => url.endsWith("/key")), pages: left.filter((url) => !url.endsWith("/key")).length }));
process.exit(0);
