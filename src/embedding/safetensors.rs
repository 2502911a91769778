//! Finds the tensors in a safetensors file: eight bytes of header length, the header in JSON,
//! then the numbers, little-endian.

use std::collections::HashMap;

use serde::Deserialize;

/// One tensor: its shape, the type of its numbers as the file names it, and their bytes.
#[derive(Debug)]
pub(super) struct Tensor<'a> {
    pub dtype: String,
    pub shape: Vec<usize>,
    pub bytes: &'a [u8],
}

#[derive(Deserialize)]
struct Entry {
    dtype: String,
    shape: Vec<usize>,
    data_offsets: [usize; 2],
}

/// The tensors of a file by name, or nothing where the file is damaged.
pub(super) fn tensors(file: &[u8]) -> Option<HashMap<String, Tensor<'_>>> {
    let (len, rest) = file.split_first_chunk()?;
    let (header, numbers) = rest.split_at_checked(usize::try_from(u64::from_le_bytes(*len)).ok()?)?;
    let entries: HashMap<String, serde_json::Value> = serde_json::from_slice(header).ok()?;
    let entries = entries.into_iter().filter(|(name, _)| name != "__metadata__");
    entries
        .map(|(name, entry)| {
            let Entry { dtype, shape, data_offsets: [start, end] } = serde_json::from_value(entry).ok()?;
            Some((name, Tensor { dtype, shape, bytes: numbers.get(start..end)? }))
        })
        .collect()
}

impl Tensor<'_> {
    /// The numbers of a tensor of 32-bit floats.
    pub fn floats(&self) -> Option<Vec<f32>> {
        let (numbers, rest) = self.bytes.as_chunks();
        (self.dtype == "F32" && rest.is_empty())
            .then(|| numbers.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(header: &str, numbers: &[u8]) -> Vec<u8> {
        [&(header.len() as u64).to_le_bytes(), header.as_bytes(), numbers].concat()
    }

    #[test]
    fn tensors_are_found_by_name() {
        let header = r#"{"__metadata__":{"a":"b"},"x":{"dtype":"F32","shape":[1],"data_offsets":[1,5]}}"#;
        let file = file(header, &[9, 0, 0, 128, 63]);
        let tensors = tensors(&file).expect("the file is whole");
        assert_eq!(tensors.len(), 1);
        assert_eq!(tensors["x"].shape, [1]);
        assert_eq!(tensors["x"].floats(), Some(vec![1.0]));
    }

    #[test]
    fn damaged_files_give_nothing() {
        let outside = file(r#"{"x":{"dtype":"I8","shape":[9],"data_offsets":[0,9]}}"#, &[0]);
        for file in [&b""[..], &[0; 7], &[255; 16], &file("no json", &[]), &outside] {
            assert!(tensors(file).is_none());
        }
    }
}
