#!/usr/bin/env node
// A FAKE gateway, for what the real one does not do on request. It says just enough to be taken for one: /healthz,
// /startupz, /readyz and the WebSocket challenge. Nothing else of OpenClaw is in here.
//
// failing.json in HOME  the parts that /readyz calls failing, from the moment the file is there until the next start
// admits.json in HOME   whom it lets in, looked at for each who comes: { "deny": CODE } nobody, { "scopes": […] } anybody, with no
//                       more than these; { "known": CODE } everybody but the device that came first. Without it, nobody
// FAKE_SAYS             a file whose bytes it writes to stdout and stderr once it listens
// FAKE_DEAF             set: SIGTERM does nothing
import { createHash } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";

const home = process.env.HOME;
if (process.argv.includes("validate")) {
  console.log(JSON.stringify({ valid: true }));
  process.exit(0);
}
process.title = "openclaw-gateway";
if (process.env.FAKE_DEAF) process.on("SIGTERM", () => {});

const failingFile = join(home, "failing.json");
rmSync(failingFile, { force: true });
const failing = () => {
  try {
    return JSON.parse(readFileSync(failingFile, "utf8"));
  } catch {
    return [];
  }
};

const begun = Date.now();
const uptimeMs = () => Date.now() - begun;
const pages = {
  "/healthz": () => ({ ok: true, status: "live" }),
  "/startupz": () => ({ ok: true, status: "started", version: "2026.9.6", uptimeMs: uptimeMs() }),
  "/readyz": () => ({ ready: failing().length === 0, failing: failing(), uptimeMs: uptimeMs() }),
};

const server = createServer((request, response) => {
  const page = pages[request.url];
  const body = page?.() ?? {};
  response.writeHead(!page ? 404 : body.ready === false ? 503 : 200, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
});

server.on("upgrade", (request, socket) => {
  const key = request.headers["sec-websocket-key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  const accept = createHash("sha1").update(key).digest("base64");
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  const challenge = JSON.stringify({ type: "event", event: "connect.challenge", payload: { nonce: "fake", ts: Date.now() } });
  socket.write(Buffer.concat([Buffer.from([0x81, challenge.length]), Buffer.from(challenge)]));
  socket.on("error", () => {});
  const says = admits();
  if (!says) return socket.on("data", () => socket.destroy());
  const tell = (value) => {
    const text = Buffer.from(JSON.stringify(value));
    const head = text.length < 126 ? [0x81, text.length] : [0x81, 126, text.length >> 8, text.length & 255];
    socket.write(Buffer.concat([Buffer.from(head), text]));
  };
  hears(socket, ({ id, method, params }) => {
    const refuse = (code) => tell({ type: "res", id, ok: false, error: { code: "INVALID_REQUEST", message: code, details: { code } } });
    if (method !== "connect") return tell({ type: "res", id, ok: false, error: { code: "UNAVAILABLE", message: "FAKE" } });
    first ??= params.device?.id;
    if (says.deny) return refuse(says.deny);
    if (says.known && !params.device) return refuse("DEVICE_IDENTITY_REQUIRED");
    if (says.known && params.device.id === first) return refuse(says.known);
    const scopes = params.scopes.filter((scope) => says.scopes?.includes(scope) ?? true);
    const payload = {
      type: "hello-ok", protocol: 4, server: { version: "2026.9.6", bootId: "fake" },
      auth: { method: "token", scopes, deviceToken: "given" }, policy: { tickIntervalMs: 30000 },
    };
    tell({ type: "res", id, ok: true, payload });
  });
});

/** The device that came first. */
let first;

function admits() {
  try {
    return JSON.parse(readFileSync(join(home, "admits.json"), "utf8"));
  } catch {
    return undefined;
  }
}

/** Reads what a client says, a frame at a time. */
function hears(socket, heard) {
  let held = Buffer.alloc(0);
  socket.on("data", (part) => {
    held = Buffer.concat([held, part]);
    while (held.length >= 4) {
      const short = (held[1] & 127) < 126;
      const [at, length] = short ? [2, held[1] & 127] : [4, held.readUInt16BE(2)];
      if (held.length < at + 4 + length) return;
      const mask = held.subarray(at, at + 4);
      const text = held.subarray(at + 4, at + 4 + length).map((byte, place) => byte ^ mask[place % 4]);
      const kind = held[0] & 15;
      held = held.subarray(at + 4 + length);
      if (kind === 8) return socket.end();
      if (kind === 1) heard(JSON.parse(text.toString()));
    }
  });
}

const { port } = JSON.parse(readFileSync(join(home, ".openclaw/openclaw.json"), "utf8")).gateway;
server.listen(port, "127.0.0.1", () => {
  if (!process.env.FAKE_SAYS) return;
  const words = readFileSync(process.env.FAKE_SAYS);
  process.stdout.write(words);
  process.stderr.write(words);
});
