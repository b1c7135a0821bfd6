### Schlüssel und Token: ob es sie gibt, was ihr Anbieter von ihnen sagt und wie lange sie gelten.

## Was ein Anbieter zu einem Schlüssel geantwortet hat

answer-so =
    { $answer ->
        [accepted] { $name } nimmt den Schlüssel an.
        [open] { $name } antwortet auch ohne Schlüssel, so dass über diesen nichts bekannt ist.
        [wrong] { $name } nimmt den Schlüssel nicht an: er ist falsch oder wurde gelöscht.
        [revoked] { $name } nimmt den Schlüssel nicht mehr an: er wurde widerrufen.
        [expired] { $name } nimmt den Schlüssel nicht mehr an: er ist abgelaufen.
        [model] { $name } kennt den Schlüssel und gibt ihm dieses Modell nicht.
        [region] { $name } bedient das Land nicht, aus dem diese Verbindung kommt.
        [address] { $name } kennt den Schlüssel und nimmt ihn von dieser Netzwerkadresse nicht an.
        [scope] { $name } kennt den Schlüssel, dem eine Berechtigung fehlt.
        [organisation] { $name } hat das Konto hinter dem Schlüssel abgeschaltet.
        [long-context] { $name } nimmt den Schlüssel an, und langer Kontext ist eine Zusatznutzung, die nicht eingeschaltet ist.
        [unsaid] { $name } kennt den Schlüssel und erlaubt nicht, wofür er benutzt wird.
        [quota] Guthaben oder Kontingent bei { $name } sind aufgebraucht. Warten bringt sie nicht zurück.
        [limited] { $name } nimmt im Moment keine Anfragen mehr an.
        [limited-for] { $name } nimmt { $wait } lang keine Anfragen mehr an.
        [overloaded] { $name } ist überlastet und hat den Schlüssel nicht angesehen.
        [down] { $name } ist selbst gestört und hat den Schlüssel nicht angesehen.
        [endpoint] Unter dieser Adresse gibt es keine API von { $name }.
        [portal] Anstelle von { $name } antwortet eine Webseite: etwas ist dazwischen.
       *[not-understood] Die Antwort von { $name } war nicht zu verstehen.
    }
answer-remedy =
    { $answer ->
        [wrong] Einen neuen Schlüssel erstellen und eingeben.
        [revoked] Einen neuen Schlüssel erstellen und eingeben.
        [expired] Einen neuen Schlüssel erstellen und eingeben.
        [model] Ein anderes Modell wählen oder dieses beantragen.
        [region] Einen anderen Anbieter benutzen, oder ein anderes Netzwerk, wenn das erlaubt ist.
        [address] Dieses Netzwerk dort erlauben oder einen Schlüssel ohne solche Liste benutzen.
        [scope] Einen Schlüssel erstellen, der Modelle auflisten und benutzen darf.
        [organisation] Zuständig ist, wer das Konto verwaltet.
        [long-context] Die Zusatznutzung einschalten oder den langen Kontext ausschalten.
        [unsaid] Nachsehen, was der Schlüssel darf.
        [quota] Guthaben aufladen oder die Grenze anheben.
        [limited] Warten. Ein Neustart hilft nicht.
        [limited-for] Warten. Ein Neustart hilft nicht.
        [overloaded] Warten und die Statusseite ansehen.
        [down] Warten und die Statusseite ansehen.
        [endpoint] Die Basis-URL in der Konfiguration des Gateways berichtigen.
        [portal] Sich beim Netzwerk anmelden oder die Basis-URL berichtigen.
       *[not-understood] Noch einmal versuchen und die Statusseite ansehen.
    }

## Was an einem Schlüssel, wie er dasteht, falsch oder seltsam ist

flaw-so =
    { $flaw ->
        [empty] Es ist kein Schlüssel da.
        [lines] Der Schlüssel hat mehrere Zeilen. Ein Schlüssel ist eine einzige.
        [space] Im Schlüssel steht ein Leerzeichen. Das hat kein Schlüssel.
        [quotes] Im Schlüssel stehen Anführungszeichen. Sie gehören nicht dazu.
        [unusual] Im Schlüssel steht ein Zeichen, das kein Schlüssel hat, vielleicht ein unsichtbares.
        [assignment] Das ist eine ganze Zeile mit Einstellungen. Der Schlüssel ist nur, was nach = kommt.
        [placeholder] Das steht anstelle eines Schlüssels und ist keiner.
        [foreign] Das sieht nach einem Schlüssel für { $other } aus, nicht für { $name }.
        [beginning] Schlüssel für { $name } beginnen sonst anders.
        [short] Das ist kürzer, als Schlüssel für { $name } sonst sind: vielleicht fehlt ein Teil.
        [long] Das ist länger, als Schlüssel für { $name } sonst sind.
       *[sign] Darin steht ein Zeichen, das Schlüssel für { $name } sonst nicht haben.
    }

