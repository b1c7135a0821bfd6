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
