//! Headings that are counted: `## 1 Closures`, `## 2 Scope`, one number after the other.

use super::document::Heading;
use super::titles;

/// So many numbers in a row are no accident.
const SHORTEST: usize = 10;

/// For each heading that is one of a sequence, its title without the number.
///
/// The longest sequence counts; of a number and a space alone, only the sequence shows that they
/// are no part of the title, as they are in `3 次握手`.
pub fn find(headings: &[Heading]) -> Vec<Option<String>> {
    let mut found = vec![None; headings.len()];
    let longest = (1..=6).map(|level| members(headings, level)).max_by_key(Vec::len).unwrap_or_default();
    let longest = if longest.len() >= SHORTEST { longest } else { across_levels(headings) };
    if longest.len() >= SHORTEST {
        for (at, title) in longest {
            found[at] = Some(titles::question(title));
        }
    }
    found
}

/// The highest number of a heading of a sequence.
pub fn highest(headings: &[Heading], sequence: &[Option<String>]) -> usize {
    let counted = headings.iter().zip(sequence).filter(|(_, counted)| counted.is_some());
    counted.filter_map(|(heading, _)| Some(count(&heading.title)?.0)).max().unwrap_or_default()
}

/// The headings of a level whose number is one more than the number before; each with what
/// follows its number. None where half of the level has no such number.
fn members(headings: &[Heading], level: u8) -> Vec<(usize, &str)> {
    let own: Vec<usize> = (0..headings.len()).filter(|&at| headings[at].level == level).collect();
    let counted: Vec<Option<(usize, &str)>> = own.iter().map(|&at| count(&headings[at].title)).collect();
    let number = |place: usize| counted.get(place).copied().flatten().map(|(number, _)| number);
    let is_next = |place: usize| {
        let before = place.checked_sub(1).and_then(number);
        number(place).is_some_and(|own| {
            before.map(|before| before + 1) == Some(own) || (own == 1 && number(place + 1) == Some(2))
        })
    };
    let members: Vec<(usize, &str)> = (0..own.len())
        .filter(|&place| is_next(place))
        .filter_map(|place| Some((own[place], counted[place]?.1)))
        .collect();
    if members.len() * 2 > own.len() { members } else { Vec::new() }
}

/// The headings of all levels that have a number, if these are one to the last without a gap.
fn across_levels(headings: &[Heading]) -> Vec<(usize, &str)> {
    let numbered = headings.iter().enumerate().filter_map(|(at, heading)| Some((at, count(&heading.title)?)));
    let in_order = |(place, (at, (number, text)))| (number == place + 1).then_some((at, text));
    let members: Option<Vec<(usize, &str)>> = numbered.enumerate().map(in_order).collect();
    members.unwrap_or_default()
}

/// The number that a title begins with, and the rest.
fn count(title: &str) -> Option<(usize, &str)> {
    let title = title.trim_start_matches(|c: char| !c.is_alphanumeric());
    let rest = title.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = title[..title.len() - rest.len()].parse().ok().filter(|number| *number < 10_000)?;
    let text = rest.trim_start_matches(['.', '、', ')', '）', '．', ':', '：', ' ']);
    (text.len() < rest.len() && text.starts_with(|c: char| !c.is_ascii_digit())).then_some((number, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(titles: &[&str]) -> Vec<Option<String>> {
        let heading = |title: &&str| Heading {
            level: 2,
            range: 0..0,
            title: (*title).to_owned(),
            parent: None,
            end: 0,
        };
        find(&titles.iter().map(heading).collect::<Vec<_>>())
    }

    #[test]
    fn numbers_in_a_row_are_no_part_of_the_titles() {
        let mut titles: Vec<String> = (1..=10).map(|number| format!("{number} Part")).collect();
        titles[3] = "4. @property".to_owned();
        titles.extend(["3 times".to_owned(), "Sum".to_owned()]);
        let found = texts(&titles.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!((found[0].as_deref(), found[3].as_deref()), (Some("Part"), Some("@property")));
        assert!(found[..10].iter().all(Option::is_some) && found[10..].iter().all(Option::is_none));
        assert!(texts(&["1 Scope", "2 This", "3 New"]).iter().all(Option::is_none));
    }

    #[test]
    fn numbers_may_run_over_levels() {
        let heading = |(at, title): (usize, String)| Heading {
            level: 2 + (at > 4) as u8,
            range: 0..0,
            title,
            parent: None,
            end: 0,
        };
        let mut titles: Vec<String> = (1..=10).map(|number| format!("{number}. Part")).collect();
        titles.insert(3, "Sum".to_owned());
        let counted =
            |titles: &[String]| find(&titles.iter().cloned().enumerate().map(heading).collect::<Vec<_>>());
        assert_eq!(counted(&titles).iter().flatten().count(), 10);
        titles[6] = "9. Part".to_owned();
        assert_eq!(counted(&titles).iter().flatten().count(), 0);
    }
}
