//! A damaged file costs no more memory than a good one. A program of its own,
//! because the system counts the memory of a whole process.

#[path = "suite/faults.rs"]
mod faults;
#[allow(dead_code)]
#[path = "suite/modules.rs"]
mod modules;

use burn::tensor::Device;
use faults::Faults;
use modules::Small;
use weights::{Precision, pack, unpack};

/// The most memory that this process had, in kB: what it asked for, and what
/// it used. Nothing where the system does not say.
fn peaks() -> Option<[u64; 2]> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let of = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name))?;
        line.split_whitespace().nth(1)?.parse().ok()
    };
    Some([of("VmPeak:")?, of("VmHWM:")?])
}

#[test]
fn ten_thousand_damaged_files_take_less_than_twice_the_memory_of_a_good_one() {
    let device = Device::flex();
    let good = pack(&Small::new(&device), Precision::Int8).expect("float weights");
    for _ in 0..3 {
        unpack(Small::new(&device), good.clone()).expect("a good file");
    }
    let Some(before) = peaks() else {
        println!("skipped: this system does not say how much memory a process had");
        return;
    };
    let mut faults = Faults::new();
    for round in 0..10_000 {
        // Whether it is refused is another test's question.
        let _ = unpack(Small::new(&device), faults.put_into(&good, round));
    }
    let after = peaks().expect("a system that has said it before");
    for (before, after) in before.into_iter().zip(after) {
        assert!(after < 2 * before, "{before} kB became {after} kB");
    }
}
