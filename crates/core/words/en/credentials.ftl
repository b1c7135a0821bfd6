### Credentials: keys and tokens, what their providers say of them, and until when they last.

## What a provider answered about a key

answer-so =
    { $answer ->
        [accepted] { $name } accepts the key.
        [open] { $name } answers without a key too, so that nothing is known about this one.
        [wrong] { $name } does not accept the key: it is wrong or was deleted.
        [revoked] { $name } does not accept the key any more: it was taken back.
        [expired] { $name } does not accept the key any more: it has expired.
        [model] { $name } knows the key and does not give it this model.
        [region] { $name } does not serve the country that this connection comes from.
        [address] { $name } knows the key and does not take it from this network address.
        [scope] { $name } knows the key, which lacks a permission.
        [organisation] { $name } has switched off the account behind the key.
        [long-context] { $name } takes the key, and long context is extra usage, which is not switched on.
        [unsaid] { $name } knows the key and does not permit what it is used for.
        [quota] The credit or the quota at { $name } is used up. Waiting does not bring it back.
        [limited] { $name } takes no more requests for the moment.
        [limited-for] { $name } takes no more requests for { $wait }.
        [overloaded] { $name } is overloaded and did not look at the key.
        [down] { $name } has a fault of its own and did not look at the key.
        [endpoint] There is no API of { $name } at this address.
        [portal] A web page answers in the place of { $name }: something in between.
       *[not-understood] The answer of { $name } was not understood.
    }
answer-remedy =
    { $answer ->
        [wrong] Make a new key and enter it.
        [revoked] Make a new key and enter it.
        [expired] Make a new key and enter it.
        [model] Choose another model, or ask for this one.
        [region] Use another provider, or another network if that is allowed.
        [address] Add this network to the list of allowed addresses, or use a key without one.
        [scope] Make a key with the permission to list and use models.
        [organisation] Ask whoever runs the account.
        [long-context] Switch extra usage on, or turn the long context off.
        [unsaid] Look at what the key may do.
        [quota] Add credit, or raise the limit.
        [limited] Wait. A restart does not help.
        [limited-for] Wait. A restart does not help.
        [overloaded] Wait, and look at the status page.
        [down] Wait, and look at the status page.
        [endpoint] Correct the base URL in the gateway's configuration.
        [portal] Sign in to the network, or correct the base URL.
       *[not-understood] Try again, and look at the status page.
    }

## What is wrong, or odd, about a key as it stands

flaw-so =
    { $flaw ->
        [empty] There is no key.
        [lines] The key has several lines. A key is a single line.
        [space] The key has a space in it. No key has.
        [quotes] The key has quotation marks in it. Leave them out.
        [unusual] The key has a character in it that no key has, perhaps one that is not seen.
        [assignment] This is a whole line of settings. The key is only what comes after =.
        [placeholder] This stands in the place of a key and is none.
        [foreign] This looks like a key for { $other }, not for { $name }.
        [beginning] Keys for { $name } usually begin differently.
        [short] This is shorter than keys for { $name } usually are: a part may be missing.
        [long] This is longer than keys for { $name } usually are.
       *[sign] This has a sign in it that keys for { $name } usually do not have.
    }

## Why the gateway does not run a program: the rest of a sentence about it

refusal-so =
    { $why ->
        [not-absolute] is not a full path
        [missing] is not there
        [folder] is a folder
        [link] is a link to another file
        [open-to-others] can be changed by other users
        [other-owner] belongs to another user
       *[not-executable] is not marked as a program
    }

## Checks

cloud-token-unreadable = The file that the cloud command line signs in with cannot be read. Its commands fail.
cloud-token-none = The cloud command line has no token. Its commands fail until you sign in.
cloud-token-login =
    The cloud login { $so ->
        [ended] expired { $when }. Its commands fail until you sign in again.
        [ends] expires { $when }. Its commands fail from then on.
       *[early] is not valid yet: it begins { $when }. The clock of its issuer is ahead, or it is for later. Until then its commands fail.
    }
