//! Names of people, in the parts that citations and sorting need.
//!
//! The parts are those of CSL and BibLaTeX: family, given, particle ("van der") and suffix ("Jr."). One-word names and
//! names in scripts without a given and a family part are normal and stay whole, as the family name.

/// A person's name in parts; every part may be empty, but not all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Name {
    /// The family name without particle, or the whole of a one-word name.
    pub family: String,
    /// Given names.
    pub given: String,
    /// A particle that stands before the family name, such as "van der".
    pub particle: String,
    /// A suffix, such as "Jr." or "III".
    pub suffix: String,
}

impl Name {
    /// Reads "Given Family", "Family, Given" or "Family, Suffix, Given".
    ///
    /// Lower-case words before the family name are its particle, as in BibTeX. A suffix is known by its form.
    pub fn parse(text: &str) -> Name {
        let parts: Vec<&str> = text.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
        match parts[..] {
            [] => Name::default(),
            [whole] => Name::from_words(whole),
            [name, suffix] if is_suffix(suffix) => Name { suffix: suffix.to_owned(), ..Name::from_words(name) },
            [family, given] => Name { given: given.to_owned(), ..Name::from_family(family) },
            [family, suffix, given, ..] => {
                Name { given: given.to_owned(), suffix: suffix.to_owned(), ..Name::from_family(family) }
            }
        }
    }

    fn from_words(text: &str) -> Name {
        let mut words: Vec<&str> = text.split_whitespace().collect();
        let mut suffix = String::new();
        if words.len() > 2 && words.last().is_some_and(|word| is_suffix(word)) {
            suffix = words.pop().unwrap_or_default().to_owned();
        }
        let Some(last) = words.len().checked_sub(1) else { return Name::default() };
        let particle = words[..last].iter().skip(1).position(|w| is_particle(w)).map_or(last, |at| at + 1);
        let family = (particle..=last).find(|&at| !is_particle(words[at])).unwrap_or(last);
        Name {
            given: words[..particle].join(" "),
            particle: words[particle..family].join(" "),
            family: words[family..].join(" "),
            suffix,
        }
    }

    fn from_family(text: &str) -> Name {
        let words: Vec<&str> = text.split_whitespace().collect();
        let family = words.iter().position(|w| !is_particle(w)).unwrap_or(0);
        Name { particle: words[..family].join(" "), family: words[family..].join(" "), ..Name::default() }
    }

    /// The name with this family name, before which its particle may stand.
    pub fn with_family(self, text: &str) -> Name {
        let Name { family, particle, .. } = Name::from_family(text);
        Name { family, particle, ..self }
    }

    /// As it is printed: "Jan Peter van der Berg Jr.".
    pub fn display(&self) -> String {
        join([&self.given, &self.particle, &self.family, &self.suffix])
    }

    /// Whether `printed` is what [`Name::display`] would give.
    pub fn is_displayed_as(&self, printed: &str) -> bool {
        let mut rest = printed;
        for part in
            [&self.given, &self.particle, &self.family, &self.suffix].into_iter().filter(|part| !part.is_empty())
        {
            let inner = if rest.len() == printed.len() { Some(rest) } else { rest.strip_prefix(' ') };
            match inner.and_then(|inner| inner.strip_prefix(part.as_str())) {
                Some(after) => rest = after,
                None => return false,
            }
        }
        rest.is_empty()
    }

    /// As it is sorted: "Berg, Jan Peter van der, Jr.".
    pub fn sort_form(&self) -> String {
        let mut out = self.family.clone();
        let given = join([&self.given, &self.particle]);
        for part in [given.as_str(), &self.suffix] {
            if !part.is_empty() {
                out.push_str(", ");
                out.push_str(part);
            }
        }
        out
    }

    /// Whether there is no name at all.
    pub fn is_empty(&self) -> bool {
        self.family.is_empty() && self.given.is_empty()
    }
}

fn join<'a>(parts: impl IntoIterator<Item = &'a String>) -> String {
    let mut out = String::new();
    for part in parts {
        if !part.is_empty() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(part);
        }
    }
    out
}

fn is_particle(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_lowercase)
}

fn is_suffix(word: &str) -> bool {
    matches!(word, "Jr." | "Jr" | "Sr." | "Sr" | "II" | "III" | "IV")
}

#[cfg(test)]
mod tests {
    use super::Name;

    fn parts(text: &str) -> [String; 4] {
        let name = Name::parse(text);
        [name.given, name.particle, name.family, name.suffix]
    }

    #[test]
    fn both_orders_and_all_parts() {
        assert_eq!(parts("Ada Lovelace"), ["Ada", "", "Lovelace", ""]);
        assert_eq!(parts("Lovelace, Ada King"), ["Ada King", "", "Lovelace", ""]);
        assert_eq!(parts("Jan Peter van der Berg"), ["Jan Peter", "van der", "Berg", ""]);
        assert_eq!(parts("van der Berg, Jan Peter"), ["Jan Peter", "van der", "Berg", ""]);
        assert_eq!(parts("Martin Luther King Jr."), ["Martin Luther", "", "King", "Jr."]);
        assert_eq!(parts("King, Jr., Martin Luther"), ["Martin Luther", "", "King", "Jr."]);
        assert_eq!(parts("Martin King, III"), ["Martin", "", "King", "III"]);
        assert_eq!(parts("Madonna"), ["", "", "Madonna", ""]);
        assert_eq!(parts("韩佳明"), ["", "", "韩佳明", ""]);
        assert_eq!(parts("bell hooks"), ["bell", "", "hooks", ""]);
        assert_eq!(parts("Ludwig van"), ["Ludwig", "", "van", ""]);
    }

    #[test]
    fn display_and_sorting() {
        let name = Name::parse("van der Berg, Jr., Jan Peter");
        assert_eq!(name.display(), "Jan Peter van der Berg Jr.");
        assert_eq!(name.sort_form(), "Berg, Jan Peter van der, Jr.");
        assert!(Name::parse(" , ").is_empty());
        for name in ["Jan Peter van der Berg Jr.", "Madonna", "Ada Lovelace", "A A"] {
            assert!(Name::parse(name).is_displayed_as(name));
            assert!(
                !Name::parse(name).is_displayed_as(&name[1..])
                    && !Name::parse(name).is_displayed_as(&format!("{name} x"))
            );
        }
        assert!(!Name::parse("Ada Lovelace").is_displayed_as("AdaLovelace"));
    }
}
