### Die Zeilen der Übersicht.

# Gateway neu starten (Gateway hängt): behoben
overview-last-fix =
    { $label }{ $named ->
        [yes] { " " }({ $about })
       *[no] { "" }
    }: { $became ->
        [done] erledigt
        [mended] behoben
        [failing] erledigt, die Prüfung schlägt seither weiter fehl
        [failed] nicht möglich
       *[declined] nicht ausgeführt
    }
overview-expires =
    { $what ->
        [token] Das Token für { $name }
       *[cloud] Die Anmeldung der Cloud-Befehlszeile
    } läuft in { $left } ab
overview-no-expiry = Nichts, was zu erneuern wäre
clock-unmeasured = Noch nicht gemessen.
clock-right =
    Die Uhr dieses Rechners geht richtig: laut { $count ->
        [one] 1 Quelle
       *[other] { $count } Quellen
    } { $off } { $side ->
        [behind] nach
       *[ahead] vor
    }.
clock-nobody = Niemand wird nach der Uhrzeit gefragt: die Einstellungen nennen keinen Server.
clock-silent =
    { $source } hat die Uhrzeit nicht gesagt{ $others ->
        [0] : { $why }
        [1] { " " }({ $why }), ein weiterer auch nicht
       *[other] { " " }({ $why }), { $others } weitere auch nicht
    }.
