// The known-item test: how often the paper that a query was made from is found first, among the first ten, and the mean of 1/rank
// (MRR), for each kind of query and engine, in one table. "at best" is what guessing among the papers that fit the query equally well
// (queries.mjs counts them) would have at 1: much above it no ranking can come. With --bars it ends with 1 where offprint is below them.

import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { read, sample } from './corpus.mjs';

const LIMIT = 10;
/** Bars of [success@1, success@10, MRR] by kind. */
const BARS = {
  corpus: { all: [0.92, 0.97, 0.94], 'title, typo': [0.95, 0, 0], author: [0, 0.96, 0], phrase: [0, 0.9, 0] },
  sample: { all: [0.967, 0.993, 0] },
};

const { values } = parseArgs({
  options: {
    queries: { type: 'string' },
    papers: { type: 'string' },
    count: { type: 'string' },
    engines: { type: 'string', default: 'offprint,minisearch,minisearch-tuned,pagefind,pagefind-pages' },
    offprint: { type: 'string', default: 'offprint' },
    out: { type: 'string', default: 'public' },
    misses: { type: 'string' },
    bars: { type: 'string' },
  },
});
const names = values.engines.split(',');
if (!values.queries || (names.some((name) => name !== 'offprint') && !values.papers)) {
  console.error('usage: node known-item.mjs --queries QUERIES [--papers PAPERS.jsonl [--count N]] [--engines NAME,…]');
  console.error('         [--offprint PROGRAM --out SITE] [--misses FILE] [--bars corpus|sample]');
  process.exit(2);
}

const engines = {
  offprint: async () => (await import('./engines/offprint.mjs')).site(values.offprint, values.out),
  minisearch: async (papers) => (await import('./engines/minisearch.mjs')).documented(papers),
  'minisearch-tuned': async (papers) => (await import('./engines/minisearch.mjs')).tuned(papers),
  pagefind: async (papers) => (await import('./engines/pagefind.mjs')).records(papers),
  'pagefind-pages': async (papers) => (await import('./engines/pagefind.mjs')).pages(papers),
};
/** Processes run two at a time; the other engines would only wait for each other. */
const lanes = (name) => (name === 'offprint' ? 2 : 1);

const queries = readFileSync(values.queries, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line));
const papers = values.papers ? sample(read(values.papers), Number(values.count ?? 0)) : [];
const kinds = [...new Set(queries.map(({ kind }) => kind)), 'title, typo', 'all'];

/** The rank from 1 of the first of the query's papers, or 0, for every query. */
async function ranks(engine, count) {
  const found = [];
  let next = 0;
  const lane = async () => {
    while (next < queries.length) {
      const at = next;
      next += 1;
      const ids = await engine.search(queries[at].query);
      found[at] = ids.slice(0, LIMIT).findIndex((id) => queries[at].ids.includes(id)) + 1;
    }
  };
  await Promise.all(Array.from({ length: count }, lane));
  return found;
}

const of = (kind) => queries.flatMap((query, at) => (kind === 'all' || kind.split(', ').includes(query.kind) ? [at] : []));
const mean = (list) => list.reduce((sum, value) => sum + value, 0) / list.length;

function figures(found, kind) {
  const list = of(kind).map((at) => found[at]);
  return [mean(list.map((rank) => (rank === 1 ? 1 : 0))), mean(list.map((rank) => (rank > 0 ? 1 : 0))), mean(list.map((rank) => (rank > 0 ? 1 / rank : 0)))];
}

const table = [];
for (const name of names) {
  if (!engines[name]) throw new Error(`there is no engine \`${name}\`: there are ${Object.keys(engines).join(', ')}`);
  const engine = await engines[name](papers);
  const start = performance.now();
  const found = await ranks(engine, lanes(name));
  table.push({ name, title: engine.name, found, time: (performance.now() - start) / queries.length });
  await engine.close();
}

const three = (numbers) => numbers.map((number) => number.toFixed(3)).join(' ');
const WIDTH = '0.000 0.000 0.000'.length;
const best = (kind) => mean(of(kind).map((at) => Math.min(1, queries[at].ids.length / queries[at].alike)));
console.log(`${'success@1, @10, MRR'.padEnd(19)}  at best  ${table.map(({ title }) => title.padEnd(WIDTH)).join('   ')}`);
for (const kind of kinds) {
  const cells = table.map(({ found }) => three(figures(found, kind)));
  console.log(`${kind.padEnd(11)} ${String(of(kind).length).padStart(7)}  ${best(kind).toFixed(3).padStart(7)}  ${cells.join('   ')}`);
}
console.log(`${'ms a query'.padEnd(28)}  ${table.map(({ time }) => time.toFixed(0).padEnd(WIDTH)).join('   ')}`);

if (values.misses) {
  const lines = queries.flatMap(({ kind, query, id, alike }, at) => {
    const by = Object.fromEntries(table.map(({ name, found }) => [name, found[at]]));
    return Object.values(by).some((rank) => rank !== 1) ? [JSON.stringify({ kind, query, id, alike, ranks: by })] : [];
  });
  writeFileSync(values.misses, `${lines.join('\n')}\n`);
}
const own = table.find(({ name }) => name === 'offprint');
if (values.bars && own) {
  const below = Object.entries(BARS[values.bars]).filter(([kind, bars]) => figures(own.found, kind).some((figure, at) => figure < bars[at]));
  for (const [kind, bars] of below) console.log(`below the bar: ${kind} ${three(figures(own.found, kind))}, bars ${three(bars)}`);
  process.exitCode = below.length > 0 ? 1 : 0;
}
