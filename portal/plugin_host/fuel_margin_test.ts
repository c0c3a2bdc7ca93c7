// How much of its fuel each plugin of the product uses, whatever the ECG is.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Kernel, type Run } from "./kernel.ts";
import { PluginModule } from "./plugin_instance.ts";
import { NAMES, kernelModule, pluginModules, recording } from "./product_files.ts";

// Of what an activation has, at most: then a plugin that keeps to its budget on the
// device is not cut off in the portal.
const MOST_SHARE = 1 / 2;

const HEADER_BYTES = 36; // of a stream with one channel: platform/wfdb/adc_stream_format.h
const CONVERSION_BYTES = 8;

const kernel = new Kernel(
  await WebAssembly.compile(kernelModule()),
  await Promise.all(Object.entries(pluginModules()).map(([name, bytes]) => PluginModule.load(name, bytes))),
);

// The recording's time with other counts.
function drawn(countsOf: (n: number) => number): Uint8Array {
  const stream = recording();
  const view = new DataView(stream.buffer);
  for (let n = 0; HEADER_BYTES + (n + 1) * CONVERSION_BYTES <= stream.length; n += 1) {
    view.setInt32(HEADER_BYTES + n * CONVERSION_BYTES, countsOf(n), true);
  }
  return stream;
}

// The same each time.
function noise(n: number, height: number): number {
  const mixed = Math.imul(Math.imul(n + 1, 0x9e37_79b1) ^ (n << 7), 0x85eb_ca6b) >>> 8;
  return mixed % (2 * height) - height;
}

function expectMargin(run: Run): void {
  assert.equal(run.result, 0);
  assert.deepEqual(run.troubles, []);
  for (const name of NAMES) {
    const { used, given } = run.fuel.get(name)!;
    console.log(`${name}: ${used} of ${given}, ${(100 * used / given).toFixed(1)} %`);
    assert.ok(used > 0 && used <= given * MOST_SHARE, `${name} uses ${used} of ${given}`);
  }
}

test("OfARecording", () => {
  expectMargin(kernel.run(recording(), 1));
});

test("OfNoise", () => {
  for (const height of [100, 4000, 8_000_000]) expectMargin(kernel.run(drawn((n) => noise(n, height)), 1));
});

test("OfBeatsAsFastAsTheyAreToldApart", () => {
  for (const period of [10, 50, 60, 75]) {
    expectMargin(kernel.run(drawn((n) => (n % period < 4 ? 3000 : 0) + noise(n, 500)), 1));
  }
});

test("TheSameStreamUsesTheSameFuel", () => {
  assert.deepEqual(kernel.run(recording(), 1).fuel, kernel.run(recording(), 1).fuel);
});
