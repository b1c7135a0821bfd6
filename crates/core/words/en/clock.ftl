### Time: whose clock is off, and what that breaks.

clock-gateway-off =
    The gateway's clock is { $off } { $side ->
        [behind] behind
       *[ahead] ahead of
    } this computer's. { $follows ->
        [schedules] Tokens and schedules go by its clock.
       *[signatures] It refuses devices that sign with the right time.
    } { $where ->
        [here] It runs on this computer: a restart gives it this computer's time.
       *[there] Its clock has to be set where it runs.
    }
clock-gateway-ours = This computer's clock is off, and the gateway's is right.
clock-gateway-step = On { $system }, in a terminal there: { $line }
clock-gateway-untold = The gateway has not told its time yet.
clock-skew-off =
    This computer's clock is { $off } { $side ->
        [behind] behind
       *[ahead] ahead
    }{ $came ->
        [jumped] , since it was set
        [drifted] : it drifted { $by } in { $over }
       *[unknown] { "" }
    }. { $follows ->
        [refused] The gateway refuses devices with the right time, and tokens and certificates are judged by a wrong one.
        [near] From 2 min on the gateway refuses what devices sign; tokens and schedules are off now.
        [early] Tokens seem to expire too early, and schedules run too soon.
       *[late] Expired tokens still look valid, and schedules run late.
    }
clock-skew-contradiction = { $count } sources told the time and no half of them agrees: which of them is right cannot be told.
# What the fix does.
clock-skew-step =
    Moves the clock { $way ->
        [forward] forward
       *[back] back
    } by { $off }, with an administrator's consent
clock-sync-off = This computer does not set its clock by itself. It drifts by seconds a week, until tokens and signatures are judged by a wrong time.
clock-sync-step = Asks for an administrator's consent where the system wants it
step-runs = Runs: { $line }
