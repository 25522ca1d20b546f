//! Counts a published contest again in the visitor's browser; `static/recount-worker.js` loads it.

use wasm_bindgen::prelude::wasm_bindgen;

/// The recount as JSON, or why there is none.
#[wasm_bindgen]
#[must_use]
pub fn recount(ballots: &[u8], published: &[u8]) -> String {
    let answer = frontend::recount::recount(ballots, published);
    serde_json::to_string(&answer).unwrap_or_default()
}

fn main() {}
