### Der Prozess des Gateways und seine Konfiguration: was die Prüfungen davon sagen.

## Was mehrere sagen

gateway-of-somebody = Jemand anderes hat dieses Gateway gestartet, vielleicht mit einer anderen Konfiguration.
config-not-usable = Die Konfiguration ist unbrauchbar.
gateway-is-starting = Das Gateway startet.
step-run = Ausführen: { $line }

## Was ein Start ausführt

gateway-installed-command = Der Befehl, den die Einstellungen in gateway.command nennen, kann kein Gateway starten.
gateway-installed-nothing = Auf diesem Rechner wurde kein OpenClaw gefunden. Es gibt nichts, was als Gateway dienen könnte.
gateway-installed-step = OpenClaw und ein passendes Node in Clawtenders eigenen Ordner laden und beide prüfen
node-supported-untold = Ohne ein OpenClaw sagt nichts, welches Node gebraucht wird.
node-supported-off =
    { $found ->
        [none] Auf diesem Rechner gibt es kein Node.
       *[some] Dieser Rechner hat Node { $node }.
    } { $needs ->
        [untold] OpenClaw { $openclaw } läuft nicht ohne ein passendes
       *[told] OpenClaw { $openclaw } braucht { $engines }
    }; deshalb startet das Gateway nicht.
node-supported-or = { $one } oder { $other }
node-supported-step-download = Ein passendes Node in Clawtenders eigenen Ordner laden und prüfen
node-supported-step-leave = Jedes andere Node lassen, wie es ist

## Die Konfiguration

config-valid-mistakes =
    { $count ->
        [one] Die Konfiguration hat einen Fehler in { $place }.
       *[other] Die Konfiguration hat { $count } Fehler, den ersten in { $place }.
    } { $follows ->
        [runs-on] Das laufende Gateway behält die gelesene und startet mit dieser nicht wieder.
       *[no-start] Das Gateway startet nicht, bis das behoben ist.
    }
config-valid-missing =
    Es gibt keine { $file }. { $follows ->
        [runs-on] Das laufende Gateway behält, was es gelesen hat, und startet ohne sie nicht wieder.
       *[no-start] Ohne sie startet OpenClaw kein Gateway.
    }
config-valid-elsewhere = Jemand anderes hat dieses Gateway gestartet, mit einer Konfiguration von anderswo.
config-valid-no-openclaw = Es gibt noch kein OpenClaw, das eine Konfiguration haben könnte.
config-valid-step-correct = In { $path } berichtigen, was zeigt, wie es gemeint war, und entfernen, was sonst nicht angenommen wird
config-valid-step-bring-back = Wo sie nicht lesbar ist: die letzte zurückholen, mit der ein Gateway startete, und diese daneben behalten
config-valid-step-judge = OpenClaw an einer Kopie urteilen lassen, bevor etwas ersetzt wird
config-valid-step-open = { $path } öffnen: der Fehler steht in Zeile { $line }
config-valid-step-write = { $path } schreiben
config-valid-step-token = gateway.auth: ein Token aus zufälligen Zeichen
wrong-key-moved = Der Eintrag { $key } älterer Anleitungen heißt in OpenClaw { $right }.
wrong-key-no-proxy = { $key } ist kein Eintrag von OpenClaw: das tut NO_PROXY, bei gateway.environment in Clawtenders Einstellungen.
wrong-key-timeout = { $key } ist kein Eintrag von OpenClaw: agents.defaults.timeoutSeconds begrenzt eine ganze Antwort, in Sekunden.
wrong-key-waits = { $key } ist kein Eintrag von OpenClaw: es wartet von selbst so lange, wie ein Anbieter es sagt.
gateway-mode-remote = gateway.mode ist „remote“: dieser Rechner soll das Gateway eines anderen benutzen und startet kein eigenes.
gateway-mode-unknown = gateway.mode ist „{ $mode }“, was OpenClaw nicht kennt. Damit startet es kein Gateway.
gateway-mode-missing = gateway.mode fehlt. OpenClaw hält die Datei für beschädigt und startet kein Gateway.
gateway-mode-step =
    gateway.mode: { $set ->
        [no] nichts
       *[yes] "{ $mode }"
    } → "local"
