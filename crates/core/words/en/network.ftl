### From this computer to the provider: which step of the way does not hold. Who is spoken of may be several.

# Of a step behind the first broken one.
way-ends-before = The way there ends before this.
way-cloud = the cloud

## What several of the remedies do

step-restart-gateway = Restart the gateway
way-step-restart = Restart the gateway, which reads it when it starts
way-step-open = Open { $page }
way-step-take-out = Take { $what } out of { $place }
way-step-set-address = Set models.providers.{ $name }.baseUrl to { $address }

## The network

network-online-page =
    This network shows a page of its own in the place of { $who }: it wants a sign-in first. Until then the gateway does not reach { $count ->
        [one] it
       *[other] them
    }.
network-online-stranger =
    Something in this network answers in the place of { $who }, every time as the same server: a sign-in page or a firewall. The gateway does not reach { $count ->
        [one] it
       *[other] them
    }.
network-online-nowhere = This computer has no network. The gateway does not reach { $who } until it has one.
network-online-cut-off = There is a network, and nothing beyond it answers: { $who } cannot be reached at any address. The line behind it is down, or a firewall lets nothing out.

## Names

dns-resolves-unknown =
    The host of { $who } has no address here: there is no such name (ENOTFOUND). The address is misspelt, or the name server hides { $count ->
        [one] it
       *[other] them
    }.
dns-resolves-silent =
    The name server does not answer, so that { $who } has no address here. The gateway does not reach { $count ->
        [one] it
       *[other] them
    }.
dns-resolves-not-now =
    The name server has no answer about { $who } (EAI_AGAIN). The gateway does not reach { $count ->
        [one] it
       *[other] them
    } until it has.
dns-resolves-step = Where that does not help: have this network use another name server, and look again

## Proxies

proxy-agreement-differ = The running gateway has another { $name } than this session: { $there } there, { $here } here. What works in a terminal may not work for it.
proxy-agreement-none = none
proxy-agreement-terminal =
    In a terminal { $name } is { $there }, for the gateway { $here }. { $count ->
        [0] What works in a terminal may not work for it.
       *[other] The way to { $who } may need it.
    }
proxy-agreement-step-give = { $name } for the gateway: { $value }
proxy-agreement-step-same = Give both the same, in the service's definition or in the session
proxy-agreement-exempt = NO_PROXY does not name this computer: the gateway asks the proxy for { $who }, which runs here.
proxy-agreement-step-exempt = Add { $here } to NO_PROXY
proxy-agreement-hides = { $empty } is empty, and the gateway takes it before { $other }: what { $other } says does not count.
proxy-agreement-step-hides = Remove { $empty }, or give it what { $other } says
proxy-agreement-empty = { $name } is empty, and that does not switch the proxy off: the gateway goes through { $proxy } for encrypted questions, too.
proxy-agreement-step-directly = Put those that are to be asked directly into NO_PROXY
proxy-agreement-past = NO_PROXY names { $entry }: the gateway asks { $who } without the proxy, and there is no way to it from here.
proxy-working-off =
    { $what ->
        [password] The proxy { $at } wants a name and a password, or others (407).
        [refuses] The proxy { $at } refuses.
        [refuses-with] The proxy { $at } refuses (HTTP { $status }).
        [foreign] What answers at { $at } is no { $kind } proxy.
       *[unreached] The proxy { $at } cannot be reached.
    } { $variable } names it, and the way to { $who } ends there.
proxy-working-somewhere = on the way
proxy-working-step =
    { $what ->
        [password] Put the name and the password into { $variable }: { $scheme }://NAME:PASSWORD@HOST:PORT
        [refuses] Have { $variable } name a proxy that may go there
        [refuses-with] Have { $variable } name a proxy that may go there, or NO_PROXY the host
        [foreign] Write the kind that it is before its address in { $variable }: http:// or socks5://
       *[unreached] Correct the address in { $variable }, or take it out where there is no proxy any more
    }

## Connections

provider-reachable-off =
    { $what ->
        [refused] The connection to { $who } is refused at every address (ECONNREFUSED): nobody listens there, or a firewall says no.
        [unreachable] There is no way from this computer to any address of { $who } (EHOSTUNREACH).
        [silent] { $who } takes the connection and then says nothing: a firewall in between may hold it up.
       *[timed-out] No address of { $who } takes a connection in time (ETIMEDOUT): a firewall may drop it, or the other side is away.
    } The gateway does not reach { $count ->
        [one] it
       *[other] them
    }.
provider-reachable-slow = IPv6 comes first here and leads nowhere: each new connection to { $who } waits for it before IPv4 is tried.
provider-reachable-step = Set NODE_OPTIONS to --dns-result-order=ipv4first for the gateway, or turn IPv6 off in this network

## Certificates

