//! Stamps the program with a hash of the sources that make a note's facts, so that facts kept by another
//! build are derived again. A version number by hand would be forgotten one day.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

fn main() {
    let mut hasher = DefaultHasher::new();
    for room in ["src/model", "src/note", "src/vault/fingerprint.rs"] {
        println!("cargo:rerun-if-changed={room}");
        hash(Path::new(room), &mut hasher);
    }
    println!("cargo:rustc-env=REKINDLE_FACTS={:016x}", hasher.finish());
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
