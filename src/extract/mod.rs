//! Splits a note into Documents and reads their titles, speakers, companies, event and year.
//!
//! Pure and total: a note's text in, Documents and diagnostics out.
