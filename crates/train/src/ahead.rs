//! What the next step needs is read from the disk while the present one is
//! computed.

use std::sync::mpsc::sync_channel;

/// Steps that are read and wait to be computed.
const WAITING: usize = 1;

/// Hands what `read` gives to `each`, one after the other; `read` goes on in
/// another thread meanwhile. The first error of either ends both.
pub(crate) fn read_ahead<T, F, E>(
    read: impl Iterator<Item = Result<T, F>> + Send,
    mut each: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E>
where
    T: Send,
    F: Send,
    E: From<F>,
{
    std::thread::scope(|scope| {
        let (send, receive) = sync_channel(WAITING);
        scope.spawn(move || {
            for item in read {
                let is_last = item.is_err();
                // Nobody listens any more when `each` has failed.
                if send.send(item).is_err() || is_last {
                    break;
                }
            }
        });
        // The receiver goes away with the loop, before the scope waits.
        for item in receive {
            each(item?)?;
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What was seen of ten items, of which `read` fails at one and `each` at
    /// another; and how many were read at all.
    fn run(read_fails: usize, each_fails: usize) -> (Vec<usize>, usize, Result<(), String>) {
        let (mut seen, mut n_read) = (Vec::new(), 0);
        let items = (0..10).map(|at| {
            n_read += 1;
            match at == read_fails {
                true => Err(format!("read {at}")),
                false => Ok(at),
            }
        });
        let end = read_ahead(items, |at| {
            seen.push(at);
            match at == each_fails {
                true => Err(format!("each {at}")),
                false => Ok(()),
            }
        });
        (seen, n_read, end)
    }

    #[test]
    fn all_is_handed_on_in_its_order() {
        assert_eq!(run(99, 99), ((0..10).collect(), 10, Ok(())));
    }

    #[test]
    fn an_error_of_reading_ends_both() {
        assert_eq!(run(4, 99), (vec![0, 1, 2, 3], 5, Err("read 4".into())));
    }

    #[test]
    fn an_error_of_a_step_ends_both_and_no_more_than_what_waits_is_read() {
        let (seen, n_read, end) = run(99, 2);
        assert_eq!((seen, end), (vec![0, 1, 2], Err("each 2".into())));
        assert!((3..=5).contains(&n_read), "{n_read}");
    }
}
