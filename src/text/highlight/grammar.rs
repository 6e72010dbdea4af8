//! The grammars of syntect, and the expressions of their patterns, each compiled when it is first looked for.
//!
//! syntect reads code by them itself, and cannot be stopped while it does; see [`super::reader`] for what does.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use fancy_regex::{Regex, RegexBuilder, escape};
use serde::Deserialize as _;
use serde_json::json;
use syntect::parsing::syntax_definition::{
    Context, ContextId, ContextReference, MatchOperation, MatchPattern, Pattern,
};
use syntect::parsing::{Scope, SyntaxSet};

use super::{CLASS_OF, Class};

/// How often one search may go back. Code that people write takes a few dozen.
pub(super) const MOST_BACKTRACKS: usize = 5_000;

/// Where the groups of a match stand in its line, the first being the whole.
pub(super) type Places = Vec<Option<(usize, usize)>>;

pub(super) struct Grammars {
    pub(super) syntaxes: SyntaxSet,
    classes: Vec<(Scope, Class)>,
    /// By the place of the pattern in memory, where the grammars keep it.
    expressions: Mutex<HashMap<usize, Option<Arc<Regex>>>>,
}

impl fmt::Debug for Grammars {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} grammars", self.syntaxes.syntaxes().len())
    }
}

impl Grammars {
    pub(super) fn load() -> Grammars {
        let scopes = CLASS_OF.iter().flat_map(|(class, scopes)| scopes.split(' ').map(move |scope| (scope, *class)));
        let classes = scopes.filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, class)));
        Grammars {
            classes: classes.collect(),
            syntaxes: two_face::syntax::extra_newlines(),
            expressions: Mutex::default(),
        }
    }

    /// The context that a grammar begins with: the one that goes on to another before it has read anything.
    pub(super) fn start(&self, name: &str) -> Option<&Context> {
        let syntax = self.syntaxes.syntaxes().iter().position(|syntax| syntax.name == name)?;
        let contexts = (0..).map_while(|at| self.context(json!({"syntax_index": syntax, "context_index": at})));
        contexts.into_iter().find(|context| match context.patterns.first() {
            Some(Pattern::Match(first)) => {
                first.regex.regex_str().is_empty() && matches!(first.operation, MatchOperation::Push(_))
            }
            _ => false,
        })
    }

    /// The context that every pattern of another is read after.
    pub(super) fn prototype(&self, id: ContextId) -> Option<&Context> {
        self.context(serde_json::to_value(id).ok()?)
    }

    /// syntect gives contexts out for references alone, and references from nothing but what was written down.
    fn context(&self, id: serde_json::Value) -> Option<&Context> {
        ContextReference::deserialize(json!({"Direct": id})).ok()?.resolve(&self.syntaxes).ok()
    }

    /// The class of the scopes of a piece of code within one of class `around`: a later scope outdoes an earlier one.
    pub(super) fn class(&self, around: Class, scopes: &[Scope]) -> Class {
        scopes.iter().filter_map(|scope| self.class_of(*scope)).last().unwrap_or(around)
    }

    /// The class of the longest beginning of a scope that the table has.
    fn class_of(&self, scope: Scope) -> Option<Class> {
        let known = self.classes.iter().filter(|(prefix, _)| prefix.is_prefix_of(scope));
        known.max_by_key(|(prefix, _)| prefix.len()).map(|(_, class)| *class)
    }

    /// The expression of a pattern; `None` if it is not one.
    pub(super) fn expression(&self, pattern: &MatchPattern) -> Option<Arc<Regex>> {
        let mut expressions = self.expressions.lock().unwrap_or_else(PoisonError::into_inner);
        let compiled = || compile(pattern.regex.regex_str()).map(Arc::new);
        expressions.entry(place(pattern)).or_insert_with(compiled).clone()
    }
}

/// What a pattern is remembered by.
pub(super) fn place(pattern: &MatchPattern) -> usize {
    std::ptr::from_ref(pattern).addr()
}

/// The expression of a pattern that refers to groups of an earlier match.
pub(super) fn referring(pattern: &MatchPattern, line: &str, places: &Places) -> Option<Regex> {
    let mut out = String::new();
    let mut chars = pattern.regex.regex_str().chars();
    while let Some(c) = chars.next() {
        match (c, c == '\\') {
            (_, true) => match chars.next() {
                Some(digit) if digit.is_ascii_digit() => {
                    let group = places.get(digit.to_digit(10)? as usize).copied().flatten();
                    out.push_str(&group.and_then(|(from, to)| line.get(from..to)).map_or("".into(), escape));
                }
                Some(other) => out.extend(['\\', other]),
                None => out.push('\\'),
            },
            _ => out.push(c),
        }
    }
    compile(&out)
}

fn compile(expression: &str) -> Option<Regex> {
    RegexBuilder::new(expression).oniguruma_mode(true).backtrack_limit(MOST_BACKTRACKS).build().ok()
}
