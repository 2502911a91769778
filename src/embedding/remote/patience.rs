//! How long and how often a server is asked: tries, pauses between them, and a circuit breaker.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The pause before the second try; it doubles with every further one.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
/// The longest pause that a server may ask for with `Retry-After`.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// How long a request may take in all, and how often it is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Patience {
    pub timeout: Duration,
    pub tries: u32,
}

impl Patience {
    /// Whoever indexes would rather wait than begin anew.
    pub const INDEXING: Self = Self { timeout: Duration::from_secs(60), tries: 4 };
    /// Whoever searches would rather have an answer of words alone than wait.
    pub const SEARCHING: Self = Self { timeout: Duration::from_secs(2), tries: 1 };

    /// Asks until there is an answer, a failure that would only come again, or no try left.
    pub fn ask<T>(self, mut ask: impl FnMut() -> Result<T, Failure>) -> Result<T, Failure> {
        let mut tried = 0;
        loop {
            tried += 1;
            match ask() {
                Err(Failure::Passing { wait, .. })
                    if tried < self.tries && wait.is_none_or(|wait| wait <= LONGEST_PAUSE) =>
                {
                    std::thread::sleep(wait.unwrap_or_else(|| pause(tried)));
                }
                settled => return settled,
            }
        }
    }
}

/// Why a request failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// It may go better in a while: after `wait`, where the server says so.
    Passing { cause: String, said: String, wait: Option<Duration> },
    /// Asking the same again cannot help.
    Lasting { cause: String, said: String, remedy: &'static str },
}

impl Failure {
    pub fn lasting(cause: &str, said: &str, remedy: &'static str) -> Self {
        Self::Lasting { cause: cause.to_owned(), said: said.to_owned(), remedy }
    }

    /// There is an answer, but it is not what was asked for.
    pub fn unusable(wrong: &str) -> Self {
        let cause = format!("gave an unusable answer: {wrong}");
        Self::lasting(&cause, "", "check that the address and the model are of an embedding server")
    }

    /// What the server did, as the rest of a sentence.
    pub fn cause(&self) -> &str {
        let (Self::Passing { cause, .. } | Self::Lasting { cause, .. }) = self;
        cause
    }

    /// The words of the server or the system, which are not for everyone.
    pub fn said(&self) -> &str {
        let (Self::Passing { said, .. } | Self::Lasting { said, .. }) = self;
        said
    }
}

/// The pause after a number of tries: twice as long each time, and between half and one and a
/// half of that by chance, so that those who failed together do not come back together.
fn pause(tried: u32) -> Duration {
    let chance = RandomState::new().build_hasher().finish() as f64 / u64::MAX as f64;
    (FIRST_PAUSE * 2_u32.saturating_pow(tried - 1)).mul_f64(0.5 + chance)
}

/// Keeps a server that failed from being asked by every query: until some time has passed, the
/// answer is the failure that is known.
pub(super) struct Breaker {
    rest: Duration,
    last_failure: Mutex<Option<(Instant, Failure)>>,
}

impl Breaker {
    /// A breaker that lets nothing through for `rest` after a failure.
    pub fn new(rest: Duration) -> Self {
        Self { rest, last_failure: Mutex::new(None) }
    }

    /// Asks, unless that failed a moment ago.
    pub fn ask<T>(&self, ask: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
        if let Some(failure) = self.known_failure() {
            return Err(failure);
        }
        let answer = ask();
        let failed = answer.as_ref().err().map(|failure| (Instant::now(), failure.clone()));
        *self.last_failure.lock().unwrap_or_else(PoisonError::into_inner) = failed;
        answer
    }

    /// The last failure, while it is recent. When it no longer is, one caller goes to see, and
    /// for the others the rest begins anew.
    fn known_failure(&self) -> Option<Failure> {
        let mut last = self.last_failure.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, failure) = last.as_mut()?;
        if at.elapsed() < self.rest {
            return Some(failure.clone());
        }
        *at = Instant::now();
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passing(wait: Option<Duration>) -> Failure {
        Failure::Passing { cause: "is busy".to_owned(), said: String::new(), wait }
    }

    fn tries_until_settled(patience: Patience, failure: &Failure) -> u32 {
        let mut asked = 0;
        let answer = patience.ask(|| {
            asked += 1;
            Err::<(), _>(failure.clone())
        });
        assert_eq!(answer, Err(failure.clone()));
        asked
    }

    #[test]
    fn only_what_may_pass_is_tried_again() {
        let patience = Patience { timeout: Duration::ZERO, tries: 3 };
        let now = Some(Duration::ZERO);
        assert_eq!(tries_until_settled(patience, &passing(now)), 3);
        assert_eq!(tries_until_settled(patience, &Failure::unusable("empty")), 1);
        assert_eq!(tries_until_settled(patience, &passing(Some(LONGEST_PAUSE * 2))), 1);
        assert_eq!(tries_until_settled(Patience::SEARCHING, &passing(None)), 1);
    }

    #[test]
    fn pauses_double_and_differ() {
        for tried in 1..4 {
            let whole = FIRST_PAUSE * 2_u32.pow(tried - 1);
            let pauses: Vec<_> = (0..20).map(|_| pause(tried)).collect();
            assert!(pauses.iter().all(|pause| *pause >= whole / 2 && *pause <= whole * 3 / 2));
            assert!(pauses.iter().any(|pause| *pause != pauses[0]));
        }
    }

    #[test]
    fn a_breaker_rests_after_a_failure_and_closes_after_an_answer() {
        let breaker = Breaker::new(Duration::from_millis(50));
        assert_eq!(breaker.ask(|| Err::<(), _>(passing(None))), Err(passing(None)));
        assert_eq!(breaker.ask(|| -> Result<(), _> { panic!("asked at once") }), Err(passing(None)));
        std::thread::sleep(Duration::from_millis(60));
        assert_eq!(breaker.ask(|| Ok(1)), Ok(1));
        assert_eq!(breaker.ask(|| Ok(2)), Ok(2));
    }
}
