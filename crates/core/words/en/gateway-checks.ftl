### The gateway's process and its configuration: what the checks say of them.

## What several of them say

gateway-of-somebody = Somebody else started this gateway, perhaps with another configuration.
config-not-usable = The configuration cannot be used.
gateway-is-starting = The gateway is starting.
step-run = Run: { $line }

## What a start runs

gateway-installed-command = The command that the settings name in gateway.command cannot start a gateway.
gateway-installed-nothing = No OpenClaw was found on this computer. There is nothing that could serve as a gateway.
gateway-installed-step = Download OpenClaw and a Node that fits it into Clawtender's own folder, and check both
node-supported-untold = Without an OpenClaw nothing says which Node is needed.
node-supported-off =
    { $found ->
        [none] There is no Node on this computer.
       *[some] Node { $node } is what this computer has.
    } { $needs ->
        [untold] OpenClaw { $openclaw } does not run without one that fits
       *[told] OpenClaw { $openclaw } needs { $engines }
    }, so the gateway does not start.
node-supported-or = { $one } or { $other }
node-supported-step-download = Download a Node that fits into Clawtender's own folder, and check it
node-supported-step-leave = Leave every other Node as it is

## The configuration

config-valid-mistakes =
    { $count ->
        [one] The configuration has a mistake in { $place }.
       *[other] The configuration has { $count } mistakes, the first in { $place }.
    } { $follows ->
        [runs-on] The running gateway keeps the one it has read, and will not start again with this one.
       *[no-start] The gateway does not start until that is mended.
    }
config-valid-missing =
    There is no { $file }. { $follows ->
        [runs-on] The running gateway keeps what it has read, and will not start again without one.
       *[no-start] OpenClaw starts no gateway without one.
    }
config-valid-elsewhere = Somebody else started this gateway, with a configuration from another place.
config-valid-no-openclaw = There is no OpenClaw yet that could have a configuration.
config-valid-step-correct = Correct in { $path } what tells what was meant, and take out the rest that is not accepted
config-valid-step-bring-back = Where it cannot be read: bring back the last one that a gateway started with, and keep this one beside it
config-valid-step-judge = Have OpenClaw judge it on a copy before anything is replaced
config-valid-step-open = Open { $path }: the mistake is in line { $line }
config-valid-step-write = Write { $path }
config-valid-step-token = gateway.auth: a token of random characters
wrong-key-moved = The key { $key } of older guides is { $right } in OpenClaw.
wrong-key-no-proxy = { $key } is no key of OpenClaw's: NO_PROXY does it, in gateway.environment of Clawtender's settings.
wrong-key-timeout = { $key } is no key of OpenClaw's: agents.defaults.timeoutSeconds limits a whole answer, in seconds.
wrong-key-waits = { $key } is no key of OpenClaw's: it waits by itself for as long as a provider says.
gateway-mode-remote = gateway.mode is "remote": this computer is set to use another one's gateway, and starts none of its own.
gateway-mode-unknown = gateway.mode is "{ $mode }", which OpenClaw does not know. It starts no gateway with it.
gateway-mode-missing = gateway.mode is missing. OpenClaw takes the file for damaged and starts no gateway.
gateway-mode-step =
    gateway.mode: { $set ->
        [no] nothing
       *[yes] "{ $mode }"
    } → "local"
gateway-auth-legacy = gateway.token is a key of older versions. OpenClaw does not start until it is gateway.auth.token.
gateway-auth-placeholder =
    The gateway's { $kind ->
        [password] password
       *[token] token
    } is a placeholder, not a secret. OpenClaw does not start with it.
gateway-auth-no-password = Gateway auth is set to a password, and there is none. OpenClaw does not start without it.
gateway-auth-unprotected =
    gateway.bind is "{ $bind }" and the gateway has no secret. { $follows ->
        [refused] OpenClaw refuses to open it to other computers and does not start.
       *[perhaps] Where that opens it to other computers, OpenClaw does not start.
    }
gateway-auth-variable = gateway.auth.token names a variable that is not set. The gateway makes up another token at every start, and nobody else can connect.
gateway-auth-no-token = The gateway has no token of its own. It makes up another one at every start, and nobody else can connect.
gateway-auth-step = gateway.auth.token: new random characters
config-permissions-sheltered =
    { $kind ->
        [folder] The folder { $name }
       *[file] { $name }
    } has the mode { $mode }, with which others may { $may ->
        [change] change
       *[read] read
    } it. A folder around it keeps them out; OpenClaw wants { $private }.
