### Die eigenen Wörter des Fensters. Jede Nachricht heißt wie ihre Stelle in ui/src/labels.ts: keys.deleteAsk ist keys-delete-ask.
### Was ist, und was daraus folgt; auf einem Knopf steht, was er tut.

tone-notice = Gut zu wissen
tone-warning = Warnung
tone-error = Fehler
severity-info = Gut zu wissen
severity-warning = Warnung
severity-error = Fehler
outcome-pass = In Ordnung
outcome-fail = Nicht in Ordnung
outcome-unknown = Unbekannt
outcome-hidden = Ebenfalls betroffen

# Woher ein Beleg stammt.
source-probe = Abfrage
source-rpc = Gateway
source-log = Protokoll
source-file = Datei
source-process = Prozess
source-environment = Umgebung

## Das Gateway

gateway = Gateway
version = OpenClaw
pid = Prozess
run-by = Betrieben von
owner-child = Clawtender
owner-service = Systemdienst
owner-external = Anderes Programm
since = Seit
address = Adresse
action-start = Starten
action-stop = Anhalten
action-restart = Neu starten
acting-start = Startet…
acting-stop = Hält an…
acting-restart = Startet neu…
would-interrupt =
    { $running ->
        [one] { $running } Sitzung läuft. Ein Neustart unterbricht sie jetzt.
       *[other] { $running } Sitzungen laufen. Ein Neustart unterbricht sie jetzt.
    }
restart-idle = Bei Leerlauf neu starten
restart-now = Jetzt neu starten
keep-running = Weiterlaufen lassen
waits-for-idle = Das Gateway startet neu, sobald nichts mehr läuft.

## Die Reihe der Seiten

pages = Seiten
page-overview = Übersicht
page-doctor = Diagnose
page-approvals = Freigaben
page-keys = Schlüssel
page-log = Protokoll
page-settings = Einstellungen

## Übersicht

left-out =
    { $count ->
        [one] … und ein weiteres Zeichen
       *[other] … und { $count } weitere Zeichen
    }
last-day = Letzte 24 Stunden
restarted-itself =
    { $count ->
        [0] Kein automatischer Neustart
        [one] { $count } automatischer Neustart
       *[other] { $count } automatische Neustarts
    }
now = Jetzt
stand-up = In Betrieb
stand-on-its-way = Im Anlauf
stand-stopped = Angehalten
stand-failing = Gestört
stand-unwatched = Nicht beobachtet
as-list = Als Liste
takes = Verbrauch
processes =
    { $count ->
        [one] { $count } Prozess
       *[other] { $count } Prozesse
    }
no-process = Es gibt keinen Gateway-Prozess, den Clawtender messen kann.
memory = Speicher
cpu = Prozessor
megabytes = { NUMBER($figure, maximumFractionDigits: 0) } MB
percent = { NUMBER($figure, maximumFractionDigits: 1) } % eines Kerns
not-yet = Noch nicht bekannt
not-known = Nicht bekannt
next = Wie es weitergeht
up-for = Läuft seit
expires-next = Nächster Ablauf
clock = Uhr
last-fix = Letzte Reparatur
no-fix = Keine bekannt
other-findings =
    { $count ->
        [one] { $count } weiterer Befund.
       *[other] { $count } weitere Befunde.
    }
open-doctor = Diagnose öffnen

## Freigaben

approvals = Freigaben
waiting =
    { $count ->
        [one] { $count } Anfrage wartet
       *[other] { $count } Anfragen warten
    }
sweep =
    { $count ->
        [one] { $count } erledigte Anfrage entfernen
       *[other] { $count } erledigte Anfragen entfernen
    }
