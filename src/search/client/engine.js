// A query becomes papers in the order of relevance: the modules of engine/ in JavaScript, step by step and in whole
// numbers, so that both give the same order.

import { Hits } from "./hits.js";
import { parseQuery } from "./query.js";
import { rest } from "./rest.js";
import { Store, breathe } from "./store.js";
import { isLetter, isLongEnough, stem, wordsOf } from "./tokens.js";

const IN_ABSTRACTS = [36, 49, 61, 74];
const IN_TITLES = [65, 75, 85, 95];
const IN_NAMES = [70, 80, 88, 95];
const OF_YEAR = 60;
const MOST_WORDS = 16;
const LONG = 6;
const PLENTY = 10;
const NEAR = 5;
const FAR = 20;
// Papers that are read for a phrase, whether it stands in quotes or looks copied.
const READ = 200;

const third = (number) => Math.floor((number * 3) / 4);
const placesIn = (units, is) => [...units.keys()].filter((at) => is(units[at]));

export class Engine {
  constructor(folder) {
    this.store = new Store(folder);
  }

  /** Searches for the first papers of a query. */
  async search(text, { sort = "relevance", count: wanted = 10, verbatim = false, signal } = {}) {
    await this.store.open();
    const query = parseQuery(text);
    if (query.all.some(({ any }) => any.some((atom) => atom.in !== "any"))) rest().catch(() => {});
    const result = { query, text, corrected: null, terms: [], goto: null, upvotes: this.store.root.counts };
    const [only] = query.all.length === 1 && query.all[0].any.length === 1 ? query.all[0].any : [];
    if (only?.kind === "like" && !only.not) return (await rest()).like(this, result, only.text, wanted);
    const [named, parts] = await Promise.all([this.named(only), this.parts(query)]);
    let corrected = verbatim ? null : await this.correct(parts);
    let ranking = await this.rank(parts, sort, wanted);
    if (!verbatim && !corrected && ranking.full < 3 && !ranking.titled) {
      corrected = await this.doubt(parts, ranking.full > 0);
      if (corrected) ranking = await this.rank(parts, sort, wanted);
    }
    while (sort === "relevance" && ranking.full > FAR && parts.pool.length && (await (await rest()).lookFurther(this, parts))) ranking = await this.rank(parts, sort, wanted);
    signal?.throwIfAborted();
    if (parts.phrases.length) await (await rest()).verify(this, parts, ranking, wanted, READ);
    if (sort === "relevance") await this.preferRuns(parts, ranking);
    signal?.throwIfAborted();
    if (corrected) result.corrected = (await rest()).rewritten(text, parts, corrected);
    const terms = parts.units.filter(({ scope }) => scope).map(({ word }) => word);
    return this.finish({ ...result, terms, goto: named }, ranking, wanted);
  }

  async finish(result, { list, set, total, full, exact }, wanted) {
    const hits = list.slice(0, wanted).map(async ({ paper }, at) => ({ ...(await this.store.card(paper)), all: at < full }));
    const counts = this.store.root.years.map(([year, from]) => [year, 0, from]);
    // Both go with time: papers from the newest on, or from the oldest.
    let at = 0;
    for (const paper of set) {
      while (at + 1 < counts.length && paper >= counts[at + 1][2]) at++;
      while (at > 0 && paper < counts[at][2]) at--;
      if (paper >= counts[at]?.[2]) counts[at][1]++;
    }
    return { ...result, total, full, exact, hits: await Promise.all(hits), years: counts.filter(([, count]) => count), list, set };
  }

  /** The one paper that a query names by an identifier. */
  async named(atom) {
    const mayBe = atom?.kind === "id" || (atom?.kind === "word" && /[0-9_:/.-]/.test(atom.text));
    return mayBe && !atom.not ? (await rest()).named(this.store, atom) : null;
  }

  /** Everything that a query asks for, looked up. */
  async parts({ all }) {
    const parts = { units: [], allowed: null, phrases: [], pool: [] };
    const groups = [];
    for (const group of all) {
      const [atom] = group.any;
      if (group.any.length > 1) groups.push(group);
      else if (atom.kind === "word" && !atom.not) this.add(parts, atom.in, atom.text, atom.prefix);
      else if (atom.kind === "phrase") {
        const found = wordsOf(atom.text);
        if (!atom.not) this.add(parts, atom.in, atom.text, false);
        if (found.length > 1 || atom.not) parts.phrases.push([atom.in, found, atom.not]);
      } else {
        const papers = await (await rest()).papersFor(this, atom);
        parts.allowed = parts.allowed?.and(papers) ?? papers;
      }
    }
    parts.units.length = Math.min(parts.units.length, MOST_WORDS);
    for (const { any } of groups) parts.units.push(await (await rest()).either(this, any));
    // The titles are fetched while the words are looked up.
    this.beginning(parts).catch(() => {});
    await this.lookUp(parts);
    return parts;
  }

