### Was auf ein Ja oder Nein wartet: was anfragt, wer, wofür, welche Antworten es gibt und wie es ausging.

## Was anfragt: höchstens sechs Wörter

approval-device-role = Ein Gerät möchte eine andere Rolle
approval-device-changed = Gerät ist nach eigener Angabe verändert
approval-device-more = Ein Gerät möchte mehr dürfen
approval-device = Ein Gerät möchte sich verbinden
approval-node-more = Ein Node bietet mehr an
approval-node = Ein Node möchte dienen
approval-channel = Ein Absender möchte schreiben
approval-exec = Ein Befehl wartet auf Antwort
approval-plugin = Ein Plugin wartet auf Antwort

## Wer anfragt und wofür: höchstens 240 Zeichen

# Der Anfang eines Satzes.
approval-called =
    { $kind ->
        [node] Ein Node
        [device] Ein Gerät
        [sender] Ein Absender
       *[channel] Ein Absender auf { $channel }
    } { $named ->
        [yes] mit dem Namen „{ $name }“
       *[no] ohne Namen
    }
approval-wants =
    { $called } { $wants ->
        [serve] möchte dem Agenten dienen.
        [offer] bietet mehr an als bisher.
        [serve-too] ist bekannt und möchte auch dem Agenten dienen.
        [role] ist bekannt und möchte die Rolle „{ $role }“.
        [changed] ist bekannt und nach eigener Angabe nicht mehr, was es war.
        [more] ist bekannt und möchte mehr dürfen.
       *[connect] möchte sich verbinden.
    }
approval-talks = { $called } möchte mit dem Agenten sprechen. Nach der Freigabe erreicht den Agenten, was dort geschrieben wird.
# Was folgt, ist eine Aufzählung wie „Chats lesen“.
approval-could =
    { $who ->
        [agent] Der Agent könnte dann
        [agent-also] Der Agent könnte dann auch
        [then] Danach möglich:
        [also] Danach auch möglich:
       *[it] Danach möglich:
    }
# Nach einer Aufzählung, die nicht vollständig ist.
approval-more-things = und { $count } weitere Dinge
approval-nothing = Eine Berechtigung wird nicht verlangt.
approval-actor =
    { $kind ->
        [plugin] Ein Plugin
        [named-plugin] Das Plugin „{ $name }“
        [named-agent] Der Agent „{ $name }“
       *[agent] Der Agent
    }
approval-silent = { $who } möchte handeln, und das Gateway sagt nicht, was geschehen würde. Hier lässt sich das nur ablehnen.
approval-runs =
    { $who } möchte { $kind ->
        [plugin] dies tun
       *[agent] ausführen
    }: „{ $line }“{ $lines ->
        [1] .
       *[other] , die erste von { $lines } Zeilen.
    }

## Wer anfragt, Zeile für Zeile

asker-agent = Angefragt vom Agenten „{ $name }“
asker-plugin = Angefragt vom Plugin „{ $name }“
asker-name = Nennt sich „{ $name }“
asker-nameless = Nennt keinen Namen
asker-channel = Schreibt auf „{ $name }“
asker-platform = Läuft nach eigener Angabe auf „{ $name }“
asker-account = Schreibt an das Konto „{ $name }“
asker-address = Verbindet sich von { $address }
asker-role = Möchte die Rolle „{ $name }“
asker-id =
    { $kind ->
        [device] Geräte-ID
        [node] Node-ID
        [sender] Absender-ID
       *[session] Sitzung
    } { $id }

## Was zu wissen ist

approval-lapsed = Die Anfrage ist verfallen. Es gibt nichts mehr zu entscheiden.
approval-blind = Nicht alles davon lässt sich zeigen; hier lässt es sich deshalb nur ablehnen.
approval-warning = Das Gateway warnt: { $warning }
approval-context =
    { $kind ->
        [folder] Ordner
        [host] Läuft auf
        [node] Node
        [program] Programm
        [words] Als Wörter
        [severity] Schwere
        [tool] Werkzeug
       *[agent] Agent
    }: { $value }

## Die Antworten

approve-device = Gerät genehmigen
approve-node = Node genehmigen
approve-sender = Absender genehmigen
allow-once = Einmal erlauben
allow-always = Immer erlauben
reject-device = Gerät ablehnen
reject-node = Node ablehnen
dismiss-sender = Absender verwerfen
deny-command = Befehl ablehnen
deny-plugin = Plugin ablehnen

refused-lapsed = Die Anfrage ist verfallen. Nichts wurde entschieden.
refused-not-offered = Diese Wahl bietet das Gateway für die Anfrage nicht an. Nichts wurde entschieden.
refused-second-step = Ein Ja zu dieser Anfrage braucht einen zweiten Schritt im Fenster. Nichts wurde entschieden.

## Wie es ausging

ended-allowed-once = Hier einmal erlaubt
ended-approved = Hier genehmigt
ended-always = Hier von nun an erlaubt
ended-dismissed = Hier verworfen
ended-denied = Hier abgelehnt
ended-rejected = Hier zurückgewiesen
ended-lapsed = Ohne Antwort verfallen
ended-elsewhere = Anderswo entschieden oder zurückgezogen
ended-gone = Anderswo entschieden, zurückgezogen oder verfallen

