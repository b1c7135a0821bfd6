### What became of what a person ordered: one sentence.

no-link = Clawtender is not connected to the gateway.
ending = Clawtender is ending.
no-such-check = There is no such check.
unknown-request = This version of Clawtender does not know that request ({ $why }).
followed-elsewhere = Output is followed over the local socket.
no-screen = Clawtender runs without a screen here.

## The gateway

settled-ready = Gateway is ready
settled-ready-again = Gateway is ready again
settled-stopped = Gateway is stopped
settled-not-ready = Gateway runs and is not ready
settled-started-again = Gateway was started again before it had stopped
settled-elsewhere = A gateway that was started elsewhere runs already; Clawtender watches it
settled-looks = Clawtender looks for the gateway
settled-idle = Gateway restarts once it is idle
settled-restarts-itself = The gateway restarts itself
settled-no-restart = This gateway was started elsewhere and does not let Clawtender restart it.
settled-no-stop = This gateway was started elsewhere. Clawtender does not stop it; end it where it was started.
settled-not-stopped = The gateway was not stopped and still runs: { $why }.
restart-interrupts =
    { $running ->
        [0] Nothing is running: a restart interrupts nobody.
        [1] 1 chat or run is going on: a restart now would interrupt it.
       *[other] { $running } chats or runs are going on: a restart now would interrupt them.
    }
unsaid-doing = The gateway does not say what it is doing: { $why }.
no-dashboard = The gateway does not serve its dashboard now.
no-address = No address could be made for the browser: { $why }.
# Why the gateway gave no answer: the rest of a sentence, without a full stop.
gateway-gave =
    { $what ->
        [nobody] nobody listens on the gateway's port
        [starting] the gateway is still starting
        [denied] the gateway refused the connection: { $detail }
        [foreign] what answers on the gateway's port is not an OpenClaw gateway
        [untrusted] what answers on the gateway's port shows another certificate than the gateway's
        [refused] the gateway refused: { $detail }
        [late] the gateway did not answer in time
        [closed] the gateway closed the connection
        [large] the request is too large
        [no-choice] this request has no such choice
        [unconfirmed] the gateway did not confirm the decision
       *[unreadable] the gateway's answer to the restart is not readable
    }

## Decisions

decided-gone = It waits no more: it was decided elsewhere, withdrawn, or has lapsed.
decided-no-link = Clawtender is not connected to the gateway, so nothing was decided.
decided-not = Nothing was decided: { $why }.
waits-unknown-yet = The gateway has not let Clawtender in yet, so that it is not known what waits.
waits-unknown = The gateway does not let Clawtender in, so that it is not known what waits. clawtender doctor says why.
waits-nothing = The gateway does not run, so nothing can wait for approval.
decided-device-no = Rejected: the device stays out.
decided-device = Approved: the device may connect.
decided-node-no = Rejected: the node stays out.
decided-node = Approved: the node may serve.
decided-sender-no = Dismissed: the sender stays out.
decided-sender = Approved: the sender may write to the gateway.
decided-command-once = Allowed this once: the command runs.
decided-command-always = Allowed from now on: the command runs without asking.
decided-command-no = Denied: the command does not run.
decided-plugin-once = Allowed this once.
decided-plugin-always = Allowed from now on.
decided-plugin-no = Denied.
approval-ours = This is the Clawtender on this computer.

## Fixes

mending-goes-on = It is being done and goes on to its end. It can be taken back afterwards.
mending-none-there = Nothing is being mended there any more.
mending-healed = That has mended itself meanwhile. Nothing was done.
mending-by-hand = Clawtender cannot do that by itself. The report says what to do.
mending-needs-yes = That needs a yes. Nothing was done.
mending-under-way = That is being mended already.
mending-broke-off = It broke off.
mending-no-server = It is not known any more where that server is.
mending-page-billing = The page is open in the browser. This finding goes when the provider answers again.
mending-page-status = The page is open in the browser. This finding goes when the provider serves again.
mending-page-sign-in = The page is open in the browser. This finding goes when the network lets you out.
mending-no-browser = No browser could be opened: { $why }. The page is { $page }
mending-no-page = It is not known where that page is.
mending-opened = { $file } is open now. The mistake is in line { $line }. Once it is saved, it is looked at again.
mending-not-opened = { $file } could not be opened: { $why }. The mistake is in line { $line }.
mending-no-file = The mistake is in no file any more.
mending-unknown-yet = It is done, and it is not known yet whether it has helped.
mending-helped = Done, and the check that failed passes again.
mending-stopped = Stopped. Nothing was changed.
mending-at = Step { $number } of { $of }: { $step }
mending-part = { $at } ({ $percent } %)
mending-step =
    { $step ->
        [wait] Wait for another change to end
        [plan] Work out what changes
        [back-up] Keep what takes it back
        [fetch] Fetch and try it
        [write] Make the change
        [restart] Bring the gateway up
       *[verify] Have the check look again
    }
examined =
    { $of ->
        [1] { $done } of 1 check is done
       *[other] { $done } of { $of } checks are done
    }

## Keys

key-place =
    { $kind ->
        [keychain] the keychain
        [environment] the environment variable { $name }
        [service] the service's definition { $file } ({ $name })
        [copy] the copy { $file }
       *[file] { $file } ({ $name })
    }
