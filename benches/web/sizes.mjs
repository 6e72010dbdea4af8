// How large a built site's pages are, as they are and as gzip sends them (level 6), against bars: the median page of each kind
// and the worst. Ends with 1 where a worst page is above its bar.

import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { files } from '../../tests/web/site.mjs';
import { tags } from '../../tests/web/tags.mjs';

const KB = 1000;
const ABSTRACT = [1250, 1350];
const CARDS = 50;
const LEAST_OF_A_DAY = 10;

const [folder] = process.argv.slice(2);
if (!folder) {
  console.error('usage: node sizes.mjs DIR');
  process.exit(2);
}

/** The characters that a reader sees of the abstract of a paper's page. */
function abstractLength(html) {
  const at = html.indexOf('id="abstract"');
  if (at < 0) return 0;
  const prose = html.slice(html.indexOf('class="prose"', at), html.indexOf('</section>', at));
  return prose.slice(prose.indexOf('>') + 1).replace(/<[^>]*>/g, '').replace(/&[#\w]+;/g, 'x').trim().length;
}

function countCards(html) {
  let count = 0;
  for (const { name } of tags(html)) if (name === 'h3') count += 1;
  return count;
}

const groups = {
  style: { bar: [Infinity, 10 * KB], pages: [] },
  script: { bar: [Infinity, 4 * KB], pages: [] },
  'a paper with an abstract of 1,300 characters': { bar: [9 * KB, 3.3 * KB], pages: [] },
  'a list of 50 cards': { bar: [Infinity, 9 * KB], pages: [] },
  'a day with abstracts, for 50 papers': { bar: [Infinity, 34 * KB], pages: [] },
};

/** Adds a page; `times` makes a day of fewer papers one of fifty, which counts its frame too often and not too seldom. */
function add(name, file, bytes, times = 1) {
  groups[name].pages.push({ file, raw: bytes.length * times, packed: gzipSync(bytes, { level: 6 }).length * times });
}

for (const file of files(folder)) {
  const read = () => readFileSync(folder + file);
  if (file === '/assets/style.css') add('style', file, read());
  else if (file === '/assets/theme.js') add('script', file, read());
  else if (/^\/papers\/[^/]+\/index\.html$/.test(file)) {
    const bytes = read();
    const length = abstractLength(bytes.toString());
    if (length >= ABSTRACT[0] && length <= ABSTRACT[1]) add('a paper with an abstract of 1,300 characters', file, bytes);
  } else if (/^\/\d{4}\/\d\d\/\d\d\/index\.html$/.test(file)) {
    const bytes = read();
    const cards = countCards(bytes.toString());
    if (cards >= LEAST_OF_A_DAY && bytes.includes('<details')) add('a day with abstracts, for 50 papers', file, bytes, CARDS / cards);
  } else if (file.endsWith('/index.html') && file !== '/index.html') {
    const bytes = read();
    if (!bytes.includes('<details') && countCards(bytes.toString()) === CARDS) add('a list of 50 cards', file, bytes);
  }
}

let isAbove = false;
const kilobytes = (bytes) => (bytes / KB).toFixed(2).padStart(7);
for (const [name, { bar, pages }] of Object.entries(groups)) {
  if (pages.length === 0) continue;
  const bars = ['raw', 'packed'].map((size, at) => (bar[at] === Infinity ? '' : `${size} at most ${bar[at] / KB}`)).filter(Boolean).join(', ');
  console.log(`${name}: ${pages.length}, kB ${bars}`);
  for (const [size, at] of [['raw', 0], ['packed', 1]]) {
    pages.sort((a, b) => a[size] - b[size]);
    const [median, worst] = [pages[Math.floor((pages.length - 1) / 2)], pages.at(-1)];
    const above = pages.filter((page) => page[size] > bar[at]).length;
    console.log(`  ${size.padEnd(6)} median ${kilobytes(median[size])}, worst ${kilobytes(worst[size])} ${worst.file}${above > 0 ? `, above the bar ${above}` : ''}`);
    isAbove ||= above > 0;
  }
}
process.exitCode = isAbove ? 1 : 0;
