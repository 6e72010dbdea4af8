//! What build and check share: the options of reading, and the archive read by them.

use crate::archive::Options;
use crate::config::BaseUrl;
use crate::edition::{Edition, Press};

use super::{Common, Failure};

/// Which archive a command works on: with drafts or without, and for which address.
#[derive(clap::Args, Clone, Debug)]
pub struct Variant {
    /// Take drafts as if they were none
    #[arg(long)]
    drafts: bool,
    /// Where the site is published, in place of the settings' base-url
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
}

/// The options of a command that reads the archive once.
#[derive(clap::Args, Clone, Debug)]
pub struct Reading {
    #[command(flatten)]
    variant: Variant,
    /// Threads to work with [default: one for each core]
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
}

impl Variant {
    fn options(&self) -> Result<Options, Failure> {
        let base_url = match &self.base_url {
            None => None,
            Some(text) => Some(BaseUrl::parse(text).ok_or_else(|| {
                format!("`{text}` is not the address of a site, such as https://user.github.io/repo/")
            })?),
        };
        Ok(Options { drafts: self.drafts, base_url })
    }
}

impl Reading {
    /// Whether the archive is read with the address that its settings give, and no other.
    pub fn is_as_set(&self) -> bool {
        self.variant.base_url.is_none()
    }

    /// Runs `work` on as many threads as were asked for.
    pub fn on_threads<T: Send>(&self, work: impl FnOnce() -> T + Send) -> Result<T, Failure> {
        let threads = self.jobs.unwrap_or(0);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        Ok(pool.map_err(|error| format!("no threads: {error}"))?.install(work))
    }
}

/// The archive as it stands.
pub fn edition(common: &Common, reading: &Reading) -> Result<Edition, Failure> {
    Ok(press_of(common, reading)?.edition())
}

/// A press for the archive.
pub fn press(common: &Common, variant: &Variant) -> Result<Press, Failure> {
    let root = common.find_root()?;
    Press::new(&root, variant.options()?).map_err(|error| format!("{}: {error}", root.display()))
}

/// A press for the archive, by the options of a command that reads it.
pub fn press_of(common: &Common, reading: &Reading) -> Result<Press, Failure> {
    press(common, &reading.variant)
}
