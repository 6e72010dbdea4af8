//! Reads code by a grammar, as syntect does, and gives up when it has taken too many steps.
//!
//! syntect's own reader cannot be given a limit: a context that is set in place of another may set the first again, at
//! the same place of the line and forever, and an expression goes back a million times before it fails. Here every
//! pattern that is tried and every character that is looked at counts. Scopes are reduced to classes on the way.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use fancy_regex::Regex;
use syntect::parsing::syntax_definition::{
    Context, ContextId, ContextReference, MatchOperation, MatchPattern, context_iter,
};

use super::grammar::{Grammars, MOST_BACKTRACKS, Places, place, referring};
use super::{Class, Run};

/// Contexts that may be open, one in another.
const DEEPEST: usize = 100;

/// Steps that are not characters: for a search, for a turn of the reader, and for an expression made on the way.
const SEARCH: usize = 8;
const TURN: usize = 10;
const COMPILE: usize = 2_000;

pub(super) struct Reader<'s, 'c> {
    grammars: &'s Grammars,
    code: &'c str,
    runs: Vec<Run<'c>>,
    /// To where the code stands in runs.
    told: usize,
    line_start: usize,
    levels: Vec<Level<'s>>,
    /// Levels from which patterns that hold in all inner contexts are taken.
    holding: Vec<usize>,
    expressions: HashMap<usize, Option<Arc<Regex>>>,
    prototypes: HashMap<ContextId, &'s Context>,
    steps: usize,
}

/// A context that is open.
#[derive(Clone)]
struct Level<'s> {
    context: &'s Context,
    /// Contexts whose patterns hold in this one and in all within it.
    holding: Vec<&'s Context>,
    /// What opened it, if patterns refer to that.
    opened_by: Option<Arc<Opening>>,
    /// The class of what opens and closes it, and of what is between.
    edge: Class,
    inside: Class,
}

struct Opening {
    line: String,
    places: Arc<Places>,
}

struct Found<'s> {
    pattern: &'s MatchPattern,
    places: Arc<Places>,
    range: Range<usize>,
    is_held: bool,
    /// Whether it closes what was opened at the same place, so that nothing was read.
    turns_back: bool,
}

/// A context whose patterns may match: whether it holds from further out, and what its patterns may refer to.
type Looked<'s> = (bool, &'s Context, Option<Arc<Opening>>);

/// What patterns gave on this line, by their place in memory.
type Tried = HashMap<usize, Option<Arc<Places>>>;

impl<'s, 'c> Reader<'s, 'c> {
    pub(super) fn new(grammars: &'s Grammars, start: &'s Context, code: &'c str) -> Self {
        let level = Level { context: start, holding: Vec::new(), opened_by: None, edge: "", inside: "" };
        Reader {
            grammars,
            code,
            runs: Vec::new(),
            told: 0,
            line_start: 0,
            levels: vec![level],
            holding: Vec::new(),
            expressions: HashMap::new(),
            prototypes: HashMap::new(),
            steps: 0,
        }
    }

