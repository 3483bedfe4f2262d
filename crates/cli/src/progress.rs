use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// A line on standard error that says how far a long job is and how long it
/// will take. On a terminal it rewrites itself; elsewhere it speaks up every
/// half minute.
pub struct Progress {
    what: &'static str,
    total: usize,
    before: usize,
    started: Instant,
    spoke: Option<Instant>,
    terminal: bool,
}

impl Progress {
    /// Starts the clock for `total` items.
    pub fn new(what: &'static str, total: usize) -> Self {
        Self {
            what,
            total,
            before: 0,
            started: Instant::now(),
            spoke: None,
            terminal: std::io::stderr().is_terminal(),
        }
    }

    /// Starts the clock for a job of which `done` items were done before.
    pub fn resumed(what: &'static str, total: usize, done: usize) -> Self {
        Self {
            before: done,
            ..Self::new(what, total)
        }
    }

    /// Says that `done` items are done, where it is time to say so.
    pub fn at(&mut self, done: usize, note: &str) {
        let pause = Duration::from_millis(if self.terminal { 200 } else { 30_000 });
        let due = self.spoke.is_none_or(|spoke| spoke.elapsed() >= pause);
        if !due && done < self.total {
            return;
        }
        self.spoke = Some(Instant::now());
        let (here, left) = (
            done.saturating_sub(self.before),
            self.total.saturating_sub(done),
        );
        let pace = pace(here, left, self.started.elapsed().as_secs_f64());
        let line = format!("{}: {done}/{}{pace} {note}", self.what, self.total);
        match self.terminal {
            true => {
                eprint!("\r\x1b[K{line}");
                let _ = std::io::stderr().flush();
            }
            false => eprintln!("{line}"),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.terminal && self.spoke.is_some() {
            eprintln!();
        }
    }
}

/// ` (12.3/s, 1:02 left)`, once there is something to tell it from.
fn pace(done: usize, left: usize, seconds: f64) -> String {
    if done == 0 {
        return String::new();
    }
    let rate = done as f64 / seconds.max(1e-9);
    format!(" ({rate:.1}/s, {} left)", clock(left as f64 / rate))
}

/// Seconds as `1:02:03` or `2:03`.
pub fn clock(seconds: f64) -> String {
    let seconds = if seconds.is_finite() {
        seconds as u64
    } else {
        0
    };
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes}:{rest:02}"),
        _ => format!("{hours}:{minutes:02}:{rest:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_is_told_once_something_was_done() {
        assert_eq!(pace(0, 7, 1e-6), "");
        assert_eq!(pace(30, 3_930, 1.0), " (30.0/s, 2:11 left)");
        assert_eq!(pace(1, 7_321, 2.0), " (0.5/s, 4:04:02 left)");
    }
}
