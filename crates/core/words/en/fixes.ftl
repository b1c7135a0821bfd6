### Why a fix came to nothing, and what became of keys that were to move: whole sentences.

fixing-not = Nothing was changed: { $why }.
fixing-late = The gateway did not answer in time.
fixing-log = The log could not be trimmed: { $why }
fixing-service = OpenClaw did not reinstall its service: { $why }
fixing-stop-none = No other gateway is in the way any more.
fixing-stop-gone = Process { $pid } is no gateway of this user. Nothing was ended.
fixing-stop-late = The gateway with pid { $pid } was asked to end and has not in { $seconds } s. It is left alone.
fixing-end-none = Nobody listens there any more whom Clawtender could end. Nothing was ended.
fixing-end-other = Process { $pid } is not the program any more that was shown. Nothing was ended.
fixing-end-late = { $who } was asked to end and has not in { $seconds } s. It is left alone; end it yourself, or use another port.
fixing-not-ours = Clawtender's settings leave the gateway to others. Set gateway.mode to auto there first. Nothing was changed.
fixing-model-none = No model is missing there any more.
fixing-model-refused = { $server } did not take the order: { $why }.
fixing-model-trouble = { $model } could not be fetched: { $why }.
fixing-model-broken = { $model } was not fetched: the server broke off (HTTP { $status }).
fixing-server-unknown = Nothing is known that starts it.
fixing-server-service = Ollama is a service of the system here. Run in a terminal: sudo systemctl start ollama
fixing-server-path = { $name } is not on the PATH of Clawtender.
fixing-server-silent = Nobody listens at { $server } yet. Its log says why.
fixing-no-key = Nothing was changed: no key was found that could be moved.
fixing-busy = Another clawtender is changing the gateway's configuration at this moment. Try again when it has ended.
fixing-keys-refused = OpenClaw { $version } cannot take keys from the keychain: { $key }: { $why }. Update OpenClaw, then try again.
fixing-refused = OpenClaw { $version } does not accept the new configuration: { $key }: { $why }. Nothing was changed.
fixing-no-fallback = Nothing was changed: there is no model any more that could take over.
fixing-no-model = Nothing was changed: { $model } is not set up there any more.
fixing-no-group = Nothing was changed: it is not known which group it is.
fixing-no-endpoint = It is not known at which address it answers.
fixing-token-elsewhere = The token stands in another file than the rest of gateway.auth. Move it there by hand.
fixing-no-port = No port near { $port } is free.
fixing-two-tokens = gateway.token and gateway.auth.token hold two different tokens. Take out the one that is not in use.
fixing-own-environment = the environment of Clawtender
fixing-variable-nowhere = { $name } stands in no file that Clawtender changes. Take it out where it is set, then start Clawtender anew.
# Why OpenClaw has not been asked what it thinks of a change.
change-unjudged =
    { $why ->
        [several] OpenClaw judges one file at a time, and several change.
        [late] OpenClaw did not say in time what it thinks of it.
        [included] OpenClaw judges no included file by itself.
       *[nobody] No OpenClaw was found that could judge it.
    }
fixing-port-elsewhere = The port is set as { $name } in { $place }. Set it to { $port } there, where nobody listens.
fixing-included = { $key } stands in a file that openclaw.json includes. Mend it there by hand.
fixing-again-and-again = OpenClaw objects to the configuration again and again. It is left as it is.
fixing-no-judge = No OpenClaw was found that could judge the configuration.
fixing-unreadable =
    The text cannot be read{ $told ->
        [yes] { " " }in line { $line }, column { $column }
       *[no] { "" }
    }: { $why } There is no earlier copy that OpenClaw accepts, and what was meant is not guessed at. Mend it by hand.
fixing-no-place = OpenClaw does not say where its objection can be met ({ $key }: { $why }). Mend it by hand.
fixing-secret-there = { $key } looks like a secret, and OpenClaw does not accept it there. Move it by hand.
fixing-private = { $file } could not be made private. Nothing was changed: { $why }
fixing-nothing-missed = Nothing was changed: nothing is missed any more.
fixing-copy-no-judge = Nothing was changed: no OpenClaw was found that could judge it.
fixing-copy-late = Nothing was changed: OpenClaw did not say in time what it thinks of it: { $why }
fixing-copy-refused = Nothing was changed: OpenClaw does not accept it ({ $why }).
fixing-copy-nothing = Nothing was changed: OpenClaw accepts nothing of what was taken away.
fixing-no-runtime = Nothing was changed: which OpenClaws there are is not known.
fixing-no-newer = Nothing was changed: no newer OpenClaw can run here.

