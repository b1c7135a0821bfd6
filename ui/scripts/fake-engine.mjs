// NOT an engine: replays one recorded state (ui/fixtures) over a local socket, so that the real window can be looked at and
// photographed without a gateway. Usage: node fake-engine.mjs SOCKET FIXTURE
// It speaks just enough of crates/engine/src/protocol.rs; every order is answered with the state that is shown already.

import { readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { flood, swollen } from "../fixtures/flood.mjs";

const [socket, fixture] = process.argv.slice(2);
if (!socket || !fixture) throw new Error("Usage: node fake-engine.mjs SOCKET FIXTURE");
const recording = swollen(JSON.parse(readFileSync(fixture, "utf8")));
const { may, report, running, signIn, progress, quiet, mending, newHere } = recording;
const snapshot = { gateway: report.gateway, findings: report.findings, may, approvals: flood(recording), running, signIn, progress, quiet, mending, newHere, examining: progress !== undefined, language: process.env.SPEAK ?? "en" };

const answers = {
  snapshot: () => ({ snapshot }),
  subscribe: () => ({ snapshot }),
  doctor: () => ({ report }),
  ...(recording.overview && { overview: () => ({ overview: recording.overview }) }),
  ...(recording.settings && { settings: () => ({ settings: recording.settings }) }),
  ...(recording.setup && { setup: () => ({ setup: recording.setup }) }),
  "set-up": () => "done",
  set: () => ({ decided: { ok: false, message: "This is a recording; nothing is saved." } }),
  runs: () => ({ runs: recording.runs ?? { runs: [] } }),
  "past-approvals": () => ({ "past-approvals": recording.past ?? [] }),
  changes: () => ({ changes: recording.changes ?? [] }),
  undo: () => ({ decided: { ok: false, message: "This is a recording; nothing is taken back." } }),
  load: () => ({ load: recording.load ? { ...recording.load, memory: Math.round(recording.load.memory * (1 + Math.sin(Date.now() / 900) / 30)) } : null }),
  export: () => ({ export: { markdown: `# ${report.headline}\n\nA recording.\n`, removed: ["2 names", "1 address"] } }),
  keys: () => ({ keys: recording.keys ?? { keys: [], providers: [] } }),
  "plan-key-move": () => ({ "move-plan": recording.movePlan ?? { preview: "", left: [] } }),
  follow: () => {
    const log = recording.log ?? [];
    const whole = ({ time, subsystem, text }) => [time, subsystem && `[${subsystem}]`, text].filter(Boolean).join(" ");
    return { written: { first: 1, lines: log.map(whole), loud: log.flatMap(({ level }, at) => (level === "warn" || level === "error" ? [at + 1] : [])) } };
  },
  earlier: () => ({ written: { first: 1, lines: [], loud: [] } }),
  preflight: () => ({ preflight: { safe: false, message: "Two chats are under way: main and telegram." } }),
  decide: ({ decision }) => ({ decided: { ok: false, message: `This is a recording; it cannot ${decision}.` } }),
  fix: ({ fix }) => ({ fixed: { outcome: "failed", message: `This is a recording; it cannot ${fix}.` } }),
  gateway: ({ action }) => ({
    settled: { ok: false, phase: report.gateway.phase, pid: null, message: `This is a recording; it cannot ${action}.` },
  }),
};

rmSync(socket, { force: true });
createServer((face) => {
  face.on("error", () => {});
  createInterface({ input: face }).on("line", (line) => {
    const call = JSON.parse(line);
    const answer = answers[call.request]?.(call) ?? { refused: "This is a recording." };
    face.write(`${JSON.stringify({ answer: { id: call.id, answer } })}\n`);
  });
}).listen(socket, () => console.log("ready"));