# What the fix does.
cloud-token-step = Runs: { $program } auth login, and shows what it says
key-accepted-over = It is over by its own word, whatever its provider says.
key-accepted-refused = { $so } Its models answer once there is another.
# What the fix does.
key-accepted-step = Opens { $page }, and asks for the new key
key-age-old = The key for { $name } has been in use for { $days } days. Whoever has got hold of it can use it until it is changed.
# What the fix does, and what is left to the person.
key-age-asks = Asks for a new key, which you make at the provider
key-age-tries = Tries it, and keeps the old one unless it is accepted
key-age-then = Delete the old one at the provider afterwards
key-plaintext-stands =
    The key for { $name } stands in plain text in { $file }{ $more ->
        [0] { "" }
       *[other] { " " }and { $more } more
    }. Every program that you run can read it there.
# What the fix does.
key-plaintext-kept = Keychain: the key for { $name } is stored
key-plaintext-taken = { $place }: the key is taken out
key-present-none = The gateway has no key for { $name }. It cannot use the models of { $name }.
# What the fix does.
key-quota-step = Opens { $page }
key-shadowed-is = For { $name } the gateway takes { $place }, and not what is kept in the keychain.
key-shadowed-place =
    { $kind ->
        [login] the login { $name } that is stored in it
        [token] the token { $name } that is stored in it
        [key] the key { $name } that is stored in it
        [logins] one of the logins that are stored in it
        [configuration] the key in its configuration
        [environment] the key from a variable of its environment
        [variable] the key from the variable { $name }
       *[elsewhere] the key from { $name }
    }
# What the fix does.
key-shadowed-logout = The other one stays stored. To remove it: { $line }
key-shadowed-variable =
    { $told ->
        [yes] The other one stays in { $file }. To remove it, take { $variable } out there
       *[no] The other one stays where it is set. To remove it, take { $variable } out there
    }
key-shadowed-step = models.providers.{ $provider }.apiKey: the keychain
key-wellformed-is =
    { $so } { $certain ->
        [yes] It is refused
       *[no] It may be refused
    }, and then these models do not answer.
keychain-available-not =
    { $state ->
        [missing] There is no keychain here: { $why }.
        [locked] The keychain is locked.
        [denied] Clawtender is not allowed to use the keychain.
        [silent] The keychain does not answer.
       *[failed] The keychain { $why }.
    } { $follows ->
        [session] Each start of Clawtender is a new device to the gateway.
        [withheld] Clawtender uses the gateway's shared secret instead of a key of its own.
       *[keys] At its next start the gateway has no key for { $names }.
    }
login-endangered-is = A stored login has expired, and a start while it cannot be renewed would destroy it for good. The gateway starts by itself as soon as the network and the clock are in order.
# What the fix does.
login-endangered-step = Starts the gateway although it will throw the stored login away: you sign in again afterwards.
rate-limited-is = { $so } It ends by itself; a restart of the gateway does not shorten it.
secrets-resolved-program = The gateway does not run the program that gives it keys from the keychain: it { $why }. It has no keys from there.
# What the fix does.
secrets-resolved-made = { $program }: made anew, for this user alone
secrets-resolved-path = secrets.providers.{ $alias }.command: its path
secrets-resolved-unread =
    The gateway could not read the secret of { $who }{ $told ->
        [yes] { " " }({ $reason })
       *[no] { "" }
    }. It goes on without, or with an older one.
token-expiry-login =
    The token for { $name } ({ $id }) { $so ->
        [ended] expired { $when }. Requests that need it fail until you sign in again.
        [ends] expires { $when }. From then on requests that need it fail.
        [expired] has expired. Requests that need it fail until you sign in again.
        [unusable] cannot be used by the gateway. Requests that need it fail until you sign in again.
       *[beside] is over. The gateway uses another login for it.
    }
token-expiry-key =
    The key for { $name } is a token that { $so ->
        [ended] expired { $when }. Until there is another, its models do not answer.
        [ends] expires { $when }. From then on its models do not answer.
       *[early] is not valid yet: it begins { $when }. The clock of its issuer is ahead, or it is for later. Until then its models do not answer.
    }
token-expiry-device =
    The token that the gateway gave Clawtender { $so ->
        [ended] expired { $when }. Until there is another, it does not let Clawtender in by it.
        [ends] expires { $when }. From then on it does not let Clawtender in by it.
       *[early] is not valid yet: it begins { $when }. The clock of its issuer is ahead, or it is for later. Until then it does not let Clawtender in by it.
    }
token-refresh-not =
    The sign-in for { $name } ({ $id }) could not be renewed.{ $told ->
        [yes] { " " }It ended { $when }.
       *[no] { "" }
    } { $beside ->
        [yes] The gateway uses another login for it.
       *[no] The gateway cannot use it until you sign in again.
    }
