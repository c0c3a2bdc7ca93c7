// The smallest of the values of the last one to two windows. The offset between
// two clocks is measured with a delay that is never negative: the smallest
// measurement is the best one. Clocks drift, so old measurements must go.

export class WindowedMinimum {
  readonly #windowUs: number;
  #startUs = Number.NEGATIVE_INFINITY;
  #current = Number.POSITIVE_INFINITY;
  #before = Number.POSITIVE_INFINITY;

  constructor(windowUs: number) {
    this.#windowUs = windowUs;
  }

  add(timeUs: number, value: number): void {
    if (timeUs - this.#startUs >= this.#windowUs) {
      this.#before = this.#current;
      this.#current = value;
      this.#startUs = timeUs;
    } else {
      this.#current = Math.min(this.#current, value);
    }
  }

  // undefined before the first value.
  get value(): number | undefined {
    const smallest = Math.min(this.#current, this.#before);
    return Number.isFinite(smallest) ? smallest : undefined;
  }
}
