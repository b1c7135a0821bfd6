// Made from the Rust structures by crates/core/tests/window_types.rs. Not for editing.

export type Severity = "info" | "warning" | "error";

export type Group = "gateway" | "access" | "credentials" | "clock" | "network" | "models" | "channels";

export type Source = "probe" | "rpc" | "log" | "file" | "process" | "environment";

export type Outcome = "pass" | "fail" | "unknown" | "hidden";

export type Evidence = { 
/**
 * Who said so.
 */
source: Source, 
/**
 * When it was seen.
 */
at?: string | null, 
/**
 * What was seen, in its own words.
 */
text: string, };

export type Consent = "one-click" | "confirm";

export type Offer = { 
/**
 * The fix's id: what a face sends back.
 */
id: string, 
/**
 * For the button.
 */
label: string, 
/**
 * What must be agreed first.
 */
consent: Consent, 
/**
 * What it would do.
 */
preview: Array<string>, };

export type Finding = { 
/**
 * The check's id.
 */
id: string, 
/**
 * The check's group.
 */
group: Group, 
/**
 * The check's title.
 */
title: string, 
/**
 * What failing means.
 */
severity: Severity, 
/**
 * What became of it.
 */
outcome: Outcome, 
/**
 * The root cause of a hidden one, the reason of an unknown one.
 */
because?: string, 
/**
 * What is so, and what follows from it; empty when it passed.
 */
message: string, 
/**
 * What was seen.
 */
evidence: Array<Evidence>, 
/**
 * What could be done.
 */
fix?: Offer, 
/**
 * Where to read more.
 */
help?: string, 
/**
 * What it concerns, when a check concerns several things.
 */
subject?: string, 
/**
 * How long the probes it reads took, in milliseconds.
 */
tookMs: number, };

export type PhaseName = "stopped" | "starting" | "ready" | "degraded" | "stopping" | "backoff" | "crash-looping" | "refused" | "external";

export type Owner = "none" | "child" | "service" | "external";

export type GatewayView = { 
/**
 * Where its life stands.
 */
phase: PhaseName, 
/**
 * Who runs it.
 */
owner: Owner, 
/**
 * Process id while one is known.
 */
pid?: number, 
/**
 * The OpenClaw version that answers.
 */
version?: string, 
/**
 * Where clients connect.
 */
url: string, 
/**
 * When the present process was started.
 */
startedAt?: string | null, 
/**
 * How often it was started again without anybody asking, since Clawtender runs.
 */
restarts: number, 
/**
 * One sentence on why the phase is what it is; empty when the phase says it all.
 */
detail?: string, };

export type Tone = "ok" | "notice" | "warning" | "error";

export type App = { 
/**
 * Clawtender's version.
 */
version: string, 
/**
 * `linux`, `macos` or `windows`.
 */
os: string, 
/**
 * `x86_64`, `aarch64`, …
 */
arch: string, };

export type Report = { 
/**
 * [`SCHEMA`].
 */
schema: number, 
/**
 * When the run ended.
 */
generatedAt: string, 
/**
 * How long the run took, in milliseconds.
 */
durationMs: number, 
/**
 * Which Clawtender made it, and where.
 */
app: App, 
/**
 * The gateway at that moment.
 */
gateway: GatewayView, 
/**
 * The worst finding's weight.
 */
tone: Tone, 
/**
 * One sentence.
 */
headline: string, 
/**
 * Every finding, in the order in which they are read.
 */
findings: Array<Finding>, };

export type May = { 
/**
 * Start it.
 */
start: boolean, 
/**
 * Stop it.
 */
stop: boolean, 
/**
 * Restart it.
 */
restart: boolean, };

export type Snapshot = { 
/**
 * The gateway at a glance.
 */
gateway: GatewayView, 
/**
 * The findings of the latest facts, in reading order.
 */
findings: Array<Finding>, 
/**
 * What a person may do with the gateway now.
 */
may: May, 
/**
 * Whether a doctor run is under way.
 */
examining: boolean, };

export type View = { 
/**
 * [`Snapshot::tone`].
 */
tone: Tone, 
/**
 * [`Snapshot::headline`].
 */
headline: string, 
/**
 * [`GatewayView::summary`].
 */
summary: string, 
/**
 * The snapshot itself.
 */
snapshot: Snapshot, };
