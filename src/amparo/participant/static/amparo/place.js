// A place, never a track: asked once, when the person taps, and made coarse here, before anything keeps it.

const METRES_PER_DEGREE = 111_320;
const CAUSES = { 1: "permission", 2: "unavailable", 3: "timeout" };
const PATIENCE = { enableHighAccuracy: false, timeout: 20_000, maximumAge: 0 };

// {cell} or {cause}; never an exception, because a check-in never depends on a place.
export function ask(cellMetres) {
  return new Promise((resolve) => {
    if (!navigator.geolocation) return resolve({ cause: "unavailable" });
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve(answer(coords, cellMetres)),
      ({ code }) => resolve({ cause: CAUSES[code] ?? "unavailable" }),
      PATIENCE,
    );
  });
}

function answer({ latitude, longitude, accuracy }, cellMetres) {
  // Broken receivers report the point where both lines are zero.
  if (Math.abs(latitude) < 0.001 && Math.abs(longitude) < 0.001) return { cause: "unavailable" };
  return { cell: { ...coarse(latitude, longitude, cellMetres), accuracy_metres: roundUp(accuracy, 100) } };
}

// The middle of the grid cell that holds the point: every point of one cell gives the same answer.
export function coarse(latitude, longitude, cellMetres) {
  const step = cellMetres / METRES_PER_DEGREE;
  const row = middle(latitude, step);
  const width = step / Math.max(Math.cos((row * Math.PI) / 180), 0.01);
  const digits = Math.max(0, Math.ceil(-Math.log10(step)) + 1);
  return {
    latitude: Number(row.toFixed(digits)),
    longitude: Number(middle(longitude, width).toFixed(digits)),
    cell_metres: cellMetres,
  };
}

const middle = (value, step) => (Math.floor(value / step) + 0.5) * step;
const roundUp = (metres, to) => (Number.isFinite(metres) ? Math.ceil(metres / to) * to : null);
