//! An archive as it was or would be: its files with other contents in place of some.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::{HEAD, Source, Sources, digest, is_ours, is_read};

impl Sources {
    /// The same files, with these bytes at these paths; none where there was no file. Nothing is written.
    pub fn with(&self, changes: BTreeMap<String, Option<Vec<u8>>>) -> Sources {
        let mut files = self.files.clone();
        let mut diagnostics = self.diagnostics.clone();
        diagnostics.retain(|diagnostic| !changes.contains_key(&diagnostic.path));
        for (path, bytes) in changes.into_iter().filter(|(path, _)| is_ours(path)) {
            let taken = bytes.map(|bytes| (Arc::from(path.as_str()), Arc::new(Source::of_bytes(&path, bytes))));
            match (files.binary_search_by(|(known, _)| (**known).cmp(&*path)), taken) {
                (Ok(at), Some(taken)) => files[at] = taken,
                (Ok(at), None) => drop(files.remove(at)),
                (Err(at), Some(taken)) => files.insert(at, taken),
                (Err(_), None) => {}
            }
        }
        Sources { root: self.root.clone(), files, diagnostics }
    }
}

impl Source {
    /// A file of these bytes, which stands on no disk.
    fn of_bytes(path: &str, bytes: Vec<u8>) -> Source {
        let head = OnceLock::from(bytes[..bytes.len().min(HEAD as usize)].to_vec());
        let (size, digest) = (bytes.len() as u64, digest(&[path.as_bytes(), &bytes]));
        let bytes = is_read(path).then_some(bytes);
        Source { bytes, digest, size, mtime: 0, version: digest, young: false, head, measures: OnceLock::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SETTINGS;

    #[test]
    fn contents_take_the_place_of_others() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(SETTINGS), "title: T\n").unwrap();
        std::fs::create_dir_all(folder.path().join("content/papers")).unwrap();
        std::fs::write(folder.path().join("content/papers/a.yaml"), "a").unwrap();
        std::fs::write(folder.path().join("content/papers/b.yaml"), "b").unwrap();
        let now = Sources::read(folder.path()).unwrap();
        let new = |path: &str, bytes: Option<&[u8]>| (path.to_owned(), bytes.map(<[u8]>::to_vec));
        let before = now.with(BTreeMap::from([
            new("content/papers/a.yaml", Some(b"old")),
            new("content/papers/b.yaml", None),
            new("content/papers/c.pdf", Some(b"%PDF-1.4")),
            new("README.md", Some(b"not the archive's")),
            new("content/.hidden.yaml", Some(b"")),
        ]));
        assert_eq!(before.bytes("content/papers/a.yaml"), b"old");
        assert!(before.get("content/papers/b.yaml").is_none() && before.get("README.md").is_none());
        assert_eq!(before.head("content/papers/c.pdf"), b"%PDF-1.4");
        assert_eq!(before.changes(&now), ["content/papers/a.yaml", "content/papers/b.yaml", "content/papers/c.pdf"]);
    }
}
