### Von diesem Rechner bis zum Anbieter: welcher Schritt des Weges nicht hält. Wo die Rede von mehreren sein kann, steht
### { $who } nur im ersten und im vierten Fall („für OpenAI und 2 weitere“), und kein Verb richtet sich danach.

# Von einem Schritt hinter dem ersten, der nicht hält.
way-ends-before = Der Weg dorthin endet schon vorher.
# Ohne Artikel, denn es steht in jedem Fall.
way-cloud = OpenClaws Cloud

## Was mehrere der Reparaturen tun

step-restart-gateway = Das Gateway neu starten
way-step-restart = Das Gateway neu starten, das dies beim Start liest
way-step-open = { $page } öffnen
way-step-take-out = { $what } aus { $place } entfernen
way-step-set-address = models.providers.{ $name }.baseUrl auf { $address } setzen

## Das Netzwerk

network-online-page =
    Dieses Netzwerk zeigt eine eigene Seite anstelle der Antwort für { $who }: vorher ist eine Anmeldung nötig. Bis dahin erreicht das Gateway { $count ->
        [one] dieses Ziel
       *[other] diese Ziele
    } nicht.
network-online-stranger =
    Etwas in diesem Netzwerk gibt sich für { $who } aus, jedes Mal als derselbe Server: eine Anmeldeseite oder eine Firewall. Das Gateway erreicht { $count ->
        [one] dieses Ziel
       *[other] diese Ziele
    } nicht.
network-online-nowhere = Dieser Rechner hat kein Netzwerk. Bis er eines hat, erreicht das Gateway { $who } nicht.
network-online-cut-off = Ein Netzwerk ist da, aber dahinter antwortet nichts: das Gateway erreicht { $who } unter keiner Adresse. Die Leitung ist gestört, oder eine Firewall lässt nichts hinaus.

## Namen

dns-resolves-unknown =
    Für { $who } gibt es hier keine Adresse: den Namen gibt es nicht (ENOTFOUND). Er ist falsch geschrieben, oder der Nameserver verbirgt { $count ->
        [one] diesen Anbieter
       *[other] diese Anbieter
    }.
dns-resolves-silent =
    Der Nameserver antwortet nicht; deshalb gibt es für { $who } hier keine Adresse. Das Gateway erreicht { $count ->
        [one] diesen Anbieter
       *[other] diese Anbieter
    } nicht.
dns-resolves-not-now =
    Der Nameserver hat für { $who } keine Antwort (EAI_AGAIN). Bis er eine hat, erreicht das Gateway { $count ->
        [one] diesen Anbieter
       *[other] diese Anbieter
    } nicht.
dns-resolves-step = Wo das nicht hilft: diesem Netzwerk einen anderen Nameserver geben und erneut prüfen

## Proxys

proxy-agreement-differ = Das Gateway hat ein anderes { $name } als diese Sitzung: dort { $there }, hier { $here }. Was hier geht, geht dort vielleicht nicht.
proxy-agreement-none = nichts
proxy-agreement-terminal =
    In einem Terminal ist { $name } { $there }, beim Gateway { $here }. { $count ->
        [0] Was im Terminal geht, geht dort vielleicht nicht.
       *[other] Der Weg zu { $who } braucht es vielleicht.
    }
proxy-agreement-step-give = { $name } für das Gateway: { $value }
proxy-agreement-step-same = Beiden dasselbe geben, in der Definition des Dienstes oder in der Sitzung
proxy-agreement-exempt = NO_PROXY nennt diesen Rechner nicht: das Gateway fragt den Proxy nach { $who }, obwohl das hier läuft.
proxy-agreement-step-exempt = { $here } zu NO_PROXY hinzufügen
proxy-agreement-hides = { $empty } ist leer, und das Gateway nimmt es vor { $other }: was { $other } sagt, zählt nicht.
proxy-agreement-step-hides = { $empty } entfernen, oder ihm geben, was { $other } sagt
proxy-agreement-empty = { $name } ist leer, und das schaltet den Proxy nicht aus: das Gateway geht auch für verschlüsselte Fragen über { $proxy }.
proxy-agreement-step-directly = Was direkt gefragt werden soll, in NO_PROXY eintragen
proxy-agreement-past = NO_PROXY nennt { $entry }: das Gateway fragt { $who } ohne den Proxy, und von hier führt kein Weg dorthin.
proxy-working-off =
    { $what ->
        [password] Der Proxy { $at } will Namen und Passwort, oder andere (407).
        [refuses] Der Proxy { $at } lehnt ab.
        [refuses-with] Der Proxy { $at } lehnt ab (HTTP { $status }).
        [foreign] Was unter { $at } antwortet, ist kein { $kind }-Proxy.
       *[unreached] Der Proxy { $at } ist nicht erreichbar.
    } { $variable } nennt ihn, und der Weg für { $who } endet dort.
