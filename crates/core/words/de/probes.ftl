### Warum etwas nicht bekannt oder nicht zu gebrauchen ist: was gesagt wird, wo es keine Antwort gibt.

unseen-stayed = Nicht gefragt: diese Untersuchung sollte offline bleiben.
unseen-modes = Wer eine Datei lesen darf, steht hier in einer Liste, die Clawtender nicht liest.
unseen-system = Das System hat nicht geantwortet.
unseen-unread = Es war nicht zu lesen.
unseen-report = Das Gateway war nicht danach zu fragen: { $why }.
unseen-login = Nicht gefragt: eine Anmeldung ginge verloren, wenn sie jetzt zu erneuern wäre, denn die Stelle, die sie erneuert, ist nicht erreichbar.
unseen-doctor = Es wurde kein OpenClaw gefunden, dessen Diagnose zu fragen wäre.
unseen-live = Nicht gefragt: checks.live ist in den Einstellungen ausgeschaltet.
unseen-bus = Es gibt keinen Sitzungsbus, der zu fragen wäre.
unseen-desktop = Der Desktop sagt es nicht.
unseen-desktop-late = Der Desktop hat es nicht rechtzeitig gesagt.
unseen-macos-notifications = macOS sagt es, sobald eine Benachrichtigung kommt. Seine Einstellungen führen Clawtender unter „Mitteilungen“.
unseen-elsewhere = Der Schlüssel liegt bei einem anderen Geheimnisanbieter, den nur das Gateway fragt.
unseen-not-sent = { $flaw } Er wurde nicht gesendet.
key-not-asked = { $name } wurde nicht gefragt. { $why }

## Das neueste OpenClaw

registry-silent =
    { $why ->
        [start] Nicht gefragt: update.checkOnStart ist in der Konfiguration von OpenClaw ausgeschaltet.
        [address] Die Registry, die npm benutzen soll, hat keine Adresse, die zu fragen wäre.
        [clear] Die Registry bei { $host } wird nicht gefragt: ihre Adresse ist unverschlüsselt (http).
        [status] Die Registry bei { $host } hat nicht gesagt, welches OpenClaw das neueste ist (HTTP { $status }).
       *[foreign] Was { $host } geantwortet hat, ist keine Liste von Versionen.
    }

## Warum eine Quelle die Uhrzeit nicht gesagt hat: der Rest eines Satzes, ohne Punkt

time-silent =
    { $why ->
        [late] keine rechtzeitige Antwort
        [name] der Name führt zu keiner Adresse
        [nobody] dort hört niemand zu
        [way] von hier führt kein Weg dorthin
        [io] nicht zu fragen: { $detail }
        [malformed] die Antwort ist keine SNTP-Antwort
        [question] was kam, war keine Antwort auf diese Frage
        [kiss] die Quelle möchte nicht gefragt werden ({ $detail })
        [unset] nach eigener Angabe ist die Uhr dort nicht gestellt
        [far] { $detail } s von einer Uhr entfernt, der sie vertraut
        [contradiction] die Antwort widerspricht sich
        [date] die Antwort sagt nicht, wann sie gegeben wurde
       *[kept] die Antwort wurde unterwegs aufbewahrt und ist von einer anderen Zeit
    }
it = die Quelle

## Was zu starten ist

command-problem =
    gateway.command in den Einstellungen { $why ->
        [empty] ist leer.
        [relative] nennt „{ $what }“, einen relativen Pfad. Nötig ist ein absoluter Pfad oder ein Name aus PATH.
        [path] nennt „{ $what }“; das ist nicht in PATH.
        [missing] nennt { $what }; das gibt es nicht.
        [folder] nennt { $what }; das ist ein Ordner, kein Programm.
       *[executable] nennt { $what }; das ist nicht ausführbar.
    }

## Der Schlüsselbund

secret-service =
    Der Secret Service{ $told ->
        [yes] { " " }({ $name })
       *[no] { "" }
    }
keychain-macos = Der Anmelde-Schlüsselbund von macOS
keychain-windows = Die Windows-Anmeldeinformationsverwaltung
keychain-error =
    { $why ->
        [locked] Der Schlüsselbund ist gesperrt. Schlüssel lassen sich lesen und speichern, sobald er entsperrt ist.
        [denied] Clawtender durfte den Schlüsselbund nicht benutzen.
        [late] Der Schlüsselbund hat nicht rechtzeitig geantwortet.
        [large] Der Schlüssel ist länger als { $number } Bytes, mehr als der Schlüsselbund aufnimmt.
       *[ambiguous] Im Schlüsselbund liegen { $number } verschiedene Schlüssel unter demselben Namen, und nichts sagt, welcher gemeint ist.
    }
