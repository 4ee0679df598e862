"""Which pages a phone keeps for use without a network: they lie locked, so the page's own key has to open them."""

from __future__ import annotations

from typing import Any

# The addresses of all that can still be opened.
KEPT = """async () => {
  if (!(await caches.has("amparo-kept"))) return [];
  const pages = await caches.open("amparo-kept");
  const lock = await (await pages.match("/my/key"))?.text();
  if (!lock) return [];
  const raw = Uint8Array.from(atob(lock.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["decrypt"]);
  const hrefs = [];
  for (const { url } of await pages.keys()) {
    if (url.endsWith("/my/key")) continue;
    const kept = new Uint8Array(await (await pages.match(url))?.arrayBuffer());
    const about = new TextEncoder().encode(url.split("/").at(-1));
    const how = { name: "AES-GCM", iv: kept.slice(0, 12), additionalData: about };
    const said = await crypto.subtle.decrypt(how, key, kept.slice(12)).catch(() => null);
    if (said) hrefs.push(JSON.parse(new TextDecoder().decode(said)).href);
  }
  return hrefs;
}"""

# Whether the service worker is there, and has kept a page for each of these patterns of an address.
HAS = f"""async (patterns) => {{
  await navigator.serviceWorker.ready;
  const hrefs = await ({KEPT})();
  const there = (pattern) => hrefs.some((href) => new RegExp(pattern).test(href));
  return Boolean(navigator.serviceWorker.controller) && patterns.every(there);
}}"""


def wait_until_kept(page: Any, *patterns: str) -> None:
    """The phone has a page for each of these patterns of an address."""
    page.evaluate(
        f"""async (patterns) => {{
          while (!(await ({HAS})(patterns))) await new Promise((resolve) => setTimeout(resolve, 50));
        }}""",
        list(patterns),
    )
