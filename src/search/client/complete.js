// What a query may go on to, for somebody who is typing.

import { isLongEnough, wordsOf } from "./tokens.js";

/** Queries that a query may go on to, of which `result` is what it finds now. */
export async function completed({ store }, text, { query, set }) {
  const last = query.all.at(-1)?.any.at(-1);
  const found = last?.kind === "word" && last.prefix && !last.not ? wordsOf(last.text) : [];
  const start = found.at(-1);
  if (!start || !text.endsWith(last.text)) return [];
  const inSet = new Set(set);
  const counts = new Map();
  const among = (list) => list.filter((paper, at) => at % 2 === 0 && (query.all.length < 2 || inSet.has(paper))).length;
  // Where many words begin so, a list of words has them in less room than their papers.
  if (isLongEnough(start) && store.span("terms", start, 3).length < 3) for (const { term, text, names } of await store.completions(start)) counts.set(term, among(text) + among(names));
  else for (const [term, common] of (await Promise.all(store.span("words", start).map((file) => store.list(file)))).flat()) if (term.startsWith(start)) counts.set(term, common);
  // What a word is joined to by a hyphen is searched as one word with it, and no word to offer.
  const whole = [...counts.keys()].filter((term) => term.length > 5);
  const isJoined = (term) => whole.some((word) => term.startsWith(word) && term.length > word.length + 3 && counts.get(word) >= counts.get(term));
  counts.delete(start);
  const likely = [...counts].filter(([term, count]) => count && !isJoined(term)).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, 5);
  return likely.map(([term]) => text.slice(0, text.length - start.length) + term);
}
