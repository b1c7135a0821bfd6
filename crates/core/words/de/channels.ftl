### Kanäle: was das Gateway für seinen Eigentümer tut.

# Ein Kanal, den das Protokoll nicht nennt.
channels-unnamed = ein Kanal
# Der Anfang eines Satzes, der nach einem Doppelpunkt sagt, warum.
channels-left-alone =
    { $count ->
        [one] Eine Nachricht
       *[other] { $count } Nachrichten
    } in { $named ->
        [yes] der Gruppe „{ $group }“
       *[no] einer Gruppe
    } ({ $channel }) { $count ->
        [one] blieb
       *[other] blieben
    } unbeachtet
browser-tool-sandbox = Der Browser für den Agenten ist nicht gestartet: mit Sandbox läuft er nicht als Administrator wie das Gateway. Das Gateway als eigener Benutzer laufen lassen oder ohne Sandbox auskommen.
# Was die Behebungen tun.
browser-tool-then = Das Gateway übernimmt es von selbst
browser-tool-then-open = Was Seiten tun, hält der Browser dann weniger zurück
browser-tool-then-installed = Chrome, Brave, Edge oder Chromium muss installiert sein
browser-tool-then-starts = Der Browser startet, wenn der Agent ihn braucht
channel-allowed-group = { $left }: die Gruppe steht nicht auf der Liste. Ist es keine eigene, kann es so bleiben.
channel-allowed-direct =
    Jemand schrieb dem Agenten direkt ({ $channel }) und bekam keine Antwort: Direktnachrichten sind dort ausgeschaltet. Um nach jedem Absender gefragt zu werden, { $known ->
        [yes] „openclaw config set { $key } pairing“ ausführen.
       *[no] dmPolicy auf pairing setzen.
    }
channel-allowed-sender =
    Jemand schrieb dem Agenten ({ $channel }) und bekam keine Antwort: Absender oder Gruppe stehen nicht auf der Liste. Wer bekannt ist, kommt mit seiner Id in { $known ->
        [yes] { $key }.
       *[no] allowFrom des Kanals.
    }
# Was die Reparatur tut.
channel-allowed-then-sender = { $sender } kann dann den Agenten fragen
channel-allowed-then-asks = Wer dem Agenten direkt schreibt, wartet auf ein Ja
channel-allowed-then = Wer dort schreiben darf, kann dann den Agenten fragen und erwähnt ihn dazu
channel-connected-step = Der Kanal zeigt dort einen Code oder einen Link für das Handy, dem das Konto gehört
channel-connected-out = { $which } ist abgemeldet. Nachrichten dort werden nicht beantwortet, bis sich jemand wieder anmeldet.
channel-connected-off =
    { $which } { $so ->
        [given-up] ist aus, und das Gateway hat aufgegeben
        [unconnected] läuft und hat keine Verbindung
       *[stopped] läuft nicht
    }.{ $says ->
        [yes] { " " }Es sagt: { $why }.
       *[no] { "" }
    } Nachrichten dort werden nicht beantwortet.
channel-mention-group = { $left }: der Agent antwortet dort nur, wenn er erwähnt wird.
# Was die Reparatur tut.
channel-mention-then = Der Agent beantwortet dann alles, was in dieser Gruppe geschrieben wird
channel-permitted-not =
    Ein Kanal ({ $channel }) ließ den Agenten { $count ->
        [one] einmal
       *[other] { $count }-mal
    } etwas nicht tun: { $way ->
        [blocked] diese Person hat den Bot blockiert. Nur sie kann das aufheben
        [removed] der Bot wurde aus der Gruppe entfernt. Er muss wieder hinein
        [unknown] der Bot kennt diesen Chat nicht. Zuerst muss ihm dort jemand schreiben
        [right] dem Bot fehlt ein Recht in der Gruppe. Dort muss er Administrator werden oder dieses Recht bekommen
        [scope] der App fehlt ein Scope. Den in der Zeile genannten hinzufügen und die App neu installieren
        [outside] der Bot ist nicht in diesem Kanal. Er muss eingeladen werden
        [role] der Rolle des Bots fehlt eine Berechtigung. Auf dem Server muss die Rolle sie bekommen
        [unseen] der Bot sieht diesen Kanal nicht. Seine Rolle muss ihn sehen dürfen
       *[commands] der Bot hat mehr Befehle, als in das Menü passen. Einige Skills oder Befehle müssen weg
    }.
