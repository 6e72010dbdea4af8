// Papers that are like one.

import { identified } from "./identify.js";
import { stem, wordsOf } from "./tokens.js";

const ALIKE = 10;
const LIKE = 50;

/** Papers that share the telling words of a paper. */
export async function like(engine, result, id, wanted) {
  const [paper] = await identified(engine.store, { scheme: "key", text: id });
  if (paper === undefined) return engine.finish(result, { list: [], set: [], total: 0, full: 0, exact: true }, wanted);
  const { title, text } = await engine.store.card(paper);
  const counts = new Map();
  for (const [part, times] of [[title, 100], [text, 1]]) {
    for (const word of wordsOf(part).filter((word) => [...word].length > 2)) {
      const known = [...counts.keys()].find((other) => stem(other) === stem(word)) ?? word;
      counts.set(known, (counts.get(known) ?? 0) + times);
    }
  }
  const bytes = (word) => new TextEncoder().encode(word).length;
  const telling = [...counts].filter(([word, count]) => count > 1 && !engine.commonCount(word)).sort(([a, more], [b, less]) => less - more || bytes(b) - bytes(a));
  const units = telling.slice(0, ALIKE).map(([word]) => ({ word, scope: "any", optional: true }));
  await Promise.all(units.map((unit) => engine.word(unit)));
  const ranking = await engine.rank({ units, allowed: null, phrases: [], pool: [] }, "relevance", wanted);
  const list = ranking.list.filter((ranked) => ranked.paper !== paper).slice(0, LIKE);
  const set = list.map(({ paper }) => paper);
  return engine.finish(result, { list, set, total: list.length, full: list.length, exact: true }, wanted);
}
