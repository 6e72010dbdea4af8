// An engine over a few dozen papers that are made up, with the ways of the real one: for what an archive on a disk
// cannot be made to do, which is to be slow and to fail. `globalThis.stub` says how it behaves.

import { parseQuery } from "./query.js";
import { fold, words } from "./tokens.js";

const WORDS = "tides currents harbours gauges buoys wakes sediments moorings dredging swell".split(" ");
const NAMES = ["Ada Okonkwo", "Bela Szűcs", "Carmen Ruiz", "Dmitri Volkov", "Søren Kjær"];
const VENUES = ["hydra", "gauge", ""];

const PAPERS = Array.from({ length: 43 }, (_, at) => {
  const [first, second] = [WORDS[at % 10], WORDS[(at * 3 + 1) % 10]];
  return {
    path: `/papers/stub-${at}/`,
    title: `On ${first} and ${second}, part ${at + 1}`,
    authors: NAMES.slice(at % 3, (at % 3) + 1 + (at % 3)),
    more: at % 7 === 0 ? 4 : 0,
    venue: VENUES[at % 3] && `${VENUES[at % 3].toUpperCase()} ${2001 + (at % 24)}`,
    date: `${2001 + (at % 24)}-0${1 + (at % 9)}-1${at % 10}`,
    status: at === 5 ? "retracted" : "",
    upvotes: at,
    text: `We look at ${first} first. `.repeat(1 + (at % 9)) + `Then ${second} are measured, and ${first} with them, <b>in the open</b>.`,
    key: VENUES[at % 3],
  };
});

export class Engine {
  async search(text, { sort, verbatim, count, signal }) {
    const { delay = 0, fails = 0 } = globalThis.stub ?? {};
    await new Promise((done) => { setTimeout(done, delay); });
    if (signal?.aborted) throw signal.reason;
    if (fails > 0) {
      globalThis.stub.fails -= 1;
      throw new Error("the shard is too short");
    }
    const query = parseQuery(text);
    const atoms = query.all.flatMap(({ any }) => any);
    const asked = atoms.filter(({ kind }) => kind === "word" || kind === "phrase").flatMap((atom) => words(fold(atom.text)));
    const from = asked.filter((word) => word === "tidse" && !verbatim);
    const terms = asked.map((word) => (from.includes(word) ? "tides" : word));
    const holds = (paper, term) => fold(`${paper.title} ${paper.authors.join(" ")} ${paper.text}`).includes(term);
    const passes = (paper) => atoms.every(({ kind, from: first, to, text: value }) =>
      (kind !== "venue" || paper.key === value) && (kind !== "date" || ((!first || paper.date >= first) && (!to || paper.date.slice(0, to.length) <= to))));
    const found = PAPERS.filter(passes).map((paper) => ({ paper, score: terms.filter((term) => holds(paper, term)).length }));
    const some = found.filter(({ score }) => score > 0 || terms.length === 0);
    some.sort((a, b) => b.score - a.score);
    const hits = some.map(({ paper, score }) => ({ ...paper, all: score === terms.length }));
    if (sort === "newest") hits.sort((a, b) => (a.date < b.date ? 1 : -1));
    if (sort === "oldest") hits.sort((a, b) => (a.date < b.date ? -1 : 1));
    if (sort === "upvotes") hits.sort((a, b) => b.upvotes - a.upvotes);
    const years = new Map();
    for (const { date } of hits) years.set(Number(date.slice(0, 4)), (years.get(Number(date.slice(0, 4))) ?? 0) + 1);
    return {
      query, text, terms, upvotes: true, total: hits.length, exact: hits.length < 40,
      corrected: from.length > 0 ? { text: text.replace("tidse", "tides"), from, to: ["tides"] } : null,
      full: hits.filter(({ all }) => all).length,
      hits: hits.slice(0, count), every: hits,
      years: [...years].sort(([a], [b]) => a - b),
      goto: atoms[0]?.kind === "id" ? PAPERS[0].path : null,
    };
  }

  async facets({ every }) {
    globalThis.stub.facets = (globalThis.stub.facets ?? 0) + 1;
    const counted = (values, field) => {
      const counts = new Map();
      for (const value of values.filter(Boolean)) counts.set(value, (counts.get(value) ?? 0) + 1);
      return [...counts].map(([name, count]) => ({ query: `${field}:${/ /.test(name) ? `"${name}"` : name}`, name, count })).sort((a, b) => b.count - a.count);
    };
    return {
      venues: counted(every.map(({ key }) => key), "venue"),
      topics: counted(every.map(({ title }) => title.split(" ")[1]), "topic"),
      types: [{ query: "type:conference", name: "conference", count: 3 }, { query: "type:preprint", name: "preprint", count: 2 }],
      has: [{ query: "has:code", name: "code", count: 1 }],
      authors: counted(every.flatMap(({ authors }) => authors), "author"),
      among: Math.min(every.length, 20),
    };
  }

  async suggest(text) {
    const last = words(fold(text)).at(-1) ?? "";
    const { hits } = await this.search(text, { count: 5 });
    const start = text.slice(0, text.length - text.split(" ").at(-1).length);
    return { words: WORDS.filter((word) => word.startsWith(last) && word !== last).map((word) => start + word), hits };
  }
}