gateway-auth-legacy = gateway.token ist ein Eintrag älterer Versionen. OpenClaw startet nicht, bis er gateway.auth.token heißt.
gateway-auth-placeholder =
    { $kind ->
        [password] Das Passwort
       *[token] Das Token
    } des Gateways ist ein Platzhalter und kein Geheimnis. Damit startet OpenClaw nicht.
gateway-auth-no-password = Die Anmeldung am Gateway verlangt ein Passwort, und es gibt keines. Ohne das startet OpenClaw nicht.
gateway-auth-unprotected =
    gateway.bind ist „{ $bind }“, und das Gateway hat kein Geheimnis. { $follows ->
        [refused] OpenClaw öffnet es so nicht für andere Rechner und startet nicht.
       *[perhaps] Wo es das für andere Rechner öffnet, startet OpenClaw nicht.
    }
gateway-auth-variable = gateway.auth.token nennt eine Variable, die nicht gesetzt ist. Das Gateway erfindet bei jedem Start ein anderes Token, und niemand sonst kann sich verbinden.
gateway-auth-no-token = Das Gateway hat kein eigenes Token. Es erfindet bei jedem Start ein anderes, und niemand sonst kann sich verbinden.
gateway-auth-step = gateway.auth.token: neue zufällige Zeichen
config-permissions-sheltered =
    { $kind ->
        [folder] Der Ordner { $name }
       *[file] { $name }
    } hat die Rechte { $mode }, mit denen andere { $may ->
        [change] darin ändern
       *[read] darin lesen
    } dürfen. Ein Ordner darum herum hält sie ab; OpenClaw will { $private }.
config-permissions-open =
    Andere auf diesem Rechner können { $kind ->
        [folder] den Ordner { $name }
       *[file] { $name }
    } { $may ->
        [change] ändern
       *[read] lesen
    } (Rechte { $mode }). Darin { $may ->
        [change] steht, was das Gateway tut.
       *[read] liegen Token und Anmeldungen des Gateways.
    }
config-permissions-listed =
    Andere auf diesem Rechner können { $kind ->
        [folder] den Ordner { $name }
       *[file] { $name }
    } { $may ->
        [change] ändern
       *[read] lesen
    }: { $who }. Darin { $may ->
        [change] steht, was das Gateway tut.
       *[read] liegen Token und Anmeldungen des Gateways.
    }
config-permissions-locked =
    { $kind ->
        [folder] Der Ordner { $name }
       *[file] { $name }
    } { $whose ->
        [own] ist schreibgeschützt (Rechte { $mode }). Das Gateway kann dort nichts speichern. chmod u+w hebt das auf.
       *[other] gehört einem anderen Benutzer. Das Gateway kann dort nichts speichern, bis der eigene Benutzer der Eigentümer ist.
    }
config-restored-unreadable =
    { $became ->
        [refused] OpenClaw schrieb eine Konfiguration nicht.
       *[set-back] OpenClaw hat die Konfiguration zurückgesetzt.
    } Was dort stand, liegt als { $file } daneben und ist nicht lesbar: es muss von Hand berichtigt werden.
config-restored-lost =
    { $became ->
        [refused] OpenClaw schrieb eine Konfiguration nicht.
       *[set-back] OpenClaw hat die Konfiguration zurückgesetzt.
    } { $count ->
        [one] { $first } daraus gilt nicht
       *[other] { $count } Werte daraus gelten nicht, auch { $first }
    }; siehe { $file }.
config-restored-step =
    { $key }: { $set ->
        [no] nichts
       *[yes] { $now }
    } → { $then }
