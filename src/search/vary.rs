//! Variations of the ranking function, as the evaluation tries them: `note=1,fusion=rrf`.

use super::recipe::Recipe;
use crate::error::{Error, Result};
use crate::index::TextField;

/// A number of the recipe by its name.
type Number = (&'static str, fn(&mut Recipe) -> &mut f32);

/// Every number that can be varied.
const NUMBERS: &[Number] = &[
    ("question", |recipe| &mut recipe.fields[TextField::Question as usize]),
    ("key_points", |recipe| &mut recipe.fields[TextField::KeyPoints as usize]),
    ("tags", |recipe| &mut recipe.fields[TextField::Tags as usize]),
    ("section", |recipe| &mut recipe.fields[TextField::Section as usize]),
    ("answer", |recipe| &mut recipe.fields[TextField::Answer as usize]),
    ("whole", |recipe| &mut recipe.whole),
    ("accidental", |recipe| &mut recipe.accidental),
    ("synonyms", |recipe| &mut recipe.synonyms),
    ("proximity", |recipe| &mut recipe.proximity),
    ("passage", |recipe| &mut recipe.passage),
    ("abroad", |recipe| &mut recipe.abroad),
    ("credit", |recipe| &mut recipe.credit),
    ("keyword", |recipe| &mut recipe.keyword),
    ("distinction", |recipe| &mut recipe.distinction),
    ("certainty", |recipe| &mut recipe.certainty),
    ("rrf_k", |recipe| &mut recipe.rrf_k),
    ("exact", |recipe| &mut recipe.exact),
    ("note", |recipe| &mut recipe.note),
];

/// The greatest number that means anything.
const GREATEST: f32 = 1000.0;

impl Recipe {
    /// The recipe with some of its parts changed: `name=value`, several with commas between.
    ///
    /// # Errors
    /// [`Error::InvalidQuery`] where there is no such part, or the value is none.
    pub fn varied(&self, changes: &str) -> Result<Self> {
        let mut recipe = self.clone();
        for change in changes.split(',').map(str::trim).filter(|change| !change.is_empty()) {
            let (name, value) = change.split_once('=').ok_or_else(|| {
                Error::InvalidQuery(format!("'{change}' changes nothing; write name=value, such as note=0.5"))
            })?;
            recipe.change(name.trim(), value.trim())?;
        }
        Ok(recipe)
    }

    fn change(&mut self, name: &str, value: &str) -> Result<()> {
        let wrong = |expected: &str| Error::InvalidQuery(format!("{name}={value}: expected {expected}"));
        match name {
            "mode" => self.mode = named(value).ok_or_else(|| wrong("hybrid, keyword or semantic"))?,
            "fusion" => self.fusion = named(value).ok_or_else(|| wrong("sum or rrf"))?,
            _ => {
                let number = NUMBERS.iter().find(|(known, _)| *known == name);
                let (_, number) = number.ok_or_else(|| unknown(name))?;
                let value = value.parse::<f32>().ok().filter(|value| (0.0..=GREATEST).contains(value));
                *number(self) = value.ok_or_else(|| wrong("a number from 0 to 1000"))?;
            }
        }
        Ok(())
    }
}

fn named<T: serde::de::DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
}

fn unknown(name: &str) -> Error {
    let names: Vec<&str> = NUMBERS.iter().map(|(name, _)| *name).collect();
    Error::InvalidQuery(format!(
        "the ranking has no part '{name}'; its parts are mode, fusion, {}",
        names.join(", ")
    ))
}

#[cfg(test)]
mod tests {
    use super::super::answer::Mode;
    use super::super::fusion::Fusion;
    use super::*;

    #[test]
    fn every_part_can_be_varied() {
        let recipe = Recipe::default();
        assert_eq!(recipe.varied("").unwrap(), recipe);
        let varied = recipe.varied("mode=keyword, fusion=rrf,note=0.25,question=5").unwrap();
        assert_eq!((varied.mode, varied.fusion, varied.note), (Mode::Keyword, Fusion::Rrf, 0.25));
        assert_eq!(varied.fields[TextField::Question as usize], 5.0);
        for (name, number) in NUMBERS {
            let mut varied = recipe.varied(&format!("{name}=7")).unwrap();
            assert_eq!(*number(&mut varied), 7.0, "{name}");
        }
    }

    #[test]
    fn what_cannot_be_varied_says_so() {
        for (changes, part) in [
            ("note", "name=value"),
            ("nots=1", "no part 'nots'"),
            ("note=much", "a number"),
            ("note=-1", "a number"),
            ("note=NaN", "a number"),
            ("mode=fast", "hybrid, keyword or semantic"),
            ("fusion=", "sum or rrf"),
        ] {
            let message = Recipe::default().varied(changes).unwrap_err().to_string();
            assert!(message.contains(part), "{changes}: {message}");
        }
    }
}
