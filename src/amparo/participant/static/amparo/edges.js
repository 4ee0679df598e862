// Where a paper lies in a photograph, and what it looks like seen from straight above. Only arithmetic: no page, no
// network. A guess that is not convincing is none: the whole picture is then kept.

const BRIGHTNESSES = 256;
// Parts of the picture: a smaller quadrilateral is hardly the paper, a larger one is the picture itself.
const SMALLEST = 0.15;
const LARGEST = 0.97;
// How much of what is inside the lines must belong to the paper, and how straight its outline must be.
const FULL = 0.6;
const STRAIGHT = 0.9;
const CONTRAST = 25;

// The four corners from the top left on, clockwise, in pixels; or null. `grey` has one byte for each pixel.
export function find(grey, width, height) {
  const smooth = blur(grey, width, height);
  const border = threshold(smooth);
  const bright = judge(smooth, (value) => value > border, width, height);
  return bright ?? judge(smooth, (value) => value <= border, width, height);
}

function judge(grey, belongs, width, height) {
  const spot = largest(grey, belongs, width, height);
  if (!spot) return null;
  const outline = hull(spot.edge);
  const whole = area(outline);
  const corners = four(outline);
  const inside = area(corners);
  const share = inside / (width * height);
  if (corners.length !== 4 || share < SMALLEST || share > LARGEST) return null;
  if (spot.count / whole < FULL || whole / inside < STRAIGHT) return null;
  if (Math.abs(spot.mean - spot.otherMean) < CONTRAST) return null;
  return inOrder(corners);
}

function blur(grey, width, height) {
  const out = new Uint8Array(grey.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      let count = 0;
      for (let v = Math.max(y - 1, 0); v <= Math.min(y + 1, height - 1); v++) {
        for (let u = Math.max(x - 1, 0); u <= Math.min(x + 1, width - 1); u++, count++) sum += grey[v * width + u];
      }
      out[y * width + x] = sum / count;
    }
  }
  return out;
}

// Otsu, 1979: the brightness that parts the dark from the bright best.
function threshold(grey) {
  const counts = new Float64Array(BRIGHTNESSES);
  for (const value of grey) counts[value]++;
  const all = counts.reduce((sum, count, value) => sum + count * value, 0);
  let below = 0;
  let sum = 0;
  let best = -1;
  let at = 127;
  for (let value = 0; value < BRIGHTNESSES - 1; value++) {
    below += counts[value];
    sum += counts[value] * value;
    const above = grey.length - below;
    if (!below || !above) continue;
    const apart = below * above * (sum / below - (all - sum) / above) ** 2;
    if (apart > best) [best, at] = [apart, value];
  }
  return at;
}

// The largest connected spot: how many pixels, how bright, and the outermost pixels of each line.
function largest(grey, belongs, width, height) {
  const seen = new Uint8Array(grey.length);
  const stack = new Int32Array(grey.length);
  let best = null;
  for (let start = 0; start < grey.length; start++) {
    if (seen[start] || !belongs(grey[start])) continue;
    const first = new Int32Array(height).fill(width);
    const last = new Int32Array(height).fill(-1);
    let top = 0;
    let count = 0;
    let sum = 0;
    const reach = (next) => {
      if (seen[next] || !belongs(grey[next])) return;
      seen[next] = 1;
      stack[top++] = next;
    };
    reach(start);
    while (top) {
      const at = stack[--top];
      const x = at % width;
      const y = (at - x) / width;
      count++;
      sum += grey[at];
      first[y] = Math.min(first[y], x);
      last[y] = Math.max(last[y], x);
      if (x) reach(at - 1);
      if (x < width - 1) reach(at + 1);
      if (y) reach(at - width);
      if (y < height - 1) reach(at + width);
    }
    if (!best || count > best.count) best = { count, sum, first, last };
  }
  if (!best) return null;
  const edge = [];
  best.last.forEach((x, y) => x >= 0 && edge.push([best.first[y], y], [x + 1, y], [best.first[y], y + 1], [x + 1, y + 1]));
  const others = grey.length - best.count || 1;
  const all = grey.reduce((sum, value) => sum + value, 0);
  return { count: best.count, edge, mean: best.sum / best.count, otherMean: (all - best.sum) / others };
}

const turn = (a, b, c) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

