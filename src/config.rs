//! What tiku runs with: flags > environment > `tiku.toml` > defaults, validated once.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde::de::value::{Error as ValueError, StrDeserializer};

use crate::embedding::DEFAULT_EMBEDDER;
use crate::error::{Error, Result};
use crate::index::VectorSearch;

/// The configuration file, looked for in the working directory.
pub const FILE: &str = "tiku.toml";

const DEFAULT_PATH: &str = "corpus";
const DEFAULT_INDEX: &str = "index";
const DEFAULT_LISTEN: &str = "127.0.0.1:7878";

/// The settings that every command runs with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The files and folders that are read.
    pub paths: Vec<PathBuf>,
    /// Whether someone chose the paths, or they are the default.
    pub paths_given: bool,
    /// The folder of the index.
    pub index: PathBuf,
    /// What makes the embeddings, see [`crate::embedding::open`].
    pub embedder: String,
    /// What puts the best hits in order, see [`crate::embedding::rerank::open`]; nothing unless told.
    pub reranker: Option<String>,
    /// The address that the server listens on.
    pub listen: String,
    /// How the nearest embeddings are found.
    pub vector_search: VectorSearch,
    /// A file of synonyms beside the built-in ones, see [`crate::analysis::Glossary::with`].
    pub synonyms: Option<PathBuf>,
}

/// What one place says about the settings; what it leaves open, the next place decides.
///
/// This is also the format of `tiku.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Layer {
    /// See [`Config::index`].
    pub index: Option<PathBuf>,
    /// See [`Config::paths`].
    pub paths: Option<Vec<PathBuf>>,
    /// See [`Config::embedder`].
    pub embedder: Option<String>,
    /// See [`Config::reranker`].
    pub reranker: Option<String>,
    /// See [`Config::listen`].
    pub listen: Option<String>,
    /// See [`Config::vector_search`].
    pub vector_search: Option<VectorSearch>,
    /// See [`Config::synonyms`].
    pub synonyms: Option<PathBuf>,
}

impl Config {
    /// Settles and validates every setting. `flags` are what the command line says; the
    /// environment and the working directory are looked at.
    ///
    /// # Errors
    /// [`Error::InvalidConfig`] when a value makes no sense or the file has a key that is none.
    pub fn resolve(flags: Layer) -> Result<Self> {
        let environment = Layer::from_environment(|name| std::env::var_os(name))?;
        let file = Layer::from_file(Path::new(FILE))?;
        Self::settle(flags.or(environment).or(file))
    }

    fn settle(layer: Layer) -> Result<Self> {
        let paths = layer.paths.filter(|paths| !paths.is_empty());
        let config = Self {
            paths_given: paths.is_some(),
            paths: paths.unwrap_or_else(|| vec![DEFAULT_PATH.into()]),
            index: layer.index.unwrap_or_else(|| DEFAULT_INDEX.into()),
            embedder: layer.embedder.unwrap_or_else(|| DEFAULT_EMBEDDER.to_owned()),
            reranker: layer.reranker.filter(|name| !name.trim().is_empty()),
            listen: layer.listen.unwrap_or_else(|| DEFAULT_LISTEN.to_owned()),
            vector_search: layer.vector_search.unwrap_or_default(),
            synonyms: layer.synonyms,
        };
        config.validate()?;
        Ok(config)
    }

    fn validate(&self) -> Result<()> {
        let port = self.listen.rsplit_once(':').filter(|(host, _)| !host.is_empty());
        if port.is_none_or(|(_, port)| port.parse::<u16>().is_err()) {
            return invalid(format!(
                "'{}' is no address to listen on; write host:port as in {DEFAULT_LISTEN}",
                self.listen
            ));
        }
        if self.embedder.trim().is_empty() {
            return invalid(format!("the embedder has no name; leave it out to use '{DEFAULT_EMBEDDER}'"));
        }
        if self.index.is_file() {
            let index = self.index.display();
            return invalid(format!(
                "the index '{index}' is a file; give the folder of an index with --index"
            ));
        }
        Ok(())
    }
}

impl Layer {
    /// This layer, and where it is silent the one below.
    fn or(self, below: Self) -> Self {
        Self {
            index: self.index.or(below.index),
            paths: self.paths.filter(|paths| !paths.is_empty()).or(below.paths),
            embedder: self.embedder.or(below.embedder),
            reranker: self.reranker.or(below.reranker),
            listen: self.listen.or(below.listen),
            vector_search: self.vector_search.or(below.vector_search),
            synonyms: self.synonyms.or(below.synonyms),
        }
    }