config-permissions-open =
    Others on this computer can { $may ->
        [change] change
       *[read] read
    } { $kind ->
        [folder] the folder { $name }
       *[file] { $name }
    } (mode { $mode }). { $may ->
        [change] What the gateway does stands
       *[read] The gateway's tokens and logins lie
    } in it.
config-permissions-listed =
    Others on this computer can { $may ->
        [change] change
       *[read] read
    } { $kind ->
        [folder] the folder { $name }
       *[file] { $name }
    }: { $who }. { $may ->
        [change] What the gateway does stands
       *[read] The gateway's tokens and logins lie
    } in it.
config-permissions-locked =
    { $kind ->
        [folder] The folder { $name }
       *[file] { $name }
    } { $whose ->
        [own] is write-protected (mode { $mode }). The gateway cannot save anything there. chmod u+w lifts that.
       *[other] belongs to another user. The gateway cannot save anything there until it belongs to yours.
    }
config-restored-unreadable =
    { $became ->
        [refused] OpenClaw refused to write a configuration.
       *[set-back] OpenClaw set the configuration back.
    } What stood there is kept as { $file } and cannot be read: it has to be mended by hand.
config-restored-lost =
    { $became ->
        [refused] OpenClaw refused to write a configuration.
       *[set-back] OpenClaw set the configuration back.
    } { $count ->
        [one] { $first } of it is not in force
       *[other] { $count } settings of it are not in force, { $first } among them
    }; { $file } has it.
config-restored-step =
    { $key }: { $set ->
        [no] nothing
       *[yes] { $now }
    } → { $then }
config-restored-step-left = What OpenClaw does not accept of these is left out; secrets, and settings that were taken away, are not touched
config-split-none = There is no configuration that another one could be taken for.
config-split-nobody = { $theirs } is newer than { $ours }. The gateway reads the latter only: what stands in the former has no effect.
config-split-profile = { $theirs } (profile { $name }) was edited last, and no gateway uses it. The gateway reads { $ours }.
config-split-service = The service { $name } reads { $theirs }. What is edited in { $ours } does not reach it.
config-split-gateway = The gateway that runs (pid { $pid }) reads { $theirs }. The newer { $ours } does not reach it.
config-split-step-reads = The service reads { $path } afterwards
config-split-step-copy = Replace { $to } with the text of { $from }, once OpenClaw accepts it
config-split-step-stays = { $path } stays where it is, as it is

## Its port, and its process

port-free-taken = { $who } listens on { $address }, the gateway's port. The gateway cannot use it.
port-free-taken-by-somebody =
    Another process listens on the gateway's port{ $port ->
        [unknown] { "" }
       *[known] { " " }{ $port }
    }. The gateway cannot use it.
port-free-nameless = A process of another user
port-free-numbered = The process with pid { $pid }
port-free-named = { $name } (pid { $pid })
port-free-step-next = gateway.port: the next free port
port-free-step-programs = Programs that were given the old port need the new one
port-free-step-end = Ask { $who } to end, and wait until it has
port-free-step-not-undone = What it was doing ends with it. That cannot be taken back
port-free-step-start = Start the gateway, where it waits for the port
gateway-running-ended =
    { $how ->
        [signal] The gateway ended by { $with }.
        [code] The gateway ended with exit code { $with }.
       *[unknown] The gateway ended.
    } { $follows ->
        [pause] It is started again after a pause.
       *[nothing] Nothing starts it again by itself.
    }
# A signal that has no name that is the same everywhere.
exit-signal = signal { $number }
gateway-running-not = The gateway does not run. Nothing that needs it gets through.
gateway-running-no-openclaw = The last start found no OpenClaw to run.
gateway-running-no-node = The last start found no Node that OpenClaw accepts.
gateway-running-config = OpenClaw does not accept its configuration and does not start.
gateway-running-port = The last start found the gateway's port taken.
gateway-running-login = A start now would destroy a stored login.
gateway-running-no-service =
    The settings leave the gateway to its service (gateway.mode is service), and { $installed ->
        [another] the service that is installed runs another one. Nothing starts this gateway until gateway.mode is auto or child.
       *[none] none is installed. Nothing starts the gateway until "openclaw gateway install" installs one, or gateway.mode is auto.
    }
gateway-running-service-down =
    OpenClaw did not start its service{ $said ->
        [nothing] .
       *[words] : "{ $words }".
    } It is tried again after some minutes.
