### Was das Gateway tut, in einem Satz ohne Punkt.

gateway-stopped = Gateway ist angehalten
gateway-starting = Gateway startet
gateway-healthy = Gateway ist in Ordnung
gateway-degraded = Gateway bedient keine Anfragen
gateway-stopping = Gateway hält an
gateway-backoff = Gateway ist beendet und startet gleich neu
gateway-crash-looping = Gateway endet immer wieder
gateway-refused = Gateway kann nicht starten
gateway-working =
    { $running ->
        [one] In Arbeit: { $running } Sitzung
       *[other] In Arbeit: { $running } Sitzungen
    }
