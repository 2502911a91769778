//! Byte offset → line number, without counting from the start each time.

/// The line starts of a text.
pub struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    /// Finds every line start once.
    pub fn of(text: &str) -> Self {
        let after = text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n').map(|(at, _)| at + 1);
        Self { starts: std::iter::once(0).chain(after).collect() }
    }

    /// The 1-based line that holds the byte.
    pub fn number(&self, at: usize) -> usize {
        self.starts.partition_point(|&start| start <= at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_start_at_one() {
        let lines = Lines::of("a\nbc\n\nd");
        let numbers: Vec<usize> = (0..7).map(|at| lines.number(at)).collect();
        assert_eq!(numbers, [1, 1, 2, 2, 2, 3, 4]);
    }
}
