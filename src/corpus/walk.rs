//! Paths → sources: walks the folders and gives every file a stable name.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::Reading;
use crate::error::{Error, Result};

/// The extensions of files that are read.
pub const EXTENSIONS: [&str; 5] = ["md", "markdown", "mdx", "txt", "jsonl"];

/// One file to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Stable name with `/`: the given folder's own name and the path inside it; for a file
    /// given directly, its file name.
    pub name: String,
    /// Where the file is.
    pub file: PathBuf,
    /// The name of the folder that a file given directly lies in; empty for all others.
    pub folder: String,
}

impl Source {
    /// Reads what is in the file.
    pub fn read(&self, bytes: &[u8]) -> Reading {
        super::read_in(&self.folder, &self.name, bytes)
    }
}

/// What the walk found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The files to be read, sorted by their unique names.
    pub sources: Vec<Source>,
    /// What is left out.
    pub skipped: Vec<Skipped>,
}

/// Something that is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Where it is.
    pub path: PathBuf,
    /// Why it is left out.
    pub reason: String,
}

/// Walks the paths. Hidden files and those that a `.gitignore` names are left out silently, all
/// other files that are not read are named. A file reached twice counts once.
///
/// Folders of the same name are told apart by as many of their parents as it takes.
pub fn find_sources(paths: &[PathBuf]) -> Result<Found> {
    if paths.is_empty() {
        return Err(Error::NoSources("no path to read was given; name a folder or a file".to_owned()));
    }
    let mut found = Found::default();
    let mut roots = Vec::new();
    for path in paths {
        let root = path.canonicalize().map_err(|_| {
            Error::NoSources(format!("there is no file or folder '{}'; check the path", path.display()))
        })?;
        if !roots.contains(&root) {
            roots.push(root);
        }
    }
    let files: Vec<Vec<PathBuf>> = roots.iter().map(|root| walk(root, &mut found.skipped)).collect();
    found.sources = name_all(&roots, &files);
    found.skipped.sort_by(|a, b| a.path.cmp(&b.path));
    found.skipped.dedup();
    Ok(found)
}

/// The files below a root that are read, in path order.
fn walk(root: &Path, skipped: &mut Vec<Skipped>) -> Vec<PathBuf> {
    let mut files = Vec::new();
    // Links are followed, and a loop of them is reported as an error of the entry.
    let walk =
        WalkBuilder::new(root).follow_links(true).require_git(false).sort_by_file_path(Path::cmp).build();
    for entry in walk {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                if is_read(entry.path()) {
                    files.push(entry.into_path());
                } else {
                    let reason = format!("is not one of .{}", EXTENSIONS.join(", ."));
                    skipped.push(Skipped { path: entry.into_path(), reason });
                }
            }
            Ok(_) => {}
            Err(error) => skipped.push(Skipped { path: path_of(&error, root), reason: error.to_string() }),
        }
    }
    files
}

fn is_read(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    EXTENSIONS.iter().any(|read| extension.eq_ignore_ascii_case(read))
}

/// The path that an error of the walk is about.
fn path_of(error: &ignore::Error, root: &Path) -> PathBuf {
    match error {
        ignore::Error::WithPath { path, .. } => path.clone(),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            path_of(err, root)
        }
        ignore::Error::Loop { child, .. } => child.clone(),
        _ => root.to_owned(),
    }
}

/// Names every file, each real file once, every name once.
fn name_all(roots: &[PathBuf], files: &[Vec<PathBuf>]) -> Vec<Source> {
    // How many of its last components each root is called by.
    let mut lengths = vec![1; roots.len()];
    loop {
        let labels: Vec<String> =
            roots.iter().zip(&lengths).map(|(root, &length)| label(root, length)).collect();
        let mut users: HashMap<&str, Vec<usize>> = HashMap::new();
        labels.iter().enumerate().for_each(|(root, label)| users.entry(label).or_default().push(root));
        let mut clashing: HashSet<usize> =
            users.values().filter(|roots| roots.len() > 1).flatten().copied().collect();
        let named = name(roots, files, &labels);
        if clashing.is_empty() {
            clashing =
                named.values().filter(|owners| owners.len() > 1).flatten().map(|owner| owner.0).collect();
        }
        let mut grew = false;
        for root in clashing {
            if lengths[root] < roots[root].components().count() {
                lengths[root] += 1;
                grew = true;
            }
        }
        if !grew {
            let source = |(name, mut owners): (String, Vec<(usize, PathBuf)>)| {
                let (root, file) = owners.swap_remove(0);
                let around = file.parent().filter(|_| file == roots[root]).and_then(Path::file_name);
                let folder = around.map_or_else(String::new, |name| name.to_string_lossy().into_owned());
                Source { name, file, folder }
            };
            return each_file_once(named.into_iter().map(source));
        }
    }
}

