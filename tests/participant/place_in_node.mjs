// Reads {folder, points:[[lat, lon, cell]], answers:[position or {code}]} on stdin; writes {coarse, asked}.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { folder, points, answers } = JSON.parse(readFileSync(0, "utf8"));
const { ask, coarse } = await import(pathToFileURL(`${folder}/place.js`).href);
const asked = [];
for (const answer of answers) {
  const getCurrentPosition = (ok, fail) => (answer.code ? fail(answer) : ok({ coords: answer }));
  Object.defineProperty(globalThis, "navigator", { value: { geolocation: { getCurrentPosition } }, configurable: true });
  asked.push(await ask(1000));
}
process.stdout.write(JSON.stringify({ coarse: points.map((point) => coarse(...point)), asked }));