config-restored-step-left = Was OpenClaw davon nicht annimmt, wird ausgelassen; Geheimnisse und Einstellungen, die entfernt wurden, bleiben unberührt
config-split-none = Es gibt keine Konfiguration, mit der eine andere zu verwechseln wäre.
config-split-nobody = { $theirs } ist neuer als { $ours }. Das Gateway liest nur die zweite: was in der ersten steht, wirkt nicht.
config-split-profile = { $theirs } (Profil { $name }) ist neuer, und kein Gateway liest sie. Gelesen wird { $ours }.
config-split-service = Der Dienst { $name } liest { $theirs }. Änderungen in { $ours } erreichen ihn nicht.
config-split-gateway = Das laufende Gateway (Prozess { $pid }) liest { $theirs }. Die neuere { $ours } erreicht es nicht.
config-split-step-reads = Danach liest der Dienst { $path }
config-split-step-copy = { $to } durch den Text aus { $from } ersetzen, wenn OpenClaw ihn annimmt
config-split-step-stays = { $path } bleibt unverändert, wo sie ist

## Sein Port, und sein Prozess

port-free-taken = { $who } lauscht auf { $address }, dem Port des Gateways. Das Gateway kann ihn nicht benutzen.
port-free-taken-by-somebody =
    Ein anderer Prozess lauscht auf dem Port des Gateways{ $port ->
        [unknown] { "" }
       *[known] , { $port }
    }. Das Gateway kann ihn nicht benutzen.
port-free-nameless = Ein Prozess eines anderen Benutzers
port-free-numbered = Der Prozess { $pid }
port-free-named = { $name } (Prozess { $pid })
port-free-step-next = gateway.port: der nächste freie Port
port-free-step-programs = Programme, die den alten Port haben, brauchen den neuen
port-free-step-end = { $who } bitten zu enden, und darauf warten
port-free-step-not-undone = Was er gerade tat, endet mit ihm. Das lässt sich nicht zurücknehmen
port-free-step-start = Das Gateway starten, wo es auf den Port wartet
gateway-running-ended =
    { $how ->
        [signal] Das Gateway endete durch { $with }.
        [code] Das Gateway endete mit dem Code { $with }.
       *[unknown] Das Gateway endete.
    } { $follows ->
        [pause] Nach einer Pause startet es wieder.
       *[nothing] Von selbst startet es nicht wieder.
    }
# Ein Signal ohne einen Namen, der überall derselbe ist.
exit-signal = Signal { $number }
gateway-running-not = Das Gateway läuft nicht. Was darauf angewiesen ist, kommt nicht durch.
gateway-running-no-openclaw = Der letzte Start fand kein OpenClaw.
gateway-running-no-node = Der letzte Start fand kein Node, das OpenClaw annimmt.
gateway-running-config = OpenClaw nimmt seine Konfiguration nicht an und startet nicht.
gateway-running-port = Der letzte Start fand den Port des Gateways belegt.
gateway-running-login = Ein Start würde jetzt eine gespeicherte Anmeldung zerstören.
gateway-running-no-service =
    Die Einstellungen überlassen das Gateway seinem Dienst (gateway.mode ist service), und { $installed ->
        [another] der eingerichtete Dienst betreibt ein anderes. Nichts startet dieses Gateway, bis gateway.mode auto oder child ist.
       *[none] keiner ist eingerichtet. Nichts startet das Gateway, bis „openclaw gateway install“ einen einrichtet oder gateway.mode auto ist.
    }
gateway-running-service-down =
    OpenClaw hat seinen Dienst nicht gestartet{ $said ->
        [nothing] .
       *[words] : „{ $words }“.
    } Nach einigen Minuten wird es wieder versucht.
