//! Benchmarks only: see `counting.rs`.
