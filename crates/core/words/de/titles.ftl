### Wie jede Prüfung heißt, title-ID, und jede Reparatur, fix-ID.
### Ein Titel hat höchstens fünf Wörter und nennt den Zustand; eine Reparatur sagt, was sie tut.

## Gateway

title-change-complete = Änderung wurde unterbrochen
title-config-pending = Änderung ist nicht wirksam
title-config-permissions = Dateirechte sind falsch
title-config-restored = Konfiguration wurde zurückgesetzt
title-config-split = Zwei Konfigurationen vorhanden
title-config-valid = Konfiguration ist unbrauchbar
title-gateway-auth = Gateway-Anmeldung ist unvollständig
title-gateway-doctor = OpenClaws Diagnose meldet etwas
title-gateway-exposed = Gateway ist für andere offen
title-gateway-installed = OpenClaw ist nicht installiert
title-gateway-memory = Gateway braucht zu viel
title-gateway-mode = Gateway-Modus ist nicht lokal
title-gateway-ready = Gateway ist nicht bereit
title-gateway-responding = Gateway antwortet nicht
title-gateway-running = Gateway läuft nicht
title-gateway-stable = Gateway endet immer wieder
title-gateway-starting = Gateway startet langsam
title-gateway-unguarded = Gateway läuft unbewacht
title-gateway-updated = Aktualisierung braucht Aufmerksamkeit
title-host-resources = Rechner ist am Limit
title-log-growth = Protokoll wächst ständig
title-node-supported = Node passt nicht zu OpenClaw
title-port-free = Gateway-Port ist belegt
title-service-healthy = Dienst ist nicht in Ordnung
title-single-gateway = Zwei Gateways konkurrieren
title-version-agreement = Zwei Versionen widersprechen sich

## Access

title-channel-pairing-pending = Absender wartet auf Freigabe
title-device-identity = Geräteidentität wird abgelehnt
title-device-token = Geräte-Token wird abgelehnt
title-exec-approval-pending = Agent wartet auf Freigabe
title-gateway-token = Gateway-Token wird abgelehnt
title-node-pairing-pending = Node wartet auf Freigabe
title-origin-allowed = Webseite ist nicht zugelassen
title-pairing-pending = Gerät wartet auf Freigabe
title-protocol-agreement = Gateway und Client passen nicht
title-scope-sufficient = Eine Berechtigung fehlt

## Credentials

title-cloud-token = Cloud-Anmeldung läuft ab
title-key-accepted = Schlüssel wird abgelehnt
title-key-age = Schlüssel ist alt
title-key-permitted = Schlüssel fehlt eine Berechtigung
title-key-plaintext = Schlüssel stehen in Dateien
title-key-present = Ein Schlüssel fehlt
title-key-quota = Guthaben ist aufgebraucht
title-key-shadowed = Anderer Schlüssel wird benutzt
title-key-wellformed = Schlüssel ist fehlerhaft kopiert
title-keychain-available = Schlüsselbund ist nicht nutzbar
title-login-endangered = Start würde Anmeldung zerstören
title-rate-limited = Zu viele Anfragen
title-secrets-resolved = Geheimnisse fehlen
title-token-expiry = Token läuft ab
title-token-refresh = Anmeldung wird nicht erneuert

## Clock

title-clock-gateway = Gateway hat andere Uhrzeit
title-clock-skew = Uhr geht falsch
title-clock-sync = Automatische Uhrzeit ist aus

## Network

title-cloud-api = Cloud antwortet nicht
title-dns-resolves = Name hat keine Adresse
title-endpoint-valid = Adresse führt woandershin
title-local-model-present = Modell ist nicht da
title-local-model-server = Modellserver läuft nicht
title-network-online = Kein Netzwerk
title-provider-available = Anbieter ist gestört
title-provider-reachable = Anbieter ist nicht erreichbar
title-proxy-agreement = Proxys stimmen nicht überein
title-proxy-working = Proxy funktioniert nicht
title-tls-trusted = Zertifikat ist nicht vertrauenswürdig
title-tls-verification = Zertifikate werden nicht geprüft

## Models

title-api-version = API-Versionen unterscheiden sich
title-context-window = Kontext ist zu lang
title-local-model-content = Modellserver lehnt Nachrichten ab
title-local-model-tools = Modell kann keine Werkzeuge
title-model-fallback = Kein Modell springt ein

## Channels

