//! The archive as it stands at one moment, ready to be rendered; and the press that makes one edition after another.
//!
//! Build, check and a preview all begin here, so that they cannot disagree: a build is a first edition, and a preview is
//! one edition after another from a press that remembers what has not changed. Nothing here writes or listens.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::sync::Arc;

use xxhash_rust::xxh3::Xxh3;

use crate::archive::picture::Size;
use crate::archive::{self, Archive, Options, Reader};
use crate::config;
use crate::diagnostic::{self, Code, Diagnostic, Severity};
use crate::exchange::cite::{self, Citations};
use crate::paper::file::place;
use crate::search::{Known, lists};
use crate::site::{Site, links};
use crate::source::{SETTINGS, Sources};
use crate::theme::render::Renderer;
use crate::theme::{Shared, Theme};
use crate::yaml::{On, Problem, Step};

/// The archive at one moment.
#[derive(Debug)]
pub struct Edition {
    /// Its files.
    pub sources: Arc<Sources>,
    /// Its site.
    pub site: Arc<Site>,
    /// What is wrong with files, settings, entries and the theme, sorted. [`Edition::survey`] finds the rest.
    pub diagnostics: Vec<Diagnostic>,
    theme: Arc<Theme>,
    shared: Shared,
}

impl Edition {
    /// The archive.
    pub fn archive(&self) -> &Archive {
        &self.site.archive
    }

    /// Renders its pages.
    pub fn renderer(&self) -> Renderer<'_> {
        Renderer::new(&self.site, &self.theme, &self.shared)
    }

    /// Whether the theme's templates can be used at all.
    pub fn has_templates(&self) -> bool {
        !self.diagnostics.iter().any(|diagnostic| diagnostic.code == Code::Template)
    }

    /// The file of a template (without `.html`): the topmost layer's.
    pub fn template_file(&self, template: &str) -> String {
        self.theme.file_of(template)
    }

    /// A problem at the value that these steps lead to in a YAML file; `None` where they lead to nothing.
    pub fn place(&self, path: &str, steps: Vec<Step>, code: Code, message: String) -> Option<Diagnostic> {
        let problem = Problem { code, path: steps, on: On::Value, part: String::new(), message, help: None };
        place(path, self.sources.bytes(path), vec![problem]).pop()
    }

    /// The problems that only the whole site shows, sorted: addresses that clash, links that lead nowhere, templates that
    /// fail.
    pub fn survey(&self) -> Vec<Diagnostic> {
        let mut found = self.site.collisions().place(&self.sources);
        found.extend(links::check(&self.site).place(&self.sources));
        found.extend(archive::survey(self.archive(), &self.sources).place(&self.sources));
        if self.has_templates() {
            found.extend(self.renderer().rehearse());
        }
        diagnostic::sort(&mut found);
        found
    }

    /// Every problem, sorted.
    pub fn problems(&self) -> Vec<Diagnostic> {
        let mut all = [self.diagnostics.clone(), self.survey()].concat();
        diagnostic::sort(&mut all);
        all
    }

    /// How many of these problems have a severity in this archive.
    pub fn count(&self, problems: &[Diagnostic], severity: Severity) -> usize {
        let settings = &self.archive().settings;
        problems.iter().filter(|diagnostic| settings.severity(diagnostic.code) == severity).count()
    }
}

/// Makes editions of an archive, each from what has changed since the last.
#[derive(Debug)]
pub struct Press {
    reader: Reader,
    sources: Arc<Sources>,
    theme: Option<Loaded>,
    site: Option<Arc<Site>>,
    known_terms: Arc<Known>,
    citations: Option<Arc<Citations>>,
}

/// A theme, what was wrong with it, and a digest of what it was loaded from.
#[derive(Debug)]
struct Loaded {
    digest: u128,
    theme: Arc<Theme>,
    diagnostics: Vec<Diagnostic>,
}

impl Press {
    /// A press for the archive at `root`, which is read at once.
    ///
    /// # Errors
    /// Where the root cannot be read.
    pub fn new(root: &Path, options: Options) -> io::Result<Press> {
        let sources = Arc::new(Sources::read(root)?);
        let reader = Reader::new(options);
        Ok(Press { reader, sources, theme: None, site: None, known_terms: Arc::default(), citations: None })
    }

    /// The files of the last edition.
    pub fn sources(&self) -> &Arc<Sources> {
        &self.sources
    }

    /// Takes other files for the next edition: those of another moment, which need not be on any disk.
    pub fn turn_to(&mut self, sources: Sources) {
        self.sources = Arc::new(sources);
    }

    /// Takes errors of a code for warnings, in every edition to come: where it is known that what they ask for is not at
    /// hand.
    pub fn forgive(&mut self, code: Code) {
        self.reader.forgive(code);
    }