// Andrew's monotone chain.
function hull(points) {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (list) => {
    const out = [];
    for (const point of list) {
      while (out.length > 1 && turn(out.at(-2), out.at(-1), point) <= 0) out.pop();
      out.push(point);
    }
    return out.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

// Lets the two neighbours of a side meet, where that adds least, until four corners are left: rounded ones become sharp.
function four(outline) {
  let corners = outline;
  while (corners.length > 4) {
    const at = (n) => corners[(n + corners.length) % corners.length];
    let best = { added: Infinity };
    for (let n = 0; n < corners.length; n++) {
      const met = meeting(at(n - 1), at(n), at(n + 1), at(n + 2));
      const added = met ? Math.abs(turn(at(n), met, at(n + 1))) : Infinity;
      if (added < best.added) best = { added, n, met };
    }
    if (!best.met) return corners;
    const next = (best.n + 1) % corners.length;
    corners = corners.map((corner, n) => (n === best.n ? best.met : corner)).filter((_, n) => n !== next);
  }
  return corners;
}

// Where the line from a through b meets the one from d through c, beyond both; null where they part.
function meeting(a, b, c, d) {
  const [ux, uy, vx, vy] = [b[0] - a[0], b[1] - a[1], c[0] - d[0], c[1] - d[1]];
  const across = ux * vy - uy * vx;
  if (Math.abs(across) < 1e-9) return null;
  const s = ((d[0] - a[0]) * vy - (d[1] - a[1]) * vx) / across;
  const t = ((d[0] - a[0]) * uy - (d[1] - a[1]) * ux) / across;
  return s >= 1 && t >= 1 ? [a[0] + s * ux, a[1] + s * uy] : null;
}

const area = (points) =>
  Math.abs(points.reduce((sum, [x, y], n) => sum + points.at(n - 1)[0] * y - x * points.at(n - 1)[1], 0)) / 2;

// Clockwise as one looks at it, the one nearest to the upper left first.
function inOrder(corners) {
  const clockwise = turn(corners[0], corners[1], corners[2]) > 0 ? corners : [...corners].reverse();
  const sums = clockwise.map(([x, y]) => x + y);
  const first = sums.indexOf(Math.min(...sums));
  return clockwise.map((_, n) => clockwise[(first + n) % 4]);
}

// Whether four corners can be seen as a sheet: no line crosses another, none is folded in.
export const isSheet = (corners) =>
  corners.every((corner, n) => turn(corner, corners[(n + 1) % 4], corners[(n + 2) % 4]) > 1);

// How large the paper is drawn: as long as its longer side of each pair is in the picture.
export function sizeOf([a, b, c, d]) {
  const apart = ([x, y], [u, v]) => Math.hypot(x - u, y - v);
  return [Math.max(apart(a, b), apart(d, c)), Math.max(apart(a, d), apart(b, c))].map((side) => Math.max(Math.round(side), 1));
}

// The paper as seen from straight above: for each new pixel the one it comes from (Heckbert, 1989). Four bytes a pixel.
export function flatten(pixels, width, height, corners, [outWidth, outHeight]) {
  const [[x0, y0], [x1, y1], [x2, y2], [x3, y3]] = corners;
  const [dx1, dx2, sx] = [x1 - x2, x3 - x2, x0 - x1 + x2 - x3];
  const [dy1, dy2, sy] = [y1 - y2, y3 - y2, y0 - y1 + y2 - y3];
  const whole = dx1 * dy2 - dx2 * dy1;
  const g = (sx * dy2 - dx2 * sy) / whole;
  const h = (dx1 * sy - sx * dy1) / whole;
  const [a, b] = [x1 - x0 + g * x1, x3 - x0 + h * x3];
  const [d, e] = [y1 - y0 + g * y1, y3 - y0 + h * y3];
  const out = new Uint8ClampedArray(outWidth * outHeight * 4);
  for (let row = 0, to = 0; row < outHeight; row++) {
    const v = (row + 0.5) / outHeight;
    for (let column = 0; column < outWidth; column++, to += 4) {
      const u = (column + 0.5) / outWidth;
      const w = g * u + h * v + 1;
      const x = Math.min(Math.max((a * u + b * v + x0) / w - 0.5, 0), width - 1.001);
      const y = Math.min(Math.max((d * u + e * v + y0) / w - 0.5, 0), height - 1.001);
      const [left, up] = [Math.floor(x), Math.floor(y)];
      const [fx, fy] = [x - left, y - up];
      const from = (up * width + left) * 4;
      const below = from + width * 4;
      for (let part = 0; part < 3; part++) {
        const above = pixels[from + part] * (1 - fx) + pixels[from + 4 + part] * fx;
        out[to + part] = above * (1 - fy) + (pixels[below + part] * (1 - fx) + pixels[below + 4 + part] * fx) * fy;
      }
      out[to + 3] = 255;
    }
  }
  return out;
}