key-none-to-try = There is no key that could be tried.
key-odd-name = A name has letters, digits, and . _ - between them, 64 at most.
key-deleted = The key for { $name } is no longer in the keychain.
key-not-there = The key for { $name } was not in the keychain.
key-kept = The key is in the keychain.
key-none-to-move = No key stands in a file of the gateway’s that could move to the keychain.
key-files-changed = The files have changed since you looked. Nothing was changed; look again.

## Settings

settings-unread = The settings could not be read.
settings-saved = Saved.
settings-on-or-off = It is on or off.
settings-system = The system does not do it: { $why }.
settings-unknown = There is no setting { $key }.
settings-needs = { $key } { $expected }.
settings-needs-default = { $key } { $expected }. Its default applies.
settings-needs-left = { $key } { $expected }. This one is left out.
settings-needs-object = { $key } needs an object, { "{" } … { "}" }.
settings-not-understood = The settings file is not changed, as it is not understood: { $why }. Mend it, or take it away to start afresh.
settings-unreadable = The settings file is not changed, as it cannot be read: { $why }.
settings-unsaved = The settings are not saved: { $why }.
settings-not-utf = The settings file is not UTF-8 text. The defaults apply.
settings-file-unread = The settings file is not read: { $why }. The defaults apply.
settings-no-object = The settings are not an object, { "{" } … { "}" }. The defaults apply.
settings-no-parse = The settings do not parse: { $why }. The defaults apply.
# What a value should have been: the rest of a sentence that begins with the setting's name.
settings-expected =
    needs { $what ->
        [variables] a list of variables, ["NODE_OPTIONS=--use-system-ca"] for instance; no key or password, which belong in the keychain, and none that says where OpenClaw is
        [servers] a list of time servers, ["time.example.org", "192.0.2.1:123"] for instance
        [pages] a list of web addresses, ["https://example.org/"] for instance
        [language] a language, "de" for instance
        [one-of] one of { $names }
        [switch] true or false
        [port] a whole number from 1 to 65535
        [words] a list of words, ["a", "b"] for instance
        [times] check ids with times, { "{" } "clock-skew": "2027-01-01T00:00:00Z" { "}" } for instance
       *[hours] two different times of day, "22:00-07:00" for instance
    }

## What a fix would do, line by line

plan-runs = Runs: { $command }
plan-fetch = Fetch openclaw { $openclaw } and node { $node } from the npm registry, without running a script of theirs
plan-put = Check them, and put them into { $folder }
plan-config = Write { $file }: this computer only, with a new token
plan-mode = chmod { $mode } { $file } (it is { $now })
plan-ends = Ask process { $pid } ({ $name }) to end: { $command }
plan-keeps = Keep { $file } as { $aside }; what takes the change back puts it there again
plan-cuts = { $file }: its last { $left } of { $size } stay. The rest goes for good: it is more of the same, and a copy would take the room
plan-copies = Copy Clawtender's program to { $file } anew
plan-reads = Has the gateway read its secrets anew: secrets.reload
plan-starts = Start the gateway from here

### The gateway's environment

environment-gone = Nothing was changed: it is not needed any more.
environment-folder = Nothing was changed: Clawtender's folder has no UTF-8 name.
environment-unasked = Nothing was changed: { $why }.
environment-unshown = Nothing was changed: the server does not show the certificate of its authority.
environment-another = Nothing was changed: the server shows another authority than before. Run the doctor again.
environment-others = Nothing was changed: Clawtender does not start this gateway, which has the environment of whoever does.
environment-kept =
    Nothing was changed: { $name } { $why ->
        [text] is not UTF-8 text.
       *[secret] has a value that belongs in no settings file.
    }

### Another configuration

other-config-gone = Nothing was changed: the other configuration is not there any more.
other-config-unread = Nothing was changed: { $file } cannot be read: { $why }.
other-config-text = Nothing was changed: { $file } is not UTF-8 text.
other-config-unclear = Nothing was changed: { $file } is not understood: { $why }
other-config-includes = Nothing was changed: { $file } includes other files, which are not found from where the gateway reads. Bring them together by hand.
other-config-same = Nothing was changed: both configurations say the same. { $file } can be deleted.
other-config-unjudged = { $why } Nothing was changed.

## Clawtender's own engine, and a tray that was to be started

engine-unheard =
    { $why ->
        [absent] Clawtender's engine is not running.
        [gone] Clawtender's engine has ended.
        [door] Clawtender's engine does not accept a connection: { $detail }.
        [ended] Clawtender's engine ended before it answered.
        [silent] Clawtender's engine has not answered for { $detail } s.
       *[version] Clawtender's engine is of another version than this program, and they do not understand each other.
    }
tray-not-started =
    { $why ->
        [place] This window does not know where it lies, and so not where the tray is.
        [missing] { $tray } is not there. Clawtender needs to be installed again.
        [refused] { $tray } could not be started: { $detail }.
        [ended] { $tray } ended at once. Its log is in { $detail }.
       *[silent] { $tray } was started and does not answer. Its log is in { $detail }.
    }
window-damaged = Something in this window is broken. Opened anew, it is whole again.
sign-in-no-page = The sign-in names no page now.
no-browser = No browser could be opened: { $why }.
settings-not-opened = { $file } could not be opened: { $why }.
