### Benachrichtigungen: was mehrere Befunde oder Anfragen zusammenfasst. Ein Titel hat 60 Zeichen, ein Text 240.

notice-review = Ansehen…
# Eine Reparatur, die vorher gelesen wird.
notice-read-first = { $label }…
# Zwischen den Namen einer Aufzählung und vor dem letzten.
notice-list-between = { ", " }
notice-list-last = { " und " }
notice-and-more = { $count } weitere
notice-one-like-this =
    { $count ->
        [one] Ein weiterer Fall ist ebenso.
       *[other] { $count } weitere Fälle sind ebenso.
    }
notice-explains = Das erklärt auch: { $titles }.
notice-digest =
    { $count ->
        [one] Eine Sache braucht Aufmerksamkeit
       *[other] { $count } Sachen brauchen Aufmerksamkeit
    }

## Zusammengefasste Anfragen

notice-waiting =
    { $count ->
        [one] { $count } Anfrage wartet auf Freigabe
       *[other] { $count } Anfragen warten auf Freigabe
    }
notice-waiting-of = Sie bitten um Zugang oder wollen handeln: { $parts }. Ohne Antwort geschieht nichts.
notice-actions =
    { $count ->
        [one] { $count } Aktion des Agenten
       *[other] { $count } Aktionen des Agenten
    }
notice-devices =
    { $count ->
        [one] { $count } Gerät
       *[other] { $count } Geräte
    }
notice-nodes =
    { $count ->
        [one] { $count } Node
       *[other] { $count } Nodes
    }
notice-senders =
    { $count ->
        [one] { $count } Absender
       *[other] { $count } Absender
    }

## Was aufgeschoben ist

quiet-until-asked = Stumm, bis es wieder gemeldet werden soll
quiet-until-time = Stumm bis { $time }
quiet-until-day = Stumm bis { $day ->
        [1] Mo
        [2] Di
        [3] Mi
        [4] Do
        [5] Fr
        [6] Sa
       *[7] So
    } { $time }
quiet-until-date = Stumm bis { $day }. { $month ->
        [1] Jan.
        [2] Feb.
        [3] März
        [4] Apr.
        [5] Mai
        [6] Juni
        [7] Juli
        [8] Aug.
        [9] Sept.
        [10] Okt.
        [11] Nov.
       *[12] Dez.
    } { $year }