cron-running-off =
    Der Zeitplaner des Gateways ist ausgeschaltet (cron.enabled ist false). { $jobs ->
        [one] 1 Auftrag läuft
       *[other] { $jobs } Aufträge laufen
    } nicht.
# Was die Reparatur tut.
cron-running-on = Setzt cron.enabled in der Konfiguration des Gateways auf true.
cron-running-missed =
    Der Auftrag „{ $name }“ { $ever ->
        [yes] war um { $due } fällig und lief nicht.
       *[no] lief noch nie, obwohl er um { $due } fällig war.
    }
cron-running-fails =
    Der Auftrag „{ $name }“ { $times ->
        [1] ist zuletzt gescheitert
       *[other] ist { $times }-mal nacheinander gescheitert
    }.{ $says ->
        [yes] { " " }Er sagt: { $why }.
       *[no] { "" }
    }
heartbeat-delivered-failed =
    Aus dem letzten Heartbeat des Agenten wurde nichts.{ $says ->
        [yes] { " " }Er sagt: { $why }.
       *[no] { "" }
    } Was er gemeldet hätte, bleibt ungesagt.
heartbeat-delivered-nobody = Der Heartbeat des Agenten hat noch keinen Empfänger. Es genügt, dem Agenten einmal zu schreiben oder agents.defaults.heartbeat.target zu setzen.
heartbeat-delivered-account = Der Heartbeat des Agenten soll über ein Konto gehen, das es nicht gibt. agents.defaults.heartbeat.accountId muss berichtigt werden.
heartbeat-delivered-silenced = Der Heartbeat des Agenten erreicht niemanden: alles, was er zeigen könnte, ist für seinen Kanal ausgeschaltet.
heartbeat-delivered-later = Der Heartbeat des Agenten wurde nicht gesendet: sein Kanal war nicht bereit. Beim nächsten Mal wird er gesendet.
node-online-background = Ein Node konnte nicht tun, was verlangt war: seine App ist im Hintergrund. Die App dort öffnen und offen lassen.
node-online-away = Der Node „{ $name }“ ist nicht verbunden. Was er bietet, fehlt, bis die App dort offen ist und das Gateway erreicht.
node-permitted-lacks =
    Ein Node konnte nicht tun, was der Agent wollte: das System dort erlaubt der App nicht, { $named ->
        [yes] { $what } zu benutzen
       *[no] etwas zu benutzen, was sie braucht
    }. Zu erlauben ist es in den Einstellungen jenes Telefons oder Rechners.
node-permitted-listed = Der Agent wollte einen Befehl ausführen, der nicht auf der Liste der erlaubten steht, und durfte nicht. Darf er es, „openclaw approvals allowlist add PROGRAMM“ mit seinem Pfad ausführen.
node-permitted-sandbox = Der Agent soll Befehle in einer Sandbox ausführen, und es gibt keine. Die Sandbox einschalten oder tools.exec.host auf gateway setzen.
node-permitted-command = Der Agent wollte { $what } an einem Node benutzen, und das Gateway lässt ihn nicht. Darf er es, diesen Befehl zulassen.
# Was die Behebung tut.
node-permitted-then = Jeder Node, der das anbietet, kann dann darum gebeten werden, von jedem Agenten
node-permitted-rules = Ein Befehl des Agenten wurde nicht ausgeführt: die Regeln jenes Rechners erlauben ihn nicht oder können nicht sicher sein, was er tut. „openclaw approvals“ zeigt sie.
