### The tray's menu, and what it says by itself in notifications. A line of the menu has 72 characters.

tray-waiting =
    { $count ->
        [one] { $count } request waits for approval
       *[other] { $count } requests wait for approval
    }
tray-all-waiting = Show all { $count } requests…
tray-show = Show…
tray-start = Start gateway
tray-stop = Stop gateway
tray-restart = Restart gateway
tray-restart-idle = Restart when idle ({ $running } running)
tray-restart-now = Restart now
tray-dashboard = Open dashboard
tray-run-doctor = Run doctor…
tray-doctor-runs = Doctor is running…
tray-log = Show log…
tray-settings = Settings…
tray-autostart = Start at login
tray-mend-autostart =
    Repair start at login: { $why ->
        [gone] it leads nowhere
        [mount] it leads to a mount that will be gone
        [translocated] it leads to a place that will be gone
        [double] it is there twice
       *[other] another copy starts
    }
tray-quit = Quit Clawtender
tray-quitting = Quitting…

## What is put off

tray-later = Later
tray-in-an-hour = Remind me in an hour
tray-tomorrow = Remind me tomorrow
tray-again = Remind me again
# Beside others: what of, and when.
tray-in-an-hour-of = { $title }: remind me in an hour
tray-tomorrow-of = { $title }: remind me tomorrow
tray-again-of = { $title }: remind me again

## An order that came to nothing

tray-healed = Nothing to mend
tray-healed-why = That has mended itself meanwhile. Nothing was done.
tray-gone = Request is gone
tray-gone-why = It was decided elsewhere, taken back, or has lapsed. Nothing was done.
tray-not-put-off = Not put off
tray-not-decided = Decision not carried out
tray-not-mended = It is not mended
tray-no-dashboard = Dashboard not opened
tray-not-switched = Start at login not changed
tray-not-obeyed = Gateway order not carried out

## Notifications on desktops without buttons in them

tray-notification-show = Show
tray-menu-answers = Clawtender’s menu in the tray leads to the answer.
tray-menu-shows = Clawtender’s menu in the tray shows what to do.
