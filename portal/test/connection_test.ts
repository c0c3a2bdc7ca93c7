import assert from "node:assert/strict";
import { test } from "node:test";
import { LiveConnection, type Socket, type Timers } from "../src/live/connection.ts";

class FakeTimers implements Timers {
  nowMs = 0;
  #next = 1;
  readonly #due = new Map<number, { atMs: number; callback: () => void }>();

  set(callback: () => void, delayMs: number): number {
    this.#due.set(this.#next, { atMs: this.nowMs + delayMs, callback });
    return this.#next++;
  }

  clear(timer: number): void {
    this.#due.delete(timer);
  }

  pass(ms: number): void {
    this.nowMs += ms;
    for (const [timer, { atMs, callback }] of [...this.#due]) {
      if (atMs > this.nowMs || !this.#due.delete(timer)) continue;
      callback();
    }
  }
}

class FakeSocket implements Socket {
  binaryType = "";
  onopen: Socket["onopen"] = null;
  onmessage: Socket["onmessage"] = null;
  onclose: Socket["onclose"] = null;
  closed = false;

  close(): void {
    this.closed = true;
  }

  deliver(...bytes: number[]): void {
    this.onmessage?.({ data: Uint8Array.from(bytes).buffer } as MessageEvent);
  }

  end(): void {
    this.onclose?.({} as CloseEvent);
  }
}

function start() {
  const timers = new FakeTimers();
  const sockets: FakeSocket[] = [];
  const states: string[] = [];
  const received: number[][] = [];
  const connection = new LiveConnection(
    () => {
      sockets.push(new FakeSocket());
      return sockets.at(-1)!;
    },
    {
      onState: (state) => states.push(state),
      onBytes: (bytes) => received.push([...bytes]),
    },
    timers,
    () => 1, // the longest delays
  );
  connection.start();
  return { timers, sockets, states, received, connection };
}

test("BytesOfTheSocketAreHandedOn", () => {
  const { sockets, states, received } = start();
  sockets[0]!.onopen?.({} as Event);
  sockets[0]!.deliver(1, 2, 3);
  assert.equal(sockets[0]!.binaryType, "arraybuffer");
  assert.deepEqual(states, ["connecting", "open"]);
  assert.deepEqual(received, [[1, 2, 3]]);
});

test("TextIsNotTakenForData", () => {
  const { sockets, received } = start();
  sockets[0]!.onmessage?.({ data: "text" } as MessageEvent);
  assert.deepEqual(received, []);
});

test("LostConnectionIsOpenedAgainWithGrowingDelay", () => {
  const { timers, sockets } = start();
  for (const delayMs of [500, 1000, 2000, 4000, 8000, 8000, 8000]) {
    const count = sockets.length;
    sockets.at(-1)!.end();
    timers.pass(delayMs - 1);
    assert.equal(sockets.length, count, `not before ${delayMs} ms`);
    timers.pass(1);
    assert.equal(sockets.length, count + 1, `after ${delayMs} ms`);
  }
});

test("DataBringTheFirstDelayBack", () => {
  const { timers, sockets } = start();
  sockets[0]!.end();
  timers.pass(500);
  sockets[1]!.end();
  timers.pass(1000);
  sockets[2]!.deliver(0);
  sockets[2]!.end();
  timers.pass(500);
  assert.equal(sockets.length, 4);
});

test("SilentConnectionIsGivenUp", () => {
  const { timers, sockets, states } = start();
  sockets[0]!.onopen?.({} as Event);
  sockets[0]!.deliver(0);
  timers.pass(5999);
  assert.equal(sockets[0]!.closed, false);
  timers.pass(1);
  assert.equal(sockets[0]!.closed, true);
  assert.equal(states.at(-1), "closed");
  timers.pass(500);
  assert.equal(sockets.length, 2);
});

test("SocketThatNeverOpensIsGivenUp", () => {
  const { timers, sockets } = start();
  timers.pass(6000);
  assert.equal(sockets[0]!.closed, true);
});

test("OldSocketSaysNothingMore", () => {
  const { timers, sockets, received, states } = start();
  sockets[0]!.end();
  timers.pass(500);
  sockets[0]!.deliver(9);
  sockets[0]!.onopen?.({} as Event);
  sockets[0]!.end();
  assert.deepEqual(received, []);
  assert.deepEqual(states, ["connecting", "closed", "connecting"]);
});

test("NetworkThatIsBackIsUsedAtOnce", () => {
  const { timers, sockets, connection } = start();
  sockets[0]!.end();
  connection.retryNow();
  assert.equal(sockets.length, 2);
  timers.pass(500); // the attempt that was planned is not made too
  assert.equal(sockets.length, 2);
  connection.retryNow();
  assert.equal(sockets.length, 2);
});
