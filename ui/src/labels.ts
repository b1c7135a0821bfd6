// Every word of the page that does not come from the engine, in one place.

import type { Action, FixOutcome } from "./engine";
import type { Decision, Kind, Outcome, Owner, Severity, Source, Tone } from "./generated/types";

const plural = new Intl.PluralRules("en");
const counted = (count: number, one: string, other: string) => `${count} ${plural.select(count) === "one" ? one : other}`;

export const labels = {
  tone: { notice: "Good to know", warning: "Warning", error: "Error" } satisfies Record<Exclude<Tone, "ok">, string>,
  severity: { info: "Good to know", warning: "Warning", error: "Error" } satisfies Record<Severity, string>,
  outcome: { pass: "Passed", fail: "Fails", unknown: "Not known", hidden: "Fails too" } satisfies Record<Outcome, string>,
  source: {
    probe: "Asked",
    rpc: "Gateway",
    log: "Log",
    file: "File",
    process: "Process",
    environment: "Environment",
  } satisfies Record<Source, string>,

  gateway: "Gateway",
  version: "OpenClaw",
  pid: "Process",
  runBy: "Run by",
  owner: { none: "", child: "Clawtender", service: "System service", external: "Another program" } satisfies Record<Owner, string>,
  since: "Since",
  restarts: "Restarts",
  address: "Address",
  action: { start: "Start", stop: "Stop", restart: "Restart" } satisfies Record<Action, string>,
  acting: { start: "Starting…", stop: "Stopping…", restart: "Restarting…" } satisfies Record<Action, string>,

  wouldInterrupt: (running: number) =>
    `${counted(running, "session is", "sessions are")} running. A restart now interrupts ${running === 1 ? "it" : "them"}.`,
  restartIdle: "Restart when idle",
  restartNow: "Restart now",
  keepRunning: "Keep it running",
  waitsForIdle: "The gateway restarts as soon as nothing is running.",

  pages: "Pages",

  approvals: "Approvals",
  waiting: (count: number) => counted(count, "request waits", "requests wait"),
  sweep: (count: number) => `Clear ${counted(count, "settled request", "settled requests")}`,
  nothingWaits: "Nothing waits for your answer.",
  wouldAppear:
    "Here you would see a phone, browser or program that wants to connect, somebody who writes to you in a chat channel " +
    "for the first time, or a command that the agent wants to run.",
  kind: {
    device: "Device",
    node: "Node",
    channel: "Chat",
    exec: "Command",
    plugin: "Plugin",
  } satisfies Record<Kind, string>,
  claims: "Who, by its own account",
  permissions: "Asks for",
  powerful: "Powerful",
  new: "New",
  command: "The whole command",
  notes: "Worth knowing",
  firstAsked: "First asked",
  expires: "Lapses",
  gone: "It does not wait any more: decided elsewhere, taken back, or lapsed.",
  deciding: "Telling the gateway…",
  oneMoreStep: "This takes a second step. Read what is asked for, then press again. Escape takes it back.",
  takeBack: "Take it back",
  takenBack: "Taken back. Nothing was decided.",
  yes: {
    device: "Yes, let it do all this",
    node: "Yes, let it do all this",
    channel: "Yes, let them write",
    exec: "Yes, let it run",
    plugin: "Yes, let it do this",
    always: "Yes, let it run always",
  } satisfies Record<Kind | Exclude<Decision, "approve" | "reject">, string>,

  doctor: "Doctor",
  runAgain: "Run again",
  running: "Checking…",
  lastRun: "Checked",
  took: (ms: number) => `${(ms / 1000).toFixed(1)} s`,
  alsoFailing: "Also found",
  unknown: (count: number) => counted(count, "check cannot tell", "checks cannot tell"),
  passed: (count: number) => counted(count, "check passed", "checks passed"),
  question: (title: string) => `${title}?`,
  nothingChecked: "No check has run yet.",

  evidence: (count: number) => counted(count, "piece of evidence", "pieces of evidence"),
  followers: (count: number) =>
    counted(count, "more check does not pass because of this", "more checks do not pass because of this"),
  review: "Review…",
  whatToDo: "What to do",
  readFirst: "This takes a second step. Read what it does, then press again. Escape takes it back.",
  doIt: "Yes, do it",
  cancel: "Cancel",
  cancelled: "Cancelled. Nothing was done.",
  mending: "Under way…",
  fixed: {
    verified: "Mended.",
    "still-failing": "Not in order yet.",
    failed: "Could not be done.",
    declined: "Not done.",
  } satisfies Record<FixOutcome, string>,
  signIn: {
    title: "Sign in",
    waiting: "One moment…",
    code: "Your code",
    copy: "Copy code",
    copied: "The code is copied.",
    notCopied: "The code could not be copied. Select it instead.",
    lasts: (minutes: number) => `Good for ${counted(minutes, "minute", "minutes")} from when it was made.`,
    open: "Open the page",
    goOn: "Go on",
    yes: "Yes",
    no: "No",
    cancel: "Cancel",
  },
  asBefore: "It was done, and the check fails as before.",
  later: "Remind me",
  inAnHour: "In an hour",
  tomorrow: "Tomorrow",
  again: "Remind me again",
  putOff: "You are reminded later. It still shows here.",
  backAgain: "You are reminded of it again.",
  readMore: "Read more",
  because: "Because",
  reason: {
    crashed: "The check itself crashed.",
    slow: "There was no answer in time.",
  } as Record<string, string>,

  engineLost: "Clawtender’s engine is not running",
  engineUnreachable: "There is no connection to Clawtender’s engine",
  engineLostMeans: "Nobody watches the gateway until it runs again. The gateway itself may still be up.",
  engineUnreachableMeans: "This window cannot show how the gateway is.",
  startEngine: "Start Clawtender",
  startingEngine: "Starting…",

  noTray:
    "This desktop shows no tray icons. Clawtender watches the gateway all the same, with this window open or closed. " +
    "On GNOME, the AppIndicator extension brings the icon.",

  log: "Gateway log",
  logEmpty: "The gateway has written nothing yet.",

  about: "Clawtender",
  logs: "Logs",
  settings: "Settings",
};
