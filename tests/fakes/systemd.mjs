// A FAKE systemd for one user, because a machine for tests has none that a test may command. It stands where OpenClaw
// looks, as `systemctl` and `busctl` on PATH, and does what a user manager does with the unit that OpenClaw itself wrote:
// runs its ExecStart with its Environment and nothing else, gives it INVOCATION_ID, starts it again after RestartSec
// unless its code is in RestartPreventExitStatus, ends it with SIGTERM and after TimeoutStopSec with SIGKILL. Only the
// questions that OpenClaw 2026.9.6 asks are answered.
//
// In HOME/.fake-systemd: UNIT.json (its state), journal (what it writes), calls (every call, one a line)
//   refuse-stop, refuse-start   files with a sentence: that command fails with it; where it says "too quickly", the unit has
//                               failed for good (start-limit-hit)
//   hang-stop                   a file: that command never returns
import { spawn } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const home = process.env.HOME;
const folder = join(home, ".fake-systemd");
const units = join(process.env.XDG_CONFIG_HOME ?? join(home, ".config"), "systemd/user");
const [tool, ...said] = process.argv.slice(2);
const user = said.includes("--user");
const words = said.filter((word) => !word.startsWith("-"));
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
mkdirSync(folder, { recursive: true });

const read = (file) => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
};
const unitFile = (unit) => join(units, unit);
const stateFile = (unit) => join(folder, `${unit}.json`);
const idle = { ActiveState: "inactive", SubState: "dead", MainPID: 0, NRestarts: 0, Result: "success", ExecMainCode: 0, ExecMainStatus: 0 };
const state = (unit) => ({ ...idle, ...JSON.parse(read(stateFile(unit)) ?? "{}") });
const keep = (unit, change) => {
  const next = { ...state(unit), ...change };
  writeFileSync(`${stateFile(unit)}.${process.pid}`, JSON.stringify(next));
  renameSync(`${stateFile(unit)}.${process.pid}`, stateFile(unit));
};
const alive = (pid) => {
  try {
    return pid > 0 && (process.kill(pid, 0), !/^\d+ \(.*\) Z/s.test(read(`/proc/${pid}/stat`) ?? ""));
  } catch {
    return false;
  }
};
const say = (text) => process.stdout.write(`${text}\n`);
const end = (code, text) => {
  if (text) process.stderr.write(`${text}\n`);
  process.exit(code);
};

/** `"a b" c` → ["a b", "c"], with systemd's doubled specifiers and backslashes. */
function split(line) {
  const found = line.match(/"(?:\\.|[^"\\])*"|\S+/g) ?? [];
  return found.map((word) => word.replace(/^"([\s\S]*)"$/, "$1").replace(/\\(.)/g, "$1").replaceAll("%%", "%"));
}

function definition(unit) {
  const lines = (read(unitFile(unit)) ?? "").split("\n").map((line) => line.match(/^(\w+)=(.*)$/)).filter(Boolean);
  const all = (key) => lines.filter((line) => line[1] === key).map((line) => line[2]);
  const texts = all("EnvironmentFile").map((file) => read(file.replace(/^-/, "")) ?? "");
  const variables = [...all("Environment").flatMap(split), ...texts.flatMap((text) => text.split("\n").flatMap(split))];
  return {
    files: all("EnvironmentFile"),
    command: split(all("ExecStart")[0] ?? ""),
    folder: all("WorkingDirectory")[0],
    environment: Object.fromEntries(variables.filter((one) => one.includes("=")).map((one) => [one.slice(0, one.indexOf("=")), one.slice(one.indexOf("=") + 1)])),
    always: all("Restart")[0] === "always",
    pause: Number(all("RestartSec")[0] ?? "0.1") * 1000,
    given: new Set((all("RestartPreventExitStatus")[0] ?? "").split(" ").map(Number)),
    patience: Number(all("TimeoutStopSec")[0] ?? "90") * 1000,
  };
}

