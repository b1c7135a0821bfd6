### Was die Sätze mehrerer Gruppen gemeinsam haben.

# Wie lange gewartet wird: was angefangen ist, zählt.
span-wait =
    { $count } { $unit ->
        [seconds] s
        [minutes] min
        [hours] h
       *[days] Tage
    }
# Was von Hand zu tun ist.
step-in-terminal = In einem Terminal ausführen: { $line }
# Wie weit ein Ende von jetzt entfernt ist: in 3 Tagen, vor 2 Stunden.
span-distance =
    { $side ->
        [past] vor
       *[ahead] in
    } { $unit ->
        [moment] weniger als einer Minute
        [minutes] { $count ->
            [one] 1 Minute
           *[other] { $count } Minuten
        }
        [hours] { $count ->
            [one] 1 Stunde
           *[other] { $count } Stunden
        }
       *[days] { $count ->
            [one] 1 Tag
           *[other] { $count } Tagen
        }
    }
# Ein Satz und der nächste.
two-sentences = { $first } { $second }
# OpenAI; OpenAI und Groq; OpenAI und 2 weitere.
several-names =
    { $others ->
        [0] { $name }
        [1] { $name } und { $other }
       *[other] { $name } und { $others } weitere
    }
not-asked-yet = Noch nicht gefragt.
# Eine Größe: 640 kB, 12 MB.
host-size =
    { $unit ->
        [bytes] { $whole } Bytes
        [kilo] { $whole } kB
        [mega] { $whole } MB
       *[giga] { $whole },{ $tenth } GB
    }
# 0,3 s
span-fraction = { $whole },{ $part } s