proxy-working-somewhere = unterwegs
proxy-working-step =
    { $what ->
        [password] Namen und Passwort in { $variable } eintragen: { $scheme }://NAME:PASSWORT@HOST:PORT
        [refuses] In { $variable } einen Proxy nennen, der dorthin darf
        [refuses-with] In { $variable } einen Proxy nennen, der dorthin darf, oder in NO_PROXY den Host
        [foreign] In { $variable } vor die Adresse schreiben, welcher Art der Proxy ist: http:// oder socks5://
       *[unreached] Die Adresse in { $variable } berichtigen, oder sie entfernen, wo es keinen Proxy mehr gibt
    }

## Verbindungen

provider-reachable-off =
    { $what ->
        [refused] Für { $who } lehnt jede Adresse die Verbindung ab (ECONNREFUSED): niemand lauscht dort, oder eine Firewall verbietet es.
        [unreachable] Von diesem Rechner führt kein Weg zu einer Adresse für { $who } (EHOSTUNREACH).
        [silent] Die Verbindung für { $who } kommt zustande, und dann kommt nichts: eine Firewall dazwischen hält sie vielleicht auf.
       *[timed-out] Keine Adresse für { $who } nimmt rechtzeitig eine Verbindung an (ETIMEDOUT): eine Firewall verwirft sie, oder die Gegenseite ist weg.
    } Das Gateway erreicht { $count ->
        [one] diesen Anbieter
       *[other] diese Anbieter
    } nicht.
provider-reachable-slow = IPv6 kommt hier zuerst und führt nirgendwohin: jede neue Verbindung für { $who } wartet darauf, bevor IPv4 versucht wird.
provider-reachable-step = Das Gateway mit NODE_OPTIONS=--dns-result-order=ipv4first starten, oder IPv6 in diesem Netzwerk ausschalten

## Zertifikate

tls-trusted-untold = Der Grund ist nicht bekannt.
tls-trusted-intercepted = { $product } öffnet unterwegs die verschlüsselte Verbindung für { $who } und zeigt ein eigenes Zertifikat, dem hier nicht vertraut wird. Das Gateway lehnt es ab.
tls-trusted-expired =
    Das Zertifikat für { $who } ist{ $day ->
        [unknown] { "" }
       *[known] { " " }am { $day }
    } abgelaufen. Das Gateway lehnt es ab, bis der Server ein neues hat.
tls-trusted-not-yet =
    Das Zertifikat für { $who } gilt { $day ->
        [unknown] noch nicht
       *[known] erst ab { $day }
    }, oder die Uhr dieses Rechners geht nach. Das Gateway lehnt es ab.
tls-trusted-wrong-name =
    Das Zertifikat, das für { $who } gezeigt wird, gilt für einen anderen Namen{ $shown ->
        [no] { "" }
       *[yes] { " " }({ $name })
    }: ein anderer Server antwortet. Das Gateway lehnt es ab.
