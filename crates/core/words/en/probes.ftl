### Why something is not known, or cannot be used: what the probes say where they have no answer.

unseen-stayed = Not asked: this examination was told to stay offline.
unseen-modes = Who may read a file is kept in a list here that Clawtender does not read.
unseen-system = The system did not answer.
unseen-unread = It could not be read.
unseen-report = It could not be asked for: { $why }.
unseen-login = Not asked: a login would be lost if it had to be renewed now, since the place that renews it cannot be reached.
unseen-doctor = No OpenClaw was found whose doctor could be asked.
unseen-live = Not asked: checks.live is switched off in the settings.
unseen-bus = There is no session bus to ask.
unseen-desktop = The desktop does not say.
unseen-desktop-late = The desktop did not say in time.
unseen-macos-notifications = macOS says so when a notification is shown. Its settings list Clawtender under Notifications.
unseen-elsewhere = Its key is with another secret provider, which only the gateway asks.
unseen-not-sent = { $flaw } It was not sent.
key-not-asked = { $name } was not asked. { $why }

## The newest OpenClaw

registry-silent =
    { $why ->
        [start] Not asked: update.checkOnStart is switched off in OpenClaw's configuration.
        [address] The registry that npm is told to use has no address that can be asked.
        [clear] The registry at { $host } is not asked: its address is not encrypted (http).
        [status] The registry at { $host } did not say which OpenClaw is the newest (HTTP { $status }).
       *[foreign] What { $host } answered is no list of versions.
    }

## Why a source did not tell the time: the rest of a sentence, without a full stop

time-silent =
    { $why ->
        [late] no answer in time
        [name] its name leads to no address
        [nobody] nobody listens there
        [way] there is no way to it from here
        [io] it cannot be asked: { $detail }
        [malformed] its answer is no SNTP answer
        [question] what came was no answer to this question
        [kiss] it asks to be left alone ({ $detail })
        [unset] it says that its own clock is not set
        [far] it is { $detail } s away from a clock that it trusts
        [contradiction] its answer contradicts itself
        [date] its answer does not say when it was given
       *[kept] its answer was kept somewhere on the way and is of another time
    }
it = it

## What is to be started

command-problem =
    gateway.command in the settings { $why ->
        [empty] is empty.
        [relative] names "{ $what }", a relative path. It takes an absolute path, or a name found in PATH.
        [path] names "{ $what }", which is not in PATH.
        [missing] names { $what }, which does not exist.
        [folder] names { $what }, which is a folder, not a program.
       *[executable] names { $what }, which is not executable.
    }

## The keychain

secret-service =
    The Secret Service{ $told ->
        [yes] { " " }({ $name })
       *[no] { "" }
    }
keychain-macos = The login keychain of macOS
keychain-windows = Windows Credential Manager
keychain-error =
    { $why ->
        [locked] The keychain is locked. Keys can be read and stored once it is unlocked.
        [denied] Clawtender was not allowed to use the keychain.
        [late] The keychain has not answered in time.
        [large] The key is longer than { $number } bytes, more than is kept in the keychain.
       *[ambiguous] The keychain holds { $number } different keys under the same name, and nothing tells which is meant.
    }
keychain-none-so = There is no keychain to keep keys in: { $why }.
keychain-so = The keychain { $why }.
# Why there is none.
keychain-none =
    { $why ->
        [macos] macOS finds no login keychain
        [bus-gone] the desktop session's message bus is gone
        [no-service] no Secret Service runs in this session, such as GNOME Keyring or KWallet
        [no-start] the desktop's Secret Service does not start
        [no-bus] this session has no message bus, as over SSH or in a service
        [ended] the desktop's Secret Service has just ended
        [system] this system has none
       *[windows] Windows keeps none for this kind of logon, as over SSH or in a service
    }
# What it does: the rest of a sentence that begins with "The keychain".
keychain-does =
    { $does ->
        [program] could not be used by this program
        [threads] could not be asked: the system starts no more threads
        [damaged-key] holds a damaged key
        [part] holds a key of which a part is missing
        [mark] takes no key that begins with { $detail }
        [not-text] holds a key that is not text
        [another] took the key but gives back another
        [damaged] is damaged
        [lost] has lost the key in the meantime
        [strange] answered in a way that Clawtender does not know
        [not-done] did not do it: { $detail }
        [large] takes no key of more than { $detail } bytes
       *[several] holds { $detail } different keys under the same name
    }

## What is wrong with a configuration, where OpenClaw does not say it itself

config-file =
    { $why ->
        [empty] The file is empty.
        [single] The file holds a single value where an object is needed.
        [utf-sixteen] The file is UTF-16 text. The gateway reads UTF-8 only.
        [binary] The file is binary, not text.
        [not-utf] The file is not UTF-8 text from here on.
        [absent] There is no such file.
        [deep] Objects and lists are nested more than { $detail } deep here.
        [parse] The text does not parse: { $detail }.
        [unread] The file cannot be read: { $detail }.
       *[unsaid] OpenClaw does not accept the file and does not say why.
    }
