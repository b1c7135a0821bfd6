### The runs of the doctor that are kept, and what has become of things since one of them.

history-run = { $when }: { $found }
history-found =
    { $count ->
        [0] nothing failed
        [1] 1 thing failed
       *[other] { $count } things failed
    }
history-since = Since { $when }: { $what }.
history-nothing = nothing failed then, nothing fails now
history-part =
    { $count } { $what ->
        [new] new
        [healed] healed
        [untold] not known any more
       *[still] as before
    }
# today 09:12, yesterday 21:40, Tue 18:00, 3 Nov 18:00
history-moment =
    { $day ->
        [today] today
        [yesterday] yesterday
        [week] { $weekday ->
            [1] Mon
            [2] Tue
            [3] Wed
            [4] Thu
            [5] Fri
            [6] Sat
           *[7] Sun
        }
       *[date] { $date } { $month ->
            [1] Jan
            [2] Feb
            [3] Mar
            [4] Apr
            [5] May
            [6] Jun
            [7] Jul
            [8] Aug
            [9] Sep
            [10] Oct
            [11] Nov
           *[12] Dec
        }
    } { $time }