  none() {
    return new Hits(this.store.root.papers);
  }

  add(parts, scope, text, prefix) {
    const found = wordsOf(text);
    for (const [at, word] of found.entries()) parts.units.push({ word, scope, prefix: prefix && at === found.length - 1 });
  }

  commonCount(word) {
    return this.store.counts.get(stem(word)) ?? 0;
  }

  async lookUp(parts) {
    const { units } = parts;
    const strong = units.filter(({ word = "" }) => !isLetter(word) && !this.commonCount(word)).length;
    parts.pool = this.pool(units, strong);
    await Promise.all(units.map((unit, at) => {
      if (!unit.scope) return null;
      const common = this.commonCount(unit.word);
      unit.dropped = common > 0 && (parts.pool.includes(at) || (strong > 0 && common > this.store.root.papers / 3));
      unit.optional = (common > 0 && strong > 1) || (units.length > 1 && (isLetter(unit.word) || (unit.prefix && !isLongEnough(unit.word))));
      // Known from another try, but for the initials.
      const known = `${unit.dropped}${unit.optional}`;
      if (unit.own && unit.known === known) return (unit.hits = unit.own);
      unit.known = known;
      return unit.dropped ? Object.assign(unit, { hits: this.none(), papers: 0, weight: 0, inText: 0, inNames: 0 }) : this.word(unit);
    }));
    for (const unit of units) if (unit.scope) unit.own = unit.hits;
    await this.initials(units);
  }

  /** The very common words of a long query that are looked up only where the others leave too many papers. */
  pool(units, strong) {
    if (units.length < LONG) return [];
    const pool = placesIn(units, ({ scope, word }) => scope === "any" && this.commonCount(word));
    pool.sort((a, b) => this.commonCount(units[a].word) - this.commonCount(units[b].word));
    return pool.slice(Math.max(2 - strong, 0));
  }

  /** Looks up one word: as it is in names, without its plural in text, and what it may go on to. */
  async word(unit) {
    const { word, scope } = unit;
    const { papers, years } = this.store.root;
    const stemmed = stem(word);
    const common = scope === "any" ? this.commonCount(word) : 0;
    const isOpen = unit.prefix && isLongEnough(word);
    const [own, name, inCommon, longerTerms] = await Promise.all([this.store.term(stemmed), stemmed === word ? null : this.store.term(word), common && !unit.optional ? this.store.common(stemmed) : [], isOpen ? this.store.completions(word) : []]);
    await breathe();
    const [text, names] = narrowed(scope, own.text, (name ?? own).names);
    const told = this.none();
    this.tell(told, text, names);
    unit.inText = text.length / 2;
    unit.inNames = names.length / 2;
    if (common) unit.inText = common;
    this.tell(told, inCommon, []);
    const year = scope === "any" ? years.findIndex(([year]) => `${year}` === word) : -1;
    if (year >= 0) for (let paper = years[year][1]; paper < (years[year + 1]?.[1] ?? papers); paper++) told.put(paper, OF_YEAR, 0);
    unit.papers = Math.max(told.papers.length, unit.inText);
    unit.weight = this.weight(unit.papers);
    unit.hits = this.none();
    unit.hits.add(told, (score) => score * unit.weight);
    if (!isOpen) return;
    const longer = this.none();
    for (const entry of longerTerms) if (entry.term !== word && entry.term !== stemmed) this.tell(longer, ...narrowed(scope, entry.text, entry.names));
    unit.papers += longer.papers.filter((paper) => !told.told[paper]).length;
    const weight = this.weight(unit.papers);
    if (told.isEmpty) unit.weight = weight;
    unit.hits.add(longer, (score) => third(score * weight));
  }