    /// The runs of all the code, if its steps are in the budget.
    pub(super) fn read(mut self, budget: &mut usize) -> Option<Vec<Run<'c>>> {
        self.steps = std::mem::take(budget);
        for line in self.code.split_inclusive('\n') {
            self.line(line)?;
            self.line_start += line.len();
        }
        *budget = self.steps;
        Some(self.runs)
    }

    fn spend(&mut self, steps: usize) -> Option<()> {
        self.steps = self.steps.checked_sub(steps)?;
        Some(())
    }

    fn line(&mut self, line: &str) -> Option<()> {
        let mut tried = Tried::new();
        let mut at = 0;
        // Where a context was opened without reading anything, and how deep.
        let mut opened = (0, 0);
        loop {
            self.spend(TURN)?;
            let depth = self.levels.len();
            while self.holding.last().is_some_and(|from| *from >= depth) {
                self.holding.pop();
            }
            let Some(found) = self.first(line, at, opened == (at, depth), &mut tried)? else { break };
            if found.turns_back {
                let Some((next, _)) = line.get(at..)?.char_indices().nth(1) else { break };
                at += next;
                continue;
            }
            if found.range.end <= at && matches!(found.pattern.operation, MatchOperation::Push(_)) {
                opened = (found.range.end, depth + 1);
            }
            at = found.range.end;
            if found.is_held {
                self.holding.push(depth);
            }
            self.follow(line, &found)?;
        }
        let inside = self.levels.last()?.inside;
        self.tell(inside, line.len())
    }

    /// The match that begins first, of all patterns that may match here; of several the one of the first pattern.
    fn first(&mut self, line: &str, at: usize, may_turn: bool, tried: &mut Tried) -> Option<Option<Found<'s>>> {
        let mut best: Option<Found<'s>> = None;
        let grammars = self.grammars;
        for (is_held, context, opened_by) in self.contexts()? {
            for (holder, index) in context_iter(&grammars.syntaxes, context) {
                self.spend(1)?;
                let Ok(pattern) = holder.match_at(index) else { continue };
                let Some(places) = self.search(line, at, pattern, opened_by.as_deref(), tried)? else { continue };
                let (from, to) = places.first().copied().flatten()?;
                if best
                    .as_ref()
                    .is_some_and(|best| from > best.range.start || from == best.range.start && !best.turns_back)
                {
                    continue;
                }
                let turns_back = may_turn && to <= at && matches!(pattern.operation, MatchOperation::Pop);
                if self.levels.len() >= DEEPEST && matches!(pattern.operation, MatchOperation::Push(_)) {
                    return Some(None);
                }
                best = Some(Found { pattern, places, range: from..to, is_held, turns_back });
                if from == at && !turns_back {
                    return Some(best);
                }
            }
        }
        Some(best)
    }

    /// The contexts whose patterns may match now, in their order.
    fn contexts(&mut self) -> Option<Vec<Looked<'s>>> {
        let from = self.holding.last().copied().unwrap_or(0);
        let mut contexts = Vec::new();
        for level in self.levels.get(from..).unwrap_or_default() {
            contexts.extend(level.holding.iter().map(|context| (true, *context, level.opened_by.clone())));
        }
        let level = self.levels.last()?;
        let (context, opened_by) = (level.context, level.opened_by.clone());
        if let Some(id) = context.prototype {
            let prototype = match self.prototypes.get(&id) {
                Some(known) => known,
                None => *self.prototypes.entry(id).or_insert(self.grammars.prototype(id)?),
            };
            contexts.push((false, prototype, None));
        }
        contexts.push((false, context, opened_by));
        Some(contexts)
    }

    fn search(
        &mut self,
        line: &str,
        at: usize,
        pattern: &'s MatchPattern,
        opened_by: Option<&Opening>,
        tried: &mut Tried,
    ) -> Option<Option<Arc<Places>>> {
        let key = place(pattern);
        match tried.get(&key) {
            Some(None) => return Some(None),
            Some(Some(places)) if places[0].is_some_and(|(from, _)| from >= at) => {
                return Some(Some(Arc::clone(places)));
            }
            _ => {}
        }
        let refers = opened_by.filter(|_| pattern.has_captures);
        let places = match refers {
            Some(opening) => {
                self.spend(COMPILE + opening.line.len())?;
                let expression = referring(pattern, &opening.line, &opening.places);
                self.places(expression.as_ref(), line, at)?
            }
            None => {
                let expression =
                    self.expressions.entry(key).or_insert_with(|| self.grammars.expression(pattern)).clone();
                self.places(expression.as_deref(), line, at)?
            }
        };
        let leads_on = places.as_ref().is_none_or(|places| match pattern.operation {
            MatchOperation::None => places[0].is_some_and(|(from, to)| from != to),
            MatchOperation::Push(_) => self.levels.len() < DEEPEST,
            _ => true,
        });
        if !leads_on {
            return Some(None);
        }
        if refers.is_none() {
            tried.insert(key, places.clone());
        }
        Some(places)
    }

    /// Where an expression matches next. One that goes back too often matches nowhere.
    fn places(&mut self, expression: Option<&Regex>, line: &str, at: usize) -> Option<Option<Arc<Places>>> {
        let mut found = None;
        if let Some(expression) = expression {
            match expression.captures_from_pos(line, at) {
                Ok(captures) => found = captures,
                Err(_) => self.spend(MOST_BACKTRACKS)?,
            }
        }
        let places =
            found.map(|found| found.iter().map(|group| group.map(|g| (g.start(), g.end()))).collect::<Places>());
        let places = places.filter(|places| places.first().is_some_and(Option::is_some));
        let end = places.as_ref().and_then(|places| places[0]).map_or(line.len(), |(_, end)| end);
        self.spend(SEARCH + end.saturating_sub(at))?;
        Some(places.map(Arc::new))
    }

    /// Tells what was matched, and opens and closes what it says.
    fn follow(&mut self, line: &str, found: &Found<'s>) -> Option<()> {
        let level = self.levels.last()?;
        let (edge, inside) = (level.edge, level.inside);
        self.tell(inside, found.range.start)?;
        let class = match &found.pattern.operation {
            MatchOperation::Pop => edge,
            MatchOperation::None => inside,
            MatchOperation::Push(contexts) | MatchOperation::Set(contexts) => {
                let mut class = inside;
                for context in contexts {
                    class = self.grammars.class(class, &context.resolve(&self.grammars.syntaxes).ok()?.meta_scope);
                }
                class
            }
        };
        self.paint(self.grammars.class(class, &found.pattern.scope), found)?;
        match &found.pattern.operation {
            MatchOperation::None => Some(()),
            MatchOperation::Pop => self.levels.pop().map(drop),
            MatchOperation::Push(contexts) => self.open(contexts, Vec::new(), line, found),
            // What holds in a context holds in the one that takes its place.
            MatchOperation::Set(contexts) => {
                let holding = self.levels.pop()?.holding;
                self.open(contexts, holding, line, found)
            }
        }
    }

    /// Tells a match with its groups, of which an inner one may have a class of its own.
    fn paint(&mut self, class: Class, found: &Found<'s>) -> Option<()> {
        let within = |at: usize| at.clamp(found.range.start, found.range.end);
        let groups = found.pattern.captures.iter().flatten().filter_map(|(group, scopes)| {
            let (from, to) = found.places.get(*group).copied().flatten()?;
            Some((within(from), within(to), scopes))
        });
        let mut groups: Vec<_> = groups.filter(|(from, to, _)| from < to).collect();
        groups.sort_by_key(|(from, to, _)| (*from, std::cmp::Reverse(*to)));
        let mut open = vec![(found.range.end, class)];
        for (from, to, scopes) in groups {
            while open.len() > 1 && open.last()?.0 <= from {
                let (end, class) = open.pop()?;
                self.tell(class, end)?;
            }
            let around = open.last()?.1;
            self.tell(around, from)?;
            open.push((to, self.grammars.class(around, scopes)));
        }
        while let Some((end, class)) = open.pop() {
            self.tell(class, end)?;
        }
        Some(())
    }

    fn open(
        &mut self,
        contexts: &'s [ContextReference],
        mut holding: Vec<&'s Context>,
        line: &str,
        found: &Found<'s>,
    ) -> Option<()> {
        for (at, context) in contexts.iter().enumerate() {
            let context = context.resolve(&self.grammars.syntaxes).ok()?;
            let mut holding = std::mem::take(&mut holding);
            if at + 1 == contexts.len()
                && let Some(more) = &found.pattern.with_prototype
            {
                holding.push(more.resolve(&self.grammars.syntaxes).ok()?);
            }
            let around = self.levels.last().map_or("", |level| level.inside);
            let around = if context.clear_scopes.is_some() { "" } else { around };
            let edge = self.grammars.class(around, &context.meta_scope);
            let inside = self.grammars.class(edge, &context.meta_content_scope);
            let refers = context.uses_backrefs || holding.iter().any(|held| held.uses_backrefs);
            let opening = || Arc::new(Opening { line: line.to_owned(), places: Arc::clone(&found.places) });
            self.levels.push(Level { context, holding, opened_by: refers.then(opening), edge, inside });
        }
        Some(())
    }

    /// Adds the code up to a place of the line, to the last run if that is of the same class.
    fn tell(&mut self, class: Class, to: usize) -> Option<()> {
        let to = self.line_start + to;
        if to <= self.told {
            return Some(());
        }
        match self.runs.last_mut() {
            Some(last) if last.class == class => last.text = self.code.get(self.told - last.text.len()..to)?,
            _ => self.runs.push(Run { class, text: self.code.get(self.told..to)? }),
        }
        self.told = to;
        Some(())
    }
}
