### Die Seite der Einstellungen und die Einrichtung: wie jede Einstellung heißt, was sie bedeutet und was das System dazu sagt.

## Was zusammengehört

settings-window = Fenster
settings-clock = Uhr
settings-checks = Prüfungen
settings-notifications = Benachrichtigungen
settings-desktop = Start und Desktop
settings-gateway = Gateway

## Die Einstellungen

setting-gateway-mode = Wer das Gateway betreibt
setting-gateway-mode-about = Gilt ab seinem nächsten Start.
setting-gateway-quit = Wenn Clawtender beendet wird
setting-gateway-quit-about = Betrifft ein Gateway, das Clawtender selbst gestartet hat. Ein Dienst läuft weiter.
setting-gateway-quit-leave = Das Gateway läuft weiter
setting-gateway-quit-stop = Das Gateway wird vorher angehalten
setting-gateway-command = Was gestartet wird
setting-gateway-command-about = Das Programm und was vor den eigenen Argumenten des Gateways steht, ein Teil pro Zeile. Leer: Clawtender sucht OpenClaw.
setting-gateway-port = Port
setting-gateway-port-about = Leer: was die Konfiguration des Gateways selbst sagt.
setting-gateway-environment = Umgebung
setting-gateway-environment-about = Variablen, mit denen Clawtender das Gateway neben den eigenen startet, eine je Zeile. Ohne Wert: es gibt sie nicht. Gilt ab dem nächsten Start. Ein Dienst hat eine eigene Umgebung.
setting-start-at-login = Start bei der Anmeldung
setting-start-at-login-about = Clawtender startet mit der Sitzung, und mit ihm das Gateway.
setting-tray = Symbol im Infobereich
setting-keychain = Schlüsselbund
setting-keychain-about = Wo die Schlüssel der Anbieter liegen.
setting-notifications-enabled = Benachrichtigungen
setting-notifications-enabled-about = Eine für alles, was ausfällt oder auf Antwort wartet; sie verschwindet, wenn es behoben ist.
setting-notifications-sound = Mit Ton
setting-notifications-quiet = Ruhezeit
setting-notifications-quiet-about = In diesen Stunden jedes Tages kommt keine. Leer: zu jeder Stunde.
setting-checks-live = Außerhalb dieses Rechners fragen
setting-checks-live-about = Einmal am Tag und bei jeder Untersuchung: Anbieter nach ihren Schlüsseln und ihrer Erreichbarkeit, die npm-Registry nach dem neuesten OpenClaw.
setting-checks-muted = Stumme Prüfungen
setting-checks-muted-about = Sie werden beurteilt und gezeigt, senden bis dahin aber keine Benachrichtigung.
setting-clock-servers = Zeitserver
setting-clock-servers-about = Wer nach der Uhrzeit gefragt wird, einer pro Zeile.
setting-clock-https = Webseiten
setting-clock-https-about = Sie werden nach der Uhrzeit gefragt, wo Zeitserver nicht antworten oder sich nicht einig sind, eine pro Zeile.
setting-appearance-theme = Erscheinungsbild
setting-appearance-theme-system = Wie der Desktop
setting-appearance-theme-light = Hell
setting-appearance-theme-dark = Dunkel
setting-language = Sprache
setting-language-system = Wie das System
mode-auto = Was eingerichtet ist
mode-auto-about = Der Dienst, wo OpenClaw einen eingerichtet hat, sonst Clawtender.
mode-child = Clawtender
mode-child-about = Clawtender startet es, und startet es neu, wenn es endet.
mode-service = Der Dienst des Systems
mode-service-about = Der, den OpenClaw eingerichtet hat. Clawtender lässt ihn vom System starten.
mode-watch = Jemand anders
mode-watch-about = Clawtender startet nichts und beobachtet, was läuft.
setting-mend = Reparieren
setting-on = an
setting-off = aus
setting-place =
    Zeile { $line }{ $told ->
        [yes] , Spalte { $column }
       *[no] { "" }
    }

## Was das System zu einer Einstellung sagt

says-port = Zurzeit ist es { $port }.
says-tray = Dieser Desktop zeigt Symbole im Infobereich.
says-no-tray = Dieser Desktop zeigt keine Symbole in einem Infobereich. Clawtender wacht trotzdem; dieses Fenster führt zu allem.
tray-host =
    Dieser Desktop zeigt keine Symbole im Infobereich. Clawtender wacht trotzdem über das Gateway, ob dieses Fenster offen ist oder nicht. { $how ->
        [gnome] { $told ->
            [yes] GNOME zeigt sie mit seiner Erweiterung AppIndicator: mit diesem Befehl einrichten, neu anmelden und unter „Erweiterungen“ einschalten.
           *[no] GNOME zeigt sie mit der Erweiterung „AppIndicator and KStatusNotifierItem Support“ von extensions.gnome.org.
        }
        [panel] Seine Leiste zeigt sie, wenn ihr ein Infobereich (Systemabschnitt) hinzugefügt wird.
        [bar] { $told ->
            [yes] Eine Leiste mit Infobereich zeigt sie. Dieser Befehl richtet Waybar ein, das einen hat.
           *[no] Eine Leiste mit Infobereich zeigt sie, Waybar zum Beispiel.
        }
       *[unknown] Eine Leiste mit Infobereich (StatusNotifier) zeigt sie.
    }
