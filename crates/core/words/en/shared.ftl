### What the sentences of several groups have in common.

# How long to wait: what is begun counts.
span-wait =
    { $count } { $unit ->
        [seconds] s
        [minutes] min
        [hours] h
       *[days] days
    }
# What is to be done by hand.
step-in-terminal = Run in a terminal: { $line }
# How far an end is from now: in 3 days, 2 hours ago.
span-distance =
    { $side ->
        [past] { "" }
       *[ahead] in{ " " }
    }{ $unit ->
        [moment] less than a minute
        [minutes] { $count ->
            [one] 1 minute
           *[other] { $count } minutes
        }
        [hours] { $count ->
            [one] 1 hour
           *[other] { $count } hours
        }
       *[days] { $count ->
            [one] 1 day
           *[other] { $count } days
        }
    }{ $side ->
        [past] { " " }ago
       *[ahead] { "" }
    }
# A sentence and the next one.
two-sentences = { $first } { $second }
# OpenAI; OpenAI and Groq; OpenAI and 2 others.
several-names =
    { $others ->
        [0] { $name }
        [1] { $name } and { $other }
       *[other] { $name } and { $others } others
    }
not-asked-yet = Not asked yet.
# A size: 640 kB, 12 MB.
host-size =
    { $unit ->
        [bytes] { $whole } bytes
        [kilo] { $whole } kB
        [mega] { $whole } MB
       *[giga] { $whole }.{ $tenth } GB
    }
# 0.3 s
span-fraction = { $whole }.{ $part } s
