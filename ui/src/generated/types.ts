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

export type FileAt = { 
/**
 * The file, as a whole path.
 */
file: string, 
/**
 * From 1, where known.
 */
line?: number, 
/**
 * In characters, from 1, where known.
 */
column?: number, };

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
preview: Array<string>, 
/**
 * Clawtender carries it out itself. Otherwise it says what to do.
 */
deed?: boolean, 
/**
 * Where in a file it leads.
 */
at?: FileAt, };

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
 * What could be done in its place; nothing where there is no fix.
 */
also?: Array<Offer>, 
/**
 * What the other side calls the question that came to nothing: its support asks for that.
 */
requestId?: string, 
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

export type Kind = "device" | "node" | "channel" | "exec" | "plugin";

export type Decision = "approve" | "always" | "reject";

export type Permission = { 
/**
 * The gateway's own word, `operator.read`.
 */
scope: string, 
/**
 * What it lets the requester do.
 */
words: string, 
/**
 * It has not got this yet.
 */
new: boolean, 
/**
 * It lets the requester take over the gateway, let others in, see secrets or run programs; or nobody knows what it does.
 */
powerful: boolean, };

export type Choice = { 
/**
 * What the click means.
 */
decision: Decision, 
/**
 * Verb and object.
 */
label: string, };

export type ApprovalView = { 
/**
 * What is asked for.
 */
kind: Kind, 
/**
 * What a decision names.
 */
id: string, 
/**
 * At most six words: `A device wants to connect`.
 */
title: string, 
/**
 * Who asks and what for, in one or two sentences, at most 240 characters.
 */
message: string, 
/**
 * Who asks, line by line: claimed name, platform, address, id.
 */
who: Array<string>, 
/**
 * What is asked for.
 */
permissions: Array<Permission>, 
/**
 * The whole text of what would be run.
 */
command?: string, 
/**
 * Where it would run, and what the gateway warns of.
 */
notes: Array<string>, 
/**
 * It takes the window and a second step: never one click.
 */
deliberate: boolean, 
/**
 * The buttons, the yes first; none when the request has lapsed.
 */
choices: Array<Choice>, 
/**
 * When it was first asked.
 */
since: string, 
/**
 * When the request lapses.
 */
expires?: string | null, };

export type PastApproval = { 
/**
 * What was asked for.
 */
kind: Kind, 
/**
 * What asked: `A device wants to connect`.
 */
title: string, 
/**
 * Who asked and what for: claims.
 */
message: string, 
/**
 * How it ended, in words.
 */
words: string, 
/**
 * When it was first asked.
 */
since: string, 
/**
 * When it ended, or was seen to have.
 */
at: string, };

export type ChangeView = { 
/**
 * The journal's name for it, which an undo is asked for by.
 */
entry: string, 
/**
 * When it was begun.
 */
at: string, 
/**
 * What it was, as its button says it.
 */
name: string, 
/**
 * What it was about: providers, origins, models.
 */
subjects: Array<string>, 
/**
 * The files that it changed.
 */
files: Array<string>, 
/**
 * What became of it.
 */
state: ChangeState, 
/**
 * The same in words.
 */
words: string, 
/**
 * It stands, and what takes it back is kept.
 */
mayUndo: boolean, };

export type ChangeState = "interrupted" | "done" | "verified" | "failed" | "undone";

export type StepKind = "note" | "select" | "text" | "confirm" | "multiselect" | "progress" | "action";

export type StepOption = { 
/**
 * Its name.
 */
label: string, 
/**
 * More about it; may be empty.
 */
hint?: string, };

export type DeviceCode = { 
/**
 * The code.
 */
code: string, 
/**
 * For how many minutes it was good when it was made.
 */
expiresInMinutes?: number, };

export type Step = { 
/**
 * An answer names it.
 */
id: string, 
/**
 * What it is.
 */
kind: StepKind, 
/**
 * Whether the guide waits for the person. Otherwise it goes on by itself.
 */
asks: boolean, 
/**
 * Its heading; may be empty.
 */
title?: string, 
/**
 * What it says; may be empty.
 */
message?: string, 
/**
 * What can be chosen, by its place in this list.
 */
options?: Array<StepOption>, 
/**
 * An example of what can be typed.
 */
placeholder?: string, 
/**
 * What stands there before anything is typed; never of what is sensitive.
 */
initial?: string, 
/**
 * What is typed is not to be seen.
 */
sensitive: boolean, 
/**
 * A page of the provider's to be opened: `https`, or on this computer.
 */
externalUrl?: string, 
/**
 * What is to be typed there.
 */
deviceCode?: DeviceCode, };

