### What each check is called, title-ID, and each fix, fix-ID. In English as the code says it: checks/*/*.rs and fixes.rs.
### A title has five words at most and names the condition; a fix is a verb and an object.

## Gateway

title-change-complete = Change was interrupted
title-config-pending = Change is not in effect
title-config-permissions = File permissions are wrong
title-config-restored = Configuration was set back
title-config-split = Two configurations exist
title-config-valid = Configuration cannot be used
title-gateway-auth = Gateway auth is incomplete
title-gateway-doctor = OpenClaw's doctor found something
title-gateway-exposed = Gateway is open to others
title-gateway-installed = OpenClaw is not installed
title-gateway-memory = Gateway takes too much
title-gateway-mode = Gateway mode is not local
title-gateway-ready = Gateway is not ready
title-gateway-responding = Gateway does not answer
title-gateway-running = Gateway does not run
title-gateway-stable = Gateway keeps ending
title-gateway-starting = Gateway starts slowly
title-gateway-unguarded = Gateway runs unguarded
title-gateway-updated = Update needs attention
title-host-resources = Computer runs short
title-log-growth = Log keeps growing
title-node-supported = Node does not fit OpenClaw
title-port-free = Gateway port is taken
title-service-healthy = Service is not in order
title-single-gateway = Two gateways compete
title-version-agreement = Two versions disagree

## Access

title-channel-pairing-pending = Sender waits for approval
title-device-identity = Device identity is refused
title-device-token = Device token is refused
title-exec-approval-pending = Agent waits for approval
title-gateway-token = Gateway token is refused
title-node-pairing-pending = Node waits for approval
title-origin-allowed = Web page is not allowed
title-pairing-pending = Device waits for approval
title-protocol-agreement = Gateway and client disagree
title-scope-sufficient = A permission is missing

## Credentials

title-cloud-token = Cloud login expires
title-key-accepted = Key is refused
title-key-age = Key is old
title-key-permitted = Key lacks a permission
title-key-plaintext = Keys stand in files
title-key-present = A key is missing
title-key-quota = Credit is used up
title-key-shadowed = Another key is used
title-key-wellformed = Key was not copied well
title-keychain-available = Keychain cannot be used
title-login-endangered = Start would destroy login
title-rate-limited = Too many requests
title-secrets-resolved = Secrets are missing
title-token-expiry = Token expires
title-token-refresh = Login is not renewed

## Clock

title-clock-gateway = Gateway has another time
title-clock-skew = Clock is wrong
title-clock-sync = Automatic time is off

## Network

title-cloud-api = Cloud does not answer
title-dns-resolves = Name has no address
title-endpoint-valid = Address leads elsewhere
title-local-model-present = Model is not there
title-local-model-server = Model server is down
title-network-online = No network
title-provider-available = Provider does not serve
title-provider-reachable = Provider cannot be reached
title-proxy-agreement = Proxies are not the same
title-proxy-working = Proxy does not work
title-tls-trusted = Certificate is not trusted
title-tls-verification = Certificates are not verified

## Models

title-api-version = API versions differ
title-context-window = Context is too long
title-local-model-content = Model server refuses messages
title-local-model-tools = Model cannot use tools
title-model-fallback = No model takes over

## Channels

title-browser-tool = Browser does not work
title-channel-allowed = Sender is not allowed
title-channel-connected = Channel is not connected
title-channel-mention = Agent was not mentioned
title-channel-permitted = Channel lacks a permission
title-cron-running = Scheduled job fails
title-heartbeat-delivered = Heartbeat is left out
title-node-online = Node is away
title-node-permitted = Node may not do that

## Fixes

fix-install-openclaw = Install OpenClaw
fix-install-node = Install a private Node
fix-update-openclaw = Update OpenClaw
fix-install-earlier = Install the earlier version
fix-start-gateway = Start gateway
fix-restart-gateway = Restart gateway
fix-create-config = Create a configuration
fix-set-mode-local = Set gateway.mode to local
fix-create-token = Create a token
fix-move-legacy-token = Move the old key
fix-repair-config = Repair configuration
fix-use-another-port = Use another port
fix-end-process = End that process
fix-open-at-line = Open at line
fix-keep-this-gateway = Keep this one, stop the other
fix-read-token-again = Read the token again
fix-pair-again = Pair again
fix-ask-for-scope = Ask for the scope
fix-allow-origin = Allow this origin
fix-approve-request = Approve request
fix-review-request = Review request
fix-sign-in-again = Sign in again
fix-sign-in-to-channel = Sign in to the channel
fix-sign-in-to-cloud = Sign in to the cloud
fix-sign-in-to-cloud-yourself = Sign in yourself
fix-start-anyway = Start anyway
fix-restart-channel = Restart channel
fix-turn-on-scheduler = Turn the scheduler on
fix-open-billing-page = Open billing page
fix-set-clock = Set the clock
fix-set-that-clock = Set that clock
fix-turn-on-time-sync = Turn on automatic time
fix-unlock-keychain = Unlock keychain
fix-reload-secrets = Reload secrets
fix-renew-secret-program = Renew the program
fix-move-to-keychain = Move to keychain
fix-use-keychain = Use the keychain
fix-open-sign-in-page = Open sign-in page
fix-flush-names = Flush name cache
fix-edit-proxy = Edit proxy
fix-prefer-ip-four = Prefer IPv4
fix-trust-authority = Trust this authority
fix-verify-certificates = Verify certificates
fix-edit-endpoint = Edit endpoint
fix-open-status-page = Open status page
fix-start-model-server = Start model server
fix-pull-model = Pull model
fix-trim-log = Trim log
fix-make-private = Make private
fix-bind-loopback = Bind to this computer only
fix-turn-off-switch = Turn the switch off
fix-reapply-config = Re-apply the good part
fix-undo-change = Undo the change
fix-use-this-config = Use this configuration
fix-reinstall-service = Reinstall the service
fix-use-newer-version = Use the newer one everywhere
fix-supervise-from-here = Supervise from here
fix-follow-hint = Follow OpenClaw's hint
fix-set-string-content = Set requiresStringContent
fix-set-strict-keys = Set strictMessageKeys
fix-turn-tools-off = Turn tools off
fix-turn-long-context-off = Turn context1m off
fix-add-fallback = Add a fallback
fix-turn-mention-off = Turn the requirement off
fix-allow-group = Allow this group
fix-allow-sender = Allow this sender
fix-ask-about-senders = Ask about each sender
fix-allow-node-command = Allow this command
fix-find-browser = Remove executablePath
fix-start-browser = Turn attachOnly off
fix-browser-without-window = Turn headless on
fix-browser-without-sandbox = Turn noSandbox on
fix-enter-key-again = Enter the key again
fix-replace-key = Replace key
fix-rotate-key = Rotate key
fix-add-key = Add key
