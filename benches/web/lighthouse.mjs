// What Lighthouse says of a built site on a phone: a table of four scores, for one page of some kinds. Ends with 1 below the bars.
//
// `npm install --ignore-scripts --no-package-lock` in this folder and `npm ci --ignore-scripts` in tests/web come first.

import { parseArgs } from 'node:util';
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';
import { place } from '../../tests/web/chromium.mjs';
import { kinds, serve } from '../../tests/web/site.mjs';

const BARS = { performance: 99, accessibility: 100, 'best-practices': 100, seo: 100 };
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { kinds: { type: 'string', default: 'home,day,paper,topic,author,venue' }, runs: { type: 'string', default: '1' } },
});
if (positionals.length !== 1) {
  console.error('usage: node lighthouse.mjs DIR [--kinds home,paper,…] [--runs N]');
  process.exit(2);
}
const { pages } = kinds(positionals[0]);
const server = await serve(positionals[0], '', { gzip: true });
const chrome = await launch({ chromePath: place(), chromeFlags: FLAGS });

/** The scores of one run, what keeps them from being full, and the times of the first and the largest paint. */
async function run(address) {
  const { lhr } = await lighthouse(server.root + address, { port: chrome.port, output: 'json', logLevel: 'error', onlyCategories: Object.keys(BARS) });
  const scores = Object.keys(BARS).map((name) => Math.round(lhr.categories[name].score * 100));
  const short = Object.keys(BARS).flatMap((name) => lhr.categories[name].auditRefs
    .filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 0.99)
    .map(({ id }) => `${id} ${lhr.audits[id].displayValue ?? ''}`.trim()));
  const paints = ['first-contentful-paint', 'largest-contentful-paint'].map((id) => Math.round(lhr.audits[id].numericValue));
  return { scores, short, paints };
}

let isBelow = false;
console.log(`${'kind'.padEnd(10)} ${Object.keys(BARS).map((name) => name.padStart(15)).join('')}   first, largest paint (ms)`);
for (const kind of values.kinds.split(',').filter((name) => pages[name])) {
  const runs = [];
  for (let left = Number(values.runs); left > 0; left -= 1) runs.push(await run(pages[kind]));
  const [median] = runs.sort((a, b) => a.scores[0] - b.scores[0]).slice(Math.floor((runs.length - 1) / 2));
  const cells = median.scores.map((score) => String(score).padStart(15)).join('');
  console.log(`${kind.padEnd(10)} ${cells}   ${median.paints.join(', ')}  ${pages[kind]}${median.short.map((line) => `\n  ${line}`).join('')}`);
  isBelow ||= Object.values(BARS).some((bar, at) => median.scores[at] < bar);
}
await chrome.kill();
server.close();
process.exitCode = isBelow ? 1 : 0;