says-quiet = Es ist Ruhezeit: jetzt kommt keine.
says-run-by =
    { $owner ->
        [child] Clawtender betreibt es zurzeit
        [service] Der Dienst des Systems betreibt es zurzeit
       *[external] Es wurde anderswo gestartet und läuft zurzeit
    }{ $told ->
        [yes] { " " }als Prozess { $pid }
       *[no] { "" }
    }.
says-being-started = Es wird gerade gestartet.
says-not-running = Es läuft zurzeit nicht.
says-service =
    { $count ->
        [0] OpenClaw hat für dieses Gateway keinen Dienst eingerichtet.
        [1] OpenClaw hat dafür einen Dienst eingerichtet: { $names }.
       *[other] Es gibt mehrere Dienste dafür: { $names }.
    }
says-no-openclaw = Es wurde kein OpenClaw gefunden, das sich starten ließe.
says-openclaw =
    Ein Start nähme OpenClaw{ $version ->
        [none] { "" }
       *[known] { " " }{ $version }
    }{ $node ->
        [none] { "" }
       *[known] { " " }mit Node { $node }
    }: { $place }
says-login-on = Das System startet dieses Clawtender bei der Anmeldung.
says-login-off = Das System startet es bei der Anmeldung nicht.
says-login-wrong =
    { $why ->
        [gone] Der Eintrag für den Start bei der Anmeldung führt ins Leere: { $program } gibt es nicht.
        [mount] Der Eintrag für den Start bei der Anmeldung führt in ein eingehängtes AppImage, das es bei der nächsten Anmeldung nicht mehr gibt: { $program }.
        [translocated] Der Eintrag für den Start bei der Anmeldung führt an einen Ort, den macOS für einen einzigen Start angelegt hat: { $program }.
       *[other] Bei der Anmeldung startet eine andere Kopie: { $program }.
    }
says-login-double =
    { $whose ->
        [person] { $place } startet es ein zweites Mal: { $program }.
       *[everyone] { $place } startet es für alle auf diesem Computer: { $program }. Wer den Computer verwaltet, kann das entfernen.
    }
says-login-starts =
    { $count ->
        [0] Bei der Anmeldung wurde es noch nie gestartet.
        [1] Bei der Anmeldung wurde es einmal gestartet:
       *[other] Bei der Anmeldung wurde es { $count }-mal gestartet, zuletzt:
    }
says-language =
    { $so ->
        [same] Das System spricht { $name }.
       *[other] Das System spricht { $name }; dafür hat Clawtender keine Wörter. Es spricht dann { $instead }.
    }
says-no-language = Das System nennt keine Sprache.
says-unasked = Er wurde nicht gefragt.
says-keychain =
    { $state ->
        [open] { $name } antwortet.
        [locked] { $name } ist gesperrt.
        [denied] { $name } lässt Clawtender nicht mehr ein.
        [silent] { $name } antwortet nicht.
       *[failed] { $name } { $why }.
    }
says-no-keychain = Es gibt keinen, der Schlüssel aufbewahrt: { $why }.
says-notifications =
    { $so ->
        [nobody] Nichts auf diesem Desktop zeigt Benachrichtigungen.
        [denied] { $name } zeigt die von Clawtender nicht: so sagen es die Einstellungen dort.
        [buttons] { $name } zeigt sie, mit ihren Knöpfen.
       *[plain] { $name } zeigt sie ohne ihre Knöpfe; das Menü im Infobereich hat sie.
    }
the-keychain = Der Schlüsselbund

## Die Einrichtung

setup-install = OpenClaw
setup-install-about = Clawtender kümmert sich um das Gateway von OpenClaw. Es nimmt das vorhandene oder installiert ein eigenes.
setup-mode = Wer das Gateway betreibt
setup-mode-about = Wer es startet, und neu startet, wenn es endet.
setup-mode-change = gateway.mode in { $file }
setup-key = Ein Schlüssel für ein Modell
setup-key-about = Der Anbieter des Modells verlangt einen. Er bleibt im Schlüsselbund.
setup-no-key = Auf diesem Rechner wurde kein Schlüssel gefunden.
setup-keys = Es gibt Schlüssel für { $names }.
setup-key-kept = Der Schlüssel kommt in den Schlüsselbund, nachdem er beim Anbieter probiert wurde.
setup-key-referred = Die Konfiguration des Gateways verweist dorthin, was clawtender undo zurücknimmt.
setup-login = Start bei der Anmeldung
setup-login-about = Dann ist für das Gateway gesorgt, solange jemand angemeldet ist.
setup-login-change = Ein Eintrag dieses Benutzers dort, wo das System nachsieht, was zu starten ist.
