//! One file per task. A task is the order of its steps; how each is done stands elsewhere.

pub(crate) mod check;
pub(crate) mod measure;
pub(crate) mod run;
pub(crate) mod test;
mod windows;
mod workspace;
