//! Searching: what is found, in which order, and what is said about it.
