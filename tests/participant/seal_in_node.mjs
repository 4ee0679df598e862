// Reads {folder, cases:[{plaintext, field, context, keys}]} on stdin; writes the sealed values as JSON.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { folder, cases } = JSON.parse(readFileSync(0, "utf8"));
const { infoFor, seal } = await import(pathToFileURL(`${folder}/seal.js`).href);
const sealed = [];
for (const { plaintext, field, context, keys } of cases) sealed.push(await seal(plaintext, infoFor(field, context), keys));
process.stdout.write(JSON.stringify(sealed));