## Was eine Berechtigung erlaubt: was nach „Danach möglich:“ kommt und mit großem Anfang allein steht

may-unknown = „{ $scope }“ benutzen, was Clawtender nicht kennt
may-more = { $count } weitere, die nicht gezeigt werden
permission-line = { $scope }: { $words }
may-admin = alles tun, was der Eigentümer darf, und jede Einstellung ändern
may-pairing = andere Geräte einlassen und aussperren
may-approvals = Befehle erlauben, die der Agent ausführen möchte
may-talk-secrets = die Schlüssel der Sprachdienste lesen
may-write = Nachrichten senden und die Werkzeuge des Agenten benutzen
may-read = Chats, Einstellungen und Protokolle lesen
may-questions = die Fragen des Agenten beantworten
may-talk = mit dem Agenten sprechen
node-may-system-run = dort jedes Programm ausführen
node-may-system-run-prepare = dort die Ausführung eines Programms vorbereiten
node-may-system-which = dort nach Programmen suchen
node-may-system-exec-approvals-set = ändern, welche Programme dort laufen dürfen
node-may-system-exec-approvals-get = sehen, welche Programme dort laufen dürfen
node-may-agent-cli-claude-run = dort einen Programmieragenten ausführen
node-may-mcp-tools-call = dort Werkzeuge von Programmen benutzen
node-may-computer-act = dort Maus und Tastatur bedienen
node-may-mobile-ui-act = dort auf den Bildschirm tippen und schreiben
node-may-browser-proxy = dort den Browser bedienen
node-may-browser-proxy-upload = dem Browser dort Dateien geben
node-may-terminal-upload = dort Dateien ablegen
node-may-file-write = dort Dateien schreiben
node-may-file-create = dort Dateien anlegen
node-may-file-fetch = dort Dateien lesen
node-may-file-stat = sehen, welche Dateien dort sind
node-may-dir-list = dort Ordner auflisten
node-may-dir-fetch = dort ganze Ordner lesen
node-may-fs-list-dir = dort Ordner auflisten
node-may-system-notify = dort Benachrichtigungen zeigen
node-may-screen-snapshot = dort Bilder des Bildschirms machen
node-may-screen-record = dort den Bildschirm aufzeichnen
node-may-desktop-stream = dort beim Bildschirm zusehen
node-may-mobile-ui-observe = lesen, was dort auf dem Bildschirm steht
node-may-camera-list = sehen, welche Kameras dort sind
node-may-camera-snap = dort Fotos machen
node-may-camera-clip = dort Videos aufnehmen
node-may-camera-ptz-status = sehen, wohin die Kamera dort zeigt
node-may-camera-ptz-control = dort die Kamera drehen
node-may-location-get = sehen, wo es ist
node-may-notifications-list = dort Benachrichtigungen lesen
node-may-notifications-actions = dort Benachrichtigungen beantworten
node-may-sms-send = von dort SMS senden
node-may-sms-search = dort SMS lesen
node-may-contacts-search = dort Kontakte lesen
node-may-contacts-add = dort Kontakte hinzufügen
node-may-calendar-events = dort den Kalender lesen
node-may-calendar-add = dort Termine eintragen
node-may-reminders-list = dort Erinnerungen lesen
node-may-reminders-add = dort Erinnerungen hinzufügen
node-may-photos-latest = dort die neuesten Fotos sehen
node-may-call-log-search = dort die Anrufliste lesen
node-may-motion-activity = sehen, wie es bewegt wird
node-may-motion-pedometer = dort den Schrittzähler lesen
node-may-health-summary = dort die Gesundheitsübersicht lesen
node-may-device-info = sehen, was für ein Gerät es ist
node-may-device-status = dort Akku und Speicherplatz sehen
node-may-device-permissions = sehen, was es selbst darf
node-may-device-health = sehen, wie gut es läuft
node-may-device-apps = sehen, welche Apps dort sind
node-may-watch-status = den Zustand der Uhr dort sehen
node-may-watch-notify = Benachrichtigungen auf der Uhr dort zeigen
node-may-canvas-present = dort Seiten zeigen
node-may-canvas-hide = dort Seiten wegnehmen
node-may-canvas-navigate = dort zu anderen Seiten gehen
node-may-talk-ptt-start = dort durch das Mikrofon hören
node-may-talk-ptt-stop = dort das Zuhören beenden
node-may-talk-ptt-cancel = dort das Zuhören abbrechen
node-may-talk-ptt-once = dort einmal durch das Mikrofon hören
node-may-system = dort Programme ausführen
node-may-browser = dort den Browser benutzen
node-may-computer = dort Maus und Tastatur benutzen
node-may-file = dort Dateien benutzen
node-may-camera = dort die Kamera benutzen
node-may-canvas = dort Seiten auf dem Bildschirm zeigen
node-may-screen = dort den Bildschirm sehen
node-may-location = wissen, wo es ist
node-may-voice = von dort aus sprechen
node-may-voice-wake = dort das Weckwort hören
node-may-talk = sich von dort aus unterhalten
node-may-device = den Zustand des Geräts kennen
node-may-notifications = dort Benachrichtigungen benutzen
node-may-contacts = dort Kontakte benutzen
node-may-calendar = dort den Kalender benutzen
node-may-photos = dort Fotos benutzen
node-may-sms = dort SMS benutzen
