//! Embeddings rounded to `i8`: a quarter of the room, many times the speed, a cosine off by 0.01.

use multiversion::multiversion;

/// How many times its standard deviation a component of a unit vector may reach before it is cut.
///
/// One scale for all vectors keeps their dot products comparable without a division.
const CUT: f32 = 6.0;

/// The factor from a component to its quantised form, by number of dimensions.
fn scale(dimensions: usize) -> f32 {
    127.0 * (dimensions as f32).sqrt() / CUT
}

/// Rounds a unit vector to `i8` components.
pub fn quantise(vector: &[f32]) -> Vec<i8> {
    let scale = scale(vector.len());
    // A cast saturates; the lowest value is left out so that every component can be negated.
    vector.iter().map(|x| ((x * scale).round() as i8).max(-127)).collect()
}

/// The cosine of two quantised vectors from their dot product.
pub fn cosine(dot: i32, dimensions: usize) -> f32 {
    dot as f32 / scale(dimensions).powi(2)
}

/// The dot product of two quantised vectors.
#[multiversion(targets("x86_64+avx2", "x86_64+sse4.1"))]
pub fn dot_i8(a: &[i8], b: &[i8]) -> i32 {
    sum_of_products(a, b)
}

/// Which of the rows, stored one after another, has the largest dot product with `query`, and
/// that product; the first of equals. `None` when there is no row.
#[multiversion(targets("x86_64+avx2", "x86_64+sse4.1"))]
pub fn nearest_row(query: &[i8], rows: &[i8]) -> Option<(usize, i32)> {
    let mut nearest: Option<(usize, i32)> = None;
    for (number, row) in rows.chunks_exact(query.len().max(1)).enumerate() {
        let dot = sum_of_products(query, row);
        if nearest.is_none_or(|(_, best)| dot > best) {
            nearest = Some((number, dot));
        }
    }
    nearest
}

/// Inlined into each version of its callers, so that it is compiled for their instructions.
#[inline(always)]
fn sum_of_products(a: &[i8], b: &[i8]) -> i32 {
    // Cannot overflow below 100,000 dimensions; a check for it would keep the loop from being
    // vectorised in builds that have such checks.
    let product = |(&x, &y): (&i8, &i8)| i32::from(x) * i32::from(y);
    a.iter().zip(b).map(product).fold(0, i32::wrapping_add)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(seed: f32) -> Vec<f32> {
        let mut vector: Vec<f32> = (0..256).map(|i| (i as f32 * seed).sin()).collect();
        super::super::to_unit_length(&mut vector);
        vector
    }

    #[test]
    fn quantising_keeps_the_cosine_within_two_hundredths() {
        for (a, b) in [(0.37, 0.38), (1.1, 2.3), (0.5, 0.5)] {
            let (a, b) = (unit(a), unit(b));
            let exact: f32 = a.iter().zip(&b).map(|(x, y)| x * y).sum();
            let rough = cosine(dot_i8(&quantise(&a), &quantise(&b)), 256);
            assert!((rough - exact).abs() < 0.02, "{rough} {exact}");
        }
    }

    #[test]
    fn the_nearest_row_is_that_of_the_plain_sums() {
        let rows: Vec<Vec<i8>> = (1..40).map(|i| quantise(&unit(i as f32 * 0.31))).collect();
        for query in &rows {
            let plain =
                |row: &Vec<i8>| row.iter().zip(query).map(|(x, y)| i32::from(*x) * i32::from(*y)).sum();
            let products: Vec<i32> = rows.iter().map(plain).collect();
            let best = products.iter().copied().max().unwrap();
            let expected = products.iter().position(|product| *product == best).map(|at| (at, best));
            assert_eq!(nearest_row(query, &rows.concat()), expected);
        }
        assert_eq!(nearest_row(&rows[0], &[]), None);
    }
}
