#!/usr/bin/env node
// A client of the real gateway that does as it is told, for what no program of OpenClaw does on request: connect with a
// wrong token, a stale signature, an older protocol, from a web page, as a device or node that nobody knows.
//
// Its one argument is JSON: { port, client, role, scopes, caps, commands, auth, origin, protocol, device, stale, call, stay, refuses }.
// `device` names the file that holds its key, made when it is not there; `call` is [method, parameters], called once it is
// in. It prints the gateway's answer to connect, and then to the call, one JSON document a line, and ends; with `stay` it
// does not end. A node says `refuses`, { code, message }, to whatever it is asked to do.
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const told = JSON.parse(process.argv[2]);
const client = { id: "webchat", mode: "webchat", displayName: "Drill", version: "1.0.0", platform: "linux", ...told.client };
const [role, scopes, auth] = [told.role ?? "operator", told.scopes ?? [], told.auth ?? {}];

function device(challenge) {
  if (!told.device) return undefined;
  if (!existsSync(told.device)) {
    const { privateKey } = generateKeyPairSync("ed25519");
    writeFileSync(told.device, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
  }
  const key = createPrivateKey(readFileSync(told.device));
  const bytes = Buffer.from(createPublicKey(key).export({ format: "jwk" }).x, "base64url");
  const id = createHash("sha256").update(bytes).digest("hex");
  const signedAt = challenge.ts - (told.stale ? 300_000 : 0);
  const token = auth.token ?? auth.deviceToken ?? "";
  const parts = ["v3", id, client.id, client.mode, role, scopes.join(","), signedAt, token, challenge.nonce, client.platform.toLowerCase(), ""];
  const signature = sign(null, Buffer.from(parts.join("|")), key).toString("base64url");
  return { id, publicKey: bytes.toString("base64url"), signature, signedAt, nonce: challenge.nonce };
}

// a page of the gateway's own, unless it is said to come from elsewhere
const origin = told.origin ?? (client.mode === "webchat" ? `http://127.0.0.1:${told.port}` : undefined);
const socket = new WebSocket(`ws://127.0.0.1:${told.port}`, origin ? { headers: { origin } } : {});
const ask = (id, method, params) => socket.send(JSON.stringify({ type: "req", id, method, params }));
socket.addEventListener("message", ({ data }) => {
  const frame = JSON.parse(data);
  if (frame.event === "connect.challenge") {
    const protocol = told.protocol ?? 4;
    const { caps, commands } = told;
    ask("connect", "connect", {
      minProtocol: protocol, maxProtocol: protocol, client, role, scopes, caps, commands, auth, device: device(frame.payload),
    });
  }
  if (frame.event === "node.invoke.request" && told.refuses) {
    const { id, nodeId } = frame.payload;
    ask("refused", "node.invoke.result", { id, nodeId, ok: false, error: told.refuses });
  }
  if (frame.type !== "res") return;
  console.log(JSON.stringify(frame));
  if (told.stay) return;
  if (frame.ok && frame.id === "connect" && told.call) ask("call", ...told.call);
  else socket.close();
});
socket.addEventListener("error", () => process.exit(1));
