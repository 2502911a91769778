//! How many hits a ranking puts in order, and how many neighbours it asks for.

/// How far down a ranking is made.
#[derive(Clone, Copy, Debug)]
pub(in crate::search) struct Depth {
    /// The best hits that are in order.
    pub(in crate::search) ordered: usize,
    /// The nearest questions that are looked for in the graph, and scored exactly.
    pub(in crate::search) near: usize,
}

impl Depth {
    /// Questions that the nearest vectors are asked for at least.
    const NEAR: usize = 200;

    /// With so many hits in order; which hits there are does not depend on it.
    pub(in crate::search) fn ordered(ordered: usize) -> Self {
        Self { ordered, near: Self::NEAR }
    }

    /// With so many hits at least, where that many can be found.
    pub(in crate::search) fn at_least(hits: usize) -> Self {
        Self { ordered: hits, near: hits.max(Self::NEAR) }
    }
}
