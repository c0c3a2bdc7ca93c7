// How the trace is laid out, as on ECG paper: 25 mm for a second, 10 mm for a
// millivolt, so that its shape is the same on a phone and on a wall screen.

const MM_PER_SECOND = 25;
const MM_PER_MILLIVOLT = 10;
const MILLIVOLTS = 4; // height of the paper, in full gain

// Back to full gain from here down.
const SMALL_AGAIN_MV = 3;

const FEWEST_SECONDS = 3;
const MOST_SECONDS = 6;
const WIDTH_PER_SECOND = 130; // CSS pixels that a second gets if it can

export const SMALL_SQUARE_S = 0.04;
export const LARGE_SQUARE_S = 0.2;
export const SMALL_SQUARE_MV = 0.1;
export const LARGE_SQUARE_MV = 0.5;

export interface TraceScale {
  readonly seconds: number;
  readonly height: number; // CSS pixels
  readonly pxPerMm: number;
  readonly labelEverySeconds: number;
}

// width: CSS pixels of the area in which the trace is drawn.
export function traceScale(width: number): TraceScale {
  const seconds = Math.min(
    MOST_SECONDS,
    Math.max(FEWEST_SECONDS, width / WIDTH_PER_SECOND),
  );
  const pxPerMm = width / (MM_PER_SECOND * seconds);
  return {
    seconds,
    pxPerMm,
    height: Math.round(MILLIVOLTS * MM_PER_MILLIVOLT * pxPerMm),
    labelEverySeconds: pxPerMm * MM_PER_SECOND < 80 ? 2 : 1,
  };
}

export interface VoltageRange {
  readonly low: number; // millivolt
  readonly high: number;
}

// Which part of the voltages is shown: a full paper around the signal, or, when
// that is too large for it, twice as much in half the gain. It moves in steps of
// a large square, and only when the signal would leave it or has become small
// again, so that the trace does not jump about. With room to choose, the trace
// sits a little low: R peaks point up.
export function voltageRange(
  millivolts: readonly (number | null)[],
  before: VoltageRange | undefined,
): VoltageRange {
  const present = millivolts.filter((value) => value !== null);
  if (present.length === 0) return before ?? around(LARGE_SQUARE_MV, MILLIVOLTS);
  present.sort((a, b) => a - b);
  const lowest = present[0]!;
  const highest = present.at(-1)!;
  const span = highest - lowest;
  if (before !== undefined && lowest >= before.low && highest <= before.high) {
    if (!isHalfGain(before) || span > SMALL_AGAIN_MV) return before;
  }
  // The steps need one large square of room.
  const height =
    span <= MILLIVOLTS - LARGE_SQUARE_MV ? MILLIVOLTS : 2 * MILLIVOLTS;
  const median = present[present.length >> 1]!;
  const room = (height - LARGE_SQUARE_MV) / 2;
  const nearest = Math.min(
    Math.max(median + LARGE_SQUARE_MV, highest - room),
    lowest + room,
  );
  return around(Math.round(nearest / LARGE_SQUARE_MV) * LARGE_SQUARE_MV, height);
}

export function isHalfGain(range: VoltageRange): boolean {
  return range.high - range.low > MILLIVOLTS;
}

function around(centre: number, height: number): VoltageRange {
  return { low: centre - height / 2, high: centre + height / 2 };
}

export function isBeyond(
  millivolts: readonly (number | null)[],
  range: VoltageRange,
): boolean {
  return millivolts.some(
    (value) => value !== null && (value < range.low || value > range.high),
  );
}
