### Warum aus einer Reparatur nichts wurde, und was aus Schlüsseln wurde, die umziehen sollten: ganze Sätze.

fixing-not = Nichts wurde geändert: { $why }.
fixing-late = Das Gateway hat nicht rechtzeitig geantwortet.
fixing-log = Das Protokoll ließ sich nicht kürzen: { $why }
fixing-service = OpenClaw hat seinen Dienst nicht neu eingerichtet: { $why }
fixing-stop-none = Es ist kein anderes Gateway mehr im Weg.
fixing-stop-gone = Prozess { $pid } ist kein Gateway dieses Benutzers. Nichts wurde beendet.
fixing-stop-late = Das Gateway mit der PID { $pid } sollte enden und hat es in { $seconds } s nicht getan. Es wird in Ruhe gelassen.
fixing-end-none = Dort lauscht niemand mehr, den Clawtender beenden könnte. Nichts wurde beendet.
fixing-end-other = Prozess { $pid } ist nicht mehr das Programm, das gezeigt wurde. Nichts wurde beendet.
fixing-end-late = { $who } sollte enden und hat es in { $seconds } s nicht getan. Es wird in Ruhe gelassen; beenden Sie es selbst, oder nehmen Sie einen anderen Port.
fixing-not-ours = Die Einstellungen von Clawtender überlassen das Gateway anderen. Dort erst gateway.mode auf auto setzen. Nichts wurde geändert.
fixing-model-none = Dort fehlt kein Modell mehr.
fixing-model-refused = { $server } hat den Auftrag nicht angenommen: { $why }.
fixing-model-trouble = { $model } ließ sich nicht holen: { $why }.
fixing-model-broken = { $model } wurde nicht geholt: der Server brach ab (HTTP { $status }).
fixing-server-unknown = Es ist nichts bekannt, was ihn startet.
fixing-server-service = Ollama ist hier ein Dienst des Systems. In einem Terminal ausführen: sudo systemctl start ollama
fixing-server-path = { $name } steht nicht im PATH von Clawtender.
fixing-server-silent = Bei { $server } hört noch niemand zu. Das Protokoll dort sagt, warum.
fixing-no-key = Nichts wurde geändert: es fand sich kein Schlüssel, der sich verschieben ließe.
fixing-busy = Ein anderes clawtender ändert gerade die Konfiguration des Gateways. Noch einmal versuchen, wenn es fertig ist.
fixing-keys-refused = OpenClaw { $version } kann keine Schlüssel aus dem Schlüsselbund nehmen: { $key }: { $why }. OpenClaw aktualisieren, dann noch einmal versuchen.
fixing-refused = OpenClaw { $version } nimmt die neue Konfiguration nicht an: { $key }: { $why }. Nichts wurde geändert.
fixing-no-fallback = Nichts wurde geändert: es gibt kein Modell mehr, das einspringen könnte.
fixing-no-model = Nichts wurde geändert: { $model } ist dort nicht mehr eingerichtet.
fixing-no-group = Nichts wurde geändert: es ist nicht bekannt, welche Gruppe es ist.
fixing-no-endpoint = Unter welcher Adresse er antwortet, ist nicht bekannt.
fixing-token-elsewhere = Das Token steht in einer anderen Datei als der Rest von gateway.auth. Es von Hand dorthin verschieben.
fixing-no-port = Kein Port in der Nähe von { $port } ist frei.
fixing-two-tokens = gateway.token und gateway.auth.token enthalten zwei verschiedene Token. Das herausnehmen, das nicht benutzt wird.
fixing-own-environment = die Umgebung von Clawtender
fixing-variable-nowhere = { $name } steht in keiner Datei, die Clawtender ändert. Es dort herausnehmen, wo es gesetzt ist, dann Clawtender neu starten.
# Why OpenClaw has not been asked what it thinks of a change.
change-unjudged =
    { $why ->
        [several] OpenClaw beurteilt eine Datei zur Zeit, und mehrere ändern sich.
        [late] OpenClaw hat nicht rechtzeitig gesagt, was es davon hält.
        [included] OpenClaw beurteilt keine eingebundene Datei für sich.
       *[nobody] Es wurde kein OpenClaw gefunden, das es beurteilen könnte.
    }
