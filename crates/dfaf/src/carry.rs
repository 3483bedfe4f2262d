use burn::tensor::{Int, Tensor, TensorData};

/// `own` with those rows in the place of its own that `rows` names in `before`,
/// as values that nothing is learnt through.
pub(crate) fn carried<const D: usize>(
    own: Tensor<D>,
    before: Tensor<D>,
    rows: &[Option<usize>],
) -> Tensor<D> {
    let n_own = own.dims()[0];
    let chosen = rows.iter().enumerate().map(|(at, row)| match row {
        Some(row) => (n_own + row) as i64,
        None => at as i64,
    });
    let chosen: Vec<i64> = chosen.collect();
    let device = own.device();
    let chosen = Tensor::<1, Int>::from_data(TensorData::new(chosen, [rows.len()]), &device);
    Tensor::cat(vec![own, before], 0).select(0, chosen).detach()
}
