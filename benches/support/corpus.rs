//! Real papers to measure with: the proceedings of `../shared/corpus`; `CORPUS` names another folder.

#![allow(dead_code)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use offprint::exchange::{self, Record, assign_ids, settle_venues};
use offprint::paper::{Paper, write};
use rayon::prelude::*;
use tempfile::TempDir;

/// The text of the corpus; without it nothing can be measured, and a line says so.
pub fn read() -> Option<Vec<u8>> {
    let corpus = std::env::var_os("CORPUS").map_or_else(|| PathBuf::from("../shared/corpus"), PathBuf::from);
    let file = corpus.join("proceedings.csl.json.gz");
    if !file.exists() {
        println!("skipped: there are no real papers at {}", file.display());
        return None;
    }
    let unpacked = Command::new("gunzip").arg("-kc").arg(&file).output().expect("gunzip is there");
    assert!(unpacked.status.success(), "{} cannot be unpacked", file.display());
    Some(unpacked.stdout)
}

/// A folder on a tmpfs where there is one, because a disk measures itself.
pub fn folder() -> TempDir {
    tempfile::tempdir_in(if Path::new("/dev/shm").is_dir() { "/dev/shm" } else { "." }).unwrap()
}

/// The first `size` papers, spread over the whole corpus.
pub fn records(corpus: &[u8], size: usize) -> Vec<Record> {
    let mut records = exchange::read(corpus, None, &exchange::Options::default()).unwrap().records;
    let step = records.len() / size;
    let mut at = 0;
    records.retain(|_| {
        at += 1;
        (at - 1) % step == 0
    });
    records.truncate(size);
    settle_venues(&mut records, &[]);
    assign_ids(&mut records, |_| false);
    records
}

/// Writes an archive of these papers, each in a file of its own.
pub fn write(records: &[Record], folder: &Path) {
    fs::write(folder.join("offprint.yaml"), "title: Bench\nbase-url: https://example.org/\n").unwrap();
    records.par_iter().for_each(|record| {
        let file = folder.join(place(&record.paper));
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, write::paper(&record.paper)).unwrap();
    });
}

/// Where a paper's file stands in the archive.
pub fn place(paper: &Paper) -> String {
    let year = paper.date.map_or(2000, offprint::text::date::Date::year);
    format!("content/papers/{year}/{}.yaml", paper.id)
}