fixing-port-elsewhere = Der Port ist als { $name } gesetzt: { $place }. Ihn dort auf { $port } setzen, wo niemand zuhört.
fixing-included = { $key } steht in einer Datei, die openclaw.json einbindet. Es dort von Hand berichtigen.
fixing-again-and-again = OpenClaw hat immer wieder etwas an der Konfiguration auszusetzen. Sie bleibt, wie sie ist.
fixing-no-judge = Es fand sich kein OpenClaw, das die Konfiguration beurteilen könnte.
fixing-unreadable =
    Der Text ist nicht zu lesen{ $told ->
        [yes] { " " }(Zeile { $line }, Spalte { $column })
       *[no] { "" }
    }: { $why } Es gibt keine frühere Kopie, die OpenClaw annimmt, und was gemeint war, wird nicht erraten. Von Hand berichtigen.
fixing-no-place = OpenClaw sagt nicht, wo sich sein Einwand beheben lässt ({ $key }: { $why }). Von Hand berichtigen.
fixing-secret-there = { $key } sieht wie ein Geheimnis aus, und OpenClaw nimmt es dort nicht an. Es von Hand verschieben.
fixing-private = Der Zugriff auf { $file } ließ sich nicht beschränken. Nichts wurde geändert: { $why }
fixing-nothing-missed = Nichts wurde geändert: es fehlt nichts mehr.
fixing-copy-no-judge = Nichts wurde geändert: es fand sich kein OpenClaw, das es beurteilen könnte.
fixing-copy-late = Nichts wurde geändert: OpenClaw hat nicht rechtzeitig gesagt, was es davon hält: { $why }
fixing-copy-refused = Nichts wurde geändert: OpenClaw nimmt es nicht an ({ $why }).
fixing-copy-nothing = Nichts wurde geändert: OpenClaw nimmt nichts davon an, was weggenommen wurde.
fixing-no-runtime = Nichts wurde geändert: welche OpenClaws es gibt, ist nicht bekannt.
fixing-no-newer = Nichts wurde geändert: hier kann kein neueres OpenClaw laufen.

## Eine Datei, die bearbeitet wird

edit-not =
    { $why ->
        [unreadable] { $file } ist nicht zu lesen: { $detail }.
        [not-understood] Die Datei wird nicht geändert, weil sie nicht zu verstehen ist: { $detail }
        [unsafe] Die Datei wird nicht geändert: sie ist so geschrieben, dass sich mehr ändern würde als gemeint.
        [twice] Die Datei wird nicht geändert: { $file } steht zweimal darin, und OpenClaw nimmt das letzte. Eines davon entfernen.
        [no-object] Die Datei wird nicht geändert: { $file } ist kein Objekt.
        [taken] Die Datei wird nicht geändert: einen Eintrag { $file } hat sie schon.
        [meanwhile] { $file } hat inzwischen jemand anders geändert und bleibt jetzt so.
        [appeared] { $file } hat inzwischen jemand anders angelegt und bleibt so.
        [foreign] { $file } gehört einem anderen Benutzer und wird in Ruhe gelassen.
        [read-only] OpenClaw soll seine Konfiguration nicht ändern ({ $file }); sie wird in Ruhe gelassen.
       *[unwritten] { $file } ließ sich nicht schreiben: { $detail }.
    }

## Eine Installation, aus der nichts wurde

install-not =
    { $why ->
        [no-npm] Es gibt kein npm, mit dem sich installieren ließe. { $detail }
        [npm-broken] npm startet nicht. Node und npm neu installieren, dann noch einmal versuchen.
        [platform] Die npm-Registry hat kein Node für diese Art Rechner ({ $what }). Node aus den Paketen des Systems installieren.
        [version] „{ $what }“ ist keine Versionsnummer wie 2026.9.6.
        [not-published] Die npm-Registry hat die gewünschte Version nicht.
        [no-node] Die npm-Registry hat für diesen Rechner kein Node, das OpenClaw annimmt ({ $what }). Ein solches Node aus den Paketen des Systems installieren.
        [network] Es gibt keine Verbindung zur npm-Registry ({ $what }). Nichts wurde installiert.
        [certificate] Dem Zertifikat der npm-Registry wird nicht vertraut ({ $what }). Nichts wurde installiert.
        [denied] Die npm-Registry verweigert den Zugang ({ $what }). Mit npm login anmelden oder die Registry in .npmrc berichtigen.
        [full] Der Datenträger mit { $what } ist voll. Eine eigene Laufzeit braucht bei der Installation etwa 1,5 GB.
        [not-writable] { $what } ist nicht beschreibbar. Nichts wurde installiert.
        [integrity] Ein Paket passt nicht zu seiner Prüfsumme. Nichts wurde installiert.
        [unverified] { $what }, so dass es nicht zu prüfen ist. Nichts wurde installiert.
        [incomplete] npm hat { $count } Pakete ausgelassen, zum Beispiel { $what }. Nichts wurde installiert.
        [does-not-run] { $what } wurde geholt, läuft aber nicht auf diesem Rechner. Nichts wurde installiert.
        [busy] Eine eigene Laufzeit wird schon installiert.
        [slow] npm war nach { $count } Minuten nicht fertig. Nichts wurde installiert.
        [npm] npm hat aufgehört ({ $what }). Nichts wurde installiert; das Protokoll von npm liegt im Ordner _logs seines Caches.
       *[file] { $what } ließ sich nicht schreiben: { $detail }.
    }
