### Was aus einem Auftrag geworden ist: ein Satz.

no-link = Clawtender ist nicht mit dem Gateway verbunden.
ending = Clawtender wird beendet.
no-such-check = Es gibt keine solche Prüfung.
unknown-request = Diese Version von Clawtender kennt diese Anfrage nicht ({ $why }).
followed-elsewhere = Der Ausgabe lässt sich über den lokalen Socket folgen.
no-screen = Clawtender läuft hier ohne Bildschirm.

## Das Gateway

settled-ready = Gateway ist bereit
settled-ready-again = Gateway ist wieder bereit
settled-stopped = Gateway ist angehalten
settled-not-ready = Gateway läuft und ist nicht bereit
settled-started-again = Gateway wurde neu gestartet, bevor es angehalten war
settled-elsewhere = Ein anderswo gestartetes Gateway läuft schon; Clawtender beobachtet es
settled-looks = Clawtender sucht das Gateway
settled-idle = Gateway startet neu, sobald es nichts zu tun hat
settled-restarts-itself = Das Gateway startet sich selbst neu
settled-no-restart = Dieses Gateway wurde anderswo gestartet und lässt sich von Clawtender nicht neu starten.
settled-no-stop = Dieses Gateway wurde anderswo gestartet. Clawtender hält es nicht an; zu beenden ist es dort, wo es gestartet wurde.
settled-not-stopped = Das Gateway wurde nicht angehalten und läuft weiter: { $why }.
restart-interrupts =
    { $running ->
        [0] Nichts ist in Arbeit: ein Neustart unterbricht niemanden.
        [1] 1 Chat oder Lauf ist in Arbeit: ein Neustart würde ihn jetzt unterbrechen.
       *[other] { $running } Chats oder Läufe sind in Arbeit: ein Neustart würde sie jetzt unterbrechen.
    }
unsaid-doing = Das Gateway sagt nicht, was es tut: { $why }.
no-dashboard = Das Gateway stellt sein Dashboard zurzeit nicht bereit.
no-address = Für den Browser ließ sich keine Adresse erzeugen: { $why }.
# Warum das Gateway keine Antwort gab: der Rest eines Satzes, ohne Punkt.
gateway-gave =
    { $what ->
        [nobody] am Port des Gateways hört niemand zu
        [starting] das Gateway startet noch
        [denied] das Gateway hat die Verbindung abgelehnt: { $detail }
        [foreign] was am Port des Gateways antwortet, ist kein OpenClaw-Gateway
        [untrusted] was am Port des Gateways antwortet, zeigt ein anderes Zertifikat als das des Gateways
        [refused] das Gateway hat abgelehnt: { $detail }
        [late] das Gateway hat nicht rechtzeitig geantwortet
        [closed] das Gateway hat die Verbindung geschlossen
        [large] die Anfrage ist zu groß
        [no-choice] diese Anfrage hat keine solche Wahl
        [unconfirmed] das Gateway hat die Entscheidung nicht bestätigt
       *[unreadable] die Antwort des Gateways auf den Neustart ist nicht zu lesen
    }

## Entscheidungen

decided-gone = Das wartet nicht mehr: es wurde anderswo entschieden, zurückgezogen oder ist verfallen.
decided-no-link = Clawtender ist nicht mit dem Gateway verbunden; nichts wurde entschieden.
decided-not = Nichts wurde entschieden: { $why }.
waits-unknown-yet = Das Gateway hat Clawtender noch nicht eingelassen; was wartet, ist nicht bekannt.
waits-unknown = Das Gateway lässt Clawtender nicht ein; was wartet, ist nicht bekannt. clawtender doctor sagt, warum.
waits-nothing = Das Gateway läuft nicht; es kann nichts auf Freigabe warten.
decided-device-no = Abgelehnt: das Gerät bleibt draußen.
decided-device = Genehmigt: das Gerät darf sich verbinden.
decided-node-no = Abgelehnt: der Node bleibt draußen.
decided-node = Genehmigt: der Node darf dienen.
decided-sender-no = Verworfen: der Absender bleibt draußen.
decided-sender = Genehmigt: der Absender darf dem Gateway schreiben.
decided-command-once = Einmal erlaubt: der Befehl wird ausgeführt.
decided-command-always = Von nun an erlaubt: der Befehl wird ohne Rückfrage ausgeführt.
decided-command-no = Abgelehnt: der Befehl wird nicht ausgeführt.
decided-plugin-once = Einmal erlaubt.
decided-plugin-always = Von nun an erlaubt.
decided-plugin-no = Abgelehnt.
approval-ours = Das ist das Clawtender auf diesem Rechner.

## Reparaturen

