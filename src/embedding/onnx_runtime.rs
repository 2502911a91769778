//! Finds and loads the ONNX Runtime library, once per process. It is not part of the binary, so
//! only who uses an ONNX model needs it.

use std::env::consts::{DLL_PREFIX, DLL_SUFFIX};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use ort::LoadDynamicError;
use ort::environment::Environment;

use super::in_one_line;
use crate::error::{Error, Result};

/// Names the library's file, or a folder that holds it.
const PATH_VARIABLE: &str = "ORT_DYLIB_PATH";

const REMEDY: &str = "install ONNX Runtime 1.24 or later and set ORT_DYLIB_PATH to its library \
                      (the Python package 'onnxruntime' has it in onnxruntime/capi), or use the embedder 'builtin' and no reranker";

/// The runtime of this process. The first call that succeeds decides which library is used.
///
/// # Errors
/// [`Error::Embedder`] where there is no such library, or a too old one.
pub(super) fn environment() -> Result<Environment> {
    static LOADED: Mutex<Option<Environment>> = Mutex::new(None);
    let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(environment) = &*loaded {
        return Ok(environment.clone());
    }
    let environment = load(&library()?)?;
    Ok(loaded.insert(environment).clone())
}

fn load(library: &Path) -> Result<Environment> {
    let builder = ort::init_from(library).map_err(|cause| refusal(library, &cause))?;
    builder.with_name("tiku").build().map_err(|cause| {
        let cause = in_one_line(&cause);
        Error::Embedder(format!(
            "the ONNX Runtime in '{}' does not start: {cause}; {REMEDY}",
            library.display()
        ))
    })
}

/// Why a library was not taken, in one line.
fn refusal(library: &Path, cause: &LoadDynamicError) -> Error {
    let library = library.display();
    Error::Embedder(match cause {
        LoadDynamicError::BadVersion { version_str, .. } => {
            format!("the ONNX Runtime in '{library}' is version {version_str}, which is too old; {REMEDY}")
        }
        LoadDynamicError::Dlopen { error, .. } => {
            format!("cannot load ONNX Runtime from '{library}' ({}); {REMEDY}", in_one_line(error))
        }
        LoadDynamicError::MissingApi { .. } | LoadDynamicError::InvalidVersionString => {
            format!("'{library}' is no ONNX Runtime library; {REMEDY}")
        }
    })
}

/// The library to load: what the environment names, else one beside the binary, else the usual
/// name, which the system's loader looks for in its own places.
fn library() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os(PATH_VARIABLE).filter(|value| !value.is_empty()) {
        let named = PathBuf::from(named);
        // An absolute path, because a relative one would be taken as relative to the binary.
        let named = std::path::absolute(&named).unwrap_or(named);
        return library_in(&named).or_else(|| named.is_file().then(|| named.clone())).ok_or_else(|| {
            Error::Embedder(format!(
                "no ONNX Runtime library in '{}', which ORT_DYLIB_PATH names; {REMEDY}",
                named.display()
            ))
        });
    }
    let binary = std::env::current_exe().ok();
    let beside = binary.as_deref().and_then(Path::parent);
    let found = beside.and_then(|folder| library_in(folder).or_else(|| library_in(&folder.join("lib"))));
    Ok(found.unwrap_or_else(|| file_name().into()))
}

fn file_name() -> String {
    format!("{DLL_PREFIX}onnxruntime{DLL_SUFFIX}")
}

/// The library in a folder, also where its version is part of the file's name.
fn library_in(folder: &Path) -> Option<PathBuf> {
    let exact = folder.join(file_name());
    if exact.is_file() {
        return Some(exact);
    }
    let stem = format!("{DLL_PREFIX}onnxruntime.");
    let versioned = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str());
        name.is_some_and(|name| name.starts_with(&stem) && name.contains(DLL_SUFFIX)) && path.is_file()
    };
    let mut found: Vec<_> =
        folder.read_dir().ok()?.flatten().map(|entry| entry.path()).filter(versioned).collect();
    found.sort();
    found.pop()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_is_found_in_a_folder_with_or_without_version() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        assert_eq!(library_in(folder.path()), None);
        let touch = |name: String| {
            let path = folder.path().join(name);
            std::fs::write(&path, "").expect("the folder can be written");
            path
        };
        touch(format!("{DLL_PREFIX}onnxruntime_providers_shared{DLL_SUFFIX}"));
        assert_eq!(library_in(folder.path()), None);
        let versioned = touch(format!("{}.1.24.4", file_name()));
        assert_eq!(library_in(folder.path()), Some(versioned));
        let exact = touch(file_name());
        assert_eq!(library_in(folder.path()), Some(exact));
    }
}
