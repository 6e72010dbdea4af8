// A query becomes papers in the order of relevance: the modules of engine/ in JavaScript, step by step and in whole
// numbers, so that both give the same order. Papers that have a word are an array as long as the index, of twice what the
// word tells and one more where it stands in a title or a name; 0 is none.

import { parseQuery } from "./query.js";
import { Store } from "./store.js";
import { IS_UNSPACED, fold, stem, words } from "./tokens.js";

const IN_ABSTRACTS = [36, 49, 61, 74];
const IN_TITLES = [65, 75, 85, 95];
const IN_NAMES = [70, 80, 88, 95];
const OF_YEAR = 60;
const MOST_WORDS = 16;
const LONG = 6;
const PLENTY = 10;
const NEAR = 5;
const FAR = 20;
const READ = 200;
const ALIKE = 10;
const LIKE = 50;
// Papers among which authors are counted: few enough to be read all, else those that are shown already.
const COUNTED = 20;
const SHOWN = 10;

const wordsOf = (text) => words(fold(text));
const isLetter = (word) => /^[\0-\x7f]$/.test(word);
const isLongEnough = (word) => [...word].length > 2 || [...word].every((c) => IS_UNSPACED.test(c));
const third = (number) => Math.floor((number * 3) / 4);
const mayBeKey = (text) => /[0-9_:/.-]/.test(text);
const some = (hits, test) => hits.some((told, paper) => told && test(told, paper));

/** Adds a paper to those that have a word. */
function put(hits, paper, score, strong) {
  const before = hits[paper];
  hits[paper] = Math.max(before & ~1, score * 2 || 2) | (before & 1) | strong;
}

/** The papers that both have, with what both tell. */
const both = (a, b) => a.map((told, paper) => (told && b[paper] ? (told & ~1) + (b[paper] & ~1) + (told & b[paper] & 1) : 0));

/** Lets the browser do what else it has to. */
const breathe = () => globalThis.scheduler?.yield?.() ?? new Promise((go) => { setTimeout(go); });

const count = (hits) => hits.reduce((sum, told) => sum + (told > 0), 0);

export class Engine {
  constructor(folder) {
    this.store = new Store(folder);
  }

  /** Searches for the first papers of a query. */
  async search(text, { sort = "relevance", count: wanted = 10, verbatim = false, signal } = {}) {
    await this.store.open();
    const query = parseQuery(text);
    const result = { query, text, corrected: null, total: 0, exact: true, full: 0, hits: [], years: [], terms: [], goto: null, upvotes: this.store.root.counts };
    const [only] = query.all.length === 1 && query.all[0].any.length === 1 ? query.all[0].any : [];
    if (only?.kind === "like" && !only.not) return this.like(result, only.text, wanted);
    const [named, parts] = await Promise.all([this.named(only), this.parts(query)]);
    let corrected = verbatim ? [] : await this.correct(parts);
    let ranking = await this.rank(parts, sort, wanted);
    if (!verbatim && !corrected.length && ranking.full < 3 && !ranking.titled) {
      corrected = await this.doubt(parts, ranking.full > 0);
      if (corrected.length) ranking = await this.rank(parts, sort, wanted);
    }
    while (sort === "relevance" && ranking.full > FAR && (await this.lookFurther(parts))) ranking = await this.rank(parts, sort, wanted);
    signal?.throwIfAborted();
    await this.verify(parts, ranking, wanted);
    if (sort === "relevance") await this.preferRuns(parts, ranking);
    signal?.throwIfAborted();
    if (corrected.length) {
      const replaced = corrected.reduce((query, [from, to]) => query.replace(wordsOf(query).includes(from) ? new RegExp(`\\S*${from}\\S*`, "i") : from, to), text);
      result.corrected = { text: replaced === text ? parts.units.map(({ word }) => word).join(" ") : replaced, from: corrected.map(([from]) => from), to: corrected.map(([, to]) => to) };
    }
    const terms = parts.units.filter(({ scope }) => scope).map(({ word }) => word);
    return this.finish({ ...result, terms, goto: named?.path ?? null }, ranking, wanted);
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
    return { ...result, total, full, exact, hits: await Promise.all(hits), years: counts.filter(([, count]) => count).map(([year, count]) => [year, count]), list, set };
  }

