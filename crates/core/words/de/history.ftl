### Die Untersuchungen, die aufbewahrt sind, und was seit einer davon geworden ist.

history-run = { $when }: { $found }
history-found =
    { $count ->
        [0] nichts schlug fehl
        [1] 1 Sache schlug fehl
       *[other] { $count } Sachen schlugen fehl
    }
history-since = Seit { $when }: { $what }.
history-nothing = nichts schlug damals fehl, nichts schlägt jetzt fehl
history-part =
    { $count } { $what ->
        [new] neu
        [healed] behoben
        [untold] nicht mehr bekannt
       *[still] wie zuvor
    }
# heute 09:12, gestern 21:40, Di 18:00, 3. Nov. 18:00
history-moment =
    { $day ->
        [today] heute
        [yesterday] gestern
        [week] { $weekday ->
            [1] Mo
            [2] Di
            [3] Mi
            [4] Do
            [5] Fr
            [6] Sa
           *[7] So
        }
       *[date] { $date }. { $month ->
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
        }
    } { $time }
