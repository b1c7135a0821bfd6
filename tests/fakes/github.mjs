#!/usr/bin/env node
// A FAKE of GitHub Enterprise's sign-in with a device code, for the real Copilot plugin of the real gateway: its servers
// cannot be had in a test. It lives in a network of its own, where its name leads to it, and shows a certificate of the
// test's own authority.
//
// github.mjs FOLDER ADDRESS: key.pem and cert.pem are in the folder, and `says`, read for each question: `waits` (nobody
// has typed the code yet), `allows`, `denies` or `refuses` (no code is given out). What it was asked is written to `heard`.
import { appendFileSync, readFileSync } from "node:fs";
import { createServer } from "node:https";

const [folder, address] = process.argv.slice(2);
const read = (name) => readFileSync(`${folder}/${name}`, "utf8");

const codes = {
  device_code: "fake-device-0123456789",
  user_code: "WDJB-MJHT",
  verification_uri: "https://acme.ghe.com/login/device",
  expires_in: 900,
  interval: 1,
};
const tokens = {
  waits: { error: "authorization_pending" },
  allows: { access_token: "ghu_fake0123456789abcdef", token_type: "bearer", scope: "read:user" },
  denies: { error: "access_denied" },
};

createServer({ key: read("key.pem"), cert: read("cert.pem") }, (request, response) => {
  request.resume();
  request.on("end", () => {
    const says = read("says").trim();
    appendFileSync(`${folder}/heard`, `${request.method} ${request.url}\n`);
    const body = request.url === "/login/device/code" ? codes : request.url === "/login/oauth/access_token" ? tokens[says] : undefined;
    response.writeHead(says === "refuses" ? 403 : body ? 200 : 404, { "content-type": "application/json" });
    response.end(JSON.stringify(body ?? {}));
  });
}).listen(443, address);