  /** The one paper that a query names by an identifier. */
  async named(atom) {
    if (!atom || atom.not) return;
    const papers = atom.kind === "id" ? await this.identified(atom) : atom.kind === "word" && mayBeKey(atom.text) ? await this.identified({ scheme: "key", text: atom.text }) : [];
    return papers.length === 1 ? this.store.card(papers[0]) : undefined;
  }

  async identified({ scheme, text }) {
    const look = (scheme, text) => this.store.identified(`${scheme}:${text.toLowerCase()}`);
    const found = await look(scheme, text);
    if (scheme !== "arxiv" || found.length) return found;
    const byDoi = await look("doi", `10.48550/arxiv.${text}`);
    return byDoi.length ? byDoi : look("key", text);
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
        const papers = await this.condition(atom);
        parts.allowed = parts.allowed ? both(parts.allowed, papers) : papers;
      }
    }
    parts.units.length = Math.min(parts.units.length, MOST_WORDS);
    for (const { any } of groups) {
      const hits = this.none();
      for (const atom of any) {
        const own = await this.condition(atom);
        own.forEach((told, paper) => told && put(hits, paper, told >> 1, told & 1));
      }
      const papers = count(hits);
      parts.units.push({ hits, papers, weight: this.weight(papers) });
    }
    // The titles are fetched while the words are looked up.
    this.beginning(parts).catch(() => {});
    await this.lookUp(parts);
    return parts;
  }

  none() {
    return new Uint32Array(this.store.root.papers);
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
      unit.dropped = common > 0 && (parts.pool.includes(at) || (common > Math.floor(this.store.root.papers / 3) && strong > 0));
      unit.optional = (common > 0 && strong > 1) || (units.length > 1 && (isLetter(unit.word) || (unit.prefix && !isLongEnough(unit.word))));
      // Known from another try, but for the initials.
      if (unit.own && unit.known === `${unit.dropped}${unit.optional}`) return (unit.hits = unit.own);
      unit.known = `${unit.dropped}${unit.optional}`;
      return unit.dropped ? Object.assign(unit, { hits: this.none(), papers: 0, weight: 0, inText: 0, inNames: 0 }) : this.word(unit);
    }));
    for (const unit of units) if (unit.scope) unit.own = unit.hits;
    await this.initials(units);
  }

  /** The very common words of a long query that are looked up only where the others leave too many papers. */
  pool(units, strong) {
    if (units.length < LONG) return [];
    const pool = [...units.keys()].filter((at) => units[at].scope === "any" && this.commonCount(units[at].word));
    pool.sort((a, b) => this.commonCount(units[a].word) - this.commonCount(units[b].word));
    return pool.slice(Math.max(2 - strong, 0));
  }

  async lookFurther(parts) {
    const unit = parts.units[parts.pool.shift()];
    const common = unit ? this.commonCount(unit.word) : Infinity;
    if (common >= Math.floor(this.store.root.papers / 3)) return false;
    const weight = this.weight(common);
    Object.assign(unit, { weight, dropped: false, optional: false, hits: this.none() });
    const papers = await this.store.common(stem(unit.word));
    for (let at = 0; at < papers.length; at += 2) put(unit.hits, papers[at], IN_ABSTRACTS[1] * weight, 0);
    return true;
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
    for (let at = 0; at < inCommon.length; at += 2) put(told, inCommon[at], IN_ABSTRACTS[1], 0);
    const year = scope === "any" ? years.findIndex(([year]) => `${year}` === word) : -1;
    if (year >= 0) for (let paper = years[year][1]; paper < (years[year + 1]?.[1] ?? papers); paper++) put(told, paper, OF_YEAR, 0);
    unit.papers = Math.max(count(told), unit.inText);
    unit.weight = this.weight(unit.papers);
    unit.hits = told.map((told) => told && ((told >> 1) * unit.weight * 2 || 2) | (told & 1));
    if (!isOpen) return;
    const longer = this.none();
    for (const entry of longerTerms) if (entry.term !== word && entry.term !== stemmed) this.tell(longer, ...narrowed(scope, entry.text, entry.names));
    const isNew = !count(told);
    unit.papers += longer.reduce((sum, more, paper) => sum + (more > 0 && !told[paper]), 0);
    const weight = this.weight(unit.papers);
    if (isNew) unit.weight = weight;
    longer.forEach((more, paper) => more && put(unit.hits, paper, third((more >> 1) * weight), more & 1));
  }

  tell(hits, text, names, times = 1) {
    for (let at = 0; at < text.length; at += 2) put(hits, text[at], (text[at + 1] & 4 ? IN_TITLES : IN_ABSTRACTS)[text[at + 1] & 3], (text[at + 1] & 4) >> 2);
    for (let at = 0; at < names.length; at += 2) put(hits, names[at], Math.floor((IN_NAMES[names[at + 1]] * this.store.root.authors) / 100) * times, 1);
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
        unit.hits = unit.hits.slice();
        this.tell(unit.hits, [], names, third(Math.min(this.weight(names.length / 2), unit.weight)));
      }
    }
  }

  /** The papers for which a condition holds. */
  async condition(atom) {
    const hits = atom.kind === "word" || atom.kind === "phrase" ? await this.allWords(atom) : atom.kind === "like" ? this.none() : await this.filter(atom);
    return atom.not ? hits.map((told) => (told ? 0 : 2)) : hits;
  }

  async allWords({ in: scope, text, prefix = false }) {
    const parts = { units: [] };
    this.add(parts, scope, text, prefix);
    await Promise.all(parts.units.map((unit) => this.word(unit)));
    return parts.units.map(({ hits }) => hits).reduce((a, b) => a && both(a, b), null) ?? parts.units[0]?.hits ?? this.none();
  }

  /** Puts words that the archive has in the place of those that it does not have. */
  async correct(parts) {
    const corrected = [];
    const unknown = [...parts.units.keys()].filter((at) => parts.units[at].scope && !parts.units[at].dropped && !parts.units[at].papers);
    for (const at of unknown) {
      const { word, hits } = parts.units[at];
      const best = await this.best(parts, at, await this.near(parts.units[at], 0), some(hits, () => true) ? 1 : 0);
      if (best) {
        corrected.push([word, best.word]);
        parts.units = best.units;
      }
    }
    return corrected;
  }

  /** Where hardly any paper has all words, doubts the rare ones; where some has, only for a title. */
  async doubt(parts, hasSome) {
    if (parts.units.length < 2) return [];
    const rare = Math.max(3, Math.floor(this.store.root.papers / 5000));
    for (const [at, { scope, papers, word }] of parts.units.entries()) {
      if (!scope || !papers || papers > rare) continue;
      const best = await this.best(parts, at, await this.near(parts.units[at], 31 - Math.clz32(papers) + 3), hasSome ? 2 : 1);
      if (best) {
        parts.units = best.units;
        return [[word, best.word]];
      }
    }
    return [];
  }

  /** The words that may be meant by a unit's, likeliest first, of those at least so common. */
  async near({ word: typed, prefix }, least) {
    const letters = [...typed];
    if (letters.length < 4 || /[0-9]/.test(typed)) return [];
    const most = letters.length < 8 ? 1 : 2;
    const stemmed = stem(typed);
    const found = [];
    const mayBe = await this.store.wordsNear(typed);
    await breathe();
    for (const [word, common] of mayBe) {
      if (common < least || word === typed || word.length < letters.length - 3) continue;
      let mistakes = Math.min(distance(typed, word, most), distance(stemmed, word, most));
      if (typed !== stemmed) mistakes = Math.min(mistakes, distance(typed, word.endsWith("y") ? `${word.slice(0, -1)}ies` : `${word}s`, most));
      let partly = 0;
      if (prefix && mistakes > most && [...word].length > letters.length) {
        mistakes = distance(typed, [...word].slice(0, letters.length).join(""), 1);
        partly = 1;
      }
      if (mistakes <= most) found.push([common - 6 * mistakes - 2 * ([...word][0] !== letters[0]) - partly, word]);
    }
    found.sort(([a, x], [b, y]) => b - a || (x < y ? -1 : 1));
    return found.slice(0, 3).map(([, word]) => word);
  }

  /** The word that goes best with the others, at least so well: 2 in a title, 1 in some paper, 0 alone. */
  async best(parts, at, candidates, least) {
    let best;
    for (const word of candidates) {
      const units = parts.units.map((unit, other) => (other === at ? { word, scope: unit.scope } : { ...unit }));
      await this.lookUp({ ...parts, units });
      const others = units.filter(({ dropped, optional, hits }) => !dropped && !optional && some(hits, () => true)).map(({ hits }) => hits);
      const together = others.length ? others.reduce(both) : [];
      const fit = some(together, (told) => told & 1) ? 2 : some(together, () => true) ? 1 : 0;
      if (fit >= least && (!best || fit > best.fit)) best = { fit, units, word };
    }
    return best;
  }

  /** Ranks papers by the sum of what their words tell, times how much of the query they cover; first those that match all. */
  async rank(parts, sort, wanted) {
    await breathe();
    const { papers } = this.store.root;
    const units = parts.units.filter(({ dropped }) => !dropped);
    const exact = !parts.units.some(({ dropped, optional }) => dropped || optional) && !parts.phrases.length;
    const all = { papers: [], keys: [] };
    let few = { papers: [], keys: [] };
    const rest = { papers: [], keys: [] };
    let titled = !units.length;
    if (units.length) {
      const [scores, covered, strong, counts] = [this.none(), this.none(), this.none(), this.none()];
      let [whole, told, required] = [0, 0, 0];
      for (const { hits, weight, optional } of units) {
        told += weight;
        whole += optional ? 0 : weight;
        required += optional ? 0 : 1;
        for (let paper = 0; paper < papers; paper++) {
          const hit = hits[paper];
          if (!hit) continue;
          scores[paper] += hit >> 1;
          strong[paper] += hit & 1 ? weight : 0;
          if (optional) continue;
          covered[paper] += weight;
          counts[paper]++;
        }
      }
      for (const [paper, isAll] of await this.beginning(parts)) {
        scores[paper] = Math.max(scores[paper], 50 * whole) * (3 + isAll);
        [covered[paper], strong[paper], counts[paper]] = [whole, told, required];
      }
      for (let paper = papers - 1; paper >= 0; paper--) {
        if (!scores[paper] || (parts.allowed && !parts.allowed[paper])) continue;
        const share = whole ? Math.floor((64 * covered[paper]) / whole) : 64;
        const key = scores[paper] * share * share * (16 + (told ? Math.floor((16 * strong[paper]) / told) : 0));
        const list = counts[paper] === required ? all : share >= 32 ? few : rest;
        titled ||= list === all && told > 0 && strong[paper] === told;
        list.papers.push(paper);
        list.keys.push(key);
      }
      // Rather anything than nothing.
      if (!all.papers.length && !few.papers.length) few = rest;
    } else {
      for (let paper = papers - 1; paper >= 0; paper--) if (!parts.allowed || parts.allowed[paper]) all.papers.push(paper) && all.keys.push(0);
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
    const found = papers.map((paper, at) => ({ paper, key: keys[at] })).filter(({ key }) => key >= least);
    return found.sort((a, b) => b.key - a.key || b.paper - a.paper).slice(0, wanted);
  }

  /** Papers whose title begins as the query does, where that is words of a title alone. */
  async beginning({ units }) {
    if (units.length < 2 || !units.every(({ scope }) => scope === "any" || scope === "title")) return [];
    let start = "";
    for (const word of wordsOf(units.map(({ word }) => word).join(" "))) if (start.length < 40) start += (start && " ") + word;
    return this.store.titled(start);
  }

  /** Leaves only papers in which the phrases stand, as far as that many are asked for. */
  async verify(parts, ranking, wanted) {
    if (!parts.phrases.length) return;
    const left = [];
    let read = 0;
    for (; read < Math.min(ranking.full, READ) && left.length <= wanted; read++) {
      const { paper } = ranking.list[read];
      if (read % 10 === 0) ranking.list.slice(read, read + 10).forEach((next) => this.store.card(next.paper).catch(() => {}));
      if (this.hasPhrases(parts, await this.store.card(paper))) left.push(ranking.list[read]);
    }
    const exact = read === ranking.full;
    Object.assign(ranking, { list: left, set: exact ? left.map(({ paper }) => paper) : ranking.set, exact, full: left.length, total: left.length });
  }

  hasPhrases({ phrases }, { title, text, authors, more }) {
    const isIn = (found, text) => ` ${wordsOf(text).map(stem).join(" ")} `.includes(` ${found.map(stem).join(" ")} `);
    return phrases.every(([scope, found, not]) => {
      const inTitle = scope !== "author" && isIn(found, title);
      const inText = scope === "any" && (isIn(found, text) || !this.store.root.abstracts);
      const inName = scope !== "title" && authors.some((name) => found.every((word) => wordsOf(name).includes(word)));
      return (inTitle || inText || inName || (scope === "author" && more > 0)) !== not;
    });
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
      if (at % FAR === 0) ranking.list.slice(at, at + (isLong ? FAR : NEAR)).forEach(({ paper }) => this.store.card(paper).catch(() => {}));
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

  /** Papers that share the telling words of a paper. */
  async like(result, id, wanted) {
    const [paper] = await this.identified({ scheme: "key", text: id });
    if (paper === undefined) return result;
    const { title, text } = await this.store.card(paper);
    const counts = new Map();
    for (const [part, times] of [[title, 100], [text, 1]]) {
      for (const word of wordsOf(part).filter((word) => [...word].length > 2)) {
        const known = [...counts.keys()].find((other) => stem(other) === stem(word)) ?? word;
        counts.set(known, (counts.get(known) ?? 0) + times);
      }
    }
    const bytes = (word) => new TextEncoder().encode(word).length;
    const telling = [...counts].filter(([word, count]) => count > 1 && !this.commonCount(word)).sort(([a, more], [b, less]) => less - more || bytes(b) - bytes(a));
    const units = telling.slice(0, ALIKE).map(([word]) => ({ word, scope: "any", optional: true }));
    await Promise.all(units.map((unit) => this.word(unit)));
    const ranking = await this.rank({ units, allowed: null, phrases: [], pool: [] }, "relevance", wanted);
    const list = ranking.list.filter((ranked) => ranked.paper !== paper).slice(0, LIKE);
    const set = list.map(({ paper }) => paper);
    return this.finish(result, { list, set, total: list.length, full: list.length, exact: true }, wanted);
  }

  /** The papers for which a condition holds that is neither words nor likeness. */
  async filter(atom) {
    const hits = this.none();
    const mark = (papers) => papers.forEach((paper) => (hits[paper] = 2));
    const runs = (list, isWanted) => {
      for (let [at, next] = [0, 0]; at < list.length; at += 2) {
        const end = next + list[at + 1];
        if (isWanted(list[at])) hits.fill(2, next, end);
        next = end;
      }
    };
    const { kind, text } = atom;
    if (kind === "id") mark(await this.identified(atom));
    else if (kind === "topic") mark(await this.onTopics(text));
    else {
      const facets = await this.store.json("facets");
      if (kind === "date") runs(facets.dates, (date) => isWithin(date, atom));
      if (kind === "venue") {
        const venues = namesakes(text, facets.venues);
        runs(facets.venue, (venue) => venues.includes(venue - 1));
      }
      if (kind === "type") runs(facets.type, (type) => type === text);
      if (kind === "has" || kind === "is") runs(facets[kind][text] ?? [], (has) => has === 1);
    }
    return hits;
  }

  async onTopics(text) {
    const topics = await this.store.json("topics");
    const chosen = namesakes(text, topics.map(([names]) => names));
    for (const above of chosen) topics.forEach(([, parents], topic) => parents.includes(above) && !chosen.includes(topic) && chosen.push(topic));
    return chosen.flatMap((topic) => papersOf(topics[topic][2])).filter((paper) => paper < this.store.root.papers);
  }

  /** How the papers of a result are spread over what they can be narrowed by. */
  async facets({ set, list }) {
    const [facets, topics, cards] = await Promise.all([this.store.json("facets"), this.store.json("topics"), Promise.all(list.slice(0, list.length > COUNTED ? SHOWN : COUNTED).map(({ paper }) => this.store.card(paper)))]);
    const inSet = this.none();
    for (const paper of set) inSet[paper] = 1;
    const counted = (list) => {
      const counts = new Map();
      for (let [at, next] = [0, 0]; at < list.length; at += 2) {
        let count = 0;
        for (let end = next + list[at + 1]; next < end; next++) count += inSet[next] ?? 0;
        if (count) counts.set(list[at], (counts.get(list[at]) ?? 0) + count);
      }
      return counts;
    };
    const rows = (counts, row) => [...counts].map(([key, count]) => ({ ...row(key), count })).sort((a, b) => b.count - a.count);
    const venues = counted(facets.venue);
    venues.delete(0);
    const onTopics = new Map(topics.map(([names, , gaps]) => [names, papersOf(gaps).filter((paper) => inSet[paper]).length]).filter(([, count]) => count));
    const has = new Map(Object.entries(facets.has).map(([what, list]) => [what, counted(list).get(1)]).filter(([, count]) => count));
    const authors = new Map();
    for (const name of cards.flatMap((card) => card.authors)) authors.set(name, (authors.get(name) ?? 0) + 1);
    return {
      venues: rows(venues, (venue) => ({ query: `venue:${facets.venues[venue - 1][0]}`, name: facets.venues[venue - 1][2] || facets.venues[venue - 1][1] })),
      topics: rows(onTopics, ([key, name]) => ({ query: `topic:${key}`, name })),
      types: rows(counted(facets.type), (type) => ({ query: `type:${type}`, name: type })),
      has: rows(has, (what) => ({ query: `has:${what}`, name: what })),
      authors: rows(authors, (name) => ({ query: `author:"${name.replace(/["“”„]/g, "")}"`, name })),
      among: cards.length,
    };
  }

  /** What a query may go on to, and the first papers of it. */
  async suggest(text) {
    const result = await this.search(text, { count: 5 });
    const last = result.query.all.at(-1)?.any.at(-1);
    const found = last?.kind === "word" && last.prefix && !last.not ? wordsOf(last.text) : [];
    const start = found.at(-1);
    if (!start || !text.endsWith(last.text)) return { words: [], hits: result.hits };
    const inSet = new Set(result.set);
    const counts = new Map();
    const among = (list) => list.filter((paper, at) => at % 2 === 0 && (result.query.all.length < 2 || inSet.has(paper))).length;
    // Where many words begin so, a list of words has them in less room than their papers.
    if (isLongEnough(start) && this.store.span("terms", start, 3).length < 3) for (const { term, text, names } of await this.store.completions(start)) counts.set(term, among(text) + among(names));
    else for (const [term, common] of (await Promise.all(this.store.span("words", start).map((file) => this.store.list(file)))).flat()) if (term.startsWith(start)) counts.set(term, common);
    // What a word is joined to by a hyphen is searched as one word with it, and no word to offer.
    const whole = [...counts.keys()].filter((term) => term.length > 5);
    const isJoined = (term) => whole.some((word) => term.startsWith(word) && term.length > word.length + 3 && counts.get(word) >= counts.get(term));
    counts.delete(start);
    const likely = [...counts].filter(([term, count]) => count && !isJoined(term)).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, 5);
    return { words: likely.map(([term]) => text.slice(0, text.length - start.length) + term), hits: result.hits };
  }
}