/** The manager's part for one unit: runs until it is told to stop, or the unit may not be started again. */
async function run(unit) {
  const { command, folder: cwd, environment, always, pause, given } = definition(unit);
  const journal = openSync(join(folder, "journal"), "a");
  for (;;) {
    const manager = { INVOCATION_ID: randomBytes(16).toString("hex"), JOURNAL_STREAM: "8:1", SYSTEMD_EXEC_PID: "0" };
    const child = spawn(command[0], command.slice(1), { cwd, env: { ...environment, ...manager }, stdio: ["ignore", journal, journal], detached: true });
    const ended = new Promise((done) => {
      child.on("exit", (code, signal) => done({ code, signal }));
      child.on("error", () => done({ code: 203 }));
    });
    keep(unit, { ActiveState: "active", SubState: "running", MainPID: child.pid ?? 0, runner: process.pid });
    const { code, signal } = await ended;
    const well = code === 0 || code === 143 || signal === "SIGTERM";
    const ExecMain = { ExecMainCode: signal ? 2 : 1, ExecMainStatus: code ?? 9, MainPID: 0, Result: well ? "success" : signal ? "signal" : "exit-code" };
    const stopped = state(unit).stopping;
    if (stopped || !always || given.has(code)) {
      const failed = !stopped && !well;
      keep(unit, { ...ExecMain, ActiveState: failed ? "failed" : "inactive", SubState: failed ? "failed" : "dead", stopping: false, runner: 0 });
      return;
    }
    keep(unit, { ...ExecMain, ActiveState: "activating", SubState: "auto-restart" });
    for (let waited = 0; waited < pause && !state(unit).stopping; waited += 20) await sleep(20);
    if (state(unit).stopping) return keep(unit, { ActiveState: "inactive", SubState: "dead", stopping: false, runner: 0 });
    keep(unit, { NRestarts: state(unit).NRestarts + 1 });
  }
}

async function start(unit) {
  const refused = read(join(folder, "refuse-start"));
  if (refused?.includes("too quickly")) keep(unit, { ActiveState: "failed", SubState: "failed", Result: "start-limit-hit" });
  if (refused) end(1, refused.trim());
  if (!existsSync(unitFile(unit))) end(5, `Failed to start ${unit}: Unit ${unit} not found.`);
  if (alive(state(unit).runner)) return;
  keep(unit, { ...idle, stopping: false, runner: 0 });
  const manager = spawn(process.execPath, [fileURLToPath(import.meta.url), "manager", unit], { detached: true, stdio: "ignore", cwd: "/" });
  manager.unref();
  while (state(unit).MainPID === 0 && !["failed"].includes(state(unit).ActiveState)) await sleep(10);
}

async function stop(unit) {
  while (existsSync(join(folder, "hang-stop"))) await sleep(50);
  const refused = read(join(folder, "refuse-stop"));
  if (refused) end(1, refused.trim());
  const { MainPID, runner } = state(unit);
  if (!alive(runner)) return;
  keep(unit, { stopping: true });
  if (alive(MainPID)) process.kill(MainPID, "SIGTERM");
  for (const begun = Date.now(); alive(runner); await sleep(10)) {
    if (Date.now() - begun > definition(unit).patience) process.kill(-MainPID, "SIGKILL");
  }
}