mending-goes-on = Die Reparatur läuft und geht bis zum Ende. Danach lässt sie sich zurücknehmen.
mending-none-there = Dort wird nichts mehr repariert.
mending-healed = Das hat sich inzwischen von selbst behoben. Nichts wurde getan.
mending-by-hand = Das kann Clawtender nicht selbst. Der Bericht sagt, was zu tun ist.
mending-needs-yes = Das braucht ein Ja. Nichts wurde getan.
mending-under-way = Das wird schon repariert.
mending-broke-off = Die Reparatur brach ab.
mending-no-server = Wo dieser Server ist, ist nicht mehr bekannt.
mending-page-billing = Die Seite ist im Browser geöffnet. Dieser Befund vergeht, sobald der Anbieter wieder antwortet.
mending-page-status = Die Seite ist im Browser geöffnet. Dieser Befund vergeht, sobald der Anbieter wieder arbeitet.
mending-page-sign-in = Die Seite ist im Browser geöffnet. Dieser Befund vergeht, sobald das Netzwerk den Weg freigibt.
mending-no-browser = Es ließ sich kein Browser öffnen: { $why }. Die Seite ist { $page }
mending-no-page = Wo diese Seite ist, ist nicht bekannt.
mending-opened = { $file } ist jetzt offen. Der Fehler steht in Zeile { $line }. Sobald sie gespeichert ist, wird sie neu angesehen.
mending-not-opened = { $file } ließ sich nicht öffnen: { $why }. Der Fehler steht in Zeile { $line }.
mending-no-file = Der Fehler steht in keiner Datei mehr.
mending-unknown-yet = Es ist getan; ob es geholfen hat, ist noch nicht bekannt.
mending-helped = Erledigt: die Prüfung, die fehlschlug, ist wieder in Ordnung.
mending-stopped = Abgebrochen. Nichts wurde geändert.
mending-at = Schritt { $number } von { $of }: { $step }
mending-part = { $at } ({ $percent } %)
mending-step =
    { $step ->
        [wait] Das Ende einer anderen Änderung abwarten
        [plan] Feststellen, was sich ändert
        [back-up] Aufbewahren, was es zurücknimmt
        [fetch] Holen und ausprobieren
        [write] Die Änderung ausführen
        [restart] Das Gateway starten
       *[verify] Die Prüfung neu urteilen lassen
    }
examined =
    { $of ->
        [1] { $done } von 1 Prüfung ist fertig
       *[other] { $done } von { $of } Prüfungen sind fertig
    }

## Schlüssel

key-place =
    { $kind ->
        [keychain] der Schlüsselbund
        [environment] die Umgebungsvariable { $name }
        [service] die Definition des Dienstes { $file } ({ $name })
        [copy] die Kopie { $file }
       *[file] { $file } ({ $name })
    }
key-none-to-try = Es gibt keinen Schlüssel, der sich probieren ließe.
key-odd-name = Ein Name hat Buchstaben, Ziffern und dazwischen . _ -, höchstens 64 Zeichen.
key-deleted = Der Schlüssel für { $name } liegt nicht mehr im Schlüsselbund.
key-not-there = Der Schlüssel für { $name } lag nicht im Schlüsselbund.
key-kept = Der Schlüssel liegt im Schlüsselbund.
key-none-to-move = In keiner Datei des Gateways steht ein Schlüssel, der sich in den Schlüsselbund verschieben ließe.
key-files-changed = Die Dateien haben sich seit dem Ansehen geändert. Nichts wurde geändert; noch einmal ansehen.

## Einstellungen

settings-unread = Die Einstellungen waren nicht zu lesen.
settings-saved = Gespeichert.
settings-on-or-off = Das ist an oder aus.
settings-system = Das System führt es nicht aus: { $why }.
settings-unknown = Es gibt keine Einstellung { $key }.
settings-needs = { $key } { $expected }.
settings-needs-default = { $key } { $expected }. Es gilt der Standard.
settings-needs-left = { $key } { $expected }. Dieser Eintrag wird ausgelassen.
settings-needs-object = { $key } braucht ein Objekt, { "{" } … { "}" }.
settings-not-understood = Die Einstellungsdatei wird nicht geändert, weil sie nicht zu verstehen ist: { $why }. Sie muss berichtigt oder für einen Neuanfang weggenommen werden.
settings-unreadable = Die Einstellungsdatei wird nicht geändert, weil sie nicht zu lesen ist: { $why }.
settings-unsaved = Die Einstellungen sind nicht gespeichert: { $why }.
settings-not-utf = Die Einstellungsdatei ist kein UTF-8-Text. Es gelten die Standardwerte.
settings-file-unread = Die Einstellungsdatei wird nicht gelesen: { $why }. Es gelten die Standardwerte.
settings-no-object = Die Einstellungen sind kein Objekt, { "{" } … { "}" }. Es gelten die Standardwerte.
settings-no-parse = Die Einstellungen haben einen Schreibfehler: { $why }. Es gelten die Standardwerte.
# Was ein Wert hätte sein sollen: der Rest eines Satzes, der mit dem Namen der Einstellung beginnt.
settings-expected =
    braucht { $what ->
        [variables] eine Liste von Variablen, zum Beispiel ["NODE_OPTIONS=--use-system-ca"]; ohne Schlüssel und Passwörter, die in den Schlüsselbund gehören, und ohne solche, die sagen, wo OpenClaw ist
        [servers] eine Liste von Zeitservern, zum Beispiel ["time.example.org", "192.0.2.1:123"]
        [pages] eine Liste von Webadressen, zum Beispiel ["https://example.org/"]
        [language] eine Sprache, zum Beispiel "de"
        [one-of] eines von { $names }
        [switch] true oder false
        [port] eine ganze Zahl von 1 bis 65535
        [words] eine Liste von Wörtern, zum Beispiel ["a", "b"]
        [times] IDs von Prüfungen mit Zeiten, zum Beispiel { "{" } "clock-skew": "2027-01-01T00:00:00Z" { "}" }
       *[hours] zwei verschiedene Tageszeiten, zum Beispiel "22:00-07:00"
    }