gateway-running-older = { $writer } hat die Konfiguration geschrieben. { $here } ist älter und startet damit nicht.
gateway-running-newer = Ein neueres OpenClaw
gateway-running-found = Das hier gefundene
gateway-running-restarting = Das Gateway startet neu.
gateway-running-stopping = Das Gateway hält an.
gateway-running-another = Ein anderes Gateway läuft an seiner Stelle.
gateway-runs-again = Das Gateway läuft wieder. Nach einer Minute gilt es als stabil.
gateway-stable-off =
    Das Gateway endete { $loops ->
        [yes] mindestens { $times }-mal
       *[no] { $times }-mal
    }, bevor es eine Minute gelaufen war{ $how ->
        [signal] , zuletzt durch { $with }
        [code] , zuletzt mit dem Code { $with }
       *[unknown] { "" }
    }. { $loops ->
        [yes] Der nächste Start wartet einige Minuten.
       *[no] Es wird wieder gestartet.
    }

## Andere Gateways, Dienste, Versionen

single-gateway-beside = Ein anderes Gateway (Prozess { $pid }) läuft neben diesem. Sie nehmen einander Port und Zustand weg.
single-gateway-keep-system = Um den des Systems zu behalten, in einem Terminal: { $line }
single-gateway-keep-user = Um den dieses Benutzers zu behalten, in einem Terminal: { $line }
single-gateway-services = Zwei Dienste starten ein Gateway: einer dieses Benutzers, einer des ganzen Systems. Jeder ist dem anderen im Weg. Einer muss weg.
single-gateway-in-the-way =
    Ein anderes Gateway{ $pid ->
        [unknown] { "" }
       *[known] { " " }(Prozess { $pid })
    } ist dem im Weg, das Clawtender starten würde.
single-gateway-step = Das Gateway mit der Prozessnummer { $pid } anhalten
service-healthy-missing = Der Dienst { $name } führt { $file } aus; das gibt es nicht. Er kann das Gateway nicht starten.
service-healthy-at-rest = Das Gateway läuft jetzt nicht.
service-healthy-disabled = Der Dienst { $name } ist eingerichtet und nicht aktiviert: nach einem Neustart des Rechners kommt das Gateway nicht wieder.
service-healthy-given-up =
    { $how ->
        [not-loaded] Der Dienst { $name } ist eingerichtet und nicht geladen: niemand startet das Gateway.
        [disabled] Der Dienst { $name } ist abgeschaltet: niemand startet das Gateway.
        [too-often] Der Dienst { $name } scheiterte zu oft hintereinander ({ $why }): von selbst startet er nicht wieder.
       *[failed] Der Dienst { $name } scheiterte ({ $why }) und startet von selbst nicht wieder.
    }
service-healthy-older = Der Dienst { $name } führt OpenClaw { $its } aus, und { $here } ist installiert. Er startet das ältere.
service-healthy-port = Der Dienst { $name } soll Port { $its } benutzen; die Konfiguration sagt { $here }. Sein Port wurde beim Einrichten festgelegt.
service-healthy-step = OpenClaw schreibt { $file } neu und startet den Dienst
version-agreement-updated = Was eine Aktualisierung hinterließ, sagt gateway-updated.
version-agreement-unknown = Welches OpenClaw ein Start ausführen würde, ist nicht bekannt.
version-agreement-writer =
    Die Konfiguration hat OpenClaw { $writer } geschrieben; ein Start führt { $here } aus. { $follows ->
        [refused] Damit startet OpenClaw nicht.
       *[next] Der nächste Start wird abgelehnt.
    }
version-agreement-step = gateway.command in Clawtenders Einstellungen: { $entry }
version-agreement-service =
    Das Gateway des Dienstes läuft mit OpenClaw { $running }{ $which ->
        [older] ; { $here } ist installiert. Ein Neustart übernimmt es.
       *[newer] , neuer als { $here }, das hier sonst benutzt wird.
    }
