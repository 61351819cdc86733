//! Publishing and opening, and what happens to an index that is not whole.