title-browser-tool = Browser funktioniert nicht
title-channel-allowed = Absender ist nicht zugelassen
title-channel-connected = Kanal ist nicht verbunden
title-channel-mention = Agent wurde nicht erwähnt
title-channel-permitted = Kanal fehlt eine Berechtigung
title-cron-running = Geplanter Auftrag scheitert
title-heartbeat-delivered = Heartbeat fällt aus
title-node-online = Node ist nicht da
title-node-permitted = Node darf das nicht

## Reparaturen

fix-install-openclaw = OpenClaw installieren
fix-install-node = Eigenes Node installieren
fix-update-openclaw = OpenClaw aktualisieren
fix-install-earlier = Frühere Version installieren
fix-start-gateway = Gateway starten
fix-restart-gateway = Gateway neu starten
fix-create-config = Konfiguration anlegen
fix-set-mode-local = gateway.mode auf local setzen
fix-create-token = Token erzeugen
fix-move-legacy-token = Alten Eintrag verschieben
fix-repair-config = Konfiguration reparieren
fix-use-another-port = Anderen Port nehmen
fix-end-process = Diesen Prozess beenden
fix-open-at-line = An der Zeile öffnen
fix-keep-this-gateway = Dieses behalten, anderes anhalten
fix-read-token-again = Token neu einlesen
fix-pair-again = Neu koppeln
fix-ask-for-scope = Berechtigung anfragen
fix-allow-origin = Diese Webseite zulassen
fix-approve-request = Anfrage genehmigen
fix-review-request = Anfrage ansehen
fix-sign-in-again = Neu anmelden
fix-sign-in-to-channel = Beim Kanal anmelden
fix-sign-in-to-cloud = Bei der Cloud anmelden
fix-sign-in-to-cloud-yourself = Selbst anmelden
fix-start-anyway = Trotzdem starten
fix-restart-channel = Kanal neu starten
fix-turn-on-scheduler = Zeitplaner einschalten
fix-open-billing-page = Abrechnungsseite öffnen
fix-set-clock = Uhr stellen
fix-set-that-clock = Uhr dort stellen
fix-turn-on-time-sync = Automatische Uhrzeit einschalten
fix-unlock-keychain = Schlüsselbund entsperren
fix-reload-secrets = Geheimnisse neu laden
fix-renew-secret-program = Programm erneuern
fix-move-to-keychain = In den Schlüsselbund verschieben
fix-use-keychain = Schlüsselbund benutzen
fix-open-sign-in-page = Anmeldeseite öffnen
fix-flush-names = Namensspeicher leeren
fix-edit-proxy = Proxy ändern
fix-prefer-ip-four = IPv4 bevorzugen
fix-trust-authority = Dieser Zertifizierungsstelle vertrauen
fix-verify-certificates = Zertifikate prüfen lassen
fix-edit-endpoint = Adresse ändern
fix-open-status-page = Statusseite öffnen
fix-start-model-server = Modellserver starten
fix-pull-model = Modell laden
fix-trim-log = Protokoll kürzen
fix-make-private = Zugriff beschränken
fix-bind-loopback = Nur an diesen Rechner binden
fix-turn-off-switch = Schalter ausschalten
fix-reapply-config = Brauchbaren Teil wieder anwenden
fix-undo-change = Änderung zurücknehmen
fix-use-this-config = Diese Konfiguration benutzen
fix-reinstall-service = Dienst neu einrichten
fix-use-newer-version = Überall die neuere benutzen
fix-supervise-from-here = Von hier aus überwachen
fix-follow-hint = OpenClaws Hinweis folgen
fix-set-string-content = requiresStringContent setzen
fix-set-strict-keys = strictMessageKeys setzen
fix-turn-tools-off = Werkzeuge ausschalten
fix-turn-long-context-off = context1m ausschalten
fix-add-fallback = Ausweichmodell hinzufügen
fix-turn-mention-off = Erwähnung nicht mehr verlangen
fix-allow-group = Diese Gruppe zulassen
fix-allow-sender = Diesen Absender zulassen
fix-ask-about-senders = Nach jedem Absender fragen
fix-allow-node-command = Diesen Befehl zulassen
fix-find-browser = executablePath herausnehmen
fix-start-browser = attachOnly ausschalten
fix-browser-without-window = headless einschalten
fix-browser-without-sandbox = noSandbox einschalten
fix-enter-key-again = Schlüssel neu eingeben
fix-replace-key = Schlüssel ersetzen
fix-rotate-key = Schlüssel erneuern
fix-add-key = Schlüssel hinzufügen
