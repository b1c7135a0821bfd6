### Eine Anmeldung, und ein Schlüssel oder Token, nach dem gefragt wird: was jeder Schritt sagt und wie es ausging.

sign-in-another = Eine andere Anmeldung läuft. Die muss erst beendet oder abgebrochen werden.
sign-in-none = Es läuft keine Anmeldung.
sign-in-paste = Token einfügen
sign-in-ways = Es gibt mehrere Wege, sich anzumelden.
sign-in-no-way = Das Gateway bietet für { $name } keine Anmeldung an. Wo ein Schlüssel oder Token gebraucht wird, ist ein neuer einzugeben.
sign-in-these-ways = Für { $name } gibt es diese Wege, sich anzumelden: { $ways }.
sign-in-whose = Wessen Anmeldung das ist, ist nicht bekannt.
sign-in-unsaid = Das Gateway hat noch nicht gesagt, wie man sich anmeldet.
sign-in-cancelled = Die Anmeldung wurde abgebrochen. Nichts wurde geändert.
sign-in-not-taken = Das Gateway hat die letzte Antwort noch nicht angenommen.
sign-in-not-asked = Danach wird nicht mehr gefragt, oder dies ist keine Antwort darauf.

## Ein neuer Schlüssel

new-key-title = Schlüssel für { $name }
new-key-paste =
    { $page ->
        [yes] Auf der Seite einen Schlüssel erstellen und hier einfügen
       *[no] Hier einfügen
    }. Er wird probiert und kommt in den Schlüsselbund.{ $old ->
        [yes] { " " }Der vorhandene bleibt bis dahin.
       *[no] { "" }
    }
new-key-taken = Im Schlüsselbund liegt ein anderer Schlüssel für { $name }, den das Gateway nicht benutzt. Einer von beiden muss erst weg: mit clawtender keys delete { $provider } oder aus der Konfiguration.
new-key-not-stored = { $why } Nichts wurde gespeichert.
new-key-asking = { $name } wird danach gefragt…
new-key-keeping = Er kommt in den Schlüsselbund, und das Gateway erfährt davon.
new-key-untried = Der Schlüssel ließ sich nicht probieren
new-key-all-the-same = Trotzdem behalten?
new-key-in-use = Der neue Schlüssel ist in Gebrauch
new-key-delete-old = Den alten beim Anbieter löschen: bis dahin kann ihn benutzen, wer ihn hat.
new-key-odd-name = { $name } hat einen Namen, den der Schlüsselbund nicht aufnimmt. Nichts wurde gespeichert.

## Ein eingefügtes Token

token-title = Token für { $name }
token-paste = Hier einfügen. OpenClaw speichert es in seiner eigenen Datenbank, aus der das Gateway es nimmt.
token-no-openclaw = Es ist kein OpenClaw bekannt, das es speichern könnte. Nichts wurde geändert.
token-storing = OpenClaw speichert es und sagt es dem Gateway…
token-lasts = Wie lange gilt das Token für { $name }?
token-lasts-how = In Tagen, wie 365d, oder Stunden, wie 12h. Leer lassen, wenn es kein Ende hat.
token-no-time = Das ist keine Zahl von Tagen oder Stunden.
token-empty = Es wurde nichts eingefügt.
token-over = Nach eigener Angabe ist es abgelaufen.
token-endangers = Die Stelle, die eine andere Anmeldung erneuert, ist nicht erreichbar, und sie ginge verloren. Nichts wurde geändert.
token-late = OpenClaw ist nicht rechtzeitig fertig geworden. Ob das Token gespeichert ist, zeigt sich, wenn das Gateway gefragt wird.
token-untold = OpenClaw hat es nicht gespeichert und sagt nicht, warum.
token-refused = OpenClaw nimmt es nicht an: { $why }
the-provider = den Anbieter

## Die Cloud-Befehlszeile

cloud-gone = Die Cloud-Befehlszeile ist nicht mehr auf diesem Rechner.
cloud-renewing = Die Cloud-Befehlszeile soll die Anmeldung erneuern…
cloud-signing-in = Die Cloud-Befehlszeile meldet an…
cloud-too-long = Die Anmeldung dauerte zu lange und wurde beendet. Nichts wurde geändert.
cloud-asks = Die Cloud-Befehlszeile fragt
cloud-ended =
    Die Cloud-Befehlszeile endete { $code ->
        [none] ohne einen Code
       *[some] mit Code { $code }
    }{ $told ->
        [yes] : { $last }
       *[no] { " " }und sagte nichts.
    }

## Die Anmeldung des Gateways selbst

gateway-sign-in-endless = Die Anmeldung des Gateways nahm kein Ende und wurde beendet.
gateway-sign-in-broken = Die Anmeldung brach ab: { $why }.
gateway-sign-in-busy = Das Gateway führt gerade durch eine andere Anmeldung oder Einrichtung. Die muss erst fertig oder beendet sein.
gateway-sign-in-gone = Das Gateway weiß nichts mehr von der Anmeldung.
gateway-sign-in-refused = Das Gateway hat abgelehnt: { $why }
gateway-sign-in-strange = Die Anmeldung des Gateways sagt etwas, was Clawtender nicht kennt.
gateway-sign-in-nothing = Aus der Anmeldung wurde nichts: { $why }.
gateway-sign-in-unsaid = Aus der Anmeldung wurde nichts, und das Gateway sagt nicht, warum.
gateway-sign-in-none = Es wurde keine Anmeldung begonnen: { $why }.
gateway-sign-in-random = Das System gibt keine Zufallszahlen.
cloud-unstarted = Die Cloud-Befehlszeile ließ sich nicht starten: { $why }
cloud-deaf = Die Cloud-Befehlszeile nimmt keine Antwort an: { $why }
