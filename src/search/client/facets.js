// What the papers that were found can be narrowed by: how many there are of each kind.

import { papersOf } from "./filter.js";
import { breathe } from "./store.js";

// Papers among which authors are counted: few enough to be read all, else those that are shown already.
const COUNTED = 20;
const SHOWN = 10;

/** How the papers of a result are spread over what they can be narrowed by. */
export async function facetsOf({ store }, { set, list }) {
  const read = list.slice(0, list.length > COUNTED ? SHOWN : COUNTED).map(({ paper }) => store.card(paper));
  const [facets, topics, ...cards] = await Promise.all([store.json("facets"), store.json("topics"), ...read]);
  // Of each paper, how many of those before it are in the result.
  const before = new Uint32Array(store.root.papers + 1);
  for (const paper of set) before[paper + 1] = 1;
  for (let paper = 1; paper < before.length; paper++) before[paper] += before[paper - 1];
  const counted = (list) => {
    const counts = new Map();
    for (let [at, next] = [0, 0]; at < list.length; at += 2) {
      const count = -before[next] + before[(next += list[at + 1])];
      if (count) counts.set(list[at], (counts.get(list[at]) ?? 0) + count);
    }
    return counts;
  };
  const rows = (counts, row) => [...counts].map(([key, count]) => ({ ...row(key), count })).sort((a, b) => b.count - a.count);
  const venues = counted(facets.venue);
  venues.delete(0);
  const has = Object.entries(facets.has).map(([what, list]) => [what, counted(list).get(1)]).filter(([, count]) => count);
  const onTopics = [];
  await breathe();
  for (const [names, , gaps] of topics) {
    const count = papersOf(gaps).filter((paper) => before[paper + 1] > before[paper]).length;
    if (count) onTopics.push([names, count]);
  }
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