export type SignInView = { 
/**
 * The provider's id in OpenClaw.
 */
provider: string, 
/**
 * What the gateway calls this way to sign in; empty where there is but one.
 */
way: string, 
/**
 * The check that it is to satisfy, where one fails.
 */
finding?: string, 
/**
 * What that finding concerns.
 */
subject?: string, 
/**
 * What is said or asked now; nothing while the guide has not spoken since the last answer.
 */
step?: Step, 
/**
 * Why the latest answer was not taken.
 */
complaint?: string, };

export type Quiet = { 
/**
 * The check's id.
 */
finding: string, 
/**
 * Until when.
 */
until: string, 
/**
 * The same for a person: [`until`].
 */
words: string, 
/**
 * The settings say so (`checks.muted`), and it ends there alone.
 */
muted: boolean, };

export type Theme = "system" | "light" | "dark";

export type Manners = { 
/**
 * How the windows look.
 */
theme: Theme, 
/**
 * A language tag; nothing follows the system.
 */
language?: string, 
/**
 * Whether notifications make a sound.
 */
sound: boolean, };

export type MuteFor = "day" | "week" | "ever" | "not";

export type MendingView = { 
/**
 * The check whose finding it mends.
 */
finding: string, 
/**
 * What the finding concerns, when its check concerns several things.
 */
subject?: string, 
/**
 * Where it is: `Step 2 of 4: Make the change`.
 */
words: string, 
/**
 * All its steps, in words.
 */
steps: Array<string>, 
/**
 * The place of the present one among them, from 0.
 */
at: number, 
/**
 * It can be stopped now, and nothing will have been changed.
 */
mayStop: boolean, };

export type Checked = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its group.
 */
group: Group, 
/**
 * How long what it reads took to bring, in milliseconds, once all of that is there.
 */
tookMs?: number | null, };

export type Progress = { 
/**
 * How many checks are done.
 */
done: number, 
/**
 * How many there are to do.
 */
of: number, 
/**
 * The same for a person.
 */
words: string, 
/**
 * The checks, in the order in which they are judged.
 */
checks: Array<Checked>, };

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
 * What waits for the person's yes or no, oldest first.
 */
approvals: Array<ApprovalView>, 
/**
 * Which checks tell nothing for a while, because the person said so.
 */
quiet?: Array<Quiet>, 
/**
 * The sign-in that is under way.
 */
signIn?: SignInView, 
/**
 * The fixes under way that take several steps, oldest first.
 */
mending?: Array<MendingView>, 
/**
 * How many chats and runs the gateway is busy with, where it is known.
 */
running?: number, 
/**
 * What a person may do with the gateway now.
 */
may: May, 
/**
 * Whether a doctor run is under way.
 */
examining: boolean, 
/**
 * Clawtender has never been set up here: the first run is still to come.
 */
newHere?: boolean, 
/**
 * What the settings say to every face.
 */
manners?: Manners, 
/**
 * How far the latest one that is under way has come.
 */
progress?: Progress, 
/**
 * In which language the faces speak.
 */
language: string, };

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
 * [`Snapshot::summary`].
 */
summary: string, 
/**
 * The snapshot itself.
 */
snapshot: Snapshot, };

export type RunRow = { 
/**
 * When it ended: what a choice names.
 */
at: string, 
/**
 * When, and what it found.
 */
words: string, 
/**
 * The worst finding's weight.
 */
tone: Tone, };

export type Since = { 
/**
 * Which.
 */
at: string, 
/**
 * One sentence: `Since yesterday 21:40: 3 new, 2 healed, 1 as before.`
 */
words: string, 
/**
 * What fails now and did not then.
 */
new: Array<Finding>, 
/**
 * What failed then and is in order now.
 */
healed: Array<Finding>, 
/**
 * What failed then and cannot be told now.
 */
untold: Array<Finding>, 
/**
 * What fails now as it did then.
 */
still: Array<Finding>, };