nothing-waits = Nichts wartet auf eine Antwort.
would-appear = Hier erscheint, wenn ein Telefon, ein Browser oder ein Programm sich verbinden will, wenn jemand zum ersten Mal in einem Chat-Kanal schreibt oder wenn der Agent einen Befehl ausführen will.
kind-device = Gerät
kind-node = Node
kind-channel = Chat
kind-exec = Befehl
kind-plugin = Plugin
claims = Nach eigenen Angaben
permissions = Will dürfen
powerful = Weitreichend
new = Neu
command = Der ganze Befehl
notes = Wissenswert
first-asked = Angefragt
expires = Verfällt
gone = Wartet nicht mehr: anderswo entschieden, zurückgezogen oder verfallen.
deciding = Das Gateway wird benachrichtigt…
one-more-step = Dafür braucht es einen zweiten Schritt: lesen, was verlangt wird, dann noch einmal drücken. Escape bricht ab.
take-back = Doch nicht
taken-back = Zurückgenommen. Nichts wurde entschieden.
yes-device = Ja, all das erlauben
yes-node = Ja, all das erlauben
yes-channel = Ja, schreiben lassen
yes-exec = Ja, ausführen lassen
yes-plugin = Ja, das erlauben
yes-always = Ja, immer ausführen lassen

## Diagnose

doctor = Diagnose
run-again = Erneut prüfen
running = Wird geprüft…
last-run = Geprüft
took = { NUMBER($seconds, minimumFractionDigits: 1, maximumFractionDigits: 1) } s
also-failing = Außerdem gefunden
unknown =
    { $count ->
        [one] { $count } Prüfung ohne Ergebnis
       *[other] { $count } Prüfungen ohne Ergebnis
    }
passed =
    { $count ->
        [one] { $count } Prüfung in Ordnung
       *[other] { $count } Prüfungen in Ordnung
    }
# Was eine Prüfung ansieht, als Frage: die Antwort ist nicht bekannt.
question = { $title }?
nothing-checked = Noch nichts wurde geprüft.
evidence =
    { $count ->
        [one] { $count } Beleg
       *[other] { $count } Belege
    }
followers =
    { $count ->
        [one] { $count } weitere Prüfung ist deshalb nicht in Ordnung
       *[other] { $count } weitere Prüfungen sind deshalb nicht in Ordnung
    }
asked-in =
    { $unit ->
        [ms] abgefragt in { NUMBER($figure, maximumFractionDigits: 0) } ms
       *[s] abgefragt in { NUMBER($figure, minimumFractionDigits: 1, maximumFractionDigits: 1) } s
    }
group-gateway = Gateway
group-access = Zugang
group-credentials = Zugangsdaten
group-clock = Uhr
group-network = Netzwerk
group-models = Modelle
group-channels = Kanäle

## Diagnose: der Text für ein Issue

export-open = Text für ein Issue…
export-title = Text für ein Issue
export-making = Entfernt wird, was niemanden etwas angeht…
export-removed = Weggelassen
export-nothing-removed = Es gab nichts wegzulassen.
export-copy = Kopieren
export-copied = Der Text ist kopiert.
export-not-copied = Der Text ließ sich nicht kopieren. Er lässt sich stattdessen markieren.
export-close = Schließen

## Reparaturen

review = Ansehen…
what-to-do = Abhilfe
read-first = Dafür braucht es einen zweiten Schritt: lesen, was geschieht, dann noch einmal drücken. Escape bricht ab.
do-it = Ja, ausführen
cancel = Abbrechen
cancelled = Abgebrochen. Nichts wurde geändert.
mending = Wird ausgeführt…
fixed-verified = Behoben.
fixed-still-failing = Noch nicht in Ordnung.
fixed-failed = Nicht möglich.
fixed-declined = Nicht ausgeführt.
as-before = Ausgeführt, aber die Prüfung ergibt dasselbe wie zuvor.

## Anmelden

sign-in-title = Anmelden
sign-in-waiting = Einen Moment…
sign-in-code = Dein Code
sign-in-copy = Code kopieren
sign-in-copied = Der Code ist kopiert.
sign-in-not-copied = Der Code ließ sich nicht kopieren. Er lässt sich stattdessen markieren.
sign-in-lasts =
    { $minutes ->
        [one] Gilt { $minutes } Minute ab seiner Ausstellung.
       *[other] Gilt { $minutes } Minuten ab seiner Ausstellung.
    }
sign-in-open = Seite öffnen
sign-in-go-on = Weiter
sign-in-yes = Ja
sign-in-no = Nein
sign-in-cancel = Abbrechen

## Später

