/// Calls `work` with each part of `output` and its number; on all processors
/// where the program was built for several.
pub(crate) fn for_each_part<F>(output: &mut [f32], part: usize, work: F)
where
    F: Fn(usize, &mut [f32]) + Send + Sync,
{
    #[cfg(feature = "rayon")]
    {
        use rayon::prelude::*;
        let parts = output.par_chunks_mut(part).enumerate();
        parts.for_each(|(at, part)| work(at, part));
    }
    #[cfg(not(feature = "rayon"))]
    for (at, part) in output.chunks_mut(part).enumerate() {
        work(at, part);
    }
}
