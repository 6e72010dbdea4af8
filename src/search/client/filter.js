// The papers for which a condition holds: filter.rs in JavaScript.

import { identified } from "./identify.js";
import { wordsOf } from "./tokens.js";

/** The papers for which an atom of a query holds. */
export async function papersFor(engine, atom) {
  const isText = atom.kind === "word" || atom.kind === "phrase";
  const hits = isText ? await allWords(engine, atom) : engine.none();
  if (!isText) for (const paper of await among(engine.store, atom)) if (paper < engine.store.root.papers) hits.put(paper, 0, 0);
  return atom.not ? hits.not() : hits;
}

/** The papers for which one of several atoms holds, as a unit of a query. */
export async function either(engine, atoms) {
  const hits = engine.none();
  for (const atom of atoms) hits.add(await papersFor(engine, atom));
  const papers = hits.papers.length;
  return { hits, papers, weight: engine.weight(papers) };
}

async function allWords(engine, { in: scope, text, prefix = false }) {
  const parts = { units: [] };
  engine.add(parts, scope, text, prefix);
  await Promise.all(parts.units.map((unit) => engine.word(unit)));
  return parts.units.length ? parts.units.map(({ hits }) => hits).reduce((a, b) => a.and(b)) : engine.none();
}

/** The papers of an identifier, a date, a venue, a topic or a kind. Likeness is none among other conditions. */
async function among(store, atom) {
  const { kind, text, from, to } = atom;
  if (kind === "like") return [];
  if (kind === "id") return identified(store, atom);
  if (kind === "topic") return onTopics(await store.json("topics"), text);
  const facets = await store.json("facets");
  const papersIn = (runs, isWanted) => {
    const papers = [];
    for (let [at, next] = [0, 0]; at < runs.length; at += 2) {
      const end = next + runs[at + 1];
      if (!isWanted(runs[at])) next = end;
      while (next < end) papers.push(next++);
    }
    return papers;
  };
  if (kind === "date") return papersIn(facets.dates, (date) => isWithin(date, from, to));
  if (kind === "type") return papersIn(facets.type, (type) => type === text);
  if (kind !== "venue") return papersIn(facets[kind][text] ?? [], (has) => has === 1);
  const venues = namesakes(text, facets.venues);
  return papersIn(facets.venue, (venue) => venues.includes(venue - 1));
}

function onTopics(topics, text) {
  const chosen = namesakes(text, topics.map(([names]) => names));
  for (const above of chosen) topics.forEach(([, parents], topic) => parents.includes(above) && !chosen.includes(topic) && chosen.push(topic));
  return chosen.flatMap((topic) => papersOf(topics[topic][2]));
}

/** Papers by the gaps between them. */
export function papersOf(gaps) {
  let next = 0;
  return gaps.map((gap) => (next += gap + 1) - 1);
}

/** Whether a date lies in a range by its first day. */
function isWithin(date, from, to) {
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
