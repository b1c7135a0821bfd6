// Made from the Rust structures by src-tauri/src/types.rs. Not for editing.

import type { Evidence, FixOutcome, LogLine, PhaseName, View } from "./types";

export type GatewayAction = "start" | "stop" | "restart";

export type Settled = { 
/**
 * Whether the order was carried out.
 */
ok: boolean, 
/**
 * Where its life stands now.
 */
phase: PhaseName, 
/**
 * Process id while one is known.
 */
pid: number | null, 
/**
 * One sentence.
 */
message: string, };

export type Decided = { 
/**
 * Whether the gateway confirmed it.
 */
ok: boolean, 
/**
 * One sentence.
 */
message: string, };

export type Fixed = { 
/**
 * Whether it has helped.
 */
outcome: FixOutcome, 
/**
 * One sentence.
 */
message: string, 
/**
 * What was seen of it afterwards, where it was done and has not helped.
 */
evidence?: Array<Evidence>, };

export type Preflight = { 
/**
 * Nothing.
 */
safe: boolean, 
/**
 * One sentence for a person.
 */
message: string, };

export type StepAnswer = "go" | { "text": string } | { "yes": boolean } | { "one": number } | { "several": Array<number> };

export type Update = { "kind": "view", 
/**
 * What to show.
 */
view: View, } | { "kind": "lost", 
/**
 * In which language that is said: the last engine's.
 */
language: string, 
/**
 * Why, when it is more than that none runs.
 */
reason: string | null, } | { "kind": "finding", 
/**
 * The check's id.
 */
id: string, } | { "kind": "overview" } | { "kind": "doctor" } | { "kind": "keys" } | { "kind": "log" } | { "kind": "settings" } | { "kind": "approvals", 
/**
 * The request among it.
 */
id: string | null, } | { "kind": "no-tray", 
/**
 * What brings one.
 */
text: string, 
/**
 * What is typed for it, where that is known.
 */
command: string | null, };

export type LogNews = { "kind": "lines", 
/**
 * Oldest first, with what is known about each.
 */
lines: Array<LogLine>, } | { "kind": "ended", 
/**
 * One sentence.
 */
why: string, };

export type About = { version: string, logs: string, settings: string, };