install-npm =
    { $command ->
        [none] npm mit der Paketverwaltung des Systems installieren, dann noch einmal versuchen.
       *[other] Das hier in einem Terminal ausführen, dann noch einmal versuchen: { $command }
    }

## Schlüssel, die umziehen

nothing-stored = Nichts wurde gespeichert: { $why }
moved-not-told = Der Schlüssel liegt im Schlüsselbund, und das Gateway hat ihn nicht: { $why }
moved-left = { $provider }: { $why }
moved-left-flaw = Was für { $name } dasteht, wird in Ruhe gelassen: { $flaw }
moved-left-two = Im Schlüsselbund liegt ein anderer Schlüssel für { $name } ({ $kept }) als hier: { $place } ({ $other }). Einen davon löschen, dann noch einmal versuchen.
moved-left-elsewhere = Der Schlüssel für { $name } steht noch anderswo, was Clawtender nicht ändern darf: { $place }. Ihn dort herausnehmen.
moved-left-another = Ein anderer Schlüssel für { $name } wird gelassen, wo er steht: { $place }.
moved-left-configured = In der Konfiguration steht ein anderer Schlüssel für { $name } ({ $other }) als im Schlüsselbund ({ $kept }). Einen davon behalten: mit clawtender keys delete, oder ihn aus der Konfiguration nehmen.
moved-left-taken = Die Konfiguration nimmt den Schlüssel für { $name } von anderswo: { $place }. clawtender keys connect { $provider } ersetzt das.
moved-left-none = Im Schlüsselbund liegt kein Schlüssel dafür. clawtender keys set speichert einen.
moved-left-several = Im Schlüsselbund liegen mehrere Schlüssel dafür, jeder für ein Konto, und nichts sagt, welcher gemeint ist.
moved-from-variable = die Umgebungsvariable { $name }
moved-from-provider = der Geheimnisanbieter „{ $name }“
moved-not-run = Das Gateway führt { $program } nicht aus: es { $why }.
moved-other-key = Das Gateway bekäme für { $account } einen anderen Schlüssel, als im Schlüsselbund liegt.
moved-no-key =
    Das Gateway bekäme so keinen Schlüssel für { $account }{ $told ->
        [yes] : { $program } wurde ausgeführt, wie es das täte, und gab keinen
       *[no] { "" }
    }.
moved-unheard = Das Gateway war nicht zu fragen, ob es seine Schlüssel hat; deshalb zog nichts um: { $why }
moved-unresolved = Das Gateway bekam seinen Schlüssel nicht aus dem Schlüsselbund ({ $key }: { $why }). { $back ->
        [nothing] Nichts zog um.
       *[before] Alles ist wie zuvor.
    }
moved-all = Der Schlüssel für { $names } liegt im Schlüsselbund und in keiner Datei des Gateways mehr.
moved-some = Der Schlüssel für { $names } liegt im Schlüsselbund und steht noch anderswo: { $stayed }
moved-service = Der Dienst des Gateways hat seine alte Umgebung, bis er angehalten und gestartet wird.
moved-unverified = Nicht bestätigt: das Gateway läuft nicht.
moved-unverified-why = Nicht bestätigt: { $why }
keys-connected =
    { $how ->
        [confirmed] Das Gateway hat den Schlüssel für { $names } aus dem Schlüsselbund.
       *[written] Die Konfiguration nimmt den Schlüssel für { $names } aus dem Schlüsselbund.
    }
keys-connected-shadowed = Die Konfiguration nennt den Schlüsselbund, und das Gateway nimmt den Schlüssel für { $name } noch von anderswo: { $place }. Ihn dort herausnehmen.
keys-disconnected =
    { $how ->
        [whole] Die Konfiguration ist Byte für Byte wie zuvor.
       *[apart] Was beim Verbinden hinzukam, steht nicht mehr in der Konfiguration; was seither dort geschrieben wurde, bleibt.
    }