later = Erinnern
in-an-hour = In einer Stunde
tomorrow = Morgen
again = Wieder erinnern
put-off = Die Erinnerung kommt später. Hier bleibt es sichtbar.
back-again = Die Erinnerung ist wieder an.
read-more = Mehr dazu
because = Grund
reason-crashed = Die Prüfung selbst ist abgestürzt.
reason-slow = Es kam rechtzeitig keine Antwort.

## Ohne Engine, ohne Symbol

engine-lost = Clawtenders Engine läuft nicht
engine-unreachable = Keine Verbindung zu Clawtenders Engine
engine-lost-means = Bis sie wieder läuft, wacht niemand über das Gateway. Das Gateway selbst kann trotzdem laufen.
engine-unreachable-means = Dieses Fenster kann nicht zeigen, wie es dem Gateway geht.
start-engine = Clawtender starten
starting-engine = Startet…
request-id-copy = Anfrage-ID kopieren
request-id-copied = Die Anfrage-ID ist kopiert.
request-id-not-copied = Die Anfrage-ID ließ sich nicht kopieren. Sie steht in den Belegen.
tray-host-copy = Befehl kopieren
tray-host-copied = Der Befehl ist kopiert.
tray-host-not-copied = Der Befehl ließ sich nicht kopieren. Er lässt sich stattdessen markieren.

## Schlüssel

keys-title = Schlüssel
keys-none = Es gibt keine Schlüssel, weder im Schlüsselbund noch in den Dateien des Gateways.
keys-reading = Schlüssel werden gesucht…
keys-add = Schlüssel hinzufügen
keys-provider = Anbieter
keys-another = Ein anderer…
keys-named = Sein Name in OpenClaw
keys-go = Weiter
# Die letzten vier Zeichen eines Schlüssels.
keys-ending = endet auf { $four }
keys-where = Ort
keys-in-keychain = Schlüsselbund
keys-stored = Seit
keys-not-since = Nicht bekannt
keys-said = Anbieter
keys-untested = Noch nicht geprüft
keys-test-all = Alle prüfen
keys-test = Prüfen
keys-testing = Wird geprüft…
keys-replace = Ersetzen
keys-rotate = Erneuern
keys-delete = Löschen
keys-deleting = Wird gelöscht…
keys-delete-ask = Den Schlüssel für { $name } aus dem Schlüsselbund löschen? Er ist dort nicht wiederherzustellen, und Anfragen, die ihn brauchen, schlagen fehl.
keys-delete-yes = Ja, löschen
keys-keep = Behalten
keys-kept = Behalten. Nichts wurde gelöscht.
keys-open = Andere eigene Programme können ihn dort lesen
keys-move = Schlüssel in den Schlüsselbund verschieben…
keys-move-looking = Die Änderungen werden ermittelt…
keys-move-ask = Das ändert diese Dateien; von jeder entsteht vorher eine Kopie. Rückgängig macht es clawtender undo.
keys-move-yes = Ja, verschieben
keys-moving = Wird verschoben…
keys-move-not = Dort lassen
keys-move-nothing = In den Dateien des Gateways steht kein Schlüssel, der sich verschieben lässt.
keys-left = Bleibt, wo er ist

## Protokoll

log-title = Protokoll des Gateways
log-empty = Das Gateway hat noch nichts geschrieben.
log-nothing = Keine Zeile passt dazu.
log-shown =
    { $part ->
        [all]
            { $all ->
                [one] { $all } Zeile
               *[other] { $all } Zeilen
            }
       *[some]
            { $all ->
                [one] { $shown } von { $all } Zeile
               *[other] { $shown } von { $all } Zeilen
            }
    }
log-marked = { $count } erklärt
log-earlier = frühere Zeilen werden gelesen…
log-missed =
    { $count ->
        [one] { $count } Zeile fehlt hier: sie kam schneller, als gelesen wurde.
       *[other] { $count } Zeilen fehlen hier: sie kamen schneller, als gelesen wurde.
    }
log-hold = Anhalten
log-follow = Folgen
log-copy = Zeilen kopieren
log-copied =
    { $count ->
        [one] { $count } Zeile ist kopiert.
       *[other] { $count } Zeilen sind kopiert.
    }
