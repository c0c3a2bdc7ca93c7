// Keeps one WebSocket to the cloud: opens it, opens it again when it ends, and
// gives up on one that has gone silent (a half-open connection reports nothing).

import type { ConnectionState } from "../logic/flow.ts";

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 8000;
// The cloud sends at least once a second.
const SILENCE_LIMIT_MS = 6000;

// The part of a WebSocket that is used here.
export interface Socket {
  binaryType: string;
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  close(): void;
}

export interface Timers {
  set(callback: () => void, delayMs: number): number;
  clear(timer: number): void;
}

export const BROWSER_TIMERS: Timers = {
  set: (callback, delayMs) => window.setTimeout(callback, delayMs),
  clear: (timer) => window.clearTimeout(timer),
};

export interface Listener {
  onState(state: ConnectionState): void;
  onBytes(bytes: Uint8Array): void;
}

export class LiveConnection {
  readonly #open: () => Socket;
  readonly #listener: Listener;
  readonly #timers: Timers;
  readonly #random: () => number;
  #socket: Socket | undefined;
  #timer: number | undefined; // the next attempt, or the end of patience
  #failures = 0;

  // open: makes a socket. random: 0 to 1, spreads the attempts of many pages.
  constructor(
    open: () => Socket,
    listener: Listener,
    timers: Timers = BROWSER_TIMERS,
    random: () => number = Math.random,
  ) {
    this.#open = open;
    this.#listener = listener;
    this.#timers = timers;
    this.#random = random;
  }

  start(): void {
    this.#connect();
  }

  // Without waiting any longer: the network is said to be back.
  retryNow(): void {
    if (this.#socket === undefined) this.#connect();
  }

  #connect(): void {
    const socket = this.#open();
    this.#socket = socket;
    socket.binaryType = "arraybuffer";
    this.#listener.onState("connecting");
    this.#watch(socket);
    socket.onopen = () => {
      if (this.#socket === socket) this.#listener.onState("open");
    };
    socket.onmessage = (event: MessageEvent) => {
      if (this.#socket !== socket) return;
      this.#failures = 0;
      this.#watch(socket);
      if (event.data instanceof ArrayBuffer) {
        this.#listener.onBytes(new Uint8Array(event.data));
      }
    };
    socket.onclose = () => this.#lost(socket);
  }

  #watch(socket: Socket): void {
    this.#schedule(() => {
      this.#lost(socket);
      socket.close();
    }, SILENCE_LIMIT_MS);
  }

  #lost(socket: Socket): void {
    if (this.#socket !== socket) return;
    this.#socket = undefined;
    this.#listener.onState("closed");
    const longest = Math.min(
      FIRST_DELAY_MS * 2 ** this.#failures,
      LONGEST_DELAY_MS,
    );
    this.#failures = Math.min(this.#failures + 1, 16);
    this.#schedule(() => this.#connect(), longest * (0.5 + this.#random() / 2));
  }

  #schedule(callback: () => void, delayMs: number): void {
    if (this.#timer !== undefined) this.#timers.clear(this.#timer);
    this.#timer = this.#timers.set(callback, delayMs);
  }
}
