// How the trace is laid out, as on ECG paper: 25 mm for a second, 10 mm for a
// millivolt, so that its shape is the same on a phone and on a wall screen.

const MM_PER_SECOND = 25;
const MM_PER_MILLIVOLT = 10;
const MILLIVOLTS = 4; // height of the trace

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

// Which part of the voltages is shown: so much around the middle of the signal,
// in steps of a large square, and moved only when the middle has left the step
// behind, so that the trace does not jump about. The trace sits a little low:
// R peaks point up.
export function voltageRange(
  millivolts: readonly (number | null)[],
  before: VoltageRange | undefined,
): VoltageRange {
  const present = millivolts.filter((value) => value !== null);
  const around = (centre: number) => ({
    low: centre - MILLIVOLTS / 2,
    high: centre + MILLIVOLTS / 2,
  });
  if (present.length === 0) return before ?? around(LARGE_SQUARE_MV);
  present.sort((a, b) => a - b);
  const median = present[present.length >> 1]!;
  const wanted =
    Math.round(median / LARGE_SQUARE_MV) * LARGE_SQUARE_MV + LARGE_SQUARE_MV;
  if (before !== undefined) {
    const shift = median + LARGE_SQUARE_MV - (before.low + MILLIVOLTS / 2);
    if (Math.abs(shift) < 0.75 * LARGE_SQUARE_MV) return before;
  }
  return around(wanted);
}

export function isBeyond(
  millivolts: readonly (number | null)[],
  range: VoltageRange,
): boolean {
  return millivolts.some(
    (value) => value !== null && (value < range.low || value > range.high),
  );
}