tls-trusted-self-signed = Das Zertifikat für { $who } bürgt nur für sich selbst, und nichts hier vertraut ihm. Das Gateway lehnt es ab.
tls-trusted-incomplete = Für { $who } kommt ein Zertifikat von { $issuer } ohne das des Ausstellers: die Kette ist unvollständig, oder er ist hier unbekannt. Das Gateway lehnt es ab.
tls-trusted-unknown-issuer = Das Zertifikat für { $who } ist von { $issuer }, und dem vertraut hier nichts: es ist firmeneigen, oder jemand liest mit. Das Gateway lehnt es ab.
tls-trusted-revoked = Das Zertifikat für { $who } wurde von { $issuer } zurückgezogen. Das Gateway lehnt es ab.
tls-trusted-broken-off = Für { $who } kommt keine verschlüsselte Verbindung zustande: die beiden Seiten einigen sich auf kein Verfahren, oder etwas dazwischen bricht sie ab.
tls-trusted-nobody = niemandem
tls-trusted-step-sure =
    Sicherstellen, dass das Zertifikat das eigene, das der Firma oder das { $whose ->
        [server] des Servers
        [issuer] des Ausstellers
       *[product] von { $product }
    } ist; sonst nichts tun
tls-trusted-step-terminal = Ein Terminal vertraut den Zertifizierungsstellen in { $file }: hat eine davon es ausgestellt, dem Gateway dasselbe NODE_EXTRA_CA_CERTS geben
tls-trusted-step-terminal-system = Ein Terminal vertraut, wem das System vertraut ({ $option }): dem Gateway dieselben NODE_OPTIONS geben
tls-trusted-step-save = Das Zertifikat der Zertifizierungsstelle als PEM-Datei speichern
tls-trusted-step-start = NODE_EXTRA_CA_CERTS für das Gateway auf diese Datei setzen: in gateway.environment der Einstellungen, oder für seinen Dienst
tls-verification-off = { $variable } ist 0 in { $place }: das Gateway hält jeden, der antwortet, für den Anbieter, und Schlüssel und Gespräche sind unterwegs lesbar.
# Nach „in“ und „aus“.
tls-verification-there = { $variable } ist 0 in { $place }: OpenClaw hält dort jeden, der antwortet, für den Anbieter. Das Gateway selbst richtet sich nicht danach.
tls-verification-gateway = dem laufenden Gateway (Prozess { $pid })
tls-verification-here = der Umgebung von Clawtender
tls-verification-terminal = einem Terminal{ $told ->
        [yes] { " " }({ $file })
       *[no] { "" }
    }
tls-verification-step = Wo ein Zertifikat das eigene oder das der Firma ist, stattdessen dessen Zertifizierungsstelle in NODE_EXTRA_CA_CERTS nennen

## Adressen, und wer dort antwortet

endpoint-valid-off =
    { $what ->
        [no-address] Die Adresse für { $who } ist unbrauchbar: { $at }. Sie beginnt mit https:// und nennt dann einen Host.
        [in-the-clear] Die Adresse für { $who } ist unverschlüsselt: { $at }. Schlüssel und Fragen gingen offen über das Netzwerk.
        [plain] Die Adresse für { $who } sagt https, und was dort antwortet, verschlüsselt nicht: { $at }.
        [no-http] Was unter der Adresse für { $who } lauscht, beendet die Verbindung ohne eine Antwort in HTTP: { $at }.
        [not-found] Die API von { $who } ist unter dieser Adresse nicht zu finden: { $at } (HTTP 404). Der Pfad der Adresse ist ein anderer.
        [page] Unter der Adresse für { $who } antwortet eine Webseite: { $at }. Die API hat eine andere.
       *[another] Was unter der Adresse für { $who } antwortet, ist nicht die API: { $at }.
    }