/// Name → the files that would have it, with the roots they were reached from.
fn name(
    roots: &[PathBuf],
    files: &[Vec<PathBuf>],
    labels: &[String],
) -> BTreeMap<String, Vec<(usize, PathBuf)>> {
    let mut named: BTreeMap<String, Vec<(usize, PathBuf)>> = BTreeMap::new();
    for (root, files) in files.iter().enumerate() {
        for file in files {
            let inside = file.strip_prefix(&roots[root]).unwrap_or(file);
            let mut name = labels[root].clone();
            for component in inside.components() {
                name.push('/');
                name.push_str(&component.as_os_str().to_string_lossy());
            }
            named.entry(name.trim_start_matches('/').to_owned()).or_default().push((root, file.clone()));
        }
    }
    named
}

/// The last components of a path, joined with `/`.
fn label(root: &Path, length: usize) -> String {
    let names: Vec<_> = root
        .components()
        .filter_map(|component| match component {
            std::path::Component::Normal(name) => Some(name.to_string_lossy()),
            _ => None,
        })
        .collect();
    names[names.len().saturating_sub(length)..].join("/")
}

/// Keeps one name of every real file: one without links on the way, if there is one.
fn each_file_once(named: impl Iterator<Item = Source>) -> Vec<Source> {
    let mut files: Vec<(bool, PathBuf, Source)> = named
        .map(|source| {
            let real = source.file.canonicalize().unwrap_or_else(|_| source.file.clone());
            (real != source.file, real, source)
        })
        .collect();
    files.sort_by(|a, b| (a.0, &a.2.name).cmp(&(b.0, &b.2.name)));
    let mut seen = HashSet::new();
    files.retain(|(_, real, _)| seen.insert(real.clone()));
    let mut sources: Vec<Source> = files.into_iter().map(|(_, _, source)| source).collect();
    sources.sort_by(|a, b| a.name.cmp(&b.name));
    sources
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for file in files {
            let path = folder.path().join(file);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
            std::fs::write(path, "# a").expect("a file");
        }
        folder
    }

    fn names(found: &Found) -> Vec<&str> {
        found.sources.iter().map(|source| &*source.name).collect()
    }

    #[test]
    fn names_start_with_the_folder_and_tell_folders_apart() {
        let folder =
            tree(&["a/docs/x.md", "b/docs/x.md", "b/docs/y.TXT", "b/docs/z.png", "b/docs/.hidden/x.md"]);
        let path = |inside: &str| folder.path().join(inside);
        let found = find_sources(&[path("b/docs/../docs"), path("a/docs")]).expect("sources");
        assert_eq!(names(&found), ["a/docs/x.md", "b/docs/x.md", "b/docs/y.TXT"]);
        assert_eq!(found.skipped.len(), 1);
        let found = find_sources(&[path("b/docs"), path("b/docs/x.md"), path("b/docs")]).expect("sources");
        assert_eq!(names(&found), ["docs/x.md", "docs/y.TXT"]);
        let found = find_sources(&[path("a/docs/x.md"), path("b/docs/x.md")]).expect("sources");
        assert_eq!(names(&found), ["a/docs/x.md", "b/docs/x.md"]);
    }

    #[test]
    fn ignored_files_stay_out_and_a_missing_path_is_an_error() {
        let folder = tree(&["a.md", "b.md", "sub/b.md"]);
        std::fs::write(folder.path().join(".gitignore"), "b.md\n").expect("a file");
        let found = find_sources(&[folder.path().to_owned()]).expect("sources");
        assert_eq!(found.sources.len(), 1);
        let error = find_sources(&[folder.path().join("nowhere")]).expect_err("no such path");
        assert_eq!(error.code(), "NO_SOURCES");
        assert!(find_sources(&[]).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_loop_of_links_ends() {
        let folder = tree(&["a/x.md"]);
        std::os::unix::fs::symlink(folder.path(), folder.path().join("a/up")).expect("a link");
        std::os::unix::fs::symlink(folder.path().join("a/x.md"), folder.path().join("a/y.md"))
            .expect("a link");
        let found = find_sources(&[folder.path().join("a")]).expect("sources");
        assert_eq!(names(&found), ["a/x.md"]);
        assert!(
            found
                .skipped
                .iter()
                .all(|skipped| skipped.path.ends_with("up") || skipped.path.ends_with("up/a"))
        );
    }

    #[test]
    fn a_file_given_directly_knows_what_its_folder_is_called() {
        let folder = tree(&["面试/x.md"]);
        let found =
            |path: &str| find_sources(&[folder.path().join(path)]).expect("sources").sources.remove(0);
        let (file, inside) = (found("面试/x.md"), found("面试"));
        assert_eq!((&*file.name, &*file.folder), ("x.md", "面试"));
        assert_eq!((&*inside.name, &*inside.folder), ("面试/x.md", ""));
        let lines = (1..=10).map(|at| format!("第{at}把锁和钥匙的区别\n\n")).collect::<String>() + "木门\n";
        assert_eq!(file.read(lines.as_bytes()).questions.len(), 11);
        assert_eq!(inside.read(lines.as_bytes()).questions.len(), 11);
    }
}
