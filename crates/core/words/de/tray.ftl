### Das Menü im Infobereich und was Clawtender in Benachrichtigungen selbst sagt. Eine Zeile des Menüs hat 72 Zeichen.

tray-waiting =
    { $count ->
        [one] { $count } Anfrage wartet auf Freigabe
       *[other] { $count } Anfragen warten auf Freigabe
    }
tray-all-waiting = Alle { $count } Anfragen zeigen…
tray-show = Zeigen…
tray-start = Gateway starten
tray-stop = Gateway anhalten
tray-restart = Gateway neu starten
tray-restart-idle = Bei Leerlauf neu starten ({ $running } in Arbeit)
tray-restart-now = Jetzt neu starten
tray-dashboard = Dashboard öffnen
tray-run-doctor = Diagnose starten…
tray-doctor-runs = Diagnose läuft…
tray-log = Protokoll zeigen…
tray-settings = Einstellungen…
tray-autostart = Beim Anmelden starten
tray-mend-autostart =
    Start bei der Anmeldung reparieren: { $why ->
        [gone] führt ins Leere
        [mount] führt in ein Abbild, das weg sein wird
        [translocated] führt an einen Ort, der weg sein wird
        [double] doppelt eingetragen
       *[other] eine andere Kopie startet
    }
tray-quit = Clawtender beenden
tray-quitting = Wird beendet…

## Was aufgeschoben ist

tray-later = Später
tray-in-an-hour = In einer Stunde erinnern
tray-tomorrow = Morgen erinnern
tray-again = Wieder erinnern
# Neben anderen: woran, und wann.
tray-in-an-hour-of = { $title }: in einer Stunde erinnern
tray-tomorrow-of = { $title }: morgen erinnern
tray-again-of = { $title }: wieder erinnern

## Ein Auftrag, aus dem nichts wurde

tray-healed = Nichts zu beheben
tray-healed-why = Das hat sich inzwischen von selbst behoben. Nichts wurde geändert.
tray-gone = Anfrage nicht mehr da
tray-gone-why = Sie wurde anderswo entschieden, zurückgezogen oder ist verfallen. Nichts wurde getan.
tray-not-put-off = Nicht aufgeschoben
tray-not-decided = Entscheidung nicht ausgeführt
tray-not-mended = Nicht behoben
tray-no-dashboard = Dashboard nicht geöffnet
tray-not-switched = Start bei der Anmeldung nicht geändert
tray-not-obeyed = Gateway-Auftrag nicht ausgeführt

## Benachrichtigungen auf Desktops ohne Knöpfe darin

tray-notification-show = Zeigen
tray-menu-answers = Das Menü von Clawtender im Infobereich führt zur Antwort.
tray-menu-shows = Das Menü von Clawtender im Infobereich zeigt, was zu tun ist.