config-early =
    The text ends too early: { $open ->
        [list] a list
        [object] an object
        [string] a string
        [comment] a comment
        [key] a key
        [number] a number
       *[value] a value
    } is not complete.
config-include =
    The included file { $file } is not used: { $why ->
        [outside] it is outside the folder of the configuration.
        [circle] it includes itself.
        [many] files are included more than ten deep or more than two hundred times.
        [text] line { $line }: { $detail }
       *[unread] { $detail }.
    }

## Whether the system sets its clock

clock-untold =
    { $why ->
        [late] The system did not say in time whether it sets its clock.
        [nobody] Nothing on this system says whether it sets its clock: systemd-timedated does not answer.
        [unsaid] systemd-timedated does not say whether this system sets its clock.
       *[administrators] macOS tells administrators only whether it sets its clock.
    }

## Programs, files and the system

program-silent =
    { $program } { $why ->
        [missing] is not there
        [not-executable] cannot be run
        [late] gave no answer in { $seconds } s
       *[unstarted] could not be started: { $detail }
    }
file-unread =
    { $why ->
        [absent] there is no such file
        [no-file] it is not a file
        [large] it is larger than { $bytes } bytes
       *[text] it is not UTF-8 text
    }
port-odd =
    { $told ->
        [yes] The port is { $port }.
       *[no] The port is not a number.
    } A port is a whole number from 1 to 65535.
clock-no-service = This system has no time service that systemd knows, and does not say whether another sets its clock.
clock-unreachable = systemd-timedated cannot be reached. Nothing was changed.
clock-not-done =
    { $who } did not do it: { $why }{ $left ->
        [nothing] . Nothing was changed.
        [off] . Automatic time is off now.
       *[unsaid] { "" }
    }
doctor-endangers = OpenClaw's doctor is not asked: a login could be lost by it.
doctor-silent = OpenClaw's doctor gave no answer: { $why }.
doctor-not-understood = What OpenClaw's doctor said is not understood: { $why }.
random-none = The system gives no random numbers.
configuration-unusable = { $file } cannot be used as it is, and is left alone: { $why }

## OpenClaw's service

service-not =
    { $why ->
        [start] No OpenClaw was found that could start its service.
        [stop] No OpenClaw was found that could stop its service.
        [install] No OpenClaw was found that could install its service.
        [uninstall] No OpenClaw was found that could uninstall its service.
        [late] "openclaw { $what }" gave no answer in { $number } s.
        [exit] It ended with exit code { $number } and did not say why.
        [ended] It was ended before it answered.
        [unfinished] The command was not finished.
        [no-gateway] It says that its service has started, and no gateway shows up.
       *[system] The system says: { $what }.
    }

## The start at login: the rest of a sentence, without a full stop

autostart-not =
    { $why ->
        [place] this program does not know where it is
        [home] there is no home folder (HOME is not set)
        [desktop-file] a desktop file can only name programs whose path is text
        [property-list] a property list can only name programs whose path is text
        [registry] the registry can only name programs whose path is text
        [missing] { $detail } is not there, so it cannot start at login
        [mount] this Clawtender runs from the mount of an AppImage, which is gone at the next login ({ $detail }): open the AppImage itself
        [translocated] macOS runs this copy from a place that it made for this start alone: move Clawtender to Applications, and open it there
        [unlike] the entry for the start at login does not read as it was written ({ $detail })
        [read] the Run key cannot be read: { $detail }
        [open] the Run key cannot be opened: { $detail }
        [written] the Run key cannot be written: { $detail }
       *[changed] the Run key cannot be changed: { $detail }
    }

## A secret that stands somewhere else than in the configuration

secret-not-known =
    { $why ->
        [store] The gateway's shared secret is in OpenClaw's own store, which only the gateway reads.
        [plugin] The gateway's shared secret comes from the plugin behind the secret provider “{ $name }”, which only the gateway asks.
        [not-configured] The gateway's shared secret is asked of the secret provider “{ $name }”, which is not configured for it.
        [variable] The gateway's shared secret is in the environment variable { $name }, which is not set here.
        [not-own] The secret provider “{ $name }” uses { $detail }, which is not a file that this user alone can change.
        [file] The file of the secret provider “{ $name }” holds no such secret.
       *[program] The program of the secret provider “{ $name }” gave no secret: { $detail }.
    }
# What it did instead: the rest of a sentence, without a full stop.
secret-program-gave =
    { $what ->
        [late] it did not answer in time
        [missing] it is not there
        [not-started] it cannot be started
        [code] it ended with code { $code }
        [signal] it was ended by a signal
        [too-much] it said too much
        [no-json] what it said is not JSON
        [version] it does not speak version 1 of the protocol
       *[nothing] it does not have it
    }

## Why there is no way to ask a provider about a key

key-no-question =
    { $why ->
        [setup-token] This is a setup token, which is good for conversations alone: no free request tells about it.
        [none-free] This provider has no request that is free: a key shows only when it is used.
       *[nowhere] The gateway's configuration does not say where this provider is.
    }
