### A sign-in, and a key or token that is asked for: what each step says, and how it ended.

sign-in-another = Another sign-in is under way. Finish or cancel that first.
sign-in-none = No sign-in is under way.
sign-in-paste = Paste a token
sign-in-ways = There is more than one way to sign in.
sign-in-no-way = The gateway offers no sign-in for { $name }. Where it takes a key or a token, enter a new one.
sign-in-these-ways = There are these ways to sign in with { $name }: { $ways }.
sign-in-whose = It is not known whose login that is.
sign-in-unsaid = The gateway has not said yet how to sign in.
sign-in-cancelled = The sign-in was cancelled. Nothing was changed.
sign-in-not-taken = The gateway has not taken the last answer yet.
sign-in-not-asked = That is not asked any more, or this is no answer to it.

## A new key

new-key-title = Key for { $name }
new-key-paste =
    { $page ->
        [yes] Make a key on the page, and paste it here
       *[no] Paste it here
    }. It is tried, and kept in the keychain.{ $old ->
        [yes] { " " }The one that is there stays until then.
       *[no] { "" }
    }
new-key-taken = The keychain holds another key for { $name }, which the gateway does not use. Take one of them away first: clawtender keys delete { $provider }, or out of the configuration.
new-key-not-stored = { $why } Nothing was stored.
new-key-asking = { $name } is asked about it…
new-key-keeping = It is kept in the keychain, and the gateway is told.
new-key-untried = The key could not be tried
new-key-all-the-same = Keep it all the same?
new-key-in-use = The new key is in use
new-key-delete-old = Delete the old one at the provider: until then whoever has it can use it.
new-key-odd-name = { $name } has a name that the keychain cannot hold. Nothing was stored.

## A pasted token

token-title = Token for { $name }
token-paste = Paste it here. OpenClaw stores it in its own database, where the gateway takes it from.
token-no-openclaw = No OpenClaw is known that could store it. Nothing was changed.
token-storing = OpenClaw stores it, and tells the gateway…
token-lasts = How long is the token for { $name } good?
token-lasts-how = In days, as in 365d, or hours, as in 12h. Leave it empty if it has no end.
token-no-time = That is no number of days or hours.
token-empty = Nothing was pasted.
token-over = It says itself that it is over.
token-endangers = The place that renews another login cannot be reached, and it would be lost. Nothing was changed.
token-late = OpenClaw has not finished in time. Whether the token is stored shows when the gateway is asked.
token-untold = OpenClaw did not store it, and does not say why.
token-refused = OpenClaw does not take it: { $why }
the-provider = the provider

## The cloud command line

cloud-gone = The cloud command line is not on this computer any more.
cloud-renewing = The cloud command line is asked to renew the login…
cloud-signing-in = The cloud command line signs in…
cloud-too-long = The sign-in went on for too long, and was ended. Nothing was changed.
cloud-asks = The cloud command line asks
cloud-ended =
    The cloud command line ended { $code ->
        [none] without a code
       *[some] with code { $code }
    }{ $told ->
        [yes] : { $last }
       *[no] , and said nothing.
    }

## The gateway's own sign-in

gateway-sign-in-endless = The gateway’s sign-in went on for ever, and was ended.
gateway-sign-in-broken = The sign-in was broken off: { $why }.
gateway-sign-in-busy = The gateway leads through another sign-in or setup now. Finish that first, or end it.
gateway-sign-in-gone = The gateway does not know of the sign-in any more.
gateway-sign-in-refused = The gateway refused: { $why }
gateway-sign-in-strange = The gateway’s sign-in says what Clawtender does not know.
gateway-sign-in-nothing = The sign-in came to nothing: { $why }.
gateway-sign-in-unsaid = The sign-in came to nothing, and the gateway does not say why.
gateway-sign-in-none = No sign-in was begun: { $why }.
gateway-sign-in-random = The system gives no random numbers.
cloud-unstarted = The cloud command line could not be started: { $why }
cloud-deaf = The cloud command line takes no answer: { $why }
