// The cloud as far as the page sees it: serves the bundle with the same security
// headers, accepts the WebSocket /v1/live, sends what the test says. Node's http
// and crypto only; frames after RFC 6455.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { type IncomingMessage, type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { join } from "node:path";

const WEBSOCKET_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const OPCODE_BINARY = 0x2;
const OPCODE_CLOSE = 0x8;

const TYPES: Readonly<Record<string, string>> = {
  "index.html": "text/html; charset=utf-8",
  "main.js": "text/javascript; charset=utf-8",
  "app.css": "text/css; charset=utf-8",
  "icon.svg": "image/svg+xml",
};

function frame(opcode: number, payload: Uint8Array): Buffer {
  const head = Buffer.alloc(10);
  head[0] = 0x80 | opcode;
  if (payload.length < 126) {
    head[1] = payload.length;
    return Buffer.concat([head.subarray(0, 2), payload]);
  }
  if (payload.length < 65536) {
    head[1] = 126;
    head.writeUInt16BE(payload.length, 2);
    return Buffer.concat([head.subarray(0, 4), payload]);
  }
  head[1] = 127;
  head.writeBigUInt64BE(BigInt(payload.length), 2);
  return Buffer.concat([head, payload]);
}

export class LiveServer {
  readonly #bundle: string;
  readonly #http: Server;
  readonly #sockets = new Set<Duplex>();
  #waiting: (() => void)[] = [];
  accepting = true;
  connections = 0; // accepted since the start

  // bundle: the folder with index.html.
  constructor(bundle: string) {
    this.#bundle = bundle;
    this.#http = createServer((request, response) => {
      const name = request.url === "/" ? "index.html" : request.url!.slice(1);
      const type = TYPES[name];
      if (type === undefined) {
        response.writeHead(404).end();
        return;
      }
      response.writeHead(200, {
        "Content-Type": type,
        "Content-Security-Policy": "default-src 'self'",
        "X-Content-Type-Options": "nosniff",
      });
      response.end(readFileSync(join(this.#bundle, name)));
    });
    this.#http.on("upgrade", (request, socket) => this.#upgrade(request, socket));
  }

  // Resolves to the address of the page.
  async start(): Promise<string> {
    await new Promise<void>((done) => {
      this.#http.listen(0, "127.0.0.1", done);
    });
    const { port } = this.#http.address() as AddressInfo;
    return `http://127.0.0.1:${port}/`;
  }

  async stop(): Promise<void> {
    this.dropAll();
    this.#http.closeAllConnections();
    await new Promise((done) => this.#http.close(done));
  }

  // Resolves when `count` connections have been accepted since the start.
  async connected(count: number): Promise<void> {
    while (this.connections < count) {
      await new Promise<void>((done) => this.#waiting.push(done));
    }
  }

  send(payload: Uint8Array): void {
    for (const socket of this.#sockets) socket.write(frame(OPCODE_BINARY, payload));
  }

  // Ends every connection as a killed process does: without a close frame.
  dropAll(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }

  #upgrade(request: IncomingMessage, socket: Duplex): void {
    if (!this.accepting || request.url !== "/v1/live") {
      socket.destroy();
      return;
    }
    const key = request.headers["sec-websocket-key"];
    const accept = createHash("sha1").update(`${key}${WEBSOCKET_GUID}`).digest("base64");
    socket.write(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n" +
        `Connection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    this.#sockets.add(socket);
    socket.on("error", () => this.#sockets.delete(socket));
    socket.on("close", () => this.#sockets.delete(socket));
    socket.on("data", (bytes: Buffer) => {
      if ((bytes[0]! & 0x0f) === OPCODE_CLOSE) socket.destroy();
    });
    this.connections++;
    for (const done of this.#waiting.splice(0)) done();
  }
}
