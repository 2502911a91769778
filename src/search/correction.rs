//! The query as it was meant, by the words that the index and the built-in model know.

use super::spelling::{self, Correction, Speller};
use super::{Query, Searcher};
use crate::embedding;
use crate::error::Result;

impl Searcher {
    /// Replaces what the index does not know by what was most likely meant, and tells what.
    pub(super) fn correct(&self, query: &mut Query) -> Result<Vec<Correction>> {
        // What the built-in model has learnt is a word, though it stands in no question here.
        let is_known = |term: &str| self.index.inverted.knows(term) || embedding::is_word(term);
        if !spelling::is_suspicious(&query.text, &is_known) {
            return Ok(Vec::new());
        }
        self.load_speller()?;
        let corrected = self.speller.get().map(|speller| speller.correct(&query.text, &is_known));
        let (text, corrections) = corrected.filter(|(_, made)| !made.is_empty()).unwrap_or_default();
        if !corrections.is_empty() {
            query.text = text;
        }
        Ok(corrections)
    }

    /// Loads what the first mistyped query and the first suggestion would have to wait for.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn warm(&self) -> Result<()> {
        self.load_speller()?;
        self.suggest("a", 1).map(drop)
    }

    fn load_speller(&self) -> Result<()> {
        if self.speller.get().is_none() {
            // Two threads may both read the words once; that does no harm.
            let _ = self.speller.set(Speller::load(&self.index)?);
        }
        Ok(())
    }
}
