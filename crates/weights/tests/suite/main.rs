//! One file per behaviour, one program for all of them.

mod damage;
mod faults;
mod file;
mod modules;
mod round_trip;
