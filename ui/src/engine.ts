// The page's only way out: the commands of src-tauri/src/commands.rs. Nothing else crosses.

import { Channel, invoke } from "@tauri-apps/api/core";
import type { About, Decided, Fixed, GatewayAction, LogNews, Preflight, Settled, StepAnswer, Update } from "./generated/answers";
import type { ChangeView, Decision, Export, Group, KeyList, KeyName, Kind, Load, LogLine, MovePlan, MuteFor, NewKey, Overview, PastApproval, Report, RunHistory, SettingsView, SetupView } from "./generated/types";

export type Action = GatewayAction;
export type { About, Decided, Fixed, LogNews, Preflight, Settled, StepAnswer, Update } from "./generated/answers";
export type { FixOutcome, KeyName } from "./generated/types";

/** What a setting may be given: a switch, lines, or text as it is typed; nothing is the default. */
export type SettingValue = boolean | string | string[] | null;

export interface Engine {
  watch(onUpdate: (update: Update) => void): Promise<void>;
  ready(): Promise<void>;
  /** Asks anew what these checks look at; all where none and no group is named. Nothing comes of one that was stopped. */
  doctor(only: string[], groups: Group[]): Promise<Report | null>;
  /** Ends the examination that this window has asked for. */
  stopDoctor(): Promise<void>;
  /** The runs that are kept, and what has become of things since one of them; without a choice, since the last before today. */
  runs(against: string | null): Promise<RunHistory>;
  /** With `idle`, a restart waits until nothing is running. */
  gateway(action: Action, idle: boolean): Promise<Settled>;
  preflight(): Promise<Preflight>;
  /** `deliberate`: the person saw everything that is asked for and said so a second time. */
  decide(kind: Kind, id: string, decision: Decision, deliberate: boolean): Promise<Decided>;
  /** Answered when its check has judged again. `agreed`: the person has seen what it does and said yes. */
  fix(finding: string, subject: string | null, fix: string, agreed: boolean): Promise<Fixed>;
  /** Stops the fix of this finding, where nothing has been changed yet. */
  stopFix(finding: string, subject: string | null): Promise<void>;
  /** What is typed may be a secret: it goes to the engine and is kept nowhere. */
  answerStep(step: string, answer: StepAnswer): Promise<void>;
  cancelSignIn(): Promise<void>;
  /** Opens the page that the sign-in under way names in the browser. Which one is the engine's to say. */
  openSignInPage(): Promise<void>;
  /** Tells nothing of a check for so many minutes; 0 ends it. */
  snooze(finding: string, minutes: number): Promise<void>;
  /** Mutes a check in the settings, or not any more. It still shows. */
  mute(finding: string, span: MuteFor): Promise<void>;
  /** What has waited for the person, latest end first. */
  pastApprovals(): Promise<PastApproval[]>;
  /** What Clawtender has changed on this computer, latest first. */
  changes(): Promise<ChangeView[]>;
  /** Takes such a change back. */
  undo(entry: string): Promise<Decided>;
  /** The latest report as text for an issue, without what is nobody else's business. */
  exported(): Promise<Export>;
  /** Every key there is. None can be read in it. */
  keys(): Promise<KeyList>;
  /** Shows a key, or all, to its provider. `same` is the mark of one outside the keychain. */
  testKeys(key: KeyName | null, same?: string): Promise<Decided>;
  /** Deletes a key from the keychain. The person has said so twice. */
  deleteKey(key: KeyName): Promise<Decided>;
  /** Asks the person for a key in steps that the view shows; answered when it is kept, or is not. */
  newKey(key: KeyName, what: NewKey): Promise<Fixed>;
  /** What moving the keys that stand in files would do. */
  planKeyMove(): Promise<MovePlan>;
  /** Moves them, if that still does what was seen. */
  moveKeys(seen: string): Promise<Decided>;
  /** Every setting, and what the system says next to it. */
  settings(): Promise<SettingsView>;
  setSetting(key: string, value: SettingValue): Promise<Decided>;
  /** Lets a check tell again what the settings have muted. */
  unmute(finding: string): Promise<Decided>;
  /** What the first run has to say. */
  setup(): Promise<SetupView>;
  /** The first run is over, and does not come back by itself. */
  finishSetup(): Promise<void>;
  /** Opens the settings file in whatever the person edits text with. */
  openSettingsFile(): Promise<void>;
  /** What the overview shows beside the view. */
  overview(): Promise<Overview>;
  /** What the gateway takes of this computer now; nothing where none runs. */
  load(): Promise<Load | null>;
  /** The gateway's latest output, then whatever it writes, until it is left. */
  followLog(onNews: (news: LogNews) => void): () => void;
  /** Lines that were written before the one of this number, oldest first; none where nothing earlier is kept. */
  earlierLog(before: number): Promise<LogLine[]>;
  startEngine(): Promise<void>;
  about(): Promise<About>;
}

export const engine: Engine = {
  watch: (onUpdate) => {
    const updates = new Channel<Update>();
    updates.onmessage = onUpdate;
    return invoke("watch", { updates, language: document.documentElement.lang });
  },
  ready: () => invoke("ready"),
  doctor: (only, groups) => invoke("doctor", { only, groups }),
  stopDoctor: () => invoke("stop_doctor"),
  runs: (against) => invoke("runs", { against }),
  gateway: (action, idle) => invoke("gateway", { action, idle }),
  preflight: () => invoke("preflight"),
  decide: (kind, id, decision, deliberate) => invoke("decide", { kind, id, decision, deliberate }),
  fix: (finding, subject, fix, agreed) => invoke("fix", { finding, subject, fix, agreed }),
  stopFix: (finding, subject) => invoke("stop_fix", { finding, subject }),
  answerStep: (step, answer) => invoke("answer_step", { step, answer }),
  cancelSignIn: () => invoke("cancel_sign_in"),
  openSignInPage: () => invoke("open_sign_in_page"),
  snooze: (finding, minutes) => invoke("snooze", { finding, minutes }),
  mute: (finding, span) => invoke("mute", { finding, span }),
  pastApprovals: () => invoke("past_approvals"),
  changes: () => invoke("changes"),
  undo: (entry) => invoke("undo", { entry }),
  exported: () => invoke("exported"),
  keys: () => invoke("keys"),
  testKeys: (key, same) => invoke("test_keys", { key, same: same ?? null }),
  deleteKey: (key) => invoke("delete_key", { key }),
  newKey: (key, what) => invoke("new_key", { key, what }),
  planKeyMove: () => invoke("plan_key_move"),
  moveKeys: (seen) => invoke("move_keys", { seen }),
  settings: () => invoke("settings"),
  setSetting: (key, value) => invoke("set_setting", { key, value }),
  unmute: (finding) => invoke("unmute", { finding }),
  setup: () => invoke("setup"),
  finishSetup: () => invoke("finish_setup"),
  openSettingsFile: () => invoke("open_settings_file"),
  overview: () => invoke("overview"),
  load: () => invoke("load"),
  followLog: (onNews) => {
    const news = new Channel<LogNews>();
    news.onmessage = onNews;
    invoke("follow_log", { news }).catch((why: unknown) => onNews({ kind: "ended", why: String(why) }));
    return () => void invoke("leave_log", { reader: news.id });
  },
  earlierLog: (before) => invoke("earlier_log", { before }),
  startEngine: () => invoke("start_engine"),
  about: () => invoke("about"),
};
