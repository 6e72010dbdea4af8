//! Which files the index of an archive consists of.
//!
//! Their number follows from the number of papers alone, so that it is known before any paper is read, and changes in
//! steps, so that a paper more leaves the files where they are.

/// Papers in a file of cards, where no abstracts are stored with them.
const CARDS: u32 = 48;
/// Papers in a file of cards with their abstracts.
const CARDS_WITH_ABSTRACTS: u32 = 4;

/// One file of the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum File {
    /// What every search begins with.
    Root,
    /// Dates, venues, kinds and the like of every paper: what filters and facets go by.
    Facets,
    /// Topics, and which papers have them.
    Topics,
    /// How many upvotes each paper has.
    Counts,
    /// Terms with the papers that they stand in, a range of the alphabet.
    Terms(u16),
    /// Papers in whose abstract a very common term stands.
    Common(u16),
    /// The beginnings of titles, a range of the alphabet.
    Titles(u16),
    /// Words that a mistyped one may have been, a range of the alphabet.
    Words(u16),
    /// The same by their ends.
    Endings(u16),
    /// Identifiers, by their digest.
    Ids(u16),
    /// What is shown of papers, in their order.
    Papers(u32),
}

/// How many files of each kind there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// Papers.
    pub papers: u32,
    /// Papers in a [`File::Papers`].
    pub cards: u32,
    /// Files of terms.
    pub terms: u16,
    /// Files of very common terms.
    pub common: u16,
    /// Files of titles.
    pub titles: u16,
    /// Files of words, and of endings.
    pub words: u16,
    /// Files of identifiers.
    pub ids: u16,
}

impl Layout {
    /// The layout for so many papers, whose abstracts are stored or not.
    pub fn new(papers: u32, abstracts: bool) -> Layout {
        Layout {
            papers,
            cards: if abstracts { CARDS_WITH_ABSTRACTS } else { CARDS },
            terms: step(papers / 64),
            common: step(papers / 800),
            titles: step(papers / 400),
            words: step(papers / 1000),
            ids: step(papers / 2000),
        }
    }

    /// Every file.
    pub fn files(self) -> impl Iterator<Item = File> {
        [File::Root, File::Facets, File::Topics, File::Counts]
            .into_iter()
            .chain((0..self.terms).map(File::Terms))
            .chain((0..self.common).map(File::Common))
            .chain((0..self.titles).map(File::Titles))
            .chain((0..self.words).map(File::Words))
            .chain((0..self.words).map(File::Endings))
            .chain((0..self.ids).map(File::Ids))
            .chain((0..self.papers.div_ceil(self.cards)).map(File::Papers))
    }

    /// Whether the index has a file.
    pub fn has(self, file: File) -> bool {
        match file {
            File::Root | File::Facets | File::Topics | File::Counts => true,
            File::Terms(at) => at < self.terms,
            File::Common(at) => at < self.common,
            File::Titles(at) => at < self.titles,
            File::Words(at) | File::Endings(at) => at < self.words,
            File::Ids(at) => at < self.ids,
            File::Papers(at) => at < self.papers.div_ceil(self.cards),
        }
    }
}

impl File {
    /// Its name, relative to the folder of the index.
    pub fn name(self) -> String {
        match self {
            File::Root => "root.bin".to_owned(),
            File::Facets => "facets.bin".to_owned(),
            File::Topics => "topics.bin".to_owned(),
            File::Counts => "counts.bin".to_owned(),
            File::Terms(at) => format!("terms/{at}.bin"),
            File::Common(at) => format!("common/{at}.bin"),
            File::Titles(at) => format!("titles/{at}.bin"),
            File::Words(at) => format!("words/{at}.bin"),
            File::Endings(at) => format!("endings/{at}.bin"),
            File::Ids(at) => format!("ids/{at}.bin"),
            File::Papers(at) => format!("papers/{at}.bin"),
        }
    }

    /// The file of a name, as [`File::name`] spells it.
    pub fn from_name(name: &str) -> Option<File> {
        let stem = name.strip_suffix(".bin")?;
        let Some((folder, number)) = stem.split_once('/') else {
            let single = [File::Root, File::Facets, File::Topics, File::Counts];
            return single.into_iter().find(|file| file.name() == name);
        };
        let short = || number.parse().ok();
        let file = match folder {
            "terms" => File::Terms(short()?),
            "common" => File::Common(short()?),
            "titles" => File::Titles(short()?),
            "words" => File::Words(short()?),
            "endings" => File::Endings(short()?),
            "ids" => File::Ids(short()?),
            "papers" => File::Papers(number.parse().ok()?),
            _ => return None,
        };
        (file.name() == name).then_some(file)
    }
}

/// At least `count`, of the numbers 1, 2, 3, 4, 6, 8, 12, 16 … up to 24,576.
fn step(count: u32) -> u16 {
    let mut at = 1u32;
    while at < count.min(24_576) {
        at = if at.is_power_of_two() && at > 1 { at / 2 * 3 } else { (at + 1).next_power_of_two() };
    }
    at as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_files_grows_in_steps() {
        let steps: Vec<u16> = (0..20).map(step).collect();
        assert_eq!(steps, [1, 1, 2, 3, 4, 6, 6, 8, 8, 12, 12, 12, 12, 16, 16, 16, 16, 24, 24, 24]);
        assert_eq!(step(u32::MAX), 24_576);
    }

    #[test]
    fn a_name_leads_back_to_its_file() {
        let layout = Layout::new(3000, false);
        for file in layout.files() {
            assert_eq!(File::from_name(&file.name()), Some(file));
            assert!(layout.has(file));
        }
        assert!(!layout.has(File::Terms(layout.terms)));
        for name in ["", "root", "terms/01.bin", "terms/-1.bin", "papers/4294967296.bin", "terms/a.bin", "x/1.bin"] {
            assert_eq!(File::from_name(name), None, "{name}");
        }
    }
}
