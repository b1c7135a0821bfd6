### Zeit: wessen Uhr falsch geht, und was daran scheitert.

clock-gateway-off =
    Die Uhr des Gateways geht { $off } { $side ->
        [behind] nach
       *[ahead] vor
    }, verglichen mit diesem Rechner. { $follows ->
        [schedules] Token und Zeitpläne richten sich nach ihr.
       *[signatures] Geräte, die mit der richtigen Zeit signieren, lehnt es ab.
    } { $where ->
        [here] Es läuft auf diesem Rechner: ein Neustart gibt ihm dessen Zeit.
       *[there] Seine Uhr muss gestellt werden, wo es läuft.
    }
clock-gateway-ours = Die Uhr dieses Rechners geht falsch, und die des Gateways richtig.
clock-gateway-step = Unter { $system }, dort in einem Terminal: { $line }
clock-gateway-untold = Das Gateway hat seine Uhrzeit noch nicht genannt.
clock-skew-off =
    Die Uhr dieses Rechners geht { $off } { $side ->
        [behind] nach
       *[ahead] vor
    }{ $came ->
        [jumped] , seit sie gestellt wurde
        [drifted] : in { $over } ist sie um { $by } abgewichen
       *[unknown] { "" }
    }. { $follows ->
        [refused] Das Gateway lehnt Geräte mit der richtigen Zeit ab, und Token und Zertifikate werden nach einer falschen beurteilt.
        [near] Ab 2 min lehnt das Gateway ab, was Geräte signieren; Token und Zeitpläne stimmen schon jetzt nicht.
        [early] Token scheinen zu früh abzulaufen, und Zeitpläne laufen zu früh.
       *[late] Abgelaufene Token sehen noch gültig aus, und Zeitpläne laufen zu spät.
    }
clock-skew-contradiction = { $count } Quellen nannten die Uhrzeit, und keine Hälfte stimmt überein: welche recht hat, ist nicht zu sagen.
# Was die Reparatur tut.
clock-skew-step =
    Stellt die Uhr um { $off } { $way ->
        [forward] vor
       *[back] zurück
    }, mit Zustimmung eines Administrators
clock-sync-off = Dieser Rechner stellt seine Uhr nicht von selbst. Sie weicht jede Woche um Sekunden ab, bis Token und Signaturen nach einer falschen Zeit beurteilt werden.
clock-sync-step = Fragt nach der Zustimmung eines Administrators, wo das System sie verlangt
step-runs = Führt aus: { $line }
