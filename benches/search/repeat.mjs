// An archive of N papers where there are fewer: a corpus repeated, so changed that it grows as text does. The first copy is the corpus
// itself. In each further one (the last is a sample): ids, DOIs and arXiv numbers are new; one telling word of a title gives way to one
// of another title until no paper has that title; and as many rare words become new words (half of one rare word, half of another), and
// as many people other people, as words, names and family names would grow by the laws that the corpus itself follows (Heaps: a count
// over n papers is a power of n, fitted between half of the corpus and all). A word or a person changes everywhere in a copy or nowhere.
// With --date the added papers are of that day: `repeat.mjs ROOT OUT N+1 --date DATE` adds the newest paper to N.

import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import yaml from 'js-yaml';
import { entries, hash, lots, parse, person, shuffled } from './corpus.mjs';

const RARE = 3;
const SEED = 1;
const TEX = /(\$[^$]*\$)/;
const WORD = /(?<![\p{L}\p{N}\\/@_.{}$-])\p{L}{5,}(?![\p{L}\p{N}\\/@_{}$]|\.\p{L}|:\/)/gu;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { date: { type: 'string' } } });
const [root, out, count] = positionals;
if (!count) {
  console.error('usage: node repeat.mjs ROOT OUT N [--date DATE]');
  process.exit(2);
}
if (existsSync(out)) throw new Error(`there is something at ${out} already`);
const target = Number(count);
const draw = lots(SEED);
const corpus = shuffled(entries(root).map((file) => ({ file, entry: parse(readFileSync(file, 'utf8')) })), draw);

/** Every run of letters in lower case. */
const words = (text = '') => text.toLowerCase().match(/\p{L}+/gu) ?? [];

/** How many of the things that `list` finds in the entries are new in one more copy, if they go on growing as they did. */
function growth(list) {
  const seen = new Set();
  let half = 0;
  corpus.forEach(({ entry }, at) => {
    for (const thing of list(entry)) seen.add(thing);
    if (at === Math.floor(corpus.length / 2)) half = seen.size;
  });
  const power = Math.log2(seen.size / half);
  const grown = seen.size * (target / corpus.length) ** power;
  return { count: seen.size, power, grown, perCopy: (grown - seen.size) / (target / corpus.length - 1) };
}

const people = (entry) => (entry.authors ?? []).map(person);
const laws = {
  words: growth((entry) => [...words(entry.title), ...words(entry.abstract)]),
  names: growth((entry) => people(entry).map(({ name }) => name)),
  families: growth((entry) => people(entry).map(({ family }) => family)),
};

const frequency = new Map();
for (const { entry } of corpus) {
  for (const word of new Set([...words(entry.title), ...words(entry.abstract)])) frequency.set(word, (frequency.get(word) ?? 0) + 1);
}
const rare = [...frequency.keys()].filter((word) => word.length >= 5 && frequency.get(word) <= RARE);
const families = [...new Set(corpus.flatMap(({ entry }) => people(entry).map(({ family }) => family)))].filter((family) => /^\p{L}{3,}$/u.test(family));
const everyone = corpus.flatMap(({ entry }) => people(entry)).filter(({ family, name }) => family && name !== family);
const shares = {
  words: laws.words.perCopy / rare.length,
  names: laws.names.perCopy / laws.names.count,
  families: laws.families.perCopy / laws.names.perCopy,
};

/** A number from 0 to below 1 that is the thing's own in a copy. */
const lot = (what, thing, copy) => hash(`${what}:${copy}:${thing}`) / 2 ** 32;
const own = (list, what, thing, copy) => list[Math.floor(lot(what, thing, copy) * list.length)];

function joined(word, other) {
  return word.slice(0, Math.ceil(word.length / 2)) + other.slice(Math.floor(other.length / 2)).toLowerCase();
}

function otherWord(word, copy) {
  const key = word.toLowerCase();
  if (!(frequency.get(key) <= RARE) || lot('word', key, copy) >= shares.words) return word;
  return joined(word, own(rare, 'half', key, copy));
}

const reword = (text, copy) => text.split(TEX).map((part, at) => (at % 2 === 1 ? part : part.replace(WORD, (word) => otherWord(word, copy)))).join('');

