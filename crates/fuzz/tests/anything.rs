//! Every target, fed with good input, and with good input that was altered at
//! random. `./build.sh fuzz` goes on where this stops.

use fuzz::{TARGETS, seeds};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Altered inputs for each target.
const N_ALTERED: usize = 400;

#[test]
fn good_input_is_taken() {
    for (name, target) in TARGETS {
        let seeds = seeds(name);
        assert!(!seeds.is_empty(), "{name} has nothing to start from");
        seeds.iter().for_each(|seed| target(seed));
        target(&[]);
    }
}

#[test]
fn altered_input_is_refused_or_taken() {
    let mut random = ChaCha8Rng::seed_from_u64(1);
    for (name, target) in TARGETS {
        let seeds = seeds(name);
        for _ in 0..N_ALTERED {
            let seed = &seeds[random.random_range(0..seeds.len())];
            target(&altered(seed, &mut random));
        }
    }
}

/// One to four changes of the kinds that fuzzers make.
fn altered(good: &[u8], random: &mut ChaCha8Rng) -> Vec<u8> {
    let mut bytes = good.to_vec();
    for _ in 0..random.random_range(1..5) {
        let at = random.random_range(0..bytes.len().max(1));
        match random.random_range(0..5) {
            _ if bytes.is_empty() => bytes.push(random.random()),
            0 => bytes[at] = random.random(),
            1 => bytes[at] ^= 1 << random.random_range(0..8),
            2 => bytes.truncate(at),
            3 => {
                let length = random.random_range(1..20).min(bytes.len() - at);
                let copy = bytes[at..at + length].to_vec();
                bytes.splice(at..at, copy);
            }
            _ => {
                let length = random.random_range(1..20).min(bytes.len() - at);
                bytes.drain(at..at + length);
            }
        }
    }
    bytes
}
