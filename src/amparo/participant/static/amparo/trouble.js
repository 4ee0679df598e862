// What does not work: a code and its first moment. Kept until the server has it.

import * as storage from "./storage.js";

const kept = async () => (await storage.get("facts", "trouble").catch(() => null))?.value ?? [];

export async function note(code, about) {
  const told = await kept();
  if (told.length > 19 || told.some((one) => one.code === code && one.about === about)) return;
  told.push({ code, about, at: new Date().toISOString() });
  await storage.put("facts", { name: "trouble", value: told }).catch(() => null);
}

export async function tell(token) {
  const told = await kept();
  if (!told.length) return;
  const body = JSON.stringify(told);
  const { status } = await fetch("/my/trouble/", { method: "POST", body, headers: { "X-CSRFToken": token } });
  if (status < 401) await storage.remove("facts", "trouble");
}

export const watch = () => addEventListener("error", ({ error }) => error && note("script_failed"));
