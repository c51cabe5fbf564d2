//! comity command line.
fn main() {}