log-not-copied = Die Zeilen ließen sich nicht kopieren.
log-text = Text
log-level = Stufe
log-levels-debug = Alles
log-levels-info = Hinweise und Lauteres
log-levels-warn = Warnungen und Fehler
log-levels-error = Fehler
log-levels-marked = Erklärte
log-level-of-debug = Fehlersuche
log-level-of-info = Hinweis
log-level-of-warn = Warnung
log-level-of-error = Fehler
log-fix = Abhilfe: { $label }
log-subsystem = Teilsystem
log-any-subsystem = Alle
log-chosen = Die gewählte Zeile
log-close = Schließen
log-in-doctor = In der Diagnose zeigen

## Der erste Start

first-run-title = Clawtender einrichten
first-run-about = Vier Schritte, von denen jeder ausgelassen werden kann. Alles hier lässt sich später in den Einstellungen ändern.
first-run-steps = Schritte
first-run-done = In Ordnung
first-run-changes = Das ändert sich
first-run-advised = Passt zu dem, was gefunden wurde
first-run-choose = Auswählen
first-run-start-at-login = Beim Anmelden starten
first-run-installing = Das dauert ein bis zwei Minuten…
first-run-next = Weiter
first-run-finish = Fertig
first-run-skip = Auslassen
first-run-skip-all = Alles Weitere auslassen
first-run-again = Erneut einrichten…

## Einstellungen

settings-title = Einstellungen
settings-file = Einstellungen
settings-reading = Der Stand wird ermittelt…
settings-warnings = Das gilt in der Einstellungsdatei nicht:
settings-file-title = Die Datei
settings-no-file = Es gibt noch keine. Die erste Änderung legt sie an.
settings-open-file = Datei öffnen
settings-saving = Wird gespeichert…
settings-save = Speichern
settings-usual = Sonst: { $value }
settings-use-usual = Wie sonst
settings-use-usual-for = { $title }: wie sonst
settings-save-for = { $title }: speichern
settings-not-known = Nicht bekannt. { $why }
settings-until = Bis
settings-over = Das ist vorbei
settings-unmute = Wieder melden
settings-unmute-for = { $title }: wieder melden
settings-take-out = Entfernen
settings-take-out-for = { $title }: entfernen
# Von den Prüfungen, die stumm sind.
settings-nothing-muted = Keine ist stumm.

## Frühere Läufe, und was gefragt wurde

history-against = Verglichen mit
history-last-before = Der letzte Lauf vor heute
history-parts-new = Neu
history-parts-healed = Behoben
history-parts-untold = Nicht mehr bekannt
history-parts-still = Wie zuvor
history-approvals = Beantwortet und verfallen
history-asked = gefragt
history-ended = beendet

## Eine Prüfung, die nicht gemeldet wird

mute-title = Nicht melden
mute-span-day = Einen Tag lang
mute-span-week = Eine Woche lang
mute-span-ever = Nie mehr
mute-unmute = Wieder melden
mute-done = Sie ist stumm. Hier und in den Einstellungen steht sie weiterhin.

## Ein Lauf der Diagnose

doctor-run-part = Teil prüfen
doctor-run-stop = Anhalten
doctor-run-stopped = Angehalten. Was bis dahin gefunden wurde, gilt.
doctor-run-check = Prüfen
doctor-run-check-only = { $id } erneut prüfen
doctor-run-check-again = Erneut prüfen
doctor-run-asks = Fragt…
doctor-run-progress = Fertige Prüfungen
doctor-run-stop-fix = Anhalten
doctor-run-step-done = Erledigt
doctor-run-step-now = Jetzt

## Fuß der Seite

about = Clawtender
logs = Protokolle

journal-title =
    { $count ->
        [one] Eine Änderung durch Clawtender
       *[other] { $count } Änderungen durch Clawtender
    }
journal-undo = Zurücknehmen
journal-ask =
    { $count ->
        [one] Diese Datei wird, wie sie vorher war. Was seither darin geschrieben wurde, bleibt.
       *[other] Diese Dateien werden, wie sie vorher waren. Was seither darin geschrieben wurde, bleibt.
    }
journal-yes = Ja, zurücknehmen
journal-no = So lassen