gateway-running-older = { $writer } wrote the configuration. { $here } is older and does not start with it.
gateway-running-newer = A newer OpenClaw
gateway-running-found = The one found here
gateway-running-restarting = The gateway is restarting.
gateway-running-stopping = The gateway is stopping.
gateway-running-another = Another gateway runs in its place.
gateway-runs-again = The gateway runs again. After a minute it counts as stable.
gateway-stable-off =
    The gateway ended { $loops ->
        [yes] at least { $times }
       *[no] { $times }
    } times before it had run for a minute{ $how ->
        [signal] , last by { $with }
        [code] , last with exit code { $with }
       *[unknown] { "" }
    }. { $loops ->
        [yes] The next start waits for some minutes.
       *[no] It is started again.
    }

## Other gateways, services, versions

single-gateway-beside = Another gateway (pid { $pid }) runs beside this one. They take each other's port and state.
single-gateway-keep-system = To keep the system's, in a terminal: { $line }
single-gateway-keep-user = To keep this user's, in a terminal: { $line }
single-gateway-services = Two services start a gateway: one of this user, one of the whole system. Each gets in the other's way. One of them has to go.
single-gateway-in-the-way =
    Another gateway{ $pid ->
        [unknown] { "" }
       *[known] { " " }(pid { $pid })
    } is in the way of the one that Clawtender would start.
single-gateway-step = Stop the gateway with pid { $pid }
service-healthy-missing = The service { $name } runs { $file }, which is not there. It cannot start the gateway.
service-healthy-at-rest = The gateway does not run now.
service-healthy-disabled = The service { $name } is installed and not enabled: the gateway does not come back after a restart.
service-healthy-given-up =
    { $how ->
        [not-loaded] The service { $name } is installed and not loaded: nobody starts the gateway.
        [disabled] The service { $name } is disabled: nobody starts the gateway.
        [too-often] The service { $name } ended too often in a row ({ $why }): it is not started again by itself.
       *[failed] The service { $name } ended with a failure ({ $why }) and is not started again by itself.
    }
service-healthy-older = The service { $name } runs OpenClaw { $its }, and { $here } is installed. It starts the older one.
service-healthy-port = The service { $name } is told to use port { $its }; the configuration says { $here }. Its port was fixed when it was installed.
service-healthy-step = OpenClaw writes { $file } anew and starts the service
version-agreement-updated = What an update left is told by gateway-updated.
version-agreement-unknown = Which OpenClaw a start would run is not known.
version-agreement-writer =
    The configuration was written by OpenClaw { $writer }; a start runs { $here }. { $follows ->
        [refused] OpenClaw does not start with it.
       *[next] The next start is refused.
    }
version-agreement-step = gateway.command in Clawtender's settings: { $entry }
version-agreement-service =
    The service's gateway runs OpenClaw { $running }{ $which ->
        [older] ; { $here } is installed. A restart takes it over.
       *[newer] , newer than the { $here } that is used elsewhere here.
    }
version-agreement-terminal = In a terminal, "openclaw" is { $version }, older than the { $writer } that wrote the configuration. It refuses what would change something.
gateway-updated-not-serving = The gateway does not serve now.
gateway-updated-launch-unknown = What a start would run is not known.
gateway-updated-left-dead = The gateway served with OpenClaw { $before } and does not stay up since { $now } is in its place. "npm install -g openclaw@{ $before }" brings back what served.
gateway-updated-step-earlier = Fetch OpenClaw { $before } into Clawtender's own folder, in the place of { $now }
gateway-updated-step-start = Start the gateway
gateway-updated-version-unknown = Which version the gateway runs is not known.
gateway-updated-here = OpenClaw { $here } is installed. The gateway runs { $running } until it is restarted.
gateway-updated-out = OpenClaw { $newest } is out; the gateway runs { $running }.
gateway-updated-step-newer = Fetch OpenClaw { $newest } into Clawtender's own folder, in the place of the one there
gateway-updated-step-back = To go back: npm install -g openclaw@{ $running }
gateway-updated-none = The registry names no version of OpenClaw for this channel.

## How it runs

host-resources-room = Only { $free } is left on the disk that holds { $place }. When it is full, chats and settings are lost and the gateway ends. Delete what is not needed.
host-resources-files = Only { $free } more files can be made on the disk that holds { $place }, of { $all }: it is as good as full, whatever room it shows. Delete small files that are not needed.
host-resources-memory = Only { $free } of { $all } of memory is free. The system ends programs when it has none, large ones first, and the gateway is one. Close what is not needed.
host-resources-handles = The gateway holds { $open } files and connections open and may hold { $limit }. At the limit it takes no new ones; a restart closes them.
gateway-starting-long =
    The gateway has been starting for { $time }{ $usual ->
        [unknown] { "" }
       *[known] , { $usual } is usual here
    }. Nothing gets through until it has; Clawtender waits, and starts it anew if it gives up.
