// Known-item queries: what a reader might type who half remembers one paper. Six recipes (README.md says each), in equal numbers, one
// JSON object a line: kind, query, id, and ids, all papers of that title. The same seed and papers give the same queries.

import { parseArgs } from 'node:util';
import { lots, read, sample, shuffled } from './corpus.mjs';

const WORDS = 3;
const TELLING = { letters: 4, papers: 2 };
const TYPO_LETTERS = 5;
const TITLE_WORDS = 8;
const PHRASE = [6, 9];
const PREFIX = { words: [2, 4], letters: 3, least: 12 };
const MARKUP = /[$\\{}^<>|]|https?:/;
const EDGES = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { count: { type: 'string', default: '300' }, seed: { type: 'string', default: '1' }, papers: { type: 'string' } },
});
if (positionals.length !== 1) {
  console.error('usage: node queries.mjs ROOT|PAPERS.jsonl [--count 300] [--seed N] [--papers N] > queries.json');
  process.exit(2);
}
const papers = sample(read(positionals[0]), Number(values.papers ?? 0));
const draw = lots(Number(values.seed));
const below = (count) => Math.floor(draw() * count);
const between = ([least, most]) => least + below(most - least + 1);
const pick = (list) => list[below(list.length)];

/** The words of a title in lower case, each once, in order; TeX is none. */
function titleWords(title) {
  const text = title.replace(/\$[^$]*\$/g, ' ').replace(/\\\w+/g, ' ').toLowerCase();
  return [...new Set(text.match(/\p{L}+/gu) ?? [])];
}

const frequency = new Map();
const sameTitle = new Map();
const named = (title) => title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
for (const { id, title } of papers) {
  for (const word of titleWords(title)) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const key = named(title);
  if (!sameTitle.has(key)) sameTitle.set(key, []);
  sameTitle.get(key).push(id);
}

function byRarity(words) {
  return [...words].sort((a, b) => frequency.get(a) - frequency.get(b));
}

/** The three words of a title that tell most, in its order: those in the fewest titles, but in another one too. */
function telling(title) {
  const words = titleWords(title).filter((word) => word.length >= TELLING.letters && frequency.get(word) >= TELLING.papers);
  if (words.length < WORDS) return null;
  const rarest = new Set(byRarity(words).slice(0, WORDS));
  return words.filter((word) => rarest.has(word));
}

const wordsOf = new Map(papers.map(({ id, title }) => [id, new Set(titleWords(title))]));
const hasWords = (words) => ({ id }) => words.every((word) => wordsOf.get(id).has(word));
const startsWith = (start) => ({ title }) => title.toLowerCase().startsWith(start.toLowerCase());

/** The word with one letter too many, too few, wrong or changed with its neighbour. */
function mistype(word) {
  const letter = () => String.fromCharCode(97 + below(26));
  for (;;) {
    const at = below(word.length);
    const [before, after] = [word.slice(0, at), word.slice(at + 1)];
    const wrong = pick([
      () => before + letter() + word.slice(at),
      () => before + after,
      () => before + letter() + after,
      () => (after ? before + after[0] + word[at] + after.slice(1) : word),
    ])();
    if (wrong.toLowerCase() !== word.toLowerCase()) return wrong;
  }
}

/** The words with a typo in one of them, if any is long enough. */
function withTypo(words) {
  const long = words.flatMap((word, at) => (/^\p{L}+$/u.test(word.replace(EDGES, '')) && word.replace(EDGES, '').length >= TYPO_LETTERS ? [at] : []));
  if (long.length === 0) return null;
  const at = pick(long);
  const core = words[at].replace(EDGES, '');
  return words.with(at, words[at].replace(core, () => mistype(core))).join(' ');
}

/** Each recipe: a paper → its query, and which papers fit what the reader remembers just as well; nothing where it cannot be made. */
const recipes = {
  words: (paper) => {
    const words = telling(paper.title);
    return words && { query: words.join(' '), fits: hasWords(words) };
  },
  author: ({ title, families }) => {
    const [word] = byRarity(telling(title) ?? []);
    const typed = families.filter((family) => !MARKUP.test(family));
    if (!word || typed.length === 0) return null;
    const family = pick(typed);
    const hasWord = hasWords([word]);
    return { query: `${family} ${word}`, fits: (paper) => hasWord(paper) && paper.families.includes(family) };
  },
  title: ({ title }) => {
    const words = title.split(' ').slice(0, TITLE_WORDS);
    const start = words.join(' ');
    const query = words.length > 1 && !MARKUP.test(start) && withTypo(words);
    return query && { query, fits: startsWith(start) };
  },
  typo: ({ title }) => {
    const words = telling(title);
    const query = words && withTypo(words);
    return query && { query, fits: hasWords(words) };
  },
  phrase: ({ abstract }) => {
    const words = abstract.replace(/\S*(\.\.\.|…)$/, '').trim().split(' ');
    const length = between(PHRASE);
    if (words.length < length) return null;
    const from = below(words.length - length + 1);
    const query = words.slice(from, from + length).join(' ').replace(EDGES, '');
    return MARKUP.test(query) || !query ? null : { query, fits: (paper) => paper.abstract.includes(query) };
  },
  prefix: ({ title }) => {
    const words = title.split(' ');
    const count = between(PREFIX.words);
    if (words.length <= count) return null;
    const last = words[count - 1];
    const cut = last.slice(0, between([PREFIX.letters, Math.max(PREFIX.letters, last.length - 1)]));
    const query = [...words.slice(0, count - 1), cut].join(' ');
    const isTyped = cut.length >= PREFIX.letters && query.length >= PREFIX.least && /\p{L}$/u.test(query) && !MARKUP.test(query);
    return isTyped ? { query, fits: startsWith(query) } : null;
  },
};

const kinds = Object.keys(recipes);
const count = Number(values.count);
const counts = Object.fromEntries(kinds.map((kind, at) => [kind, Math.floor((count + at) / kinds.length)]));
const lines = Object.fromEntries(kinds.map((kind) => [kind, []]));
let turn = 0;
for (const paper of shuffled(papers, draw)) {
  const open = kinds.filter((kind) => lines[kind].length < counts[kind]);
  if (open.length === 0) break;
  const kind = open[turn % open.length];
  turn += 1;
  const made = recipes[kind](paper);
  if (!made) continue;
  const ids = sameTitle.get(named(paper.title));
  const alike = papers.reduce((sum, other) => sum + (ids.includes(other.id) || made.fits(other) ? 1 : 0), 0);
  lines[kind].push({ kind, query: made.query, id: paper.id, ids, alike });
}
for (const kind of kinds) for (const line of lines[kind]) console.log(JSON.stringify(line));
