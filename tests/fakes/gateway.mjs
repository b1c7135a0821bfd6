#!/usr/bin/env node
// A FAKE gateway, for what the real one does not do on request. It says just enough to be taken for one: /healthz,
// /startupz, /readyz and the WebSocket challenge. Nothing else of OpenClaw is in here.
//
// failing.json in HOME  the parts that /readyz calls failing, from the moment the file is there until the next start
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
  // it lets nobody in
  socket.on("data", () => socket.destroy());
  socket.on("error", () => {});
});

const { port } = JSON.parse(readFileSync(join(home, ".openclaw/openclaw.json"), "utf8")).gateway;
server.listen(port, "127.0.0.1", () => {
  if (!process.env.FAKE_SAYS) return;
  const words = readFileSync(process.env.FAKE_SAYS);
  process.stdout.write(words);
  process.stderr.write(words);
});