## Was eine Reparatur täte, Zeile für Zeile

plan-runs = Führt aus: { $command }
plan-fetch = openclaw { $openclaw } und node { $node } aus der npm-Registry holen, ohne ein Skript daraus auszuführen
plan-put = Prüfen und nach { $folder } legen
plan-config = { $file } schreiben: nur für diesen Rechner, mit einem neuen Token
plan-mode = chmod { $mode } { $file } (jetzt { $now })
plan-ends = Prozess { $pid } ({ $name }) bitten, sich zu beenden: { $command }
plan-keeps = { $file } als { $aside } aufbewahren; was die Änderung zurücknimmt, legt sie wieder dorthin
plan-cuts = { $file }: die letzten { $left } von { $size } bleiben. Der Rest ist endgültig weg: er sagt noch mehr vom Gleichen, und eine Kopie bräuchte den Platz
plan-copies = Das Programm von Clawtender neu nach { $file } kopieren
plan-reads = Lässt das Gateway seine Geheimnisse neu lesen: secrets.reload
plan-starts = Das Gateway von hier aus starten

### Die Umgebung des Gateways

environment-gone = Nichts wurde geändert: es ist nicht mehr nötig.
environment-folder = Nichts wurde geändert: der Name von Clawtenders Ordner ist nicht UTF-8.
environment-unasked = Nichts wurde geändert: { $why }.
environment-unshown = Nichts wurde geändert: der Server zeigt das Zertifikat seiner Zertifizierungsstelle nicht.
environment-another = Nichts wurde geändert: der Server zeigt eine andere Zertifizierungsstelle als zuvor. Die Diagnose ist zu wiederholen.
environment-others = Nichts wurde geändert: Clawtender startet dieses Gateway nicht; es hat die Umgebung dessen, der es startet.
environment-kept =
    Nichts wurde geändert: { $name } { $why ->
        [text] ist kein UTF-8-Text.
       *[secret] hat einen Wert, der in keine Einstellungsdatei gehört.
    }

### Eine andere Konfiguration

other-config-gone = Nichts wurde geändert: die andere Konfiguration gibt es nicht mehr.
other-config-unread = Nichts wurde geändert: { $file } ist nicht lesbar: { $why }.
other-config-text = Nichts wurde geändert: { $file } ist kein UTF-8-Text.
other-config-unclear = Nichts wurde geändert: { $file } ist nicht verständlich: { $why }
other-config-includes = Nichts wurde geändert: { $file } bindet andere Dateien ein, die von dort, wo das Gateway liest, nicht gefunden werden. Sie sind von Hand zusammenzuführen.
other-config-same = Nichts wurde geändert: beide Konfigurationen sagen dasselbe. { $file } kann gelöscht werden.
other-config-unjudged = { $why } Nichts wurde geändert.

## Clawtenders eigene Engine, und ein Infobereich, der starten sollte

engine-unheard =
    { $why ->
        [absent] Clawtenders Engine läuft nicht.
        [gone] Clawtenders Engine hat sich beendet.
        [door] Clawtenders Engine nimmt keine Verbindung an: { $detail }.
        [ended] Clawtenders Engine hat sich beendet, bevor sie geantwortet hat.
        [silent] Clawtenders Engine hat seit { $detail } s nicht geantwortet.
       *[version] Clawtenders Engine hat eine andere Version als dieses Programm; sie verstehen einander nicht.
    }
tray-not-started =
    { $why ->
        [place] Dieses Fenster weiß nicht, wo es liegt, und also nicht, wo das Programm im Infobereich ist.
        [missing] { $tray } ist nicht da. Clawtender muss neu installiert werden.
        [refused] { $tray } ließ sich nicht starten: { $detail }.
        [ended] { $tray } hat sich sofort beendet. Das Protokoll liegt in { $detail }.
       *[silent] { $tray } wurde gestartet und antwortet nicht. Das Protokoll liegt in { $detail }.
    }
window-damaged = In diesem Fenster ist etwas kaputt. Neu geöffnet ist es wieder heil.
sign-in-no-page = Die Anmeldung nennt zurzeit keine Seite.
no-browser = Es ließ sich kein Browser öffnen: { $why }.
settings-not-opened = { $file } ließ sich nicht öffnen: { $why }.