tls-trusted-untold = It is not known why.
tls-trusted-intercepted = { $product } opens the encrypted connection to { $who } on the way and shows a certificate of its own, which is not trusted here. The gateway refuses it.
tls-trusted-expired =
    The certificate of { $who } expired{ $day ->
        [unknown] { "" }
       *[known] { " " }on { $day }
    }. The gateway refuses it until the server has a new one.
tls-trusted-not-yet =
    The certificate of { $who } is not valid{ $day ->
        [unknown] { "" }
       *[known] { " " }before { $day }
    }, or this computer's clock is behind. The gateway refuses it.
tls-trusted-wrong-name =
    The certificate that is shown for { $who } is for another name{ $shown ->
        [no] { "" }
       *[yes] { " " }({ $name })
    }: another server answers. The gateway refuses it.
tls-trusted-self-signed = The certificate of { $who } vouches only for itself, and nothing here trusts it. The gateway refuses it.
tls-trusted-incomplete = { $who } shows a certificate by { $issuer } without that of the issuer: the chain is incomplete, or the issuer is not known here. The gateway refuses it.
tls-trusted-unknown-issuer = The certificate of { $who } was issued by { $issuer }, whom nothing here trusts: a company's own authority, or somebody who listens in. The gateway refuses it.
tls-trusted-revoked = The certificate of { $who } was taken back by { $issuer }. The gateway refuses it.
tls-trusted-broken-off = No encrypted connection to { $who } comes about: the two sides agree on no way to encrypt, or something in between breaks it off.
tls-trusted-nobody = nobody
tls-trusted-step-sure =
    Make sure that the certificate is your own, your company's or that of { $whose ->
        [server] the server
        [issuer] the issuer
       *[product] { $product }
    }; if not, do nothing
tls-trusted-step-terminal = A terminal trusts the authorities in { $file }: if one of them issued it, give the gateway the same NODE_EXTRA_CA_CERTS
tls-trusted-step-terminal-system = A terminal trusts whom the system trusts ({ $option }): give the gateway the same NODE_OPTIONS
tls-trusted-step-save = Save the authority's certificate as a PEM file
tls-trusted-step-start = Set NODE_EXTRA_CA_CERTS to that file for the gateway: in gateway.environment of the settings, or for its service
tls-verification-off = { $variable } is 0 in { $place }: the gateway takes whoever answers for the provider, and keys and talks can be read on the way.
tls-verification-there = { $variable } is 0 in { $place }: OpenClaw there takes whoever answers for the provider. The gateway itself does not go by it.
tls-verification-gateway = the running gateway (process { $pid })
tls-verification-here = the environment of Clawtender
tls-verification-terminal = a terminal{ $told ->
        [yes] { " " }({ $file })
       *[no] { "" }
    }
tls-verification-step = Where a certificate is your own or your company's, name its authority in NODE_EXTRA_CA_CERTS instead

## Addresses, and who answers there

endpoint-valid-off =
    { $what ->
        [no-address] The address of { $who } is none that can be asked: { $at }. It begins with https:// and then names a host.
        [in-the-clear] The address of { $who } is not encrypted: { $at }. Keys and questions would go over the network in the clear.
        [plain] The address of { $who } says https, and what answers there does not encrypt: { $at }.
        [no-http] What listens at the address of { $who } ends the connection without an answer in HTTP: { $at }.
        [not-found] The API of { $who } is not found at its address: { $at } (HTTP 404). The path of the address is another one.
        [page] A web page answers at the address of { $who }: { $at }. The API is at another one.
       *[another] What answers at the address of { $who } is not its API: { $at }.
    }
endpoint-valid-guarded = Something in front of { $who } refuses this computer with a web page (HTTP 403): for its country, its network or a proxy on the way. The gateway is refused alike.
endpoint-valid-step = Correct models.providers.{ $name }.baseUrl
provider-available-instead = Until then { $model } answers.
provider-available-off =
    { $what ->
        [overloaded] { $who } cannot serve everybody at the moment{ $status ->
            [unknown] { "" }
           *[known] { " " }(HTTP { $status })
        }.
        [broke-off] The answer of { $who } broke off in the middle.
        [silent] { $who } takes a question and does not answer in time.
       *[fault] { $who } answers with a fault of its own{ $status ->
            [unknown] { "" }
           *[known] { " " }(HTTP { $status })
        }.
    } That ends without you; until then the gateway tries again.{ $more ->
        [page] { " " }Its status page says: { $said }.
        [unaware] { " " }Its status page knows nothing of it yet.
        [support] { " " }Its support knows the question as { $said }.
       *[nothing] { "" }
    }
cloud-api-address =
    { $what ->
        [no-address] api.endpoint is no address that can be asked: { $at }.
        [in-the-clear] api.endpoint is not encrypted: { $at }. The sign-in would go over the network in the clear.
       *[another] What answers at api.endpoint is not the cloud: { $at }.
    } The cloud command line does not work until it is another one.
