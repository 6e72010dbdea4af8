// Words that were mistyped: correct.rs in JavaScript.

import { distance } from "./query.js";
import { breathe, placeOf } from "./store.js";
import { stem, wordsOf } from "./tokens.js";

/** Puts words that the archive has in the place of those that it does not have. */
export async function correct(engine, parts, unknown) {
  const corrected = [];
  for (const at of unknown) {
    const { word, hits } = parts.units[at];
    const best = await bestOf(engine, parts, at, await near(engine, parts.units[at], 0), hits.isEmpty ? 0 : 1);
    if (best) {
      corrected.push([word, best.word]);
      parts.units = best.units;
    }
  }
  return corrected.length ? corrected : null;
}

/** Where hardly any paper has all words, doubts the rare ones; where some has, only for a title. */
export async function doubt(engine, parts, rare, hasSome) {
  for (const at of rare) {
    const { papers, word } = parts.units[at];
    const best = await bestOf(engine, parts, at, await near(engine, parts.units[at], 31 - Math.clz32(papers) + 3), hasSome ? 2 : 1);
    if (best) {
      parts.units = best.units;
      return [[word, best.word]];
    }
  }
  return null;
}

/** What a text is searched as, with words in the place of others. */
export function rewritten(text, { units }, corrected) {
  const put = (query, [from, to]) => query.replace(wordsOf(query).includes(from) ? new RegExp(`\\S*${from}\\S*`, "i") : from, to);
  const replaced = corrected.reduce(put, text);
  return { text: replaced === text ? units.map(({ word }) => word).join(" ") : replaced, from: corrected.map(([from]) => from), to: corrected.map(([, to]) => to) };
}

const backwards = (text) => [...text].reverse().join("");

/** Words that may be meant by a mistyped one, with how common they are in powers of two. */
async function wordsNear({ store }, word) {
  const ending = (text) => `endings/${placeOf(store.root.endings, backwards(text))}`;
  const files = new Set([`words/${placeOf(store.root.words, word)}`, ending(word), ending(stem(word))]);
  const read = async (file) => (await store.list(file)).map(([text, common]) => [file[0] === "e" ? backwards(text) : text, common]);
  return new Map((await Promise.all([...files].map(read))).flat());
}

/** The words that may be meant by a unit's, likeliest first, of those at least so common. */
async function near(engine, { word: typed, prefix }, least) {
  const letters = [...typed];
  if (letters.length < 4 || /[0-9]/.test(typed)) return [];
  const most = letters.length < 8 ? 1 : 2;
  const stemmed = stem(typed);
  const found = [];
  let seen = 0;
  for (const [word, common] of await wordsNear(engine, typed)) {
    if (seen++ % 500 === 0) await breathe();
    if (common < least || word === typed || word.length < letters.length - 3) continue;
    let mistakes = Math.min(distance(typed, word, most), distance(stemmed, word, most));
    if (typed !== stemmed) mistakes = Math.min(mistakes, distance(typed, word.endsWith("y") ? `${word.slice(0, -1)}ies` : `${word}s`, most));
    let [allowed, partly] = [most, 0];
    if (prefix && mistakes > most && [...word].length > letters.length) {
      [allowed, partly] = [1, 1];
      mistakes = distance(typed, [...word].slice(0, letters.length).join(""), allowed);
    }
    if (mistakes <= allowed) found.push([common - 6 * mistakes - 2 * ([...word][0] !== letters[0]) - partly, word]);
  }
  found.sort(([a, x], [b, y]) => b - a || (x < y ? -1 : 1));
  return found.slice(0, 3).map(([, word]) => word);
}

/** The word that goes best with the others, at least so well: 2 in a title, 1 in some paper, 0 alone. */
async function bestOf(engine, parts, at, candidates, least) {
  let best;
  const tries = candidates.map(async (word) => {
    const units = parts.units.map((unit, other) => (other === at ? { word, scope: unit.scope } : { ...unit }));
    const tried = { ...parts, units };
    await engine.lookUp(tried);
    return [word, units];
  });
  for (const [word, units] of await Promise.all(tries)) {
    const others = units.filter(({ dropped, optional, hits }) => !dropped && !optional && !hits.isEmpty).map(({ hits }) => hits);
    const together = others.length ? others.reduce((a, b) => a.and(b)) : engine.none();
    const fit = together.papers.some((paper) => together.told[paper] & 1) ? 2 : together.isEmpty ? 0 : 1;
    if (fit >= least && (!best || fit > best.fit)) best = { fit, units, word };
  }
  return best;
}