export type RunHistory = { 
/**
 * Latest first.
 */
runs: Array<RunRow>, 
/**
 * What has become of things; nothing where no earlier run is known.
 */
since?: Since, };

export type Stand = "up" | "on-its-way" | "stopped" | "failing" | "unwatched";

export type Stretch = { 
/**
 * How.
 */
was: Stand, 
/**
 * From when.
 */
from: string, 
/**
 * Until when.
 */
until: string, };

export type Life = { 
/**
 * When it begins.
 */
from: string, 
/**
 * When it ends: now.
 */
until: string, 
/**
 * How the gateway stood, from one end to the other without a gap.
 */
stretches: Array<Stretch>, 
/**
 * When it was started again without anybody asking.
 */
restarts: Array<string>, };

export type Line = { 
/**
 * What is so, or why it is not known.
 */
text: string, 
/**
 * When it is, was, or was seen.
 */
at?: string | null, 
/**
 * Whether it is known at all.
 */
known: boolean, };

export type Overview = { 
/**
 * For how long the present process has run, `2 d 3 h`; nothing where none runs or nobody knows.
 */
upFor?: string, 
/**
 * The last day.
 */
life: Life, 
/**
 * What has to be renewed next.
 */
expiry: Line, 
/**
 * How this computer's clock stands.
 */
clock: Line, 
/**
 * What was mended last.
 */
lastFix?: Line, };

export type Load = { 
/**
 * How many processes they are.
 */
processes: number, 
/**
 * Their resident memory in bytes; what they share is counted for each.
 */
memory: number, 
/**
 * Percent of one core since it was asked before; nothing where nobody has.
 */
cpu?: number, };

export type Mark = { 
/**
 * The check that it speaks for.
 */
check: string, 
/**
 * The check's title.
 */
title: string, 
/**
 * What it means for the owner.
 */
severity: Severity, 
/**
 * What is so, and what follows from it.
 */
cause: string, 
/**
 * What to do.
 */
advice: string, 
/**
 * The fix that would help, as its button names it.
 */
fix?: string, };

export type Level = "debug" | "info" | "warn" | "error";

export type LogLine = { 
/**
 * Its number. Numbers rise by one; one that is skipped is a line that nobody read in time.
 */
number: number, 
/**
 * When it was written, in the gateway's own form; empty where it does not say.
 */
time: string, 
/**
 * The part of the gateway that wrote it; empty where it does not say.
 */
subsystem: string, 
/**
 * The rest.
 */
text: string, 
/**
 * How loud it is.
 */
level: Level, 
/**
 * What it means.
 */
mark?: Mark, };

export type FixOutcome = "verified" | "still-failing" | "failed" | "declined";

export type NewKey = "first" | "another" | "rotated";

export type KeyName = { 
/**
 * The provider, by the name it has in OpenClaw.
 */
provider: string, 
/**
 * Which of several.
 */
account: string | null, };

export type KnownProvider = { 
/**
 * OpenClaw's name for it.
 */
id: string, 
/**
 * What people call it.
 */
name: string, };

export type KeyWord = { 
/**
 * When.
 */
at: string, 
/**
 * What came of it, in one sentence.
 */
words: string, 
/**
 * It takes the key; nothing where it has said nothing about it.
 */
good?: boolean, };

export type KeyRow = { 
/**
 * OpenClaw's name for the provider.
 */
provider: string, 
/**
 * Which of several.
 */
account?: string, 
/**
 * `OpenAI`, `OpenAI (work)`.
 */
name: string, 
/**
 * Where it stands, in words.
 */
place: string, 
/**
 * It is in the keychain.
 */
kept: boolean, 
/**
 * It stands in a file from which it can be moved to the keychain.
 */
movable: boolean, 
/**
 * Its last four characters, where that is little of it.
 */
lastFour?: string, 
/**
 * Which one it is among those that are not in the keychain, as long as the engine runs; nothing where it was not read.
 */
same?: string, 
/**
 * Since when it is kept. When one was written to a file or set in an environment, nobody knows: a file's time is not a key's.
 */
storedAt?: string | null, 
/**
 * What is odd about its shape.
 */
flaw?: string, 
/**
 * What its provider last said.
 */
test?: KeyWord, };

