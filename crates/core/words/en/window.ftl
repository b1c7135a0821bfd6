### The window's own words. Each message has the name of its place in ui/src/labels.ts: keys.deleteAsk is keys-delete-ask.
### What is so, and what follows from it; a button is a verb and an object.

tone-notice = Good to know
tone-warning = Warning
tone-error = Error
severity-info = Good to know
severity-warning = Warning
severity-error = Error
outcome-pass = Passed
outcome-fail = Fails
outcome-unknown = Not known
outcome-hidden = Fails too

# Where a piece of evidence comes from.
source-probe = Asked
source-rpc = Gateway
source-log = Log
source-file = File
source-process = Process
source-environment = Environment

## The gateway

gateway = Gateway
version = OpenClaw
pid = Process
run-by = Run by
owner-child = Clawtender
owner-service = System service
owner-external = Another program
since = Since
address = Address
action-start = Start
action-stop = Stop
action-restart = Restart
acting-start = Starting…
acting-stop = Stopping…
acting-restart = Restarting…
would-interrupt =
    { $running ->
        [one] { $running } session is running. A restart now interrupts it.
       *[other] { $running } sessions are running. A restart now interrupts them.
    }
restart-idle = Restart when idle
restart-now = Restart now
keep-running = Keep it running
waits-for-idle = The gateway restarts as soon as nothing is running.

## The row of pages

pages = Pages
page-overview = Overview
page-doctor = Doctor
page-approvals = Approvals
page-keys = Keys
page-log = Log
page-settings = Settings

## Overview

left-out =
    { $count ->
        [one] … and one more character
       *[other] … and { $count } more characters
    }
last-day = Last 24 hours
restarted-itself =
    { $count ->
        [0] No automatic restart
        [one] { $count } automatic restart
       *[other] { $count } automatic restarts
    }
now = Now
stand-up = Served
stand-on-its-way = On its way
stand-stopped = Stopped
stand-failing = Did not serve
stand-unwatched = Not watched
as-list = As a list
takes = What it takes
processes =
    { $count ->
        [one] { $count } process
       *[other] { $count } processes
    }
no-process = No gateway process that could be looked at.
memory = Memory
cpu = Processor
megabytes = { NUMBER($figure, maximumFractionDigits: 0) } MB
percent = { NUMBER($figure, maximumFractionDigits: 1) } % of a core
not-yet = Not known yet
not-known = Not known
next = What comes next
up-for = Up for
expires-next = Expires next
clock = Clock
last-fix = Last fix
no-fix = None that is known of
other-findings =
    { $count ->
        [one] { $count } more thing was found.
       *[other] { $count } more things were found.
    }
open-doctor = Open the doctor

## Approvals

approvals = Approvals
waiting =
    { $count ->
        [one] { $count } request waits
       *[other] { $count } requests wait
    }
sweep =
    { $count ->
        [one] Clear { $count } settled request
       *[other] Clear { $count } settled requests
    }
nothing-waits = Nothing waits for your answer.
would-appear = Here you would see a phone, browser or program that wants to connect, somebody who writes to you in a chat channel for the first time, or a command that the agent wants to run.
kind-device = Device
kind-node = Node
kind-channel = Chat
kind-exec = Command
kind-plugin = Plugin
claims = Who, by its own account
permissions = Asks for
powerful = Powerful
new = New
command = The whole command
notes = Worth knowing
first-asked = First asked
expires = Lapses
gone = It does not wait any more: decided elsewhere, taken back, or lapsed.
deciding = Telling the gateway…
one-more-step = This takes a second step. Read what is asked for, then press again. Escape takes it back.
take-back = Take it back
taken-back = Taken back. Nothing was decided.
yes-device = Yes, let it do all this
yes-node = Yes, let it do all this
yes-channel = Yes, let them write
yes-exec = Yes, let it run
yes-plugin = Yes, let it do this
yes-always = Yes, let it run always

## Doctor

doctor = Doctor
run-again = Run again
running = Checking…
last-run = Checked
took = { NUMBER($seconds, minimumFractionDigits: 1, maximumFractionDigits: 1) } s
also-failing = Also found
unknown =
    { $count ->
        [one] { $count } check cannot tell
       *[other] { $count } checks cannot tell
    }
