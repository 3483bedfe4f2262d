//! Fused operations of burn tensors, each beside the plain composition that
//! says what it computes.
//!
//! This crate knows tensors and their layout. It knows no network, no photo
//! and no question.
