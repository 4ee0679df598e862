// The pages that are kept for use without a network, each locked with a key that dies with all of them at sign-out. Key
// and pages lie in the browser's cache: of what is deleted from its databases, it leaves the bytes on the disk for long.

import { join, sha256, toBase64url, utf8 } from "./bytes.js";
import * as lock from "./locked.js";

export const NAME = "amparo-kept";
const KEY = "key";
const MOST = 12;
const NONCE = 12;
const read = (name) => caches.match(name, { cacheName: NAME });
let last = Promise.resolve();

// Read anew each time: a worker must not hold a key that is gone.
async function ours(make) {
  const found = await (await read(KEY))?.text();
  if (found || !make) return found;
  const made = toBase64url(crypto.getRandomValues(new Uint8Array(32)));
  await (await caches.open(NAME)).put(KEY, new Response(made));
  return made;
}

// Its address tells something too. What a page says once, of a new receipt or language, makes no other page of it.
async function called(url, make) {
  const mine = await ours(make);
  if (!mine) return null;
  const { href } = new URL(url.split(/#|\?(?:new|written)/)[0], location);
  return { href, name: await sha256(mine + href), key: await lock.keyOf(mine) };
}

// `still` is asked last: nothing is kept of somebody who has signed out.
export async function keep(url, response, still) {
  // Read before it is its turn: one that stops half-way holds up no other.
  const page = { headers: [...response.headers], body: await response.text() };
  // One after the other, so that there is one key.
  const kept = last.then(() => keepNow(url, page, still));
  last = kept.catch(() => null);
  return kept;
}

async function keepNow(url, page, still) {
  const { href, name, key } = await called(url, true);
  const said = utf8(JSON.stringify({ href, ...page }));
  const { nonce, sealed } = await lock.close(key, name, said);
  if (!still()) return;
  const pages = await caches.open(NAME);
  await pages.put(name, new Response(join(nonce, sealed), { headers: { "X-Kept-At": Date.now() } }));
  const others = (await pages.keys()).filter(({ url }) => !url.endsWith(`/${KEY}`));
  await Promise.all(others.slice(0, -MOST).map((page) => pages.delete(page)));
}

// {response, at}, or null.
export async function find(url) {
  const page = await called(url);
  const kept = page && (await read(page.name));
  const bytes = kept && new Uint8Array(await kept.arrayBuffer());
  const said = bytes && (await lock.open(page.key, page.name, { nonce: bytes.slice(0, NONCE), sealed: bytes.slice(NONCE) }));
  if (!said) return null;
  const { headers, body } = JSON.parse(new TextDecoder().decode(said));
  return { response: new Response(body, { headers }), at: Number(kept.headers.get("X-Kept-At")) };
}

export async function drop(url) {
  const page = await called(url);
  if (page) await (await caches.open(NAME)).delete(page.name);
}

// The key first: without it the rest is noise. And one by one, the cache itself stays: of one that is deleted while it is
// open somewhere, the browser leaves the files on its disk, and what comes into it then is out of reach.
export async function forget(cache = NAME) {
  const pages = await caches.open(cache);
  await pages.delete(KEY);
  await Promise.all((await pages.keys()).map((page) => pages.delete(page)));
}