cloud-api-service =
    { $what ->
        [overloaded] The cloud cannot serve everybody at the moment{ $status ->
            [unknown] { "" }
           *[known] { " " }(HTTP { $status })
        }.
        [silent] The cloud takes a question and does not answer in time.
       *[fault] The cloud answers with a fault of its own{ $status ->
            [unknown] { "" }
           *[known] { " " }(HTTP { $status })
        }.
    } That ends without you.{ $more ->
        [support] { " " }Its support knows the question as { $said }.
       *[nothing] { "" }
    }
cloud-api-unreached =
    { $what ->
        [refused] The cloud refused the connection: nobody listens there.
        [timed-out] The cloud did not take the connection in time.
        [no-way] There is no way from this computer to the cloud.
        [broke-off] The connection to the cloud broke off.
        [silent] The cloud did not answer in time.
        [proxy-away] The proxy on the way to the cloud cannot be reached.
        [proxy-password] The proxy on the way to the cloud wants a name and a password (407).
        [proxy-refused] The proxy on the way to the cloud refused the connection.
        [proxy-refused-with] The proxy on the way to the cloud refused the connection ({ $status }).
        [proxy-foreign] What stands in the way to the cloud is no proxy of the configured kind.
        [expired] The certificate of the cloud has expired, or this clock is ahead.
        [not-yet] The certificate of the cloud is not valid yet, or this clock is behind.
        [unknown-issuer] The certificate of the cloud was issued by nobody whom this computer trusts.
        [self-signed] The certificate of the cloud vouches only for itself.
        [wrong-name] The certificate shown by the cloud is for another name.
        [revoked] The certificate of the cloud was taken back by its issuer.
       *[other] No encrypted connection to the cloud came about.
    } The cloud command line does not work until it is reached.

## Servers of models here

local-model-server-elsewhere = { $who } runs at { $there }, and the gateway looks for it at { $at }.
local-model-server-off =
    { $what ->
        [refused] { $who } does not run: nobody listens at { $at }.
        [silent] { $who } at { $at } takes a question and does not answer in time.
        [no-address] The address of { $who } is none that can be asked: { $at }.
        [unreached] { $who } cannot be reached at { $at }.
        [fault] { $who } at { $at } answers with a fault.
       *[another] What answers at { $at } is not { $who }.
    } The gateway cannot use its models until it runs there.
local-model-server-step = Start the program that serves { $at }
local-model-present-unreached = The server was not reached.
local-model-present-untold = The server does not say which models it has.
local-model-present-missing =
    { $who } does not have the model { $first }{ $more ->
        [0] { "" }
        [1] { " " }and another
       *[other] { " " }and { $more } others
    }, which the gateway is to use. Its answers are "model not found".
local-model-present-step = Have the server serve { $model }

## Who gave no answer, and where it ended

unreached-so =
    { $layer ->
        [address] The address is not one that can be asked.
        [in-the-clear] The address of { $host } is not encrypted (http). A key is not sent there.
        [resolver] { $host } was not found: the name has no address here.
        [tcp-refused] { $host } refused the connection: nobody listens there.
        [tcp-timed-out] { $host } did not take the connection in time.
        [tcp-unreachable] There is no way from this computer to { $host }.
        [tcp-other] The connection to { $host } broke off.
        [proxy-unreachable] The proxy on the way to { $host } cannot be reached.
        [proxy-password] The proxy on the way to { $host } wants a name and a password (407).
        [proxy-refused] The proxy on the way to { $host } refused the connection.
        [proxy-refused-with] The proxy on the way to { $host } refused the connection ({ $status }).
        [proxy-foreign] What stands in the way to { $host } is no proxy of the configured kind.
        [tls-expired] The certificate of { $host } has expired, or this clock is ahead.
        [tls-not-yet] The certificate of { $host } is not valid yet, or this clock is behind.
        [tls-unknown] The certificate of { $host } was issued by nobody whom this computer trusts.
        [tls-self-signed] The certificate of { $host } vouches only for itself.
        [tls-wrong-name] The certificate shown by { $host } is for another name.
        [tls-revoked] The certificate of { $host } was taken back by its issuer.
        [tls-plain] What answers at { $host } does not speak TLS.
        [tls-other] No encrypted connection to { $host } came about.
        [http] { $host } closed the connection without an answer in HTTP.
        [silent] { $host } did not answer in time.
       *[body] The answer of { $host } broke off in the middle.
    }
# What to do about it.
unreached-remedy =
    { $what ->
        [base-url] Correct the base URL in the gateway's configuration.
        [name] Look whether this computer is online and the name is right.
        [server] Start the server, or correct its address.
        [firewall] Look whether this computer is online and no firewall is in the way.
        [password] Put the name and the password into the proxy's address.
        [proxy] Correct HTTPS_PROXY or ALL_PROXY.
        [clock] Look at this computer's clock first.
        [authority] If the certificate is your own or your company's, name its authority in NODE_EXTRA_CA_CERTS.
        [address] Look whether the address is the right one.
       *[again] Try again, and look at the status page.
    }