  tell(hits, text, names, times = 1) {
    for (let at = 0; at < text.length; at += 2) hits.put(text[at], (text[at + 1] & 4 ? IN_TITLES : IN_ABSTRACTS)[text[at + 1] & 3], (text[at + 1] & 4) >> 2);
    for (let at = 0; at < names.length; at += 2) hits.put(names[at], Math.floor((IN_NAMES[names[at + 1]] * this.store.root.authors) / 100) * times, 1);
  }

  /** How much a word tells that stands in so many papers: its inverse document frequency, in sixteenths of a nat. */
  weight(count) {
    return Math.round(16 * Math.log(1 + (this.store.root.papers - count + 0.5) / (count + 0.5)));
  }

  /** A given name beside a family name also matches where a paper has its letter alone, and a letter a name. */
  async initials(units) {
    const isName = ({ scope, dropped }) => (scope === "any" || scope === "author") && !dropped;
    for (const [at, unit] of units.entries()) {
      for (const family of [units[at - 1], units[at + 1]]) {
        if (!family || !isName(unit) || !isName(family) || !family.inNames || !(isLetter(unit.word) || unit.inNames || !unit.inText)) continue;
        const { names } = await this.store.term(`${family.word} ${[...unit.word][0]}`);
        const own = unit.hits;
        unit.hits = this.none();
        unit.hits.add(own);
        this.tell(unit.hits, [], names, third(Math.min(this.weight(names.length / 2), unit.weight)));
      }
    }
  }

  /** Puts words that the archive has in the place of those that it does not have. */
  async correct(parts) {
    const unknown = placesIn(parts.units, ({ scope, dropped, papers }) => scope && !dropped && !papers);
    return unknown.length ? (await rest()).correct(this, parts, unknown) : null;
  }

  /** Where hardly any paper has all words, doubts the rare ones. */
  async doubt(parts, hasSome) {
    const most = Math.max(3, this.store.root.papers / 5000);
    const rare = placesIn(parts.units, ({ scope, papers }) => scope && papers && papers <= most);
    return rare.length && parts.units.length > 1 ? (await rest()).doubt(this, parts, rare, hasSome) : null;
  }

  /** Ranks papers by the sum of what their words tell, times how much of the query they cover; first those that match all. */
  async rank(parts, sort, wanted) {
    await breathe();
    const { papers } = this.store.root;
    const units = parts.units.filter(({ dropped }) => !dropped);
    const exact = !parts.units.some(({ dropped, optional }) => dropped || optional) && !parts.phrases.length;
    const all = { papers: [], keys: [] };
    let few = { papers: [], keys: [] };
    const others = { papers: [], keys: [] };
    let titled = !units.length;
    if (units.length) {
      const found = [];
      const [scores, covered, strong, counts] = [0, 0, 0, 0].map(() => new Uint32Array(papers));
      let [whole, told, required] = [0, 0, 0];
      for (const { hits, weight, optional } of units) {
        const needed = optional ? 0 : weight;
        told += weight;
        whole += needed;
        required += !optional;
        for (const paper of hits.papers) {
          const hit = hits.told[paper];
          if (!scores[paper]) found.push(paper);
          scores[paper] += hit >> 1;
          strong[paper] += hit & 1 ? weight : 0;
          covered[paper] += needed;
          counts[paper] += !optional;
        }
      }
      for (const [paper, isAll] of await this.beginning(parts)) {
        if (!scores[paper]) found.push(paper);
        scores[paper] = Math.max(scores[paper], 50 * whole) * (3 + isAll);
        [covered[paper], strong[paper], counts[paper]] = [whole, told, required];
      }
      for (const paper of Uint32Array.from(found).sort().reverse()) {
        if (!scores[paper] || (parts.allowed && !parts.allowed.told[paper])) continue;
        const share = whole ? Math.floor((64 * covered[paper]) / whole) : 64;
        const key = scores[paper] * share * share * (16 + (told ? Math.floor((16 * strong[paper]) / told) : 0));
        const list = counts[paper] === required ? all : share >= 32 ? few : others;
        titled ||= list === all && told > 0 && strong[paper] === told;
        list.papers.push(paper);
        list.keys.push(key);
      }
      // Rather anything than nothing.
      if (!all.papers.length && !few.papers.length) few = others;
    } else {
      for (let paper = papers - 1; paper >= 0; paper--) if (!parts.allowed || parts.allowed.told[paper]) all.papers.push(paper) && all.keys.push(0);
    }
    const order = units.length || sort !== "relevance" ? sort : "newest";
    const list = await this.first(all, order, Math.max(wanted, READ));
    const full = all.papers.length;
    const isMixed = full < PLENTY && order === "relevance";
    if (isMixed) list.push(...(await this.first(few, order, Math.max(wanted, READ))));
    return { list, set: full ? all.papers : isMixed ? few.papers : [], full, total: full + (isMixed ? few.papers.length : 0), exact, titled };
  }

