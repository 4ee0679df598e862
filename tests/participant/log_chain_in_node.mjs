// Answers, for each case of standard input, whether the entries go on.
import { pathToFileURL } from "node:url";
import { readFileSync } from "node:fs";

const { folder, cases } = JSON.parse(readFileSync(0, "utf8"));
const { goesOn } = await import(pathToFileURL(`${folder}/log_chain.js`).href);
const told = [];
for (const { entries, first, then } of cases) told.push(await goesOn(entries, first, then));
console.log(JSON.stringify(told));