async function systemctl() {
  const [verb, unit] = words;
  if (said.includes("--version")) return say("systemd 255 (FAKE)");
  if (!user) {
    // the system's own manager knows no gateway
    if (said.includes("--property=LoadState")) return say("not-found");
    if (said.includes("--property=UnitPath")) return say("/etc/systemd/system /usr/lib/systemd/system");
    if (verb === "is-system-running") return say("running");
    end(1, `Unit ${unit} could not be found.`);
  }
  switch (verb) {
    case "status":
    case "daemon-reload":
    case "reset-failed":
      return;
    case "enable":
    case "disable": {
      const wanted = join(units, "default.target.wants", unit);
      rmSync(wanted, { force: true });
      if (verb === "enable") {
        mkdirSync(dirname(wanted), { recursive: true });
        symlinkSync(unitFile(unit), wanted);
      }
      return keep(unit, { enabled: verb === "enable" });
    }
    case "is-enabled":
      if (!existsSync(unitFile(unit))) end(1, `Failed to get unit file state for ${unit}: No such file or directory`);
      return state(unit).enabled ? say("enabled") : (say("disabled"), end(1));
    case "is-active":
      return state(unit).ActiveState === "active" ? undefined : end(3);
    case "show":
      return say(Object.entries(properties(unit)).map(([name, [, value]]) => `${name}=${value}`).join("\n"));
    case "start":
      return await start(unit);
    case "stop":
      return await stop(unit);
    case "restart":
      await stop(unit);
      return await start(unit);
    default:
      end(1, `Unknown command verb '${verb}'.`);
  }
}

/** The properties of a unit, with their D-Bus types. */
function properties(unit) {
  const now = state(unit);
  const { command, folder: cwd, environment, files } = definition(unit);
  const LoadState = existsSync(unitFile(unit)) ? "loaded" : "not-found";
  return {
    Id: ["s", unit],
    LoadState: ["s", LoadState],
    ActiveState: ["s", now.ActiveState],
    SubState: ["s", now.SubState],
    FragmentPath: ["s", unitFile(unit)],
    DropInPaths: ["as", []],
    NeedDaemonReload: ["b", false],
    StartLimitBurst: ["u", 10],
    ActiveEnterTimestampMonotonic: ["t", 1],
    InactiveEnterTimestampMonotonic: ["t", 1],
    ExecStart: ["a(sasbttttuii)", [[command[0], command, false, 0, 0, 0, 0, 0, 0, 0]]],
    WorkingDirectory: ["s", cwd ?? ""],
    Environment: ["as", Object.entries(environment).map((pair) => pair.join("="))],
    EnvironmentFiles: ["a(sb)", files.map((file) => [file.replace(/^-/, ""), file.startsWith("-")])],
    UnsetEnvironment: ["as", []],
    Result: ["s", now.Result],
    NRestarts: ["u", now.NRestarts],
    MainPID: ["u", now.MainPID],
    ExecMainStatus: ["i", now.ExecMainStatus],
    ExecMainCode: ["i", now.ExecMainCode],
    KillMode: ["s", "mixed"],
    TasksCurrent: ["t", now.MainPID ? 30 : 0],
    MemoryCurrent: ["t", 0],
  };
}

function busctl() {
  const answer = (type, data) => say(JSON.stringify({ type, data }));
  const [verb, , path, , ...rest] = words;
  if (rest[0] === "Version") return say('s "255"');
  if (verb === "get-property") {
    if (path === "/org/freedesktop/systemd1") return answer("as", [units]);
    const unit = Buffer.from(path.split("/").at(-1), "hex").toString();
    return rest.forEach((name) => answer(...properties(unit)[name]));
  }
  const [member, , unit] = rest;
  switch (member) {
    case "GetNameOwner":
      return answer("s", [":1.1"]);
    case "GetConnectionUnixUser":
      return answer("u", [process.geteuid()]);
    case "LoadUnit":
    case "GetUnit":
      if (!user || !existsSync(unitFile(unit))) end(1, `Call failed: Unit ${unit} not ${member === "GetUnit" ? "loaded" : "found"}.`);
      return answer("o", [`/org/freedesktop/systemd1/unit/${Buffer.from(unit).toString("hex")}`]);
    case "GetProcesses":
    case "GetUnitProcesses":
      return answer("a(sus)", [[]]);
    default:
      end(1, `Call failed: this FAKE does not know ${member}.`);
  }
}

appendFileSync(join(folder, "calls"), `${[tool, ...said].join(" ")}\n`);
switch (tool) {
  case "manager":
    await run(said[0]);
    break;
  case "busctl":
    busctl();
    break;
  default:
    await systemctl();
}
process.exit(0);