## Warum das Gateway ein Programm nicht ausführt: der Rest eines Satzes darüber

refusal-so =
    { $why ->
        [not-absolute] ist nicht mit vollem Pfad genannt
        [missing] ist nicht da
        [folder] ist ein Ordner
        [link] ist ein Verweis auf eine andere Datei
        [open-to-others] kann von anderen Benutzern geändert werden
        [other-owner] gehört einem anderen Benutzer
       *[not-executable] ist nicht als Programm gekennzeichnet
    }

## Prüfungen

cloud-token-unreadable = Die Datei, mit der sich die Befehlszeile der Cloud anmeldet, ist nicht zu lesen. Ihre Befehle schlagen fehl.
cloud-token-none = Die Befehlszeile der Cloud hat kein Token. Ohne Anmeldung schlagen ihre Befehle fehl.
cloud-token-login =
    Die Cloud-Anmeldung { $so ->
        [ended] ist { $when } abgelaufen. Bis zu einer neuen schlagen ihre Befehle fehl.
        [ends] läuft { $when } ab. Ab dann schlagen ihre Befehle fehl.
       *[early] gilt noch nicht: sie beginnt { $when }. Die Uhr des Ausstellers geht vor, oder sie ist für später. Bis dahin schlagen ihre Befehle fehl.
    }
# Was die Reparatur tut.
cloud-token-step = Führt aus: { $program } auth login, und zeigt, was es sagt
key-accepted-over = Er ist nach eigener Angabe abgelaufen, was auch immer sein Anbieter sagt.
key-accepted-refused = { $so } Die Modelle dort antworten, sobald es einen anderen gibt.
# Was die Reparatur tut.
key-accepted-step = Öffnet { $page } und fragt nach dem neuen Schlüssel
key-age-old = Der Schlüssel für { $name } ist seit { $days } Tagen in Gebrauch. Wer an ihn gekommen ist, kann ihn benutzen, bis er erneuert wird.
# Was die Reparatur tut, und was einem selbst bleibt.
key-age-asks = Fragt nach einem neuen Schlüssel, der beim Anbieter zu erstellen ist
key-age-tries = Probiert ihn und behält den alten, wenn er nicht angenommen wird
key-age-then = Danach den alten beim Anbieter löschen
key-plaintext-stands =
    Der Schlüssel für { $name } steht im Klartext in { $file }{ $more ->
        [0] { "" }
       *[other] { " " }und { $more } weiteren
    }. Jedes Programm dieses Benutzers kann ihn dort lesen.
# Was die Reparatur tut.
key-plaintext-kept = Schlüsselbund: der Schlüssel für { $name } wird gespeichert
key-plaintext-taken = { $place }: der Schlüssel wird herausgenommen
key-present-none = Das Gateway hat keinen Schlüssel für { $name }. Es kann die Modelle von { $name } nicht benutzen.
# Was die Reparatur tut.
key-quota-step = Öffnet { $page }
key-shadowed-is = Für { $name } nimmt das Gateway { $place } und nicht, was im Schlüsselbund liegt.
key-shadowed-place =
    { $kind ->
        [login] die bei ihm gespeicherte Anmeldung { $name }
        [token] das bei ihm gespeicherte Token { $name }
        [key] den bei ihm gespeicherten Schlüssel { $name }
        [logins] eine der bei ihm gespeicherten Anmeldungen
        [configuration] den Schlüssel in seiner Konfiguration
        [environment] den Schlüssel aus einer Variablen seiner Umgebung
        [variable] den Schlüssel aus der Variablen { $name }
       *[elsewhere] den Schlüssel aus { $name }
    }
# Was die Reparatur tut.
key-shadowed-logout = Das andere bleibt gespeichert. Um es zu entfernen: { $line }
key-shadowed-variable =
    { $told ->
        [yes] Das andere bleibt in { $file }. Um es zu entfernen, { $variable } dort herausnehmen
       *[no] Das andere bleibt, wo es gesetzt ist. Um es zu entfernen, { $variable } dort herausnehmen
    }
