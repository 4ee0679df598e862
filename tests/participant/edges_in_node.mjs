// Reads {folder, cases: [{width, height, grey (base64)}], flat} on stdin; writes the corners found, and a flattened picture.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { folder, cases, flat } = JSON.parse(readFileSync(0, "utf8"));
const edges = await import(pathToFileURL(`${folder}/edges.js`).href);
const found = cases.map(({ width, height, grey }) => edges.find(new Uint8Array(Buffer.from(grey, "base64")), width, height));
const { width, height, pixels, corners, size } = flat;
const drawn = edges.flatten(new Uint8ClampedArray(Buffer.from(pixels, "base64")), width, height, corners, size);
process.stdout.write(JSON.stringify({ found, drawn: Buffer.from(drawn).toString("base64"), size: edges.sizeOf(corners) }));
