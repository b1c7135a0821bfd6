### The overview's lines.

# Restart gateway (Gateway hangs): mended
overview-last-fix =
    { $label }{ $named ->
        [yes] { " " }({ $about })
       *[no] { "" }
    }: { $became ->
        [done] done
        [mended] mended
        [failing] done, and its check has not passed since
        [failed] could not be done
       *[declined] not done
    }
overview-expires =
    { $what ->
        [token] The token for { $name }
       *[cloud] The cloud command line’s login
    } expires in { $left }
overview-no-expiry = Nothing that you would have to renew
clock-unmeasured = Not measured yet.
clock-right =
    This computer's clock is right: { $off } { $side ->
        [behind] behind
       *[ahead] ahead
    } by { $count ->
        [one] 1 source
       *[other] { $count } sources
    }.
clock-nobody = Nobody is asked for the time: the settings name no server.
clock-silent =
    { $source } did not tell the time{ $others ->
        [0] : { $why }
        [1] { " " }({ $why }), nor did 1 other
       *[other] { " " }({ $why }), nor did { $others } others
    }.