function otherAuthor(author, copy) {
  const { family, name } = person(author);
  if (!family || lot('person', name, copy) >= shares.names) return author;
  const given = own(everyone, 'given', name, copy);
  const isNew = lot('family', name, copy) < shares.families;
  const bearer = isNew ? joined(own(families, 'first', name, copy), own(families, 'second', name, copy)) : own(everyone, 'bearer', name, copy).family;
  return { family: bearer, given: given.name.slice(0, -given.family.length).trim() };
}

const titles = new Set(corpus.map(({ entry }) => entry.title));
const titleWords = corpus.flatMap(({ entry }) => String(entry.title).split(TEX).filter((part, at) => at % 2 === 0).flatMap((part) => part.match(WORD) ?? []));

function otherTitle(title) {
  const parts = title.split(TEX);
  const places = parts.flatMap((part, at) => (at % 2 === 1 ? [] : [...part.matchAll(WORD)].map(({ 0: word, index }) => ({ at, word, index }))));
  const rarity = ({ word }) => frequency.get(word.toLowerCase()) ?? 0;
  const telling = places.sort((a, b) => rarity(a) - rarity(b)).slice(0, 3);
  for (;;) {
    const word = titleWords[Math.floor(draw() * titleWords.length)];
    const place = telling[Math.floor(draw() * telling.length)];
    const changed = [...parts];
    if (place) changed[place.at] = parts[place.at].slice(0, place.index) + word + parts[place.at].slice(place.index + place.word.length);
    else changed.push(` ${word}`);
    const made = changed.join('');
    if (!titles.has(made)) {
      titles.add(made);
      return made;
    }
  }
}

const numbers = new Set(corpus.flatMap(({ entry }) => [String(entry.id), String(entry.arxiv)]));

/** A new arXiv number of the same month. */
function otherNumber(number, copy) {
  const month = number.slice(0, 4);
  for (let turn = 0; ; turn += 1) {
    const made = `${month}.${String(hash(`${number}:${copy}:${turn}`) % 100_000).padStart(5, '0')}`;
    if (!numbers.has(made)) {
      numbers.add(made);
      return made;
    }
  }
}

function repeated(entry, copy) {
  const made = structuredClone(entry);
  if (values.date) made.date = made.available = values.date;
  const number = /^\d{4}\.\d{4,5}$/.test(entry.arxiv) ? otherNumber(entry.arxiv, copy) : null;
  made.id = entry.id === entry.arxiv && number ? number : `${entry.id}-${copy + 1}`;
  made.title = otherTitle(reword(String(entry.title), copy));
  if (entry.authors) made.authors = entry.authors.map((author) => otherAuthor(author, copy));
  if (entry.abstract) made.abstract = reword(entry.abstract, copy);
  if (entry.arxiv && number) made.arxiv = number;
  else delete made.arxiv;
  if (entry.doi) made.doi = `${entry.doi}.${copy + 1}`;
  for (const name of Object.keys(entry.identifiers ?? {})) made.identifiers[name] = `${entry.identifiers[name]}${copy + 1}`;
  return made;
}

for (const name of readdirSync(root).filter((part) => part !== 'content' && part !== 'public' && !part.startsWith('.'))) {
  cpSync(join(root, name), join(out, name), { recursive: true });
}
for (const name of readdirSync(join(root, 'content')).filter((part) => part !== 'papers')) {
  cpSync(join(root, 'content', name), join(out, 'content', name), { recursive: true });
}
for (let at = 0; at < target; at += 1) {
  const copy = Math.floor(at / corpus.length);
  const { file, entry } = corpus[at % corpus.length];
  const made = copy === 0 ? entry : repeated(entry, copy);
  const to = join(out, dirname(relative(root, file)), `${made.id}.yaml`);
  mkdirSync(dirname(to), { recursive: true });
  if (copy === 0) cpSync(file, join(out, relative(root, file)));
  else writeFileSync(to, yaml.dump(made, { schema: yaml.CORE_SCHEMA, lineWidth: -1 }));
}
for (const [name, { count: now, power, grown }] of Object.entries(laws)) {
  console.log(`${name}: ${now} in ${corpus.length} papers, power ${power.toFixed(3)}, so ${Math.round(grown)} in ${target}`);
}
console.log(`a copy changes ${Object.entries(shares).map(([name, share]) => `${(share * 100).toFixed(0)} % of ${name}`).join(', ')}`);