keychain-none-so = Es gibt keinen Schlüsselbund, der Schlüssel aufbewahrt: { $why }.
keychain-so = Der Schlüsselbund { $why }.
# Warum es keinen gibt.
keychain-none =
    { $why ->
        [macos] macOS findet keinen Anmelde-Schlüsselbund
        [bus-gone] der Nachrichtenbus der Desktop-Sitzung ist weg
        [no-service] in dieser Sitzung läuft kein Secret Service wie GNOME Keyring oder KWallet
        [no-start] der Secret Service des Desktops startet nicht
        [no-bus] diese Sitzung hat keinen Nachrichtenbus, wie über SSH oder in einem Dienst
        [ended] der Secret Service des Desktops ist gerade beendet worden
        [system] dieses System hat keinen
       *[windows] Windows führt keinen für diese Art der Anmeldung, wie über SSH oder in einem Dienst
    }
# Was er tut: der Rest eines Satzes, der mit „Der Schlüsselbund“ beginnt.
keychain-does =
    { $does ->
        [program] war von diesem Programm aus nicht zu benutzen
        [threads] war nicht zu fragen: das System startet keine weiteren Threads
        [damaged-key] enthält einen beschädigten Schlüssel
        [part] enthält einen Schlüssel, von dem ein Teil fehlt
        [mark] nimmt keinen Schlüssel an, der mit { $detail } beginnt
        [not-text] enthält einen Schlüssel, der kein Text ist
        [another] hat den Schlüssel angenommen, gibt aber einen anderen zurück
        [damaged] ist beschädigt
        [lost] hat den Schlüssel inzwischen verloren
        [strange] hat so geantwortet, wie Clawtender es nicht kennt
        [not-done] hat es nicht getan: { $detail }
        [large] nimmt keinen Schlüssel mit mehr als { $detail } Bytes an
       *[several] enthält { $detail } verschiedene Schlüssel unter demselben Namen
    }

## Was an einer Konfiguration falsch ist, wo OpenClaw es nicht selbst sagt

config-file =
    { $why ->
        [empty] Die Datei ist leer.
        [single] In der Datei steht ein einzelner Wert, wo ein Objekt nötig ist.
        [utf-sixteen] Die Datei ist UTF-16-Text. Das Gateway liest nur UTF-8.
        [binary] Die Datei ist binär, kein Text.
        [not-utf] Von hier an ist die Datei kein UTF-8-Text.
        [absent] Diese Datei gibt es nicht.
        [deep] Objekte und Listen sind hier mehr als { $detail } tief verschachtelt.
        [parse] Der Text hat einen Schreibfehler: { $detail }.
        [unread] Die Datei ist nicht zu lesen: { $detail }.
       *[unsaid] OpenClaw nimmt die Datei nicht an und sagt nicht, warum.
    }
config-early =
    Der Text endet zu früh: { $open ->
        [list] eine Liste
        [object] ein Objekt
        [string] eine Zeichenkette
        [comment] ein Kommentar
        [key] ein Schlüssel
        [number] eine Zahl
       *[value] ein Wert
    } ist nicht vollständig.
config-include =
    Die eingebundene Datei { $file } wird nicht benutzt: { $why ->
        [outside] sie liegt außerhalb des Ordners der Konfiguration.
        [circle] sie bindet sich selbst ein.
        [many] Dateien sind mehr als zehn tief oder mehr als zweihundertmal eingebunden.
        [text] Zeile { $line }: { $detail }
       *[unread] { $detail }.
    }

## Ob das System seine Uhr stellt

clock-untold =
    { $why ->
        [late] Das System hat nicht rechtzeitig gesagt, ob es seine Uhr stellt.
        [nobody] Nichts auf diesem System sagt, ob es seine Uhr stellt: systemd-timedated antwortet nicht.
        [unsaid] systemd-timedated sagt nicht, ob dieses System seine Uhr stellt.
       *[administrators] macOS sagt nur Administratoren, ob es seine Uhr stellt.
    }

## Programme, Dateien und das System

program-silent =
    { $program } { $why ->
        [missing] ist nicht da
        [not-executable] ist nicht ausführbar
        [late] hat in { $seconds } s nicht geantwortet
       *[unstarted] ließ sich nicht starten: { $detail }
    }
file-unread =
    { $why ->
        [absent] diese Datei gibt es nicht
        [no-file] das ist keine Datei
        [large] sie ist größer als { $bytes } Bytes
       *[text] sie ist kein UTF-8-Text
    }
port-odd =
    { $told ->
        [yes] Der Port ist { $port }.
       *[no] Der Port ist keine Zahl.
    } Ein Port ist eine ganze Zahl von 1 bis 65535.
clock-no-service = Dieses System hat keinen Zeitdienst, den systemd kennt, und sagt nicht, ob ein anderer seine Uhr stellt.
clock-unreachable = systemd-timedated ist nicht erreichbar. Nichts wurde geändert.
clock-not-done =
    { $who } hat es nicht getan: { $why }{ $left ->
        [nothing] . Nichts wurde geändert.
        [off] . Die automatische Uhrzeit ist jetzt aus.
       *[unsaid] { "" }
    }