version-agreement-terminal = In einem Terminal ist „openclaw“ { $version }, älter als { $writer }, das die Konfiguration geschrieben hat. Es lehnt ab, was etwas ändern würde.
gateway-updated-not-serving = Das Gateway bedient jetzt keine Anfragen.
gateway-updated-launch-unknown = Was ein Start ausführen würde, ist nicht bekannt.
gateway-updated-left-dead = Mit OpenClaw { $before } lief das Gateway; seit { $now } an dessen Stelle ist, endet es immer wieder. „npm install -g openclaw@{ $before }“ bringt zurück, was lief.
gateway-updated-step-earlier = OpenClaw { $before } in Clawtenders eigenen Ordner holen, anstelle von { $now }
gateway-updated-step-start = Das Gateway starten
gateway-updated-version-unknown = Mit welcher Version das Gateway läuft, ist nicht bekannt.
gateway-updated-here = OpenClaw { $here } ist installiert. Das Gateway läuft mit { $running }, bis es neu gestartet wird.
gateway-updated-out = OpenClaw { $newest } ist erschienen; das Gateway läuft mit { $running }.
gateway-updated-step-newer = OpenClaw { $newest } in Clawtenders eigenen Ordner holen, anstelle des dortigen
gateway-updated-step-back = Zurück geht es mit: npm install -g openclaw@{ $running }
gateway-updated-none = Das Verzeichnis der Pakete nennt keine Version von OpenClaw für diesen Kanal.

## Wie es läuft

host-resources-room = Auf der Platte mit { $place } ist nur noch { $free } frei. Ist sie voll, gehen Chats und Einstellungen verloren, und das Gateway endet. Löschen hilft.
host-resources-files = Auf der Platte mit { $place } können nur noch { $free } von { $all } Dateien entstehen: sie ist so gut wie voll, auch wenn sie Platz zeigt. Kleine zu löschen hilft.
host-resources-memory = Nur { $free } von { $all } Arbeitsspeicher sind frei. Ist keiner mehr frei, beendet das System Programme, große zuerst, und das Gateway ist eines. Es hilft, Überflüssiges zu schließen.
host-resources-handles = Das Gateway hält { $open } Dateien und Verbindungen offen und darf { $limit } halten. An der Grenze nimmt es keine neuen an; ein Neustart schließt sie.
gateway-starting-long =
    Das Gateway startet seit { $time }{ $usual ->
        [unknown] { "" }
       *[known] , üblich ist hier { $usual }
    }. Bis dahin kommt nichts durch; Clawtender wartet und startet es neu, wenn es aufgibt.
gateway-responding-hung =
    Das Gateway{ $pid ->
        [unknown] { "" }
       *[known] { " " }(Prozess { $pid })
    } läuft und antwortet nicht. Was darauf angewiesen ist, kommt nicht durch.
gateway-responding-elsewhere =
    Das Gateway{ $pid ->
        [unknown] { "" }
       *[known] { " " }(Prozess { $pid })
    }, das jemand anderes gestartet hat, antwortet nicht. Es muss dort neu gestartet werden, wo es gestartet wurde.
gateway-responding-not-there = Das Gateway läuft nicht.
gateway-ready-silent = Das Gateway antwortet nicht.
gateway-ready-channels = Außer Kanälen arbeitet alles: { $parts }.
gateway-ready-untold = Das Gateway antwortet und sagt, dass es nicht bereit ist. Warum, sagt es nicht.
gateway-ready-not = Das Gateway antwortet und ist nicht bereit: { $parts }.
gateway-ready-part =
    { $part ->
        [startup-sidecars] Kanäle und Nebendienste starten noch
        [gateway-draining] es bringt Begonnenes zu Ende, bevor es endet
        [plugin-reload] seine Plugins werden neu geladen
        [state-database] seine Zustandsdatenbank ist unbrauchbar
        [internal] es kann nicht sagen, was fehlt
        [agent-database] die Datenbank des Agenten { $name } ist unbrauchbar
       *[channel] { $name } ist nicht verbunden
    }
gateway-ready-both = { $one }; { $other }
# Das letzte von mehreren, zwischen denen Strichpunkte stehen.
gateway-ready-more = { $count } weitere
config-pending-unusable =
    Die gespeicherte Konfiguration ist unbrauchbar; das Gateway läuft mit der früheren weiter.{ $said ->
        [nothing] { "" }
       *[words] { " " }OpenClaw sagt: { $words }.
    }