  /** The first papers of a list that begins with the newest. */
  async first({ papers, keys }, order, wanted) {
    if (order === "oldest") papers = [...papers].reverse();
    if (order === "newest" || order === "oldest") return papers.slice(0, wanted).map((paper) => ({ paper, key: 0 }));
    if (order === "upvotes") {
      const counts = await this.store.json("counts");
      keys = papers.map((paper) => counts[paper] ?? -1);
    }
    const least = papers.length > wanted ? Float64Array.from(keys).sort()[papers.length - wanted] : -Infinity;
    const found = [];
    papers.forEach((paper, at) => keys[at] >= least && found.push({ paper, key: keys[at] }));
    return found.sort((a, b) => b.key - a.key || b.paper - a.paper).slice(0, wanted);
  }

  /** Papers whose title begins as the query does, where that is words of a title alone. */
  async beginning({ units }) {
    if (units.length < 2 || !units.every(({ scope }) => scope === "any" || scope === "title")) return [];
    let start = "";
    for (const word of wordsOf(units.map(({ word }) => word).join(" "))) if (start.length < 40) start += (start && " ") + word;
    return this.store.titled(start);
  }

  /** Among the first papers prefers those in which the words stand side by side as in the query. */
  async preferRuns({ units }, ranking) {
    const sought = units.filter(({ scope }) => scope);
    if (sought.length < 2 || sought.length < units.length) return;
    const asked = sought.map(({ word }) => stem(word));
    const open = sought.at(-1).prefix ? sought.at(-1).word : null;
    const isLong = asked.length >= LONG;
    const judged = [];
    let isFound = false;
    for (const [at, ranked] of ranking.list.entries()) {
      if (at >= (isLong ? (isFound || !this.store.root.abstracts ? FAR : READ) : NEAR)) break;
      if (at % FAR === 0) this.store.prefetch(ranking.list.slice(at, at + (isLong ? FAR : NEAR)));
      if (at % NEAR === 0) await breathe();
      const { title, text } = await this.store.card(ranked.paper);
      const inTitle = wordsOf(title);
      let [run, from] = longestRun(asked, open, inTitle);
      const begins = run === asked.length && from === 0;
      const same = begins && inTitle.length === asked.length;
      if (isLong) run = Math.max(run, longestRun(asked, open, wordsOf(text))[0]);
      const isWhole = run === asked.length;
      isFound ||= isWhole;
      const gaps = asked.length - 1;
      const typed = sought.filter(({ word }) => inTitle.includes(word)).length;
      const near = 4 * (gaps + 2 * Math.max(run - 1, 0) + gaps * (begins + same + isWhole)) + typed;
      judged.push({ ...ranked, key: ranked.key * near * near });
    }
    judged.sort((a, b) => b.key - a.key);
    ranking.list.splice(0, judged.length, ...judged);
  }

  /** How the papers of a result are spread over what they can be narrowed by. */
  async facets(result) {
    return (await rest()).facetsOf(this, result);
  }

  /** What a query may go on to, and the first papers of it. */
  async suggest(text) {
    const [result, { completed }] = await Promise.all([this.search(text, { count: 5 }), rest()]);
    return { words: await completed(this, text, result), hits: result.hits };
  }
}

function narrowed(scope, text, names) {
  const inTitle = (list) => list.filter((_, at) => list[at | 1] & 4);
  return [scope === "author" ? [] : scope === "title" ? inTitle(text) : text, scope === "title" ? [] : names];
}

/** The longest run of words of a query that stand side by side in a text, and where it begins there. */
function longestRun(asked, open, text) {
  let best = [0, -1];
  const row = new Uint8Array(asked.length + 1);
  for (const [at, word] of text.entries()) {
    const stemmed = stem(word);
    for (let place = asked.length - 1; place >= 0; place--) {
      const isSame = stemmed === asked[place] || (place === asked.length - 1 && open !== null && word.startsWith(open));
      row[place + 1] = isSame ? row[place] + 1 : 0;
      if (row[place + 1] > best[0]) best = [row[place + 1], at + 1 - row[place + 1]];
    }
  }
  return best;
}