key-shadowed-step = models.providers.{ $provider }.apiKey: der Schlüsselbund
key-wellformed-is =
    { $so } { $certain ->
        [yes] So wird der Schlüssel abgelehnt
       *[no] So wird der Schlüssel vielleicht abgelehnt
    }, und dann antworten diese Modelle nicht.
keychain-available-not =
    { $state ->
        [missing] Hier ist kein Schlüsselbund: { $why }.
        [locked] Der Schlüsselbund ist gesperrt.
        [denied] Clawtender darf den Schlüsselbund nicht benutzen.
        [silent] Der Schlüsselbund antwortet nicht.
       *[failed] Der Schlüsselbund versagt: { $why }.
    } { $follows ->
        [session] Jeder Start von Clawtender ist für das Gateway ein neues Gerät.
        [withheld] Clawtender benutzt das gemeinsame Geheimnis des Gateways statt eines eigenen Schlüssels.
       *[keys] Beim nächsten Start fehlt dem Gateway der Schlüssel für { $names }.
    }
login-endangered-is = Eine gespeicherte Anmeldung ist abgelaufen, und ein Start, bei dem sie nicht zu erneuern ist, würde sie endgültig zerstören. Das Gateway startet von selbst, sobald Netzwerk und Uhr in Ordnung sind.
# Was die Reparatur tut.
login-endangered-step = Startet das Gateway, obwohl es die gespeicherte Anmeldung verwirft: danach ist eine neue nötig.
rate-limited-is = { $so } Das vergeht von selbst; ein Neustart des Gateways verkürzt es nicht.
secrets-resolved-program = Das Gateway führt das Programm nicht aus, das ihm Schlüssel aus dem Schlüsselbund gibt: es { $why }. Von dort hat es keine Schlüssel.
# Was die Reparatur tut.
secrets-resolved-made = { $program }: wird neu angelegt, für diesen Benutzer allein
secrets-resolved-path = secrets.providers.{ $alias }.command: sein Pfad
secrets-resolved-unread =
    Das Gateway konnte das Geheimnis von { $who } nicht lesen{ $told ->
        [yes] { " " }({ $reason })
       *[no] { "" }
    }. Es macht ohne weiter oder mit einem älteren.
token-expiry-login =
    Das Token für { $name } ({ $id }) { $so ->
        [ended] ist { $when } abgelaufen. Bis zur neuen Anmeldung schlagen Anfragen fehl, die es brauchen.
        [ends] läuft { $when } ab. Ab dann schlagen Anfragen fehl, die es brauchen.
        [expired] ist abgelaufen. Bis zur neuen Anmeldung schlagen Anfragen fehl, die es brauchen.
        [unusable] kann das Gateway nicht benutzen. Bis zur neuen Anmeldung schlagen Anfragen fehl, die es brauchen.
       *[beside] ist abgelaufen. Das Gateway benutzt dafür eine andere Anmeldung.
    }
token-expiry-key =
    Der Schlüssel für { $name } ist ein Token, das { $so ->
        [ended] { $when } abgelaufen ist. Bis es ein anderes gibt, antworten die Modelle dort nicht.
        [ends] { $when } abläuft. Ab dann antworten die Modelle dort nicht.
       *[early] erst { $when } gilt. Die Uhr des Ausstellers geht vor, oder es ist für später. Bis dahin antworten die Modelle nicht.
    }
token-expiry-device =
    Das Token, das Clawtender vom Gateway hat, { $so ->
        [ended] ist { $when } abgelaufen. Bis es ein anderes gibt, wird Clawtender damit nicht eingelassen.
        [ends] läuft { $when } ab. Ab dann wird Clawtender damit nicht eingelassen.
       *[early] gilt noch nicht: es beginnt { $when }. Die Uhr des Ausstellers geht vor, oder es ist für später. Bis dahin wird Clawtender damit nicht eingelassen.
    }
token-refresh-not =
    Die Anmeldung bei { $name } ({ $id }) war nicht zu erneuern.{ $told ->
        [yes] { " " }Sie endete { $when }.
       *[no] { "" }
    } { $beside ->
        [yes] Das Gateway benutzt dafür eine andere.
       *[no] Das Gateway braucht eine neue.
    }