config-pending-saved = Die Konfiguration wurde eben erst gespeichert, und das Gateway übernimmt sie.
config-pending-changed = Die Konfiguration wurde geändert, und das Gateway läuft noch mit der früheren. Ein Neustart macht die Änderung wirksam.
config-pending-port = Das Gateway soll auf Port { $port } lauschen und lauscht auf { $listens }, bis es neu gestartet wird.
gateway-memory-new = Dieses Gateway wurde eben erst gestartet.
gateway-memory-much = Das Gateway belegt { $size } Arbeitsspeicher. Ist sein Heap voll, endet es mitten in der Arbeit; ein Neustart gibt ihn frei.
gateway-memory-busy = Das Gateway lastet einen ganzen Prozessor aus, obwohl nichts darin läuft. Ein Neustart beendet das.
log-growth-fast = Das Protokoll des Gateways wuchs in { $time } um { $size }. So schnell füllt es die Platte; zu beheben ist, was am häufigsten darin steht.
log-growth-large = Das Protokoll des Gateways belegt { $size }, mehr als das Gateway selbst zulässt. Es wächst weiter, bis es gekürzt wird.
log-growth-step-keep = Die letzten { $left } von { $path } behalten ({ $size })
log-growth-step-gone = Was abgeschnitten ist, ist weg: das lässt sich nicht rückgängig machen

## Wer zu ihm kommt, und wer darüber wacht

gateway-exposed-elsewhere = Das Gateway lauscht auf { $at }, wo andere Rechner es erreichen. gateway.bind ist „loopback“: es wurde anders gestartet.
gateway-exposed-open =
    Andere Rechner erreichen das Gateway, und { $why ->
        [nobody] es fragt niemanden, wer er ist
        [no-secret] es hat kein eigenes Geheimnis
       *[short] sein Geheimnis ist so kurz, dass es zu erraten ist
    }. { $by ->
        [address] Es lauscht auf { $at }.
       *[bind] gateway.bind ist „{ $bind }“.
    }
gateway-exposed-step-bind =
    gateway.bind: { $set ->
        [no] nicht gesetzt
       *[yes] { $bind }
    } → "loopback"
gateway-exposed-step-others = Andere Rechner erreichen das Gateway nicht mehr
gateway-exposed-step-restart = Gateway neu starten: bis dahin lauscht es, wo es lauschte
gateway-exposed-origins = { $key } nennt „*“: jede Webseite, die auf diesem Rechner offen ist, darf mit dem Gateway sprechen.
gateway-exposed-step-origins = { $key }: ohne "*"
gateway-exposed-switch = { $key } ist an. Das nimmt dem Gateway einen Schutz gegen andere.
gateway-unguarded-untold = Das System zeigt nicht, was dem Gateway gesagt wurde.
gateway-unguarded-process = Dem Gateway (Prozess { $pid }) wurde nicht gesagt, dass es überwacht wird. Scheitert sein nächster Start, lässt OpenClaw { $agent } diesen Rechner von selbst ändern.
gateway-unguarded-service = Der Dienst { $name } nennt keine Überwachung. Scheitert sein Start, lässt OpenClaw { $agent } diesen Rechner ändern.
gateway-unguarded-step-service = Lässt OpenClaw seinen Dienst { $name } anhalten und entfernen (zurück: openclaw gateway install)
gateway-unguarded-step-process = Beendet das Gateway (Prozess { $pid }), das anderswo gestartet wurde
gateway-unguarded-step-start = Startet das Gateway von hier aus, überwacht
gateway-doctor-unasked = Nicht gefragt: das dauert eine Weile. „{ $command }“ fragt.
gateway-doctor-says = OpenClaws Diagnose: { $words }.

change-complete = „{ $what }“ wurde unterbrochen: Manche Dateien sind, wie sie waren, manche sind geändert. „Zurücknehmen“ stellt alle wieder her.
change-complete-step = { $file } ist, wie sie vorher war
