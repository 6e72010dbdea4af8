// Words that have to stand next to each other.

import { stem, wordsOf } from "./tokens.js";

/** Leaves only papers in which the phrases stand, as far as that many are wanted; `most` are read. */
export async function verify({ store }, parts, ranking, wanted, most) {
  const left = [];
  let read = 0;
  for (; read < Math.min(ranking.full, most) && left.length <= wanted; read++) {
    if (read % 10 === 0) store.prefetch(ranking.list.slice(read, read + 10));
    if (hasPhrases(store.root, parts, await store.card(ranking.list[read].paper))) left.push(ranking.list[read]);
  }
  const exact = read === ranking.full;
  Object.assign(ranking, { list: left, set: exact ? left.map(({ paper }) => paper) : ranking.set, exact, full: left.length, total: left.length });
}

function hasPhrases({ abstracts }, { phrases }, { title, text, authors, more }) {
  const isIn = (found, text) => ` ${wordsOf(text).map(stem).join(" ")} `.includes(` ${found.map(stem).join(" ")} `);
  return phrases.every(([scope, found, not]) => {
    const inTitle = scope !== "author" && isIn(found, title);
    const inText = scope === "any" && (isIn(found, text) || !abstracts);
    const inName = scope !== "title" && authors.some((name) => found.every((word) => wordsOf(name).includes(word)));
    return (inTitle || inText || inName || (scope === "author" && more > 0)) !== not;
  });
}