## A file that is edited

edit-not =
    { $why ->
        [unreadable] { $file } cannot be read: { $detail }.
        [not-understood] The file is not changed, as it is not understood: { $detail }
        [unsafe] The file is not changed: it is written in a way that cannot be edited without changing more than meant.
        [twice] The file is not changed: { $file } stands in it twice, and OpenClaw uses the last. Remove one of them.
        [no-object] The file is not changed: { $file } is not an object.
        [taken] The file is not changed: it has a key { $file } already.
        [meanwhile] { $file } was changed by somebody else meanwhile and is left as it is now.
        [appeared] { $file } was made by somebody else meanwhile and is left as it is.
        [foreign] { $file } belongs to another user and is left alone.
        [read-only] OpenClaw is told not to change its configuration ({ $file }), and so it is left alone.
       *[unwritten] { $file } could not be written: { $detail }.
    }

## An install that came to nothing

install-not =
    { $why ->
        [no-npm] There is no npm to install with. { $detail }
        [npm-broken] npm does not start. Reinstall Node and npm, then try again.
        [platform] The npm registry has no Node for this kind of computer ({ $what }). Install Node from the system's packages.
        [version] "{ $what }" is not a version number such as 2026.9.6.
        [not-published] The npm registry does not have the wanted version.
        [no-node] The npm registry has no Node for this computer that OpenClaw accepts ({ $what }). Install such a Node from the system's packages.
        [network] There is no connection to the npm registry ({ $what }). Nothing was installed.
        [certificate] The npm registry's certificate is not trusted ({ $what }). Nothing was installed.
        [denied] The npm registry refuses access ({ $what }). Sign in with npm login, or correct the registry in .npmrc.
        [full] The disk that holds { $what } is full. A private runtime needs about 1.5 GB while it is installed.
        [not-writable] { $what } cannot be written to. Nothing was installed.
        [integrity] A package does not match its checksum. Nothing was installed.
        [unverified] { $what }, so that it cannot be verified. Nothing was installed.
        [incomplete] npm left out { $count } packages, { $what } for one. Nothing was installed.
        [does-not-run] { $what } was fetched but does not run on this computer. Nothing was installed.
        [busy] A private runtime is being installed already.
        [slow] npm was not done after { $count } minutes. Nothing was installed.
        [npm] npm stopped ({ $what }). Nothing was installed; npm's log is in the folder _logs of its cache.
       *[file] { $what } could not be written: { $detail }.
    }
install-npm =
    { $command ->
        [none] Install npm with the system's package manager, then try again.
       *[other] Run this in a terminal, then try again: { $command }
    }

## Keys that move

nothing-stored = Nothing was stored: { $why }
moved-not-told = The key is in the keychain, and the gateway has it not: { $why }
moved-left = { $provider }: { $why }
moved-left-flaw = What stands for { $name } is left alone: { $flaw }
moved-left-two = The keychain holds another key for { $name } ({ $kept }) than { $place } ({ $other }). Delete one of them, then try again.
moved-left-elsewhere = The key for { $name } also stands in { $place }, which is not Clawtender's to change. Take it out there.
moved-left-another = Another key for { $name } stands in { $place } and is left there.
moved-left-configured = The configuration holds another key for { $name } ({ $other }) than the keychain ({ $kept }). Keep one of them: clawtender keys delete, or take it out of the configuration.
moved-left-taken = The configuration takes the key for { $name } from { $place }. clawtender keys connect { $provider } replaces that.
moved-left-none = There is no key for it in the keychain. clawtender keys set stores one.
moved-left-several = The keychain holds several keys for it, each for an account, and nothing tells which is meant.
moved-from-variable = the environment variable { $name }
moved-from-provider = the secret provider “{ $name }”
moved-not-run = The gateway does not run { $program }: it { $why }.
moved-other-key = The gateway would be given another key for { $account } than the keychain holds.
moved-no-key =
    The gateway would get no key for { $account } this way{ $told ->
        [yes] : { $program } was run as it would run it, and gave none
       *[no] { "" }
    }.
