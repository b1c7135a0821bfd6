### What waits for a yes or no: what asks, who, what for, which answers there are, and how it ended.

## What asks: six words at most

approval-device-role = A device asks for another role
approval-device-changed = A device says it has changed
approval-device-more = A device asks for more
approval-device = A device wants to connect
approval-node-more = A node offers more
approval-node = A node wants to serve
approval-channel = A sender wants to chat
approval-exec = A command waits for your answer
approval-plugin = A plugin waits for your answer

## Who asks and what for: at most 240 characters

# The beginning of a sentence.
approval-called =
    A { $kind ->
        [node] node
        [device] device
        [sender] sender
       *[channel] sender on { $channel }
    } { $named ->
        [yes] that calls itself “{ $name }”
       *[no] without a name
    }
approval-wants =
    { $called } { $wants ->
        [serve] wants to serve the agent.
        [offer] offers more than before.
        [serve-too] is known and wants to serve the agent, too.
        [role] is known and asks for the role “{ $role }”.
        [changed] is known and says that it is not what it was before.
        [more] is known and asks for more.
       *[connect] wants to connect.
    }
approval-talks = { $called } wants to talk to the agent. Once approved, what it writes reaches the agent.
# What follows is a list of things like "read chats".
approval-could =
    { $who ->
        [agent] The agent could then
        [agent-also] The agent could then also
        [then] It could then
        [also] It could then also
       *[it] It could
    }
# After a list that is not whole.
approval-more-things = and { $count } more things
approval-nothing = It asks for no permission.
approval-actor =
    { $kind ->
        [plugin] A plugin
        [named-plugin] The plugin “{ $name }”
        [named-agent] The agent “{ $name }”
       *[agent] The agent
    }
approval-silent = { $who } asks to act, and the gateway does not say what it would do. It can only be denied here.
approval-runs =
    { $who } { $kind ->
        [plugin] asks for this
       *[agent] wants to run
    }: “{ $line }”{ $lines ->
        [1] .
       *[other] , the first of { $lines } lines.
    }

## Who asks, line by line

asker-agent = Asked by the agent “{ $name }”
asker-plugin = Asked by the plugin “{ $name }”
asker-name = Calls itself “{ $name }”
asker-nameless = Gives no name
asker-channel = Writes on “{ $name }”
asker-platform = Says that it runs on “{ $name }”
asker-account = Writes to the account “{ $name }”
asker-address = Connects from { $address }
asker-role = Asks for the role “{ $name }”
asker-id =
    { $kind ->
        [device] Device id
        [node] Node id
        [sender] Sender id
       *[session] Session
    } { $id }

## What is to be known

approval-lapsed = The request has lapsed. There is nothing left to decide.
approval-blind = Not all of it can be shown, so that it can only be denied here.
approval-warning = The gateway warns: { $warning }
approval-context =
    { $kind ->
        [folder] Folder
        [host] Runs on
        [node] Node
        [program] Program
        [words] As words
        [severity] Severity
        [tool] Tool
       *[agent] Agent
    }: { $value }

## The answers

approve-device = Approve device
approve-node = Approve node
approve-sender = Approve sender
allow-once = Allow once
allow-always = Always allow
reject-device = Reject device
reject-node = Reject node
dismiss-sender = Dismiss sender
deny-command = Deny command
deny-plugin = Deny plugin

refused-lapsed = The request has lapsed. Nothing was decided.
refused-not-offered = The gateway does not offer this choice for the request. Nothing was decided.
refused-second-step = A yes to this request takes a second step in the window. Nothing was decided.

## How it ended

ended-allowed-once = Allowed once, here
ended-approved = Approved here
ended-always = Allowed from now on, here
ended-dismissed = Dismissed here
ended-denied = Denied here
ended-rejected = Rejected here
ended-lapsed = Lapsed without an answer
ended-elsewhere = Decided elsewhere, or taken back
ended-gone = Decided elsewhere, taken back, or lapsed

## What a permission lets somebody do: what comes after "It could", and stands alone with a capital

may-unknown = use “{ $scope }”, which Clawtender does not know
may-more = { $count } more that are not shown
permission-line = { $scope }: { $words }
may-admin = do everything that you can, and change every setting
may-pairing = let other devices in and put them out
may-approvals = allow commands that the agent wants to run
may-talk-secrets = read the keys of the voice services
may-write = send messages and use the agent’s tools
may-read = read chats, settings and logs
may-questions = answer the agent’s questions
may-talk = talk with the agent by voice
node-may-system-run = run any program on it
node-may-system-run-prepare = prepare to run a program on it
node-may-system-which = look for programs on it
node-may-system-exec-approvals-set = change which programs may run on it
node-may-system-exec-approvals-get = see which programs may run on it
node-may-agent-cli-claude-run = run a coding agent on it
node-may-mcp-tools-call = use the tools of programs on it
node-may-computer-act = work its mouse and keyboard
node-may-mobile-ui-act = tap and type on its screen
node-may-browser-proxy = work its web browser
node-may-browser-proxy-upload = hand files to its web browser
node-may-terminal-upload = put files on it
node-may-file-write = write files on it
node-may-file-create = create files on it
node-may-file-fetch = read files on it
node-may-file-stat = see which files are on it
node-may-dir-list = list its folders
node-may-dir-fetch = read whole folders on it
node-may-fs-list-dir = list its folders
node-may-system-notify = show notifications on it
node-may-screen-snapshot = take pictures of its screen
node-may-screen-record = record its screen
node-may-desktop-stream = watch its screen
node-may-mobile-ui-observe = read what is on its screen
node-may-camera-list = see which cameras it has
node-may-camera-snap = take photos with it
node-may-camera-clip = record video with it
node-may-camera-ptz-status = see where its camera points
node-may-camera-ptz-control = turn its camera
node-may-location-get = see where it is
node-may-notifications-list = read its notifications
node-may-notifications-actions = answer its notifications
node-may-sms-send = send text messages from it
node-may-sms-search = read its text messages
node-may-contacts-search = read its contacts
node-may-contacts-add = add to its contacts
node-may-calendar-events = read its calendar
node-may-calendar-add = add to its calendar
node-may-reminders-list = read its reminders
node-may-reminders-add = add to its reminders
node-may-photos-latest = see its latest photos
node-may-call-log-search = read its list of calls
node-may-motion-activity = see how it is moved
node-may-motion-pedometer = read its step counter
node-may-health-summary = read its health summary
node-may-device-info = see what device it is
node-may-device-status = see its battery and storage
node-may-device-permissions = see what it may do itself
node-may-device-health = see how well it runs
node-may-device-apps = see which apps it has
node-may-watch-status = see the state of its watch
node-may-watch-notify = show notifications on its watch
node-may-canvas-present = show pages on it
node-may-canvas-hide = take pages off it
node-may-canvas-navigate = go to other pages on it
node-may-talk-ptt-start = listen through its microphone
node-may-talk-ptt-stop = stop listening
node-may-talk-ptt-cancel = break off listening
node-may-talk-ptt-once = listen through its microphone once
node-may-system = run programs on it
node-may-browser = use its web browser
node-may-computer = use its mouse and keyboard
node-may-file = use its files
node-may-camera = use its camera
node-may-canvas = show pages on its screen
node-may-screen = see its screen
node-may-location = know where it is
node-may-voice = speak through it
node-may-voice-wake = hear its wake word
node-may-talk = talk through it
node-may-device = know its state
node-may-notifications = use its notifications
node-may-contacts = use its contacts
node-may-calendar = use its calendar
node-may-photos = use its photos
node-may-sms = use its text messages
