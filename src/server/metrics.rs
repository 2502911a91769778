//! What is counted and measured, in the format that Prometheus reads.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use crate::search::Mode;

/// Upper bounds in seconds; a search takes about a millisecond.
const SEARCH_SECONDS: [f64; 12] =
    [0.00025, 0.0005, 0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.25, 1.0, 4.0];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    route: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct SearchLabels {
    mode: &'static str,
}

/// Everything that is counted and measured.
pub(super) struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    searches: Family<SearchLabels, Histogram, fn() -> Histogram>,
}

impl Metrics {
    pub(super) fn new(questions: usize) -> Self {
        let requests = Family::default();
        let searches: Family<_, Histogram, fn() -> Histogram> =
            Family::new_with_constructor(|| Histogram::new(SEARCH_SECONDS));
        let mut registry = Registry::with_prefix("tiku");
        registry.register("http_requests", "Requests answered", requests.clone());
        let help = "How long searches took";
        registry.register_with_unit("search_duration", help, Unit::Seconds, searches.clone());
        let questions = ConstGauge::new(i64::try_from(questions).unwrap_or(i64::MAX));
        registry.register("questions", "Questions in the index", questions);
        Self { registry, requests, searches }
    }

    pub(super) fn count_request(&self, route: &str, status: u16) {
        self.requests.get_or_create(&RequestLabels { route: route.to_owned(), status }).inc();
    }

    pub(super) fn observe_search(&self, mode: Mode, seconds: f64) {
        let mode = match mode {
            Mode::Hybrid => "hybrid",
            Mode::Keyword => "keyword",
            Mode::Semantic => "semantic",
        };
        self.searches.get_or_create(&SearchLabels { mode }).observe(seconds);
    }

    /// All of it as text.
    pub(super) fn text(&self) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}