moved-unheard = The gateway could not be asked whether it has its keys, and so nothing moved: { $why }
moved-unresolved = The gateway did not get its key from the keychain ({ $key }: { $why }). { $back ->
        [nothing] Nothing moved.
       *[before] Everything is as it was before.
    }
moved-all = The key for { $names } is in the keychain and in no file of the gateway's any more.
moved-some = The key for { $names } is in the keychain, and still stands elsewhere: { $stayed }
moved-service = The gateway's service has its old environment until it is stopped and started.
moved-unverified = Not verified: the gateway does not run.
moved-unverified-why = Not verified: { $why }
keys-connected =
    { $how ->
        [confirmed] The gateway has the key for { $names } from the keychain.
       *[written] The configuration takes the key for { $names } from the keychain.
    }
keys-connected-shadowed = The configuration names the keychain, and the gateway still takes the key for { $name } from { $place }. Remove it there.
keys-disconnected =
    { $how ->
        [whole] The configuration is as it was before, byte for byte.
       *[apart] What connecting added is gone from the configuration; what was written there since stays.
    }
keys-disconnected-nothing = The gateway takes no key from the keychain; nothing had to be taken out.
keys-disconnected-confirmed = The gateway has confirmed it.
keys-disconnected-keyless = The gateway has not found its keys again.
moved-shadowed = Until it is started anew, the gateway takes the key for { $name } from { $place }.
moved-confirmed = The gateway has it from there.
moved-reread = The service manager has the old definition until it reads the new one: { $why }
# Why the gateway could not be asked whether it has its keys.
confirm-not =
    { $why ->
        [starting] The gateway is starting and does not answer yet.
        [denied] The gateway does not let Clawtender in: { $detail }.
        [silent] The gateway gives no answer: { $detail }.
        [elsewhere] The gateway that runs here uses another configuration, { $detail }.
        [refused] The gateway does not accept its configuration: { $detail }
        [stale] The gateway has not taken its new configuration over yet.
       *[secrets] The gateway could not read its secrets again: { $detail }.
    }
confirm-no-reason = it does not say why
moved-plan-key = Keychain: { $account } = { $key }
moved-plan-copy = Copy without the keys, for good: { $file }

change-interrupted = interrupted
change-done = done
change-verified = done, and seen to help
change-failed = failed, nothing of it is left
change-undone = taken back

undo-no-way = That cannot be taken back: nothing was kept that could be put back.
undo-no-import = There is no import that could be taken back.
undo-no-key = The keychain no longer holds the key that stood there before ({ $account }). Nothing was taken back.
undo-import = The key for { $names } stands where it stood before.
undo-import-confirmed = The gateway has taken it over.
undo-none = The journal has no such change that still stands.
undo-time = Automatic time is off, as it was before.
undo-later-first = Keys were imported again after that. Take the later import back first.
undo-runtime = A start runs OpenClaw { $version } again, as it did before.
undo-runtime-none = The private Node and OpenClaw are deleted.
undo-runtime-used = The gateway runs from it. Stop the gateway, then take this back.
undo-runtime-busy = A private runtime is being installed. That can be taken back when the install has ended.
undo-runtime-gone = The version before is no longer there. That can only be taken back by installing it.
undo-runtime-kept = It could not be deleted: { $why }
undo-runtime-later = Another version was put in its place after that. Take the later change back first.
undo-no-file = It changed no file.
undo-done =
    { $became ->
        [mode] { $file } has the mode that it had before.
        [gone] { $file } is not there, as it was before.
        [whole] { $file } is as it was before, byte for byte.
        [apart] What was changed in { $file } is taken back; what was written there since stays.
       *[nothing] Nothing of it is left in { $file }, which stays as it is.
    }
undo-service-switch = The service manager did not switch it: { $why }
undo-service-next = A gateway runs in its place; the service starts with the next login.
undo-service-down = It does not run again: { $why }
undo-service-no-openclaw = It does not run: no OpenClaw was found that could start it.