passed =
    { $count ->
        [one] { $count } check passed
       *[other] { $count } checks passed
    }
# What a check looks at, as a question: its answer is not known.
question = { $title }?
nothing-checked = No check has run yet.
evidence =
    { $count ->
        [one] { $count } piece of evidence
       *[other] { $count } pieces of evidence
    }
followers =
    { $count ->
        [one] { $count } more check does not pass because of this
       *[other] { $count } more checks do not pass because of this
    }
asked-in =
    { $unit ->
        [ms] asked in { NUMBER($figure, maximumFractionDigits: 0) } ms
       *[s] asked in { NUMBER($figure, minimumFractionDigits: 1, maximumFractionDigits: 1) } s
    }
group-gateway = Gateway
group-access = Access
group-credentials = Credentials
group-clock = Clock
group-network = Network
group-models = Models
group-channels = Channels

## Doctor: the text for an issue

export-open = Issue text…
export-title = Text for an issue
export-making = Taking out what is nobody else’s business…
export-removed = Left out
export-nothing-removed = Nothing had to be left out.
export-copy = Copy
export-copied = The text is copied.
export-not-copied = The text could not be copied. Select it instead.
export-close = Close

## Fixes

review = Review…
what-to-do = What to do
read-first = This takes a second step. Read what it does, then press again. Escape takes it back.
do-it = Yes, do it
cancel = Cancel
cancelled = Cancelled. Nothing was done.
mending = Under way…
fixed-verified = Mended.
fixed-still-failing = Not in order yet.
fixed-failed = Could not be done.
fixed-declined = Not done.
as-before = It was done, and the check fails as before.

## Signing in

sign-in-title = Sign in
sign-in-waiting = One moment…
sign-in-code = Your code
sign-in-copy = Copy code
sign-in-copied = The code is copied.
sign-in-not-copied = The code could not be copied. Select it instead.
sign-in-lasts =
    { $minutes ->
        [one] Good for { $minutes } minute from when it was made.
       *[other] Good for { $minutes } minutes from when it was made.
    }
sign-in-open = Open the page
sign-in-go-on = Go on
sign-in-yes = Yes
sign-in-no = No
sign-in-cancel = Cancel

## Later

later = Remind me
in-an-hour = In an hour
tomorrow = Tomorrow
again = Remind me again
put-off = You are reminded later. It still shows here.
back-again = You are reminded of it again.
read-more = Read more
because = Because
reason-crashed = The check itself crashed.
reason-slow = There was no answer in time.

## No engine, no tray

engine-lost = Clawtender’s engine is not running
engine-unreachable = There is no connection to Clawtender’s engine
engine-lost-means = Nobody watches the gateway until it runs again. The gateway itself may still be up.
engine-unreachable-means = This window cannot show how the gateway is.
start-engine = Start Clawtender
starting-engine = Starting…
request-id-copy = Copy request id
request-id-copied = The request id is copied.
request-id-not-copied = The request id could not be copied. It stands in the evidence.
tray-host-copy = Copy the command
tray-host-copied = The command is copied.
tray-host-not-copied = The command could not be copied. Select it instead.

## Keys

keys-title = Keys
keys-none = There are no keys, neither in the keychain nor in the gateway’s files.
keys-reading = Looking where keys are…
keys-add = Add a key
keys-provider = Provider
keys-another = Another one…
keys-named = Its name in OpenClaw
keys-go = Go on
# The last four characters of a key.
keys-ending = ends in { $four }
keys-where = Where
keys-in-keychain = Keychain
keys-stored = Kept since
keys-not-since = Not known
keys-said = Provider
keys-untested = Not tried yet
keys-test-all = Test all
keys-test = Test
keys-testing = Asking…
keys-replace = Replace
keys-rotate = Rotate
keys-delete = Delete
keys-deleting = Deleting…
keys-delete-ask = Delete the key for { $name } from the keychain? It cannot be had back from there, and requests that need it fail.
keys-delete-yes = Yes, delete it
keys-keep = Keep it
keys-kept = Kept. Nothing was deleted.
keys-open = Other programs of yours can read it there
keys-move = Move keys to the keychain…
keys-move-looking = Looking what would change…
keys-move-ask = This changes these files, after a copy of each was made. It can be taken back with clawtender undo.
keys-move-yes = Yes, move them
keys-moving = Moving…
keys-move-not = Leave them
keys-move-nothing = No key stands in a file of the gateway’s that could move.
keys-left = Left where it is