    /// Reads the environment through `lookup`; an empty variable counts as none.
    fn from_environment(lookup: impl Fn(&str) -> Option<OsString>) -> Result<Self> {
        let text =
            |name: &str| match lookup(name).filter(|value| !value.is_empty()).map(OsString::into_string) {
                None => Ok(None),
                Some(Ok(text)) => Ok(Some(text)),
                Some(Err(_)) => invalid(format!("{name} is no UTF-8 text; set it anew or unset it")),
            };
        let vector_search = match text("TIKU_VECTOR_SEARCH")? {
            Some(name) => Some(by_name(&name).or_else(|e| invalid(format!("TIKU_VECTOR_SEARCH: {e}")))?),
            None => None,
        };
        Ok(Self {
            index: lookup("TIKU_INDEX").filter(|value| !value.is_empty()).map(PathBuf::from),
            paths: None,
            embedder: text("TIKU_EMBEDDER")?,
            reranker: text("TIKU_RERANKER")?,
            listen: text("TIKU_LISTEN")?,
            vector_search,
            synonyms: lookup("TIKU_SYNONYMS").filter(|value| !value.is_empty()).map(PathBuf::from),
        })
    }

    /// Reads a configuration file; one that does not exist says nothing.
    fn from_file(path: &Path) -> Result<Self> {
        match fs::read_to_string(path) {
            Ok(text) => Self::from_toml(&text, &path.display().to_string()),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(e) => Err(Error::io("read", path)(e)),
        }
    }

    fn from_toml(text: &str, name: &str) -> Result<Self> {
        toml::from_str(text).or_else(|e: toml::de::Error| {
            let before = e.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            invalid(format!("{name}:{line}: {}", e.message().trim_end().replace('\n', "; ")))
        })
    }
}

/// The value of a type that is written as a name, as in the HTTP parameters; for flags and the
/// environment. The error names the values that there are.
pub(crate) fn by_name<T: DeserializeOwned>(name: &str) -> Result<T, String> {
    T::deserialize(StrDeserializer::<ValueError>::new(name)).map_err(|e| e.to_string())
}

fn invalid<T>(message: String) -> Result<T> {
    Err(Error::InvalidConfig(message))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(name: &str) -> Layer {
        Layer { index: Some(name.into()), ..Layer::default() }
    }

    #[test]
    fn nothing_said_gives_the_defaults() {
        let config = Config::settle(Layer::default()).unwrap();
        assert_eq!(config.paths, [PathBuf::from("corpus")]);
        assert!(!config.paths_given);
        assert_eq!(config.index, PathBuf::from("index"));
        assert_eq!((config.listen.as_str(), config.embedder.as_str()), ("127.0.0.1:7878", DEFAULT_EMBEDDER));
        assert_eq!(config.vector_search, VectorSearch::Auto);
    }

    #[test]
    fn the_first_place_that_says_something_decides() {
        let file =
            Layer { embedder: Some("file".to_owned()), paths: Some(vec!["notes".into()]), ..index("file") };
        let settled = Config::settle(index("flag").or(index("environment")).or(file)).unwrap();
        assert_eq!((settled.index, settled.embedder), ("flag".into(), "file".to_owned()));
        assert_eq!((settled.paths, settled.paths_given), (vec!["notes".into()], true));
        let no_paths = Layer { paths: Some(Vec::new()), ..Layer::default() };
        assert!(!Config::settle(no_paths).unwrap().paths_given);
    }

    #[test]
    fn the_environment_is_read_by_name() {
        let variables = [("TIKU_INDEX", "a"), ("TIKU_EMBEDDER", ""), ("TIKU_VECTOR_SEARCH", "hnsw")];
        let lookup = |name: &str| variables.iter().find(|(n, _)| *n == name).map(|(_, value)| value.into());
        let layer = Layer::from_environment(lookup).unwrap();
        assert_eq!(layer, Layer { vector_search: Some(VectorSearch::Hnsw), ..index("a") });
        let wrong = Layer::from_environment(|_| Some("fast".into())).unwrap_err().to_string();
        assert!(wrong.contains("TIKU_VECTOR_SEARCH") && wrong.contains("`exact`"), "{wrong}");
    }

    #[test]
    fn a_wrong_file_is_named_with_line_key_and_remedy() {
        for (text, parts) in [
            ("index = \"x\"\nindx = 1\n", ["tiku.toml:2", "indx", "`listen`"]),
            ("vector_search = \"fast\"", ["tiku.toml:1", "fast", "`exact`"]),
            ("\n\nindex = ", ["tiku.toml:3", "", ""]),
            ("listen = 80", ["tiku.toml:1", "integer", "string"]),
        ] {
            let message = Layer::from_toml(text, "tiku.toml").unwrap_err().to_string();
            assert!(parts.iter().all(|part| message.contains(part)), "{message}");
            assert!(!message.contains('\n'), "{message}");
        }
        let whole = "index='i'\npaths=['a','b']\nembedder='builtin'\nreranker=''\nlisten='[::1]:80'\nvector_search='exact'";
        assert!(Config::settle(Layer::from_toml(whole, "tiku.toml").unwrap()).is_ok());
    }

    #[test]
    fn addresses_are_validated() {
        for (address, fine) in [
            ("127.0.0.1:0", true),
            ("localhost:7878", true),
            ("[::1]:80", true),
            ("7878", false),
            (":7878", false),
            ("host:", false),
            ("host:70000", false),
        ] {
            let layer = Layer { listen: Some(address.to_owned()), ..Layer::default() };
            assert_eq!(Config::settle(layer).is_ok(), fine, "{address}");
        }
    }
}
