//! The `kubenotes` command.

fn main() {}
