//! One file per behaviour, one program for all of them.

mod damage;
mod file;
mod modules;
mod round_trip;
