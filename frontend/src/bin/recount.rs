//! Counts a published contest again in the visitor's browser; `static/recount-worker.js` loads it.

use js_sys::Uint8Array;
use wasm_bindgen::prelude::wasm_bindgen;

/// The recount as JSON, or why there is none. One file of ballots, or one for each component.
#[wasm_bindgen]
#[must_use]
pub fn recount(published: &[u8], files: Vec<Uint8Array>) -> String {
    let files: Vec<Vec<u8>> = files.iter().map(Uint8Array::to_vec).collect();
    let answer = frontend::recount::recount(published, &files);
    serde_json::to_string(&answer).unwrap_or_default()
}

fn main() {}