keys-disconnected-nothing = Das Gateway nimmt keinen Schlüssel aus dem Schlüsselbund; es war nichts herauszunehmen.
keys-disconnected-confirmed = Das Gateway hat es bestätigt.
keys-disconnected-keyless = Das Gateway hat seine Schlüssel nicht wiedergefunden.
moved-shadowed = Bis zum nächsten Start nimmt das Gateway den Schlüssel für { $name } von anderswo: { $place }.
moved-confirmed = Das Gateway hat ihn von dort.
moved-reread = Der Dienstverwalter hat die alte Definition, bis er die neue liest: { $why }
# Warum das Gateway nicht zu fragen war, ob es seine Schlüssel hat.
confirm-not =
    { $why ->
        [starting] Das Gateway startet und antwortet noch nicht.
        [denied] Das Gateway lässt Clawtender nicht ein: { $detail }.
        [silent] Das Gateway gibt keine Antwort: { $detail }.
        [elsewhere] Das Gateway, das hier läuft, benutzt eine andere Konfiguration: { $detail }.
        [refused] Das Gateway nimmt seine Konfiguration nicht an: { $detail }
        [stale] Das Gateway hat seine neue Konfiguration noch nicht übernommen.
       *[secrets] Das Gateway konnte seine Geheimnisse nicht neu lesen: { $detail }.
    }
confirm-no-reason = es sagt nicht, warum
moved-plan-key = Schlüsselbund: { $account } = { $key }
moved-plan-copy = Kopie ohne die Schlüssel, endgültig: { $file }

change-interrupted = unterbrochen
change-done = erledigt
change-verified = erledigt, und es hat geholfen
change-failed = fehlgeschlagen, nichts davon ist übrig
change-undone = zurückgenommen

undo-no-way = Das lässt sich nicht zurücknehmen: Es wurde nichts aufgehoben, das zurückgelegt werden könnte.
undo-no-import = Es gibt keinen Umzug in den Schlüsselbund, der zurückzunehmen wäre.
undo-no-key = Im Schlüsselbund liegt der Schlüssel nicht mehr, der vorher dort stand ({ $account }). Nichts wurde zurückgenommen.
undo-import = Der Schlüssel für { $names } steht wieder, wo er stand.
undo-import-confirmed = Das Gateway hat es übernommen.
undo-none = Das Journal hat keine solche Änderung, die noch besteht.
undo-time = Die automatische Zeit ist aus, wie sie es vorher war.
undo-later-first = Danach wurden noch einmal Schlüssel übernommen. Zuerst ist die spätere Übernahme zurückzunehmen.
undo-runtime = Ein Start führt wieder OpenClaw { $version } aus, wie zuvor.
undo-runtime-none = Das eigene Node und OpenClaw sind gelöscht.
undo-runtime-used = Das Gateway läuft daraus. Das Gateway anhalten, dann dies zurücknehmen.
undo-runtime-busy = Gerade wird installiert. Das lässt sich zurücknehmen, wenn die Installation zu Ende ist.
undo-runtime-gone = Die Version davor ist nicht mehr da. Zurücknehmen lässt sich das nur, indem sie installiert wird.
undo-runtime-kept = Es ließ sich nicht löschen: { $why }
undo-runtime-later = Danach kam eine andere Version an seine Stelle. Zuerst die spätere Änderung zurücknehmen.
undo-no-file = Sie hat keine Datei geändert.
undo-done =
    { $became ->
        [mode] { $file } hat die Zugriffsrechte, die sie vorher hatte.
        [gone] { $file } ist nicht mehr da, wie vorher.
        [whole] { $file } ist Byte für Byte, wie sie vorher war.
        [apart] Was in { $file } geändert wurde, ist zurückgenommen; was seither dort geschrieben wurde, bleibt.
       *[nothing] In { $file } ist nichts mehr davon; die Datei bleibt, wie sie ist.
    }
undo-service-switch = Die Dienstverwaltung hat ihn nicht umgeschaltet: { $why }
undo-service-next = An seiner Stelle läuft ein Gateway; der Dienst startet mit der nächsten Anmeldung.
undo-service-down = Er läuft nicht wieder: { $why }
undo-service-no-openclaw = Er läuft nicht: Es wurde kein OpenClaw gefunden, das ihn starten könnte.
