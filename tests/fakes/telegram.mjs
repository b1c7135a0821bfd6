#!/usr/bin/env node
// A FAKE of Telegram's Bot API, which the real Telegram channel of the real gateway talks to: its servers cannot be had in
// a test. It knows what the channel needs to connect, hands out the messages that it is told, and can refuse the bot.
//
// Prints its port. `/say?id=…&name=…&text=…` hands a person's message to the bot, with `&group=…` one that was written in that
// group; `/refuse` and `/accept` change its mind about the bot, `/forbid` and `/permit` about what the bot writes; after `/logout` it
// serves the bot no more until `/accept`, as after the method of that name.
import { createServer } from "node:http";

let refuses = false;
let forbids = false;
let out = false;
let number = 1;
// the bot remembers what it has read: servers that start later go on with greater numbers
const first = Math.floor(Date.now() / 1000);
const updates = [];
const waiting = new Set();

function answer(response, status, body) {
  if (response.writableEnded) return;
  response.statusCode = status;
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(body));
}

function wake() {
  for (const give of [...waiting]) give();
}

const methods = {
  getMe: () => ({ id: 42, is_bot: true, first_name: "Drill", username: "drill_bot", can_join_groups: true }),
  sendMessage: () => ({ message_id: number++, date: 1, chat: { id: 1, type: "private" }, text: "" }),
};

function poll(response, { offset = 0, timeout = 0 }) {
  const due = () => updates.filter((update) => update.update_id >= offset);
  const give = () => {
    clearTimeout(timer);
    waiting.delete(give);
    if (refuses) answer(response, 401, { ok: false, error_code: 401, description: "Unauthorized" });
    else if (out) answer(response, 400, { ok: false, error_code: 400, description: "Logged out" });
    else answer(response, 200, { ok: true, result: due() });
  };
  const timer = setTimeout(give, due().length ? 0 : timeout * 1000);
  waiting.add(give);
}

const server = createServer((request, response) => {
  let body = "";
  request.on("data", (part) => (body += part));
  request.on("end", () => {
    const method = /^\/bot[^/]+\/(\w+)/.exec(request.url)?.[1];
    const { pathname, searchParams: told } = new URL(request.url, "http://127.0.0.1");
    if (pathname === "/say") {
      const person = { id: Number(told.get("id")), first_name: told.get("name") };
      const group = told.get("group");
      const chat = group ? { type: "supergroup", id: Number(group), title: "Drill group" } : { type: "private", ...person };
      const message = { from: { is_bot: false, ...person }, chat, text: told.get("text") };
      updates.push({ update_id: first + number, message: { message_id: number++, date: Math.floor(Date.now() / 1000), ...message } });
      wake();
      answer(response, 200, {});
    } else if (request.url === "/refuse" || request.url === "/accept") {
      [refuses, out] = [request.url === "/refuse", false];
      wake();
      answer(response, 200, {});
    } else if (request.url === "/logout") {
      out = true;
      wake();
      answer(response, 200, {});
    } else if (request.url === "/forbid" || request.url === "/permit") {
      forbids = request.url === "/forbid";
      answer(response, 200, {});
    } else if (!method) {
      answer(response, 404, { ok: false });
    } else if (refuses) {
      answer(response, 401, { ok: false, error_code: 401, description: "Unauthorized" });
    } else if (out) {
      answer(response, 400, { ok: false, error_code: 400, description: "Logged out" });
    } else if (forbids && method.startsWith("send")) {
      answer(response, 403, { ok: false, error_code: 403, description: "Forbidden: bot was kicked from the supergroup chat" });
    } else if (method === "getUpdates") {
      poll(response, body ? JSON.parse(body) : {});
    } else {
      answer(response, 200, { ok: true, result: methods[method]?.() ?? true });
    }
  });
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
