// The papers of an archive as the measures need them: plain words, no markup. And one way to draw lots, so that a seed says all.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import yaml from 'js-yaml';

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function lots(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The list in a drawn order. */
export function shuffled(list, draw) {
  const order = [...list];
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = Math.floor(draw() * (at + 1));
    [order[at], order[other]] = [order[other], order[at]];
  }
  return order;
}

/** A number of 32 bits for a text (FNV-1a, mixed), to decide by what something is and not by when it comes. */
export function hash(text) {
  let state = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) state = Math.imul(state ^ text.charCodeAt(at), 0x01000193);
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
}

/** The text without what Markdown needs a backslash for; TeX stays as it is written. */
export function plain(text = '') {
  return text.replace(/\\([!-/:-@[-`{-~])/g, (whole, sign, at) => (isInTex(text, at) ? whole : sign)).replace(/\s+/g, ' ').trim();
}

function isInTex(text, at) {
  let dollars = 0;
  for (let i = 0; i < at; i += 1) if (text[i] === '$' && text[i - 1] !== '\\') dollars += 1;
  return dollars % 2 === 1;
}

/** An author's family name and printed name; an organisation has no family name. */
export function person(author) {
  if (typeof author === 'string') {
    const text = author.trim();
    if (text.includes(',')) {
      const [family, given] = text.split(',').map((part) => part.trim());
      return { family, name: `${given} ${family}` };
    }
    const at = text.lastIndexOf(' ');
    return { family: at < 0 ? '' : text.slice(at + 1), name: text };
  }
  if (author.literal) return { family: '', name: author.literal };
  if (author.name) return person(author.name);
  const family = [author.particle, author.family].filter(Boolean).join(' ');
  return { family, name: [author.given, family, author.suffix].filter(Boolean).join(' ') };
}

/** The entry files of an archive, sorted by path; each is one paper. */
export function entries(root) {
  const folder = join(root, 'content/papers');
  const all = readdirSync(folder, { recursive: true }).filter((path) => path.endsWith('.yaml'));
  return all.sort().map((path) => join(folder, path));
}

/** An entry as YAML has it: dates stay text. */
export function parse(text) {
  return yaml.load(text, { schema: yaml.CORE_SCHEMA });
}

function paper(file) {
  const entry = parse(readFileSync(file, 'utf8'));
  const people = (entry.authors ?? []).map(person);
  return {
    id: String(entry.id),
    file,
    title: plain(String(entry.title)),
    authors: people.map(({ name }) => name),
    families: people.map(({ family }) => family).filter(Boolean),
    abstract: plain(entry.abstract),
    date: String(entry.date ?? ''),
    venue: String(entry.venue ?? ''),
  };
}

/** The papers of an archive's folder, or of a file that `papers.mjs` made of one, sorted by id. */
export function read(place) {
  if (!existsSync(place)) throw new Error(`there is no ${place}`);
  const papers = statSync(place).isDirectory()
    ? entries(place).map(paper)
    : readFileSync(place, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line));
  return papers.sort((a, b) => (a.id < b.id ? -1 : 1));
}

const SAMPLE_SEED = 1;

/** `count` of the papers, always the same ones whatever the queries' seed is. */
export function sample(papers, count) {
  if (!count || count >= papers.length) return papers;
  const chosen = new Set(shuffled(papers.map(({ id }) => id), lots(SAMPLE_SEED)).slice(0, count));
  return papers.filter(({ id }) => chosen.has(id));
}
