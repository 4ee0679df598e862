// Turns of the head that the server asks one selfie for, and the film of them. Nothing is drawn here but by `draw`, which
// blanks what lies outside the ring; what is packed leaves the phone sealed, with the picture.

import { join, utf8 } from "./bytes.js";

// Long enough to turn without haste; frames near enough to each other to be one film.
const TURN = 4000;
const FRONT = 2500;
const EVERY = 600;
const SIDE = 320;
const MARK = utf8("amparo/film/1");

const sleep = (time) => new Promise((done) => setTimeout(done, time));
const number = (value) => [value >>> 24, value >>> 16, value >>> 8, value].map((byte) => byte & 255);

export const jpeg = (canvas, quality) =>
  new Promise((done) => canvas.toBlob(async (made) => done(new Uint8Array(await made.arrayBuffer())), "image/jpeg", quality));

// {client_id, turns, signed}; null where it cannot be asked: then the picture counts by itself.
export async function question() {
  try {
    const answer = await fetch(location.pathname, { headers: { Accept: "application/json" }, credentials: "same-origin", redirect: "error" });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

// Frames of [milliseconds, picture]. `goesOn` is told each pose, and asked between the frames.
export async function filmed(turns, draw, goesOn) {
  const canvas = Object.assign(document.createElement("canvas"), { width: SIDE, height: SIDE });
  const began = performance.now();
  const frames = [];
  for (const [pose, time] of [["front", FRONT], ...turns.flatMap((side) => [[side, TURN], ["front", FRONT]])]) {
    const until = performance.now() + time;
    for (let on = goesOn(pose); on && performance.now() < until; on = goesOn()) {
      draw(canvas);
      frames.push([performance.now() - began, await jpeg(canvas, 0.7)]);
      await sleep(EVERY);
    }
  }
  return frames;
}

// As `identity/turns.py` unpacks it; without a film the picture as it is.
export function packed(picture, frames) {
  if (!frames) return picture;
  return join(MARK, number(picture.length), picture, ...frames.flatMap(([at, frame]) => [number(at), number(frame.length), frame]));
}
