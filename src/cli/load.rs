//! What build and check share: the archive read, the theme loaded, every problem known.

use crate::archive::{Archive, Options, markup, read_archive};
use crate::config::BaseUrl;
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::site::view::Builder;
use crate::site::{Plan, Site, links};
use crate::source::Sources;
use crate::text::markup::Markup;
use crate::theme::Theme;
use crate::theme::render::Renderer;

use super::{Common, Failure};

/// The options of a command that reads the archive.
#[derive(clap::Args, Clone, Debug)]
pub struct Reading {
    /// Take drafts as if they were none
    #[arg(long)]
    drafts: bool,
    /// Where the site is published, in place of the settings' base-url
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Threads to work with [default: one for each core]
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
}

impl Reading {
    fn options(&self) -> Result<Options, Failure> {
        let base_url = match &self.base_url {
            None => None,
            Some(text) => Some(BaseUrl::parse(text).ok_or_else(|| {
                format!("`{text}` is not the address of a site, such as https://user.github.io/repo/")
            })?),
        };
        Ok(Options { drafts: self.drafts, base_url })
    }

    /// Runs `work` on as many threads as were asked for.
    pub fn on_threads<T: Send>(&self, work: impl FnOnce() -> T + Send) -> Result<T, Failure> {
        let threads = self.jobs.unwrap_or(0);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        Ok(pool.map_err(|error| format!("no threads: {error}"))?.install(work))
    }
}

/// An archive and its theme.
pub struct Loaded {
    /// The files.
    pub sources: Sources,
    /// The archive.
    pub archive: Archive,
    /// The theme.
    pub theme: Theme,
    /// How its texts are rendered.
    pub markup: Markup,
    /// What is wrong so far.
    pub diagnostics: Vec<Diagnostic>,
}

impl Loaded {
    /// Reads everything.
    pub fn read(common: &Common, reading: &Reading) -> Result<Loaded, Failure> {
        let root = common.find_root()?;
        let options = reading.options()?;
        let mut sources = Sources::read(&root).map_err(|error| format!("{}: {error}", root.display()))?;
        let mut diagnostics = std::mem::take(&mut sources.diagnostics);
        let (archive, found) = read_archive(&sources, &options);
        diagnostics.extend(found);
        let (theme, found) = Theme::load(&sources, &archive.settings);
        diagnostics.extend(found);
        let (markup, _) = markup(&archive.settings);
        Ok(Loaded { sources, archive, theme, markup, diagnostics })
    }

    /// The site and its plan, with every problem that is left to find. `work` is given what a build needs.
    pub fn plan<T>(self, work: impl FnOnce(Planned<'_>) -> T) -> T {
        let Loaded { sources, archive, mut theme, markup, mut diagnostics } = self;
        let statics = sources.below("static/").map(|(path, _)| path["static/".len()..].to_owned()).collect();
        let site = Site::new(&archive, statics, theme.assets());
        let shared = Builder::new(&site, &markup).site_view();
        theme.set_site(shared);
        let (plan, mut ledger) = site.plan();
        links::check(&site, &markup, &mut ledger);
        diagnostics.extend(ledger.place(&sources));
        let renderer = Renderer::new(&site, &plan, &theme, &markup);
        if !diagnostics.iter().any(|diagnostic| diagnostic.code == diagnostic::Code::Template) {
            diagnostics.extend(renderer.rehearse());
        }
        diagnostic::sort(&mut diagnostics);
        work(Planned { sources: &sources, archive: &archive, site: &site, plan: &plan, renderer, diagnostics })
    }
}

/// Everything a build needs.
pub struct Planned<'a> {
    /// The files.
    pub sources: &'a Sources,
    /// The archive.
    pub archive: &'a Archive,
    /// The site.
    pub site: &'a Site<'a>,
    /// Its plan.
    pub plan: &'a Plan,
    /// Renders it.
    pub renderer: Renderer<'a>,
    /// Every problem, sorted.
    pub diagnostics: Vec<Diagnostic>,
}

impl Planned<'_> {
    /// How many problems have a severity.
    pub fn count(&self, severity: Severity) -> usize {
        let settings = &self.archive.settings;
        self.diagnostics.iter().filter(|diagnostic| settings.severity(diagnostic.code) == severity).count()
    }
}