export type KeyList = { 
/**
 * Each key at each place, what the gateway would take first first.
 */
keys: Array<KeyRow>, 
/**
 * Why those in the keychain are missing here, where they are.
 */
trouble?: string, 
/**
 * The providers that a key can be added for by name.
 */
providers: Array<KnownProvider>, };

export type MovePlan = { 
/**
 * What changes, line by line; empty where nothing can move. No secret can be read in it.
 */
preview: string, 
/**
 * What is left where it is, and why.
 */
left: Array<string>, };

export type SettingsWarning = { 
/**
 * `Line 3, column 5`; empty where it is the file as a whole.
 */
place: string, 
/**
 * One sentence.
 */
message: string, };

export type SettingChoice = { 
/**
 * As it stands in the file.
 */
value: string, 
/**
 * In words.
 */
label: string, 
/**
 * What it means; empty where the words say it.
 */
about: string, };

export type MutedCheck = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its title; the id where there is no such check.
 */
title: string, 
/**
 * Until when.
 */
until: string, 
/**
 * That has passed.
 */
over: boolean, };

export type Field = { "kind": "told" } | { "kind": "switch", 
/**
 * Which.
 */
on: boolean, } | { "kind": "choice", 
/**
 * Which.
 */
value: string, 
/**
 * All there are.
 */
options: Array<SettingChoice>, } | { "kind": "text", 
/**
 * What stands there.
 */
value: string, 
/**
 * What may stand there, for instance.
 */
example: string, } | { "kind": "lines", 
/**
 * What stands there.
 */
value: Array<string>, 
/**
 * What may stand in a line, for instance.
 */
example: string, } | { "kind": "muted", 
/**
 * Which.
 */
checks: Array<MutedCheck>, };

export type SettingRow = { 
/**
 * By this name it is changed.
 */
key: string, 
/**
 * What people call it.
 */
title: string, 
/**
 * What it means.
 */
about: string, 
/**
 * What stands there, and how it is changed.
 */
field: Field, 
/**
 * What it is unless somebody says otherwise, in words; nothing where that goes without saying.
 */
usual?: string, 
/**
 * Somebody has said otherwise.
 */
changed: boolean, 
/**
 * What the system says next to it.
 */
says: Array<Line>, 
/**
 * For a button that has the system have it as it should be: by switching it on once more.
 */
mend?: string, };

export type SettingsSection = { 
/**
 * What they are about.
 */
title: string, 
/**
 * In the order in which they are read.
 */
rows: Array<SettingRow>, };

export type SettingsView = { 
/**
 * Where the settings file is.
 */
file: string, 
/**
 * Whether there is one.
 */
exists: boolean, 
/**
 * What in it does not count.
 */
warnings: Array<SettingsWarning>, 
/**
 * The settings, those together that belong together.
 */
sections: Array<SettingsSection>, };

export type SetupTask = "install" | "mode" | "key" | "login";

export type SetupFix = { 
/**
 * The check that offers it.
 */
finding: string, 
/**
 * Its id.
 */
fix: string, 
/**
 * For its button.
 */
label: string, };

export type SetupStep = { 
/**
 * Which.
 */
task: SetupTask, 
/**
 * What it is about.
 */
title: string, 
/**
 * What it is for.
 */
about: string, 
/**
 * What was found.
 */
says: Array<Line>, 
/**
 * Nothing is left to do.
 */
done: boolean, 
/**
 * What would change, line by line.
 */
changes: Array<string>, 
/**
 * What there is to choose from.
 */
options?: Array<SettingChoice>, 
/**
 * Which of them fits what was found, by its value.
 */
advised?: string, 
/**
 * The fix that does it.
 */
fix?: SetupFix, };

export type SetupView = { 
/**
 * In the order in which they are gone through.
 */
steps: Array<SetupStep>, };

export type Export = { 
/**
 * For an issue.
 */
markdown: string, 
/**
 * What was left out, and how often: `2 names`.
 */
removed: Array<string>, };
