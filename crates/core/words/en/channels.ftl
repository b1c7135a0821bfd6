### Channels: what the gateway does for its owner.

# A channel that the log does not name.
channels-unnamed = a channel
# The beginning of a sentence that says why after a colon.
channels-left-alone =
    { $count ->
        [one] A message
       *[other] { $count } messages
    } in { $named ->
        [yes] the group “{ $group }”
       *[no] a group
    } ({ $channel }) { $count ->
        [one] was
       *[other] were
    } left alone
browser-tool-sandbox = The browser for the agent did not start: with its sandbox it does not run as the administrator, as the gateway does. Run the gateway as your own user, or do without the sandbox.
# What the fixes do.
browser-tool-then = The gateway takes it up by itself
browser-tool-then-open = What pages do is then held back by the browser less
browser-tool-then-installed = Chrome, Brave, Edge or Chromium has to be installed
browser-tool-then-starts = The browser starts when the agent needs it
channel-allowed-group = { $left }: the group is not on the list. If it is not yours, leave it so.
channel-allowed-direct =
    Somebody wrote to the agent ({ $channel }) directly and got no answer: direct messages are turned off there. To be asked about each sender, { $known ->
        [yes] run "openclaw config set { $key } pairing".
       *[no] set dmPolicy to pairing.
    }
channel-allowed-sender =
    Somebody wrote to the agent ({ $channel }) and got no answer: the sender or group is not on the list. If you know them, add their id to { $known ->
        [yes] { $key }.
       *[no] the channel's allowFrom.
    }
# What the fix does.
channel-allowed-then-sender = { $sender } can then ask the agent
channel-allowed-then-asks = Whoever writes to the agent directly waits for your yes
channel-allowed-then = Whoever may write there can then ask the agent, when they mention it
channel-connected-step = The channel shows a code or a link there, for the phone whose account it is
channel-connected-out = { $which } is logged out. Messages there are not answered until somebody signs in again.
channel-connected-off =
    { $which } { $so ->
        [given-up] is down, and the gateway has given up on it
        [unconnected] is running and has no connection
       *[stopped] is not running
    }.{ $says ->
        [yes] { " " }It says: { $why }.
       *[no] { "" }
    } Messages there are not answered.
channel-mention-group = { $left }: the agent answers there only when it is mentioned.
# What the fix does.
channel-mention-then = The agent then answers everything that is written in that group
channel-permitted-not =
    A channel ({ $channel }) did not let the agent do something, { $count ->
        [one] once
       *[other] { $count } times
    }: { $way ->
        [blocked] that person has blocked the bot. They have to unblock it
        [removed] the bot was removed from the group. Add it again
        [unknown] the bot does not know that chat. Somebody has to write to it there first
        [right] the bot lacks a right in the group. Make it an administrator there, or give it that right
        [scope] the app lacks a scope. Add the one that the line names, and install the app again
        [outside] the bot is not in that channel. Invite it
        [role] the bot's role lacks a permission. Give it to the role on that server
        [unseen] the bot does not see that channel. Let its role see it
       *[commands] the bot has more commands than the menu takes. Leave some skills or commands out
    }.
cron-running-off =
    The gateway's scheduler is turned off (cron.enabled is false). { $jobs ->
        [one] 1 job does
       *[other] { $jobs } jobs do
    } not run.
# What the fix does.
cron-running-on = Sets cron.enabled to true in the gateway's configuration.
cron-running-missed =
    The job “{ $name }” { $ever ->
        [yes] was due at { $due } and did not run.
       *[no] has never run, though it was due at { $due }.
    }
cron-running-fails =
    The job “{ $name }” { $times ->
        [1] failed when it ran last
       *[other] has failed { $times } times in a row
    }.{ $says ->
        [yes] { " " }It says: { $why }.
       *[no] { "" }
    }
heartbeat-delivered-failed =
    The agent's last heartbeat came to nothing.{ $says ->
        [yes] { " " }It says: { $why }.
       *[no] { "" }
    } What it would have told you is not told.
heartbeat-delivered-nobody = The agent's heartbeat has nobody to tell yet. Write to the agent once, or set agents.defaults.heartbeat.target.
heartbeat-delivered-account = The agent's heartbeat is to be sent through an account that does not exist. Correct agents.defaults.heartbeat.accountId.
heartbeat-delivered-silenced = The agent's heartbeat is told to nobody: everything that it could show is turned off for its channel.
heartbeat-delivered-later = The agent's heartbeat was not sent: its channel was not ready. It is sent the next time.
node-online-background = A node could not do what it was asked: its app is in the background. Open the app there, and leave it open.
node-online-away = The node “{ $name }” is not connected. What it offers is not there until its app is open and reaches the gateway.
node-permitted-lacks =
    A node could not do what the agent asked: its system does not let the app use { $named ->
        [yes] { $what }
       *[no] something that it needs
    }. Allow it in the settings of that phone or computer.
node-permitted-listed = The agent wanted to run a command that is not on the list of allowed ones, and did not. If it may, run "openclaw approvals allowlist add PROGRAM" with its path.
node-permitted-sandbox = The agent is to run commands in a sandbox, and there is none. Turn the sandbox on, or set tools.exec.host to gateway.
node-permitted-command = The agent wanted to use { $what } of a node, and the gateway does not let it. If it may, allow that command.
# What the fix does.
node-permitted-then = Every node that offers it can then be asked for it, by every agent
node-permitted-rules = A command of the agent was not run: the rules of that computer do not allow it, or cannot be sure what it does. "openclaw approvals" shows them.
