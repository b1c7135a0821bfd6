### Zugang: wen das Gateway einlässt, und was auf eine Antwort wartet.

access-waiting = Clawtender ist noch nicht mit dem Gateway verbunden.
access-denied = Das Gateway lässt Clawtender nicht ein.
# Der Anfang eines Satzes, der nach einem Doppelpunkt sagt, warum.
access-turned-away =
    { $named ->
        [yes] „{ $name }“
       *[no] Ein Client ohne Namen
    } wurde { $times ->
        [0] einmal
        [1] einmal
        [2] zweimal
       *[other] { $times }-mal
    } abgewiesen
access-runs-once = Führt einmal aus: { $command }
device-identity-late = Clawtender brauchte mehr als 2 min, um dem Gateway zu antworten, so dass seine Signatur nicht mehr galt. Es versucht es von selbst noch einmal.
device-identity-refused = Das Gateway nimmt den Schlüssel nicht an, mit dem Clawtender signiert. Clawtender sieht erst mit einem neuen, was dort wartet.
device-identity-theirs =
    { $away }: { $why ->
        [none] es kam keine Geräteidentität mit. Ein Browser hat eine nur über https oder auf diesem Rechner.
        [stale] die Signatur war älter als 2 min. Die Uhr dort muss gestellt werden.
       *[unfit] die Signatur passt nicht zum Schlüssel. Das Programm muss aktualisiert oder neu gekoppelt werden.
    }
device-token-ours = Das Gateway nimmt das Token nicht mehr an, das es Clawtender gegeben hat: es wurde ersetzt oder widerrufen. Clawtender sieht nicht, was dort wartet.
device-token-theirs = { $away }: das Geräte-Token wurde ersetzt oder widerrufen. Das Gerät muss neu gekoppelt werden.
gateway-token-made-up = Das Gateway hat sich für diesen Start selbst ein Token gemacht.
gateway-token-unreadable = Das Gateway verlangt sein Geheimnis, und Clawtender kann es nicht dort lesen, wo das Gateway es liest. Was dort wartet, sieht es nicht.
gateway-token-limited =
    Das Gateway lässt von hier aus { $told ->
        [yes] { $after }
       *[no] eine Zeit
    } lang niemanden ein, nach zu vielen falschen Versuchen. Es öffnet sich von selbst wieder.
gateway-token-mismatch =
    Das Gateway hat ein anderes { $secret ->
        [password] Passwort
       *[token] Token
    } als Clawtender. Clawtender sieht nicht, was dort wartet.
gateway-token-missing =
    Das Gateway verlangt sein { $secret ->
        [password] Passwort
       *[token] Token
    }, und Clawtender hat keines. Clawtender sieht nicht, was dort wartet.
gateway-token-unset =
    Das Gateway läuft ohne das { $secret ->
        [password] Passwort
       *[token] Token
    }, das es verlangt. Bis es eines hat, kommt niemand hinein.
gateway-token-not-enough = Das Gateway lässt Clawtender so, wie es kommt, nicht ein: ein Token genügt ihm nicht. Clawtender sieht nicht, was dort wartet.
gateway-token-theirs =
    { $away }: { $cause ->
        [token_missing] es kam kein Token mit. Nötig ist das dieses Gateways.
        [token_mismatch] das Token ist ein anderes als das des Gateways. Nötig ist das dieses Gateways.
        [password_missing] es kam kein Passwort mit. Nötig ist das dieses Gateways.
        [password_mismatch] das Passwort ist ein anderes als das des Gateways. Nötig ist das dieses Gateways.
        [rate_limited] es gab zu viele Versuche mit einem falschen Token. Das Gateway hört nach 5 min wieder zu.
        [bootstrap_token_invalid] der Einrichtungscode ist verbraucht oder älter als 10 min. Nötig ist ein neuer.
       *[other] der mitgeschickte Ausweis genügte dem Gateway nicht.
    }
origin-allowed-ours = Das Gateway hält Clawtender für eine Webseite, die es nicht kennt. Etwas zwischen beiden verändert, was gesendet wird.
origin-allowed-theirs =
    Eine Seite { $named ->
        [yes] von „{ $name }“
       *[no] ohne Angabe ihrer Herkunft
    } wurde { $times ->
        [0] einmal
        [1] einmal
        [2] zweimal
       *[other] { $times }-mal
    } abgewiesen: das Gateway kennt sie nicht. Ist es keine eigene Seite, kann es so bleiben.
# Was die Reparatur tut.
origin-allowed-step = gateway.controlUi.allowedOrigins: "{ $origin }" kommt hinzu
origin-allowed-then = Jede Seite von dort kann dann durch den Browser mit dem Gateway sprechen
pairing-pending-ours =
    Das Gateway lässt Clawtender ein, sobald jemand, der Zugang hat, das genehmigt{ $told ->
        [yes] : openclaw devices approve { $request }
       *[no] { "" }
    }. Bis dahin sieht es nicht, was dort wartet.
protocol-agreement-untrusted = Was am Port des Gateways antwortet, zeigt ein anderes Zertifikat, als in den Dateien des Gateways steht. Clawtender verrät ihm kein Geheimnis. Ein neues Zertifikat übernimmt das Gateway spätestens beim Neustart.
protocol-agreement-versions = Das Gateway spricht Protokoll { $theirs }, Clawtender { $ours }. { $older } muss aktualisiert werden.
protocol-agreement-ours = Das Gateway versteht nicht, wie Clawtender sich vorstellt. Das ältere von beiden muss aktualisiert werden.
protocol-agreement-theirs =
    { $away }: { $why ->
        [page] die Seite hat eine andere Version als das Gateway. Sie muss neu geladen werden.
       *[protocol] das Gateway spricht ein anderes Protokoll. Das ältere von beiden muss aktualisiert werden.
    }
scope-sufficient-unknown = Das Gateway hat Clawtender { $scope } nicht gewährt. Ein Teil dessen, was es zeigt, kann fehlen.
scope-sufficient-without = Das Gateway hat Clawtender nicht alles gewährt. Es kann nicht { $cannot }.
# Etwas, was es nicht kann, und mehreres.
scope-sufficient-act =
    { $act ->
        [see] sehen, was das Gateway tut
        [pair] Kopplungen zeigen oder beantworten
        [answer] wartende Befehle zeigen oder beantworten
       *[approve] genehmigen, was die Rechte des Eigentümers gibt
    }
scope-sufficient-nor = { $first }, noch { $next }
scope-sufficient-ours = Clawtender verlangt mehr, als das Gateway ihm gewährt hat, und wird nicht eingelassen. Es sieht nicht, was dort wartet.
scope-sufficient-theirs = { $away }: es wurde mehr verlangt als gewährt ist. Das lässt sich nur durch neues Koppeln anfragen.