    /// Looks at the files again, at all or at those of these paths alone, and takes them for the next edition. `false`
    /// where nothing has changed.
    ///
    /// # Errors
    /// Where the root or its settings cannot be read.
    pub fn refresh(&mut self, paths: Option<&BTreeSet<String>>) -> io::Result<bool> {
        let sources = match paths {
            Some(paths) => self.sources.glance(paths)?,
            None => self.sources.refresh()?,
        };
        if sources.get(SETTINGS).is_none() {
            return Err(io::Error::new(io::ErrorKind::NotFound, format!("there is no {SETTINGS}")));
        }
        let changed = !sources.changes(&self.sources).is_empty() || sources.diagnostics != self.sources.diagnostics;
        self.sources = Arc::new(sources);
        Ok(changed)
    }

    /// The edition of the files as they were last looked at.
    pub fn edition(&mut self) -> Edition {
        let sources = Arc::clone(&self.sources);
        let (archive, found) = self.reader.read(&sources);
        let mut diagnostics = [sources.diagnostics.clone(), found, lists::check(&archive).place(&sources)].concat();
        diagnostics.extend(unknown_styles(&sources, &archive));
        let loaded = self.load(&sources, &archive);
        diagnostics.extend(loaded.diagnostics.iter().cloned());
        let theme = Arc::clone(&loaded.theme);
        diagnostic::sort(&mut diagnostics);
        let site = self.site(&sources, archive, &theme);
        let shared = theme.share(&site);
        Edition { sources, site, diagnostics, theme, shared }
    }

    /// The theme: the one of last time, where no file of it has changed, no setting, and no name of a static file.
    fn load(&mut self, sources: &Sources, archive: &Archive) -> &Loaded {
        let mut hasher = Xxh3::new();
        let settings = sources.get(SETTINGS).map(|source| source.digest);
        for (_, source) in ["templates/", "themes/"].into_iter().flat_map(|folder| sources.below(folder)) {
            hasher.update(&source.digest.to_le_bytes());
        }
        // Settings name static files, which must be there.
        for (path, _) in sources.below("static/") {
            hasher.update(path.as_bytes());
        }
        hasher.update(&settings.unwrap_or(0).to_le_bytes());
        let digest = hasher.digest128();
        let known = self.theme.take().filter(|known| known.digest == digest);
        self.theme.insert(known.unwrap_or_else(|| {
            let (theme, diagnostics) = Theme::load(sources, &archive.settings);
            Loaded { digest, theme: Arc::new(theme), diagnostics }
        }))
    }

    /// The site: the one of last time, where it has the same archive and the same files.
    fn site(&mut self, sources: &Sources, archive: Arc<Archive>, theme: &Theme) -> Arc<Site> {
        let prefix = "static/";
        let statics: Vec<Arc<str>> = sources.below(prefix).map(|(path, _)| path[prefix.len()..].into()).collect();
        let sizes: Vec<Option<Size>> = sources.below(prefix).map(|(path, _)| archive::size_of(sources, path)).collect();
        let assets = theme.assets();
        let known = self.site.take().filter(|known| {
            let same_files = known.statics == statics && known.static_sizes == sizes && known.assets == assets;
            same_files && Arc::ptr_eq(&known.archive, &archive)
        });
        let citations = self.citations(&archive);
        let terms = Arc::clone(&self.known_terms);
        let made = || Arc::new(Site::new(archive, statics, assets, terms, citations).with_sizes(sizes));
        Arc::clone(self.site.insert(known.unwrap_or_else(made)))
    }

    /// What formats citations: that of last time, where the settings name the same styles.
    fn citations(&mut self, archive: &Archive) -> Arc<Citations> {
        let (styles, language) = (&archive.settings.citations, &archive.settings.language);
        let known = self.citations.take().filter(|known| known.are_of(styles, language));
        Arc::clone(self.citations.insert(known.unwrap_or_else(|| Arc::new(Citations::new(styles, language)))))
    }
}

/// What is wrong with the styles of citations that the settings name.
fn unknown_styles(sources: &Sources, archive: &Archive) -> Vec<Diagnostic> {
    let wrong = (0..).zip(&archive.settings.citations).filter_map(|(at, name)| {
        let near = cite::has_style(name).err()?;
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "such as `ieee`, `apa` or `association-for-computing-machinery`".to_owned(),
        };
        let steps = vec![Step::Key("citations"), Step::Nth(at)];
        let message = format!("there is no citation style `{name}`");
        Some(config::problem(sources, steps, Code::BadValue, message, Some(help)))
    });
    wrong.collect()
}