## Log

log-title = Gateway log
log-empty = The gateway has written nothing yet.
log-nothing = No line is like that.
log-shown =
    { $part ->
        [all]
            { $all ->
                [one] { $all } line
               *[other] { $all } lines
            }
       *[some]
            { $all ->
                [one] { $shown } of { $all } line
               *[other] { $shown } of { $all } lines
            }
    }
log-marked = { $count } explained
log-earlier = reading earlier lines…
log-missed =
    { $count ->
        [one] { $count } line was written faster than read, and is not here.
       *[other] { $count } lines were written faster than read, and are not here.
    }
log-hold = Hold
log-follow = Follow
log-copy = Copy lines
log-copied =
    { $count ->
        [one] { $count } line is copied.
       *[other] { $count } lines are copied.
    }
log-not-copied = The lines could not be copied.
log-text = Text
log-level = Level
log-levels-debug = Everything
log-levels-info = Information and louder
log-levels-warn = Warnings and errors
log-levels-error = Errors
log-levels-marked = Explained
log-level-of-debug = Debug
log-level-of-info = Information
log-level-of-warn = Warning
log-level-of-error = Error
log-fix = Fix: { $label }
log-subsystem = Subsystem
log-any-subsystem = Any
log-chosen = The chosen line
log-close = Close
log-in-doctor = Show in the doctor

## The first run

first-run-title = Setting up Clawtender
first-run-about = Four steps, each of which you can leave out. Everything here can be changed later in the settings.
first-run-steps = Steps
first-run-done = In order
first-run-changes = This changes
first-run-advised = Fits what was found
first-run-choose = Choose this
first-run-start-at-login = Start at login
first-run-installing = This takes a minute or two…
first-run-next = Next
first-run-finish = Finish
first-run-skip = Leave it out
first-run-skip-all = Leave out the rest
first-run-again = Set up again…

## Settings

settings-title = Settings
settings-file = Settings
settings-reading = Looking how things are…
settings-warnings = This in the settings file does not count:
settings-file-title = The file
settings-no-file = There is none yet. The first change writes it.
settings-open-file = Open the file
settings-saving = Saving…
settings-save = Save
settings-usual = Usually: { $value }
settings-use-usual = As usual
settings-use-usual-for = { $title }: as usual
settings-save-for = { $title }: save
settings-not-known = Not known. { $why }
settings-until = Until
settings-over = That is over
settings-unmute = Tell me again
settings-unmute-for = { $title }: tell me again
settings-take-out = Take it out
settings-take-out-for = { $title }: take it out
# Of the checks that are muted.
settings-nothing-muted = None is.

## Earlier runs, and what was asked for

history-against = Held against
history-last-before = The last run before today
history-parts-new = New
history-parts-healed = Healed
history-parts-untold = Not known any more
history-parts-still = As before
history-approvals = Answered and lapsed
history-asked = asked
history-ended = ended

## A check that is not told of

mute-title = Do not remind me
mute-span-day = For a day
mute-span-week = For a week
mute-span-ever = Ever again
mute-unmute = Remind me again
mute-done = It is muted. It still shows here, and in the settings.

## A run of the doctor

doctor-run-part = Run a part
doctor-run-stop = Stop
doctor-run-stopped = Stopped. What was found until then stands.
doctor-run-check = Check
doctor-run-check-only = Check again: { $id }
doctor-run-check-again = Check again
doctor-run-asks = Asks…
doctor-run-progress = Checks done
doctor-run-stop-fix = Stop
doctor-run-step-done = Done
doctor-run-step-now = Now

## Foot of the page

about = Clawtender
logs = Logs

journal-title =
    { $count ->
        [one] One change by Clawtender
       *[other] { $count } changes by Clawtender
    }
journal-undo = Take back
journal-ask =
    { $count ->
        [one] This file becomes what it was before. What was written in it since stays.
       *[other] These files become what they were before. What was written in them since stays.
    }
journal-yes = Take it back
journal-no = Leave it
