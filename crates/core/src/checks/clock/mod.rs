//! Time: whose clock is off, and what that breaks. Each file is one check.

pub(super) mod clock_gateway;
