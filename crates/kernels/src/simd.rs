use pulp::{Scalar, Simd, WithSimd};

/// Runs `work` with the widest vectors that the processor has and of which
/// whole ones make up `lanes` numbers; one number at a time where none do.
pub(crate) fn dispatch<W: WithSimd>(lanes: usize, work: W) -> W::Output {
    #[cfg(target_arch = "x86_64")]
    {
        use pulp::x86::{V3, V4};
        if lanes.is_multiple_of(16)
            && let Some(simd) = V4::try_new()
        {
            return Simd::vectorize(simd, work);
        }
        if lanes.is_multiple_of(8)
            && let Some(simd) = V3::try_new()
        {
            return Simd::vectorize(simd, work);
        }
    }
    #[cfg(target_arch = "wasm32")]
    if lanes.is_multiple_of(4)
        && let Some(simd) = pulp::wasm::Simd128::try_new()
    {
        return Simd::vectorize(simd, work);
    }
    #[cfg(target_arch = "aarch64")]
    if lanes.is_multiple_of(4)
        && let Some(simd) = pulp::aarch64::Neon::try_new()
    {
        return Simd::vectorize(simd, work);
    }
    Simd::vectorize(Scalar, work)
}

/// `values` between 0 and `top`, where there is a top.
#[inline(always)]
pub(crate) fn clamped<S: Simd>(simd: S, values: S::f32s, top: Option<f32>) -> S::f32s {
    match top {
        Some(top) => simd.min_f32s(
            simd.max_f32s(values, simd.splat_f32s(0.0)),
            simd.splat_f32s(top),
        ),
        None => values,
    }
}
