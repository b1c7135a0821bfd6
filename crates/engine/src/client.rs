//! The client side of the local socket: what every face but the engine's own process uses.