doctor-endangers = OpenClaws Diagnose wird nicht gefragt: dabei könnte eine Anmeldung verloren gehen.
doctor-silent = OpenClaws Diagnose gab keine Antwort: { $why }.
doctor-not-understood = Was OpenClaws Diagnose gesagt hat, ist nicht zu verstehen: { $why }.
random-none = Das System gibt keine Zufallszahlen.
configuration-unusable = { $file } ist so nicht zu gebrauchen und wird in Ruhe gelassen: { $why }

## Der Dienst von OpenClaw

service-not =
    { $why ->
        [start] Es fand sich kein OpenClaw, das seinen Dienst starten könnte.
        [stop] Es fand sich kein OpenClaw, das seinen Dienst anhalten könnte.
        [install] Es fand sich kein OpenClaw, das seinen Dienst einrichten könnte.
        [uninstall] Es fand sich kein OpenClaw, das seinen Dienst entfernen könnte.
        [late] „openclaw { $what }“ hat in { $number } s nicht geantwortet.
        [exit] Es endete mit Code { $number } und sagte nicht, warum.
        [ended] Es wurde beendet, bevor es antwortete.
        [unfinished] Der Befehl wurde nicht fertig.
        [no-gateway] Es sagt, sein Dienst sei gestartet, und es zeigt sich kein Gateway.
       *[system] Das System sagt: { $what }.
    }

## Der Start bei der Anmeldung: der Rest eines Satzes, ohne Punkt

autostart-not =
    { $why ->
        [place] dieses Programm weiß nicht, wo es liegt
        [home] es gibt keinen Benutzerordner (HOME ist nicht gesetzt)
        [desktop-file] eine Desktop-Datei kann nur Programme nennen, deren Pfad Text ist
        [property-list] eine Property-Liste kann nur Programme nennen, deren Pfad Text ist
        [registry] die Registry kann nur Programme nennen, deren Pfad Text ist
        [missing] { $detail } ist nicht da und kann nicht bei der Anmeldung starten
        [mount] dieses Clawtender läuft aus einem eingehängten AppImage, das es bei der nächsten Anmeldung nicht mehr gibt ({ $detail }): das AppImage selbst öffnen
        [translocated] macOS führt diese Kopie an einem Ort aus, den es nur für diesen Start angelegt hat: Clawtender nach „Programme“ bewegen und dort öffnen
        [unlike] der Eintrag für den Start bei der Anmeldung liest sich nicht, wie er geschrieben wurde ({ $detail })
        [read] der Run-Schlüssel ist nicht zu lesen: { $detail }
        [open] der Run-Schlüssel ließ sich nicht öffnen: { $detail }
        [written] der Run-Schlüssel ließ sich nicht schreiben: { $detail }
       *[changed] der Run-Schlüssel ließ sich nicht ändern: { $detail }
    }

## Ein Geheimnis, das anderswo steht als in der Konfiguration

secret-not-known =
    { $why ->
        [store] Das gemeinsame Geheimnis des Gateways liegt in der eigenen Ablage von OpenClaw, die nur das Gateway liest.
        [plugin] Das gemeinsame Geheimnis des Gateways kommt aus dem Plugin des Geheimnisanbieters „{ $name }“, den nur das Gateway fragt.
        [not-configured] Das gemeinsame Geheimnis des Gateways wird vom Geheimnisanbieter „{ $name }“ verlangt, der dafür nicht eingerichtet ist.
        [variable] Das gemeinsame Geheimnis des Gateways steht in der Umgebungsvariable { $name }, die hier nicht gesetzt ist.
        [not-own] Der Geheimnisanbieter „{ $name }“ benutzt { $detail }, was nicht nur dieser Benutzer ändern kann.
        [file] In der Datei des Geheimnisanbieters „{ $name }“ steht kein solches Geheimnis.
       *[program] Das Programm des Geheimnisanbieters „{ $name }“ gab kein Geheimnis: { $detail }.
    }
# Was es stattdessen tat: der Rest eines Satzes, ohne Punkt.
secret-program-gave =
    { $what ->
        [late] es hat nicht rechtzeitig geantwortet
        [missing] es ist nicht da
        [not-started] es lässt sich nicht starten
        [code] es endete mit dem Code { $code }
        [signal] ein Signal hat es beendet
        [too-much] es hat zu viel gesagt
        [no-json] was es sagte, ist kein JSON
        [version] es spricht nicht Version 1 des Protokolls
       *[nothing] es hat keines
    }

## Warum ein Anbieter nicht nach einem Schlüssel zu fragen ist

key-no-question =
    { $why ->
        [setup-token] Das ist ein Setup-Token, das nur für Gespräche gilt: keine kostenlose Anfrage sagt etwas darüber.
        [none-free] Dieser Anbieter hat keine kostenlose Anfrage: ein Schlüssel zeigt sich erst, wenn er gebraucht wird.
       *[nowhere] Die Konfiguration des Gateways sagt nicht, wo dieser Anbieter ist.
    }
