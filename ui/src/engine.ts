// The page's only way out: the seven commands of src-tauri/src/commands.rs. Nothing else crosses.

import { Channel, invoke } from "@tauri-apps/api/core";
import type { PhaseName, Report, View } from "./generated/types";

export type Action = "start" | "stop" | "restart";

/** Where the gateway came to rest after an order (clawtender_engine::protocol::Settled). */
export type Settled = { ok: boolean; phase: PhaseName; pid: number | null; message: string };

/** What the page is told as it happens (engine_link::Update). */
export type Update =
  | { kind: "view"; view: View }
  | { kind: "lost"; reason: string | null }
  | { kind: "finding"; id: string }
  | { kind: "log" }
  | { kind: "no-tray" };

/** Which Clawtender this is, and where its files are (commands::About). */
export type About = { version: string; logs: string; settings: string };

export interface Engine {
  watch(onUpdate: (update: Update) => void): Promise<void>;
  ready(): Promise<void>;
  doctor(): Promise<Report>;
  gateway(action: Action): Promise<Settled>;
  /** The gateway's latest output, newest last. */
  log(): Promise<string[]>;
  startEngine(): Promise<void>;
  about(): Promise<About>;
}

export const engine: Engine = {
  watch: (onUpdate) => {
    const updates = new Channel<Update>();
    updates.onmessage = onUpdate;
    return invoke("watch", { updates });
  },
  ready: () => invoke("ready"),
  doctor: () => invoke("doctor"),
  gateway: (action) => invoke("gateway", { action }),
  log: () => invoke("log"),
  startEngine: () => invoke("start_engine"),
  about: () => invoke("about"),
};