gateway-responding-hung =
    The gateway{ $pid ->
        [unknown] { "" }
       *[known] { " " }(pid { $pid })
    } runs and does not answer. Nothing that needs it gets through.
gateway-responding-elsewhere =
    The gateway{ $pid ->
        [unknown] { "" }
       *[known] { " " }(pid { $pid })
    } that somebody else started does not answer. It has to be restarted where it was started.
gateway-responding-not-there = The gateway does not run.
gateway-ready-silent = The gateway does not answer.
gateway-ready-channels = All but channels works: { $parts }.
gateway-ready-untold = The gateway answers and says that it is not ready. It does not say why.
gateway-ready-not = The gateway answers and is not ready: { $parts }.
gateway-ready-part =
    { $part ->
        [startup-sidecars] channels and side services are still starting
        [gateway-draining] it finishes what it has begun before it ends
        [plugin-reload] its plugins are being loaded again
        [state-database] it cannot use its state database
        [internal] it cannot tell what is missing
        [agent-database] it cannot use the database of agent { $name }
       *[channel] { $name } is not connected
    }
gateway-ready-both = { $one }; { $other }
# The last of several, which are parted by semicolons.
gateway-ready-more = { $count } more
config-pending-unusable =
    The saved configuration cannot be used, so the gateway goes on with the earlier one.{ $said ->
        [nothing] { "" }
       *[words] { " " }OpenClaw says: { $words }.
    }
config-pending-saved = The configuration was saved a moment ago, and the gateway is taking it over.
config-pending-changed = The configuration was changed, and the gateway still runs with the earlier one. A restart puts the change into effect.
config-pending-port = The gateway is to listen on port { $port }, and listens on { $listens } until it is restarted.
gateway-memory-new = This gateway has just been started.
gateway-memory-much = The gateway holds { $size } of memory. When its heap is full it ends in the middle of whatever it does; a restart frees it.
gateway-memory-busy = The gateway keeps a whole processor busy although nothing runs in it. A restart ends that.
log-growth-fast = The gateway's log grew by { $size } in { $time }. At that pace it fills the disk; it is what it says most that has to be mended.
log-growth-large = The gateway's log takes { $size }, more than the gateway itself lets it. It goes on growing until it is trimmed.
log-growth-step-keep = Keep the last { $left } of { $path } ({ $size })
log-growth-step-gone = What is cut off is gone: this cannot be taken back

## Who comes to it, and who watches over it

gateway-exposed-elsewhere = The gateway listens on { $at }, where other computers reach it. gateway.bind is "loopback": it was started otherwise.
gateway-exposed-open =
    Other computers reach the gateway, and { $why ->
        [nobody] it asks nobody who they are
        [no-secret] it has no secret of its own
       *[short] its secret is short enough to be guessed
    }. { $by ->
        [address] It listens on { $at }.
       *[bind] gateway.bind is "{ $bind }".
    }
gateway-exposed-step-bind =
    gateway.bind: { $set ->
        [no] not set
       *[yes] { $bind }
    } → "loopback"
gateway-exposed-step-others = Other computers do not reach the gateway any more
gateway-exposed-step-restart = Restart gateway: it listens where it did until then
gateway-exposed-origins = { $key } names "*": every web page that is open on this computer may talk to the gateway.
gateway-exposed-step-origins = { $key }: without "*"
gateway-exposed-switch = { $key } is on. It takes away a protection that the gateway has against others.
gateway-unguarded-untold = The system does not show what the gateway was told.
gateway-unguarded-process = The gateway (pid { $pid }) was not told that it is supervised. When its next start fails, OpenClaw has { $agent } change this computer by itself.
gateway-unguarded-service = The service { $name } does not say that it is supervised. When its start fails, OpenClaw has { $agent } change this computer by itself.
gateway-unguarded-step-service = Has OpenClaw stop and uninstall its service { $name } (back: openclaw gateway install)
gateway-unguarded-step-process = Ends the gateway (pid { $pid }), which was started elsewhere
gateway-unguarded-step-start = Starts the gateway from here, supervised
gateway-doctor-unasked = Not asked: it takes a while. "{ $command }" asks it.
gateway-doctor-says = OpenClaw's doctor: { $words }.

change-complete = “{ $what }” was interrupted: some of its files are as they were, and some are changed. Undo puts all of them back.
change-complete-step = { $file } is as it was before
