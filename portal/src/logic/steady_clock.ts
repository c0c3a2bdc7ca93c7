// Time on this computer for measuring ages: never runs backwards, and does not
// stand still while the computer sleeps, as the browser's monotonic clock may.
// A value that was shown before the lid was closed must not come back as
// current when it is opened.

// The wall clock is taken as the witness of a sleep only beyond this; below it
// the two clocks differ by rounding and by small corrections.
const SLEEP_THRESHOLD_MS = 1000;

export interface Clocks {
  monotonicMs(): number;
  wallMs(): number;
}

export const BROWSER_CLOCKS: Clocks = {
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now(),
};

export class SteadyClock {
  readonly #clocks: Clocks;
  readonly #difference: number; // wall minus monotonic, at the start
  #sleptMs = 0;

  constructor(clocks: Clocks = BROWSER_CLOCKS) {
    this.#clocks = clocks;
    this.#difference = clocks.wallMs() - clocks.monotonicMs();
  }

  // Microseconds from an arbitrary start.
  nowUs(): number {
    const monotonic = this.#clocks.monotonicMs();
    const slept = this.#clocks.wallMs() - monotonic - this.#difference;
    if (slept > this.#sleptMs + SLEEP_THRESHOLD_MS) this.#sleptMs = slept;
    return (monotonic + this.#sleptMs) * 1000;
  }
}
