### The settings' page and the first run: what each setting is called, what it means, and what the system says next to it.

## What stands together

settings-window = Window
settings-clock = Clock
settings-checks = Checks
settings-notifications = Notifications
settings-desktop = Start and desktop
settings-gateway = Gateway

## The settings

setting-gateway-mode = Who runs the gateway
setting-gateway-mode-about = Counts from its next start.
setting-gateway-quit = When Clawtender quits
setting-gateway-quit-about = Concerns a gateway that Clawtender started itself. A service runs on.
setting-gateway-quit-leave = The gateway runs on
setting-gateway-quit-stop = The gateway is stopped first
setting-gateway-command = What is started
setting-gateway-command-about = The program and what stands before the gateway’s own arguments, one part a line. Empty: Clawtender looks for OpenClaw.
setting-gateway-port = Port
setting-gateway-port-about = Empty: what the gateway’s own configuration says.
setting-gateway-environment = Environment
setting-gateway-environment-about = Variables that Clawtender starts the gateway with beside its own, one a line. Without a value: there is none. Counts from the next start. A service has an environment of its own.
setting-start-at-login = Start at login
setting-start-at-login-about = Clawtender comes up with your session, and the gateway with it.
setting-tray = Icon in the tray
setting-keychain = Keychain
setting-keychain-about = Where the providers’ keys are kept.
setting-notifications-enabled = Notifications
setting-notifications-enabled-about = One for each thing that breaks or waits for you, taken back when it is mended.
setting-notifications-sound = With a sound
setting-notifications-quiet = Quiet hours
setting-notifications-quiet-about = In these hours of each day none comes. Empty: at any hour.
setting-checks-live = Ask beyond this computer
setting-checks-live-about = Once a day and when the doctor runs: providers about their keys and whether they can be reached, the npm registry about the newest OpenClaw.
setting-checks-muted = Muted checks
setting-checks-muted-about = They are judged and shown, and send no notification until then.
setting-clock-servers = Time servers
setting-clock-servers-about = Who is asked for the time, one a line.
setting-clock-https = Web pages
setting-clock-https-about = Asked for the time where time servers do not answer or do not agree, one a line.
setting-appearance-theme = Appearance
setting-appearance-theme-system = As the desktop is
setting-appearance-theme-light = Light
setting-appearance-theme-dark = Dark
setting-language = Language
setting-language-system = As the system speaks
mode-auto = Whichever is set up
mode-auto-about = The service where OpenClaw has installed one, else Clawtender.
mode-child = Clawtender
mode-child-about = Clawtender starts it, and starts it again when it ends.
mode-service = The system’s service
mode-service-about = The one that OpenClaw has installed. Clawtender has the system start it.
mode-watch = Somebody else
mode-watch-about = Clawtender starts nothing and watches what runs.
setting-mend = Repair
setting-on = on
setting-off = off
setting-place =
    Line { $line }{ $told ->
        [yes] , column { $column }
       *[no] { "" }
    }

## What the system says next to a setting

says-port = It is { $port } now.
says-tray = This desktop shows icons in its tray.
says-no-tray = This desktop shows no icons in a tray. Clawtender watches all the same; this window leads to everything.
tray-host =
    This desktop shows no tray icons. Clawtender watches the gateway all the same, with this window open or closed. { $how ->
        [gnome] { $told ->
            [yes] GNOME shows them with its extension AppIndicator: install it with this command, log in again, and switch it on in Extensions.
           *[no] GNOME shows them with the extension “AppIndicator and KStatusNotifierItem Support” from extensions.gnome.org.
        }
        [panel] Its panel shows them where a system tray (status tray) is added to it.
        [bar] { $told ->
            [yes] A bar with a tray shows them. This command installs Waybar, which has one.
           *[no] A bar with a tray shows them, Waybar for instance.
        }
       *[unknown] A panel or bar with a tray (StatusNotifier) shows them.
    }
says-quiet = These are quiet hours: none comes now.
says-run-by =
    { $owner ->
        [child] Clawtender runs it now
        [service] The system’s service runs it now
       *[external] It was started elsewhere and runs now
    }{ $told ->
        [yes] { " " }as process { $pid }
       *[no] { "" }
    }.
says-being-started = It is being started.
says-not-running = It does not run now.
says-service =
    { $count ->
        [0] OpenClaw has installed no service for this gateway.
        [1] OpenClaw has installed a service for it: { $names }.
       *[other] There are several services for it: { $names }.
    }
says-no-openclaw = No OpenClaw that could be started was found.
says-openclaw =
    A start would run OpenClaw{ $version ->
        [none] { "" }
       *[known] { " " }{ $version }
    }{ $node ->
        [none] { "" }
       *[known] { " " }on Node { $node }
    }: { $place }
says-login-on = The system starts this Clawtender at login.
says-login-off = The system does not start it at login.
says-login-wrong =
    { $why ->
        [gone] The entry for the start at login leads nowhere: { $program } is not there.
        [mount] The entry for the start at login leads into the mount of an AppImage, which is gone at the next login: { $program }.
        [translocated] The entry for the start at login leads to a place that macOS made for a single start: { $program }.
       *[other] Another copy starts at login: { $program }.
    }
says-login-double =
    { $whose ->
        [person] { $place } starts it a second time: { $program }.
       *[everyone] { $place } starts it for everybody on this computer: { $program }. Whoever administers the computer can take that away.
    }
says-login-starts =
    { $count ->
        [0] It has not been started at login yet.
        [1] It has been started at login once:
       *[other] It has been started at login { $count } times, last:
    }
says-language =
    { $so ->
        [same] The system speaks { $name }.
       *[other] The system speaks { $name }, which Clawtender has no words in. With it, it speaks { $instead }.
    }
says-no-language = The system names no language.
says-unasked = It was not asked.
says-keychain =
    { $state ->
        [open] { $name } answers.
        [locked] { $name } is locked.
        [denied] { $name } lets Clawtender in no more.
        [silent] { $name } does not answer.
       *[failed] { $name } { $why }.
    }
says-no-keychain = There is none to keep keys in: { $why }.
says-notifications =
    { $so ->
        [nobody] Nothing on this desktop shows notifications.
        [denied] { $name } does not show those of Clawtender: its own settings say so.
        [buttons] { $name } shows them, with their buttons.
       *[plain] { $name } shows them without their buttons; the menu in the tray has them.
    }
the-keychain = The keychain

## The first run

setup-install = OpenClaw
setup-install-about = Clawtender looks after OpenClaw’s gateway. It uses the one that is here, or installs one of its own.
setup-mode = Who runs the gateway
setup-mode-about = One of these starts it, and starts it again when it ends.
setup-mode-change = gateway.mode in { $file }
setup-key = A key for a model
setup-key-about = The provider that runs the model asks for one. It stays in the keychain.
setup-no-key = No key was found on this computer.
setup-keys = There are keys for { $names }.
setup-key-kept = The key goes into the keychain, after it was tried with its provider.
setup-key-referred = The gateway’s configuration refers to it there, which clawtender undo takes back.
setup-login = Start at login
setup-login-about = Then the gateway is looked after whenever you are logged in.
setup-login-change = An entry of this user’s, in the place where the system looks for what to start.
