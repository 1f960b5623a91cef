//! Stamps the program with two hashes of its sources. Facts kept by a build that reads notes differently
//! are derived again, and a daemon of another build is not asked. A version number by hand would be
//! forgotten one day.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

fn main() {
    stamp(
        "REKINDLE_FACTS",
        // A parser of another version may read a note differently, too.
        &[
            "src/model",
            "src/network",
            "src/note",
            "src/store",
            "src/vault/fingerprint.rs",
            "Cargo.lock",
        ],
    );
    stamp("REKINDLE_BUILD", &["src", "Cargo.toml"]);
}

fn stamp(variable: &str, sources: &[&str]) {
    let mut hasher = DefaultHasher::new();
    for source in sources {
        println!("cargo:rerun-if-changed={source}");
        hash(Path::new(source), &mut hasher);
    }
    println!("cargo:rustc-env={variable}={:016x}", hasher.finish());
}

fn hash(path: &Path, hasher: &mut DefaultHasher) {
    let Ok(entries) = std::fs::read_dir(path) else {
        std::fs::read(path).expect("a source of this crate can be read").hash(hasher);
        return;
    };
    let mut below: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    below.sort();
    for path in below {
        path.file_name().hash(hasher);
        hash(&path, hasher);
    }
}
