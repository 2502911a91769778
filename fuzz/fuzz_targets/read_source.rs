//! Reads arbitrary bytes as a source, as Markdown and as JSON Lines, and checks what holds for every reading.
#![no_main]

#[path = "../promises.rs"]
mod promises;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| promises::check(bytes));
