### Access: whom the gateway lets in, and what waits for an answer.

access-waiting = Clawtender is not connected to the gateway yet.
access-denied = The gateway does not let Clawtender in.
# The beginning of a sentence that says why after a colon.
access-turned-away =
    { $named ->
        [yes] “{ $name }”
       *[no] A client without a name
    } was turned away { $times ->
        [0] once
        [1] once
        [2] twice
       *[other] { $times } times
    }
access-runs-once = Runs once: { $command }
device-identity-late = Clawtender took more than 2 min to answer the gateway, so that its signature no longer counted. It tries again by itself.
device-identity-refused = The gateway does not take the key that Clawtender signs with. Clawtender cannot see what waits there until it has a new one.
device-identity-theirs =
    { $away }: { $why ->
        [none] it sent no device identity. A browser has one over https or on this computer only.
        [stale] its signature was more than 2 min old. Its clock has to be set.
       *[unfit] its signature does not fit its key. That program has to be updated or paired anew.
    }
device-token-ours = The gateway no longer takes the token that it gave Clawtender: it was replaced or revoked. Clawtender cannot see what waits there.
device-token-theirs = { $away }: its device token was replaced or revoked. It has to be paired again.
gateway-token-made-up = The gateway made up a token for this start.
gateway-token-unreadable = The gateway asks for its secret, and Clawtender cannot read it where the gateway does. It cannot see what waits there.
gateway-token-limited =
    The gateway lets nobody in from here for { $told ->
        [yes] { $after }
       *[no] a while
    }, after too many wrong tries. It opens again by itself.
gateway-token-mismatch =
    The gateway has another { $secret ->
        [password] password
       *[token] token
    } than Clawtender. Clawtender cannot see what waits there.
gateway-token-missing =
    The gateway asks for its { $secret ->
        [password] password
       *[token] token
    }, and Clawtender has none. Clawtender cannot see what waits there.
gateway-token-unset =
    The gateway runs without the { $secret ->
        [password] password
       *[token] token
    } that it asks for. Nobody gets in until it has one.
gateway-token-not-enough = The gateway does not let Clawtender in as it comes: a token is not enough for it. Clawtender cannot see what waits there.
gateway-token-theirs =
    { $away }: { $cause ->
        [token_missing] it sent no token. It needs the one of this gateway.
        [token_mismatch] it has another token than the gateway. It needs the one of this gateway.
        [password_missing] it sent no password. It needs the one of this gateway.
        [password_mismatch] it has another password than the gateway. It needs the one of this gateway.
        [rate_limited] it tried too often with a wrong token. The gateway hears it again after 5 min.
        [bootstrap_token_invalid] its setup code has been used or is older than 10 min. It needs a new one.
       *[other] the gateway did not take what it sent to prove who it is.
    }
origin-allowed-ours = The gateway takes Clawtender for a web page that it does not know. Something between the two changes what is sent.
origin-allowed-theirs =
    A page from { $named ->
        [yes] “{ $name }”
       *[no] an origin that it does not tell
    } was turned away { $times ->
        [0] once
        [1] once
        [2] twice
       *[other] { $times } times
    }: the gateway does not know it. If it is not your own page, leave it so.
# What the fix does.
origin-allowed-step = gateway.controlUi.allowedOrigins: add "{ $origin }"
origin-allowed-then = Every page from there can then talk to the gateway through your browser
pairing-pending-ours =
    The gateway lets Clawtender in once somebody who is in has approved it{ $told ->
        [yes] : openclaw devices approve { $request }
       *[no] { "" }
    }. Until then it cannot see what waits there.
protocol-agreement-untrusted = What answers on the gateway's port shows another certificate than the gateway's files hold. Clawtender tells it no secret. A gateway that has not taken up a new certificate does so when it restarts.
protocol-agreement-versions = The gateway speaks protocol { $theirs }, Clawtender { $ours }. { $older } has to be updated.
protocol-agreement-ours = The gateway does not understand how Clawtender introduces itself. The older of the two has to be updated.
protocol-agreement-theirs =
    { $away }: { $why ->
        [page] its page is of another version than the gateway. It has to be loaded again.
       *[protocol] it speaks another protocol than the gateway. The older of the two has to be updated.
    }
scope-sufficient-unknown = The gateway did not grant Clawtender { $scope }. Part of what it shows may be missing.
scope-sufficient-without = The gateway did not grant Clawtender all it asked for. It cannot { $cannot }.
# One thing that it cannot do, and several.
scope-sufficient-act =
    { $act ->
        [see] see what the gateway does
        [pair] show or answer pairing requests
        [answer] show or answer commands that wait
       *[approve] approve what takes the owner's rights
    }
scope-sufficient-nor = { $first }, nor { $next }
scope-sufficient-ours = Clawtender asks for more than the gateway has granted it, and is not let in. It cannot see what waits there.
scope-sufficient-theirs = { $away }: it asks for more than it was granted. It has to ask for that by pairing anew.