endpoint-valid-guarded = Etwas vor { $who } weist diesen Rechner mit einer Webseite ab (HTTP 403): wegen seines Landes, seines Netzwerks oder eines Proxys unterwegs. Das Gateway wird ebenso abgewiesen.
endpoint-valid-step = models.providers.{ $name }.baseUrl berichtigen
provider-available-instead = Bis dahin antwortet { $model }.
provider-available-off =
    { $what ->
        [overloaded] Im Augenblick überlastet{ $status ->
            [unknown] { "" }
           *[known] { " " }(HTTP { $status })
        }: { $who }.
        [broke-off] Die Antwort brach mittendrin ab: { $who }.
        [silent] Auf eine Frage kommt keine rechtzeitige Antwort: { $who }.
       *[fault] Die Antwort ist ein Fehler des Anbieters{ $status ->
            [unknown] { "" }
           *[known] { " " }(HTTP { $status })
        }: { $who }.
    } Das endet von selbst; bis dahin versucht es das Gateway erneut.{ $more ->
        [page] { " " }Die Statusseite sagt: { $said }.
        [unaware] { " " }Die Statusseite weiß noch nichts davon.
        [support] { " " }Der Support kennt die Frage als { $said }.
       *[nothing] { "" }
    }
cloud-api-address =
    { $what ->
        [no-address] api.endpoint ist keine brauchbare Adresse: { $at }.
        [in-the-clear] api.endpoint ist unverschlüsselt: { $at }. Die Anmeldung ginge offen über das Netzwerk.
       *[another] Was unter api.endpoint antwortet, ist nicht die Cloud: { $at }.
    } Die Befehlszeile der Cloud geht erst mit einer anderen.
cloud-api-service =
    { $what ->
        [overloaded] Die Cloud ist im Augenblick überlastet{ $status ->
            [unknown] { "" }
           *[known] { " " }(HTTP { $status })
        }.
        [silent] Die Cloud nimmt eine Frage an und antwortet nicht rechtzeitig.
       *[fault] Die Cloud antwortet mit einem eigenen Fehler{ $status ->
            [unknown] { "" }
           *[known] { " " }(HTTP { $status })
        }.
    } Das endet von selbst.{ $more ->
        [support] { " " }Der Support kennt die Frage als { $said }.
       *[nothing] { "" }
    }
cloud-api-unreached =
    { $what ->
        [refused] Die Cloud lehnte die Verbindung ab: niemand lauscht dort.
        [timed-out] Die Cloud nahm die Verbindung nicht rechtzeitig an.
        [no-way] Von diesem Rechner führt kein Weg zur Cloud.
        [broke-off] Die Verbindung zur Cloud brach ab.
        [silent] Die Cloud antwortete nicht rechtzeitig.
        [proxy-away] Der Proxy auf dem Weg zur Cloud ist nicht erreichbar.
        [proxy-password] Der Proxy auf dem Weg zur Cloud verlangt einen Namen und ein Passwort (407).
        [proxy-refused] Der Proxy auf dem Weg zur Cloud lehnte die Verbindung ab.
        [proxy-refused-with] Der Proxy auf dem Weg zur Cloud lehnte die Verbindung ab ({ $status }).
        [proxy-foreign] Was auf dem Weg zur Cloud steht, ist kein Proxy der eingestellten Art.
        [expired] Das Zertifikat der Cloud ist abgelaufen, oder diese Uhr geht vor.
        [not-yet] Das Zertifikat der Cloud gilt noch nicht, oder diese Uhr geht nach.
        [unknown-issuer] Das Zertifikat der Cloud hat niemand ausgestellt, dem dieser Rechner vertraut.
        [self-signed] Das Zertifikat der Cloud bürgt nur für sich selbst.
        [wrong-name] Das Zertifikat, das die Cloud zeigt, gilt für einen anderen Namen.
        [revoked] Das Zertifikat der Cloud wurde von seinem Aussteller zurückgezogen.
       *[other] Es kam keine verschlüsselte Verbindung zur Cloud zustande.
    } Die Befehlszeile der Cloud geht erst, wenn die Cloud erreichbar ist.

## Modellserver hier

local-model-server-elsewhere = { $who } läuft unter { $there }, und das Gateway sucht unter { $at }.
local-model-server-off =
    { $what ->
        [refused] { $who } läuft nicht: niemand lauscht unter { $at }.
        [silent] { $who } unter { $at } nimmt eine Frage an und antwortet nicht rechtzeitig.
        [no-address] Die Adresse für { $who } ist unbrauchbar: { $at }.
        [unreached] { $who } ist unter { $at } nicht erreichbar.
        [fault] { $who } unter { $at } antwortet mit einem Fehler.
       *[another] Was unter { $at } antwortet, ist nicht { $who }.
    } Das Gateway kann die Modelle erst benutzen, wenn der Server dort läuft.
