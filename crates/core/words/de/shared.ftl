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
