//! The threads that compute.

use rayon::{ThreadPool, ThreadPoolBuilder};

/// burn hands its larger operations to rayon's threads and waits until they are
/// done. Work that runs on such a thread already need not wait for another one to
/// wake up, and a step has thousands of operations.
pub(crate) struct Threads {
    /// For all but shares, and for the share of a single device: as many threads as
    /// rayon has.
    whole: ThreadPool,
    /// One thread for each of several devices.
    each: Vec<ThreadPool>,
}

impl Threads {
    /// Threads for that many devices that share each step.
    pub fn of(n_devices: usize) -> Self {
        let pool = |n_threads| {
            let pool = ThreadPoolBuilder::new().num_threads(n_threads);
            pool.build().expect("the system gives threads")
        };
        Self {
            whole: pool(0),
            each: match n_devices {
                1 => Vec::new(),
                _ => (0..n_devices).map(|_| pool(1)).collect(),
            },
        }
    }

    /// Does what is no share of a step.
    pub fn whole<R: Send>(&self, work: impl FnOnce() -> R + Send) -> R {
        self.whole.install(work)
    }

    /// Does the share of a device.
    pub fn share<R: Send>(&self, device: usize, work: impl FnOnce() -> R + Send) -> R {
        self.each.get(device).unwrap_or(&self.whole).install(work)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_devices_have_a_thread_each_and_a_single_one_has_all() {
        let shared = Threads::of(2);
        assert_eq!(shared.share(0, rayon::current_num_threads), 1);
        assert_eq!(shared.share(1, rayon::current_num_threads), 1);
        let thread = |device| shared.share(device, || std::thread::current().id());
        assert_eq!(thread(0), thread(0));
        assert_ne!(thread(0), thread(1));

        let alone = Threads::of(1);
        let all = alone.whole(rayon::current_num_threads);
        assert_eq!(alone.share(0, rayon::current_num_threads), all);
    }
}
