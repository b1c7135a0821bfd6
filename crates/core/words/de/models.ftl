### Modelle: warum eines jedes Mal mit einem Fehler antwortet.

# Was eine Reparatur für ein Modell setzt.
models-setting = { $place }, das Modell { $model }: { $setting }
api-version-differs =
    { $named ->
        [yes] { $name }
       *[no] Ein Anbieter
    } unterstützt nicht die API-Version, die das Gateway spricht. Keine Frage dorthin wird beantwortet.
# Was von Hand zu tun ist.
api-version-restart = Das Gateway neu starten
api-version-newest = Ist es schon die neueste, api und baseUrl des Anbieters in models.providers ansehen
context-window-refused-some = Der Schlüssel darf den langen Kontext eines Modells nicht benutzen. params.context1m ausschalten oder ein anderes Modell benutzen.
context-window-refused = Der Schlüssel darf den langen Kontext von { $model } nicht benutzen, und der Anbieter lehnt die Fragen ab. Warten hilft nicht.
# Was die Reparatur tut.
context-window-sooner = Gespräche werden früher gekürzt
context-window-blocked = Ein Gespräch ist länger, als { $model } lesen kann, und war nicht zu kürzen. Mit /new beginnt dort ein neues.
local-model-content-some =
    Der Server eines Modells { $want ->
        [plain] nimmt nur reinen Text an und bekommt Nachrichten in Teilen
       *[strict] nimmt von einer Nachricht nur Rolle und Inhalt an und bekommt mehr
    }. Für jenes Modell muss { $setting } auf true stehen.
local-model-content-is =
    Der Server von { $model } { $want ->
        [plain] nimmt nur reinen Text an und bekommt Nachrichten in Teilen
       *[strict] nimmt von einer Nachricht nur Rolle und Inhalt an und bekommt mehr
    }{ $on ->
        [yes] , obwohl { $setting } an ist
       *[no] { "" }
    }. Er beantwortet keine Frage.
# Was die Reparatur tut.
local-model-content-then = Das Gateway übernimmt es von selbst
local-model-tools-some = Ein Modell kann keine Werkzeuge benutzen und bekam welche angeboten. Für jenes Modell muss compat.supportsTools auf false stehen.
local-model-tools-is =
    Das Modell { $model } { $so ->
        [silent] beendet seine Züge wortlos, wie kleine Modelle es tun, denen Werkzeuge angeboten werden. Es beantwortet nichts
        [silent-without] beendet seine Züge wortlos, obwohl ihm keine Werkzeuge angeboten werden. Ein größeres Modell kann es vielleicht
        [refused] kann keine Werkzeuge benutzen und bekommt welche angeboten. Keine Frage an es wird beantwortet
       *[refused-without] kann keine Werkzeuge benutzen und bekommt welche angeboten, obwohl compat.supportsTools dafür auf false steht
    }.
# Was die Reparatur tut.
local-model-tools-then = Es antwortet und kann von selbst nichts nachsehen und nichts tun
model-fallback-none =
    { $model } ist das Hauptmodell und gab binnen einer Stunde { $count ->
        [one] einmal
       *[other] { $count }-mal
    } keine Antwort, und kein anderes ist benannt, um einzuspringen.
# Was die Reparatur tut.
model-fallback-then = Was gefragt wird, geht dann an dessen Anbieter und wird dort bezahlt