function narrowed(scope, text, names) {
  const inTitle = (list) => list.filter((_, at) => list[at | 1] & 4);
  return [scope === "author" ? [] : scope === "title" ? inTitle(text) : text, scope === "title" ? [] : names];
}

/** Papers by the gaps between them. */
function papersOf(gaps) {
  let next = 0;
  return gaps.map((gap) => (next += gap + 1) - 1);
}

/** Whether a date lies in a range by its first day. */
function isWithin(date, { from, to }) {
  const first = (date) => date + ["-01-01", "-01", ""][(date.length - 4) / 3];
  return date !== "" && (!from || first(from) <= first(date)) && (!to || first(date).slice(0, to.length) <= to);
}

/** Which things a text names: by a whole name, else by all its words in one. */
function namesakes(text, things) {
  const asked = wordsOf(text);
  const names = things.map((names) => names.map(wordsOf).filter((name) => name.length));
  const those = (is) => [...names.keys()].filter((at) => names[at].some(is));
  const exact = those((name) => name.join(" ") === asked.join(" "));
  return exact.length || !asked.length ? exact : those((name) => asked.every((word) => name.includes(word)));
}

/** How many letters must be put in, left out, replaced or swapped with their neighbour, if at most `most`, else more. */
function distance(from, to, most) {
  if (Math.abs(from.length - to.length) > 2 * most) return most + 1;
  const [a, b] = [[...from], [...to]];
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before;
  let above = [...b.keys(), b.length];
  for (const [i, x] of a.entries()) {
    const row = [i + 1];
    let least = i + 1;
    for (let j = 0; j < b.length; j++) {
      row[j + 1] = Math.min(above[j] + (x !== b[j]), above[j + 1] + 1, row[j] + 1, i && j && x === b[j - 1] && a[i - 1] === b[j] ? before[j - 1] + 1 : 99);
      least = Math.min(least, row[j + 1]);
    }
    if (least > most) return most + 1;
    [before, above] = [above, row];
  }
  return above[b.length];
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
