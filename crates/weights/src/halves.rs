use burn::tensor::f16;

/// Numbers as 16-bit floats, in little-endian bytes; the rounding is that of
/// [`struct@f16`].
///
/// # Errors
/// The first number that does not fit.
pub fn halves(numbers: &[f32]) -> Result<Vec<u8>, f32> {
    let mut bytes = Vec::with_capacity(numbers.len() * 2);
    for number in numbers {
        let half = f16::from_f32(*number);
        if !half.is_finite() {
            return Err(*number);
        }
        bytes.extend(half.to_le_bytes());
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_and_what_does_not_fit_is_named() {
        let bytes = halves(&[1.0, -0.5, 0.1]).expect("they fit");
        assert_eq!(bytes, [0, 0x3c, 0, 0xb8, 0x66, 0x2e]);
        for odd in [70_000.0, f32::NEG_INFINITY] {
            assert_eq!(halves(&[1.0, odd]), Err(odd));
        }
    }
}
