### Notifications: what puts several findings or requests together. A title has 60 characters, a message 240.

notice-review = Review…
# A fix that is read first.
notice-read-first = { $label }…
# Between the names in a list, and before the last.
notice-list-between = { ", " }
notice-list-last = { " and " }
notice-and-more = { $count } more
notice-one-like-this =
    { $count ->
        [one] One more is like this.
       *[other] { $count } more are like this.
    }
notice-explains = This also explains: { $titles }.
notice-digest =
    { $count ->
        [one] One thing needs you
       *[other] { $count } things need you
    }

## Requests put together

notice-waiting =
    { $count ->
        [one] { $count } request waits for approval
       *[other] { $count } requests wait for approval
    }
notice-waiting-of = They ask to be let in or to act: { $parts }. Nothing happens without your answer.
notice-actions =
    { $count ->
        [one] { $count } action of the agent
       *[other] { $count } actions of the agent
    }
notice-devices =
    { $count ->
        [one] { $count } device
       *[other] { $count } devices
    }
notice-nodes =
    { $count ->
        [one] { $count } node
       *[other] { $count } nodes
    }
notice-senders =
    { $count ->
        [one] { $count } sender
       *[other] { $count } senders
    }

## What is put off

quiet-until-asked = Quiet until you want to hear of it again
quiet-until-time = Quiet until { $time }
quiet-until-day = Quiet until { $day ->
        [1] Mon
        [2] Tue
        [3] Wed
        [4] Thu
        [5] Fri
        [6] Sat
       *[7] Sun
    } { $time }
quiet-until-date = Quiet until { $day } { $month ->
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
    } { $year }
