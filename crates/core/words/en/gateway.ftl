### What the gateway does, in one sentence without a full stop.

gateway-stopped = Gateway is stopped
gateway-starting = Gateway is starting
gateway-healthy = Gateway is healthy
gateway-degraded = Gateway does not serve requests
gateway-stopping = Gateway is stopping
gateway-backoff = Gateway ended and is started again shortly
gateway-crash-looping = Gateway keeps ending
gateway-refused = Gateway cannot start
gateway-working =
    { $running ->
        [one] Working: { $running } session
       *[other] Working: { $running } sessions
    }
