//! Where an archive stands in its repository: GitHub looks for its files at the root of the repository alone.

use std::path::{Path, PathBuf};

use crate::cli::{Failure, git};

/// An archive's place.
pub struct Place {
    /// The root of the repository; that of the archive, where there is no repository yet.
    pub repository: PathBuf,
    /// The way from there to the archive: empty, or a folder with a `/` at its end.
    pub folder: String,
}

impl Place {
    /// The place of the archive at `root`.
    ///
    /// # Errors
    /// Where the folder has a name that could be something else in a workflow.
    pub fn of(root: &Path) -> Result<Place, Failure> {
        let root = root.canonicalize().map_err(|error| format!("{}: {error}", root.display()))?;
        let folder = git::prefix(&root).unwrap_or_default();
        if !folder.chars().all(|c| c.is_ascii_alphanumeric() || "-_./".contains(c)) || folder.starts_with('-') {
            return Err(format!(
                "workflows cannot name the folder `{folder}`: give it a name of letters, digits, `-`, `_` and `.`"
            ));
        }
        let depth = folder.matches('/').count();
        let repository = root.ancestors().nth(depth).unwrap_or(&root).to_path_buf();
        Ok(Place { repository, folder })
    }

    /// The option that names the archive to a command which runs at the repository's root.
    pub fn root_option(&self) -> String {
        match self.folder.strip_suffix('/') {
            Some(folder) => format!(" --root {folder}"),
            None => String::new(),
        }
    }

    /// The way from the archive to the repository's root.
    pub fn way_up(&self) -> String {
        "../".repeat(self.folder.matches('/').count())
    }
}