local-model-server-step = Das Programm starten, das { $at } bedient
local-model-present-unreached = Der Server wurde nicht erreicht.
local-model-present-untold = Der Server sagt nicht, welche Modelle er hat.
local-model-present-missing =
    { $who } hat das Modell { $first }{ $more ->
        [0] { "" }
        [1] { " " }und ein weiteres
       *[other] { " " }und { $more } weitere
    } nicht, obwohl das Gateway es benutzen soll. Die Antworten lauten „model not found“.
local-model-present-step = Den Server { $model } anbieten lassen

## Wer nicht geantwortet hat, und wo es endete

unreached-so =
    { $layer ->
        [address] Die Adresse ist keine, an die sich eine Frage stellen lässt.
        [in-the-clear] Die Adresse von { $host } ist unverschlüsselt (http). Dorthin wird kein Schlüssel gesendet.
        [resolver] { $host } wurde nicht gefunden: der Name hat hier keine Adresse.
        [tcp-refused] { $host } lehnt die Verbindung ab: dort hört niemand zu.
        [tcp-timed-out] { $host } hat die Verbindung nicht rechtzeitig angenommen.
        [tcp-unreachable] Von diesem Rechner führt kein Weg zu { $host }.
        [tcp-other] Die Verbindung zu { $host } brach ab.
        [proxy-unreachable] Der Proxy auf dem Weg zu { $host } ist nicht erreichbar.
        [proxy-password] Der Proxy auf dem Weg zu { $host } verlangt Namen und Passwort (407).
        [proxy-refused] Der Proxy auf dem Weg zu { $host } lehnt die Verbindung ab.
        [proxy-refused-with] Der Proxy auf dem Weg zu { $host } lehnt die Verbindung ab ({ $status }).
        [proxy-foreign] Was auf dem Weg zu { $host } steht, ist kein Proxy der eingestellten Art.
        [tls-expired] Das Zertifikat von { $host } ist abgelaufen, oder diese Uhr geht vor.
        [tls-not-yet] Das Zertifikat von { $host } gilt noch nicht, oder diese Uhr geht nach.
        [tls-unknown] Das Zertifikat von { $host } hat niemand ausgestellt, dem dieser Rechner vertraut.
        [tls-self-signed] Das Zertifikat von { $host } bürgt nur für sich selbst.
        [tls-wrong-name] Das Zertifikat, das { $host } zeigt, ist für einen anderen Namen.
        [tls-revoked] Das Zertifikat von { $host } wurde vom Aussteller widerrufen.
        [tls-plain] Was bei { $host } antwortet, spricht kein TLS.
        [tls-other] Es kam keine verschlüsselte Verbindung zu { $host } zustande.
        [http] { $host } hat die Verbindung ohne eine Antwort in HTTP geschlossen.
        [silent] { $host } hat nicht rechtzeitig geantwortet.
       *[body] Die Antwort von { $host } brach in der Mitte ab.
    }
# Was dagegen zu tun ist.
unreached-remedy =
    { $what ->
        [base-url] Die Basis-URL in der Konfiguration des Gateways berichtigen.
        [name] Nachsehen, ob dieser Rechner online ist und der Name stimmt.
        [server] Den Server starten oder seine Adresse berichtigen.
        [firewall] Nachsehen, ob dieser Rechner online ist und keine Firewall im Weg steht.
        [password] Namen und Passwort in die Adresse des Proxys schreiben.
        [proxy] HTTPS_PROXY oder ALL_PROXY berichtigen.
        [clock] Zuerst nach der Uhr dieses Rechners sehen.
        [authority] Ist das Zertifikat ein eigenes oder das der Firma, seine Zertifizierungsstelle in NODE_EXTRA_CA_CERTS nennen.
        [address] Nachsehen, ob die Adresse die richtige ist.
       *[again] Noch einmal versuchen und die Statusseite ansehen.
    }
