// What a reader's browser pays for search on a built site: bytes, requests, time on an ordinary line, time that the page cannot answer,
// and memory; and the sizes of what is served. Against the bars for 100,000 papers; ends with 1 where one is not met.

import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { launch } from '../../tests/web/chromium.mjs';
import { basePath, files } from '../../tests/web/site.mjs';
import { host } from './host.mjs';

/** Where results stand, as elements that appear when they do, and the box that a query is typed into. */
const RESULTS = 'offprint-search [data-part=hits]';
const RESULT = 'li';
const BOX = 'main offprint-search input, offprint-search input';
const CLIENT = /(^|\/)search\.js$/;
const LATER = /(^|\/)search\/later\.js$/;
const PAGE = /^\/search\/(index\.html)?$/;

const KB = 1000;
const MB = 1_000_000;
const LINE = { offline: false, latency: 40, downloadThroughput: 10_000_000 / 8, uploadThroughput: 10_000_000 / 8 };
const PATIENCE = 20_000;
const QUIET = 200;
const BARS = {
  'client, gzip': 12 * KB,
  'search files': 22 * MB,
  'number of search files': 5_000,
  'from nothing, bytes': 75 * KB,
  'from nothing, requests': 12,
  'cold query, bytes': 55 * KB,
  'cold query, bytes, p95': 150 * KB,
  'first results, ms': 400,
  'longest task, ms': 50,
  'heap': 30 * MB,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    base: { type: 'string' },
    count: { type: 'string' },
    parts: { type: 'string', default: 'sizes,bytes,time,page' },
    snippets: { type: 'string' },
    lines: { type: 'boolean', default: false },
  },
});
if (positionals.length !== 2) {
  console.error('usage: node costs.mjs SITE QUERIES [--count N] [--base /repo] [--parts sizes,bytes,time,page] [--snippets PATTERN] [--lines]');
  process.exit(2);
}
const [folder] = positionals;
const base = basePath(values.base);
const every = readFileSync(positionals[1], 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line).query);
const step = every.length / Math.min(every.length, Number(values.count ?? every.length));
const queries = Array.from({ length: Math.round(every.length / step) }, (_, at) => every[Math.floor(at * step)]);
const parts = new Set(values.parts.split(','));

const above = [];
const number = (value) => (value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString('en')).padStart(9);

/** Prints a figure, and remembers it where it is above its bar. */
function say(name, value, unit = '', scale = 1) {
  const bar = BARS[name];
  const isAbove = bar !== undefined && value > bar;
  if (isAbove) above.push(name);
  const limit = bar === undefined ? '' : `  at most ${number(bar / scale).trim()}${isAbove ? ', ABOVE' : ''}`;
  console.log(`${name.padEnd(34)} ${number(value / scale)} ${unit}${limit}`);
}

function spread(name, list, unit, scale = 1) {
  const sorted = [...list].sort((a, b) => a - b);
  const at = (share) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  say(name, at(0.5), unit, scale);
  say(`${name}, p95`, at(0.95), unit, scale);
  say(`${name}, worst`, at(1), unit, scale);
}

function sizes() {
  const all = files(folder);
  for (const file of all.filter((path) => CLIENT.test(path))) {
    const bytes = readFileSync(folder + file);
    say('client, gzip', gzipSync(bytes, { level: 6 }).length, `kB, ${file}, ${bytes.length} bytes as it is`, KB);
  }
  for (const file of all.filter((path) => LATER.test(path))) {
    const bytes = readFileSync(folder + file);
    say('what it fetches later, gzip', gzipSync(bytes, { level: 6 }).length, `kB, ${file}, ${bytes.length} bytes as it is`, KB);
  }
  const isSnippet = values.snippets ? new RegExp(values.snippets) : /(?!)/;
  const groups = new Map();
  let [bytes, count] = [0, 0];
  for (const file of all.filter((path) => path.startsWith('/search/') && !PAGE.test(path) && !CLIENT.test(path) && !LATER.test(path))) {
    const group = file.replace(/[^/]*$/, '').length > '/search/'.length ? file.replace(/[^/]*$/, '') : file.replace(/[\d]+/g, '#');
    const { size } = statSync(folder + file);
    const known = groups.get(group) ?? { bytes: 0, count: 0, most: 0 };
    groups.set(group, { bytes: known.bytes + size, count: known.count + 1, most: Math.max(known.most, size) });
    if (isSnippet.test(file)) continue;
    bytes += size;
    count += 1;
  }
  say('search files', bytes, `MB${values.snippets ? `, without ${values.snippets}` : ''}`, MB);
  say('number of search files', count);
  for (const [group, { bytes: sum, count: many, most }] of [...groups].sort()) {
    console.log(`  ${group.padEnd(32)} ${number(sum / KB)} kB in ${many}, the largest ${number(most / KB).trim()} kB`);
  }
}

/** Runs in the page before all else: notes when results are there, each time they come anew, and tasks over 50 ms. */
function observe([results, result]) {
  const seen = { first: 0, latest: 0, count: 0, tasks: [] };
  globalThis.measured = seen;
  const shown = `${results} ${result}`;
  const holds = (node) => node.nodeType === 1 && (node.closest(results) ? node.matches(result) || node.querySelector(result) : node.querySelector(shown));
  new MutationObserver((changes) => {
    if (!seen.first && document.querySelector(shown)) seen.first = performance.now();
    if (!changes.some(({ addedNodes }) => [...addedNodes].some(holds))) return;
    seen.latest = performance.now();
    seen.count += 1;
  }).observe(document, { attributes: true, childList: true, subtree: true });
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) seen.tasks.push([startTime, duration]);
  }).observe({ type: 'longtask', buffered: true });
}

const pause = (time) => new Promise((ready) => setTimeout(ready, time));

async function untilQuiet() {
  for (let since = Date.now(), count = server.log.length; Date.now() - since < QUIET; await pause(20)) {
    if (server.log.length === count && server.isIdle()) continue;
    [since, count] = [Date.now(), server.log.length];
  }
}

/** Opens the results of a query in a browser that knows nothing; nothing comes back where no result came. */
async function visit(query, line) {
  const context = await browser.newContext();
  await context.addInitScript(observe, [RESULTS, RESULT]);
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  if (line) await devtools.send('Network.emulateNetworkConditions', line);
  server.log.length = 0;
  await page.goto(`${server.root}/search/?q=${encodeURIComponent(query)}`, { waitUntil: 'commit' });
  const there = await page.waitForFunction(() => globalThis.measured?.first > 0, null, { timeout: PATIENCE, polling: 20 }).catch(() => null);
  await untilQuiet();
  const { first, tasks, origin } = await page.evaluate(() => ({ ...globalThis.measured, origin: performance.timeOrigin }));
  await context.close();
  return there && { query, first, tasks, shown: origin + first, log: structuredClone(server.log) };
}

async function visits(line) {
  const made = [];
  const missing = [];
  for (const query of queries) {
    const found = await visit(query, line);
    if (found) made.push(found);
    else missing.push(query);
  }
  if (missing.length > 0) console.log(`no result came for ${missing.length} of ${queries.length} queries: ${missing.slice(0, 5).join(' | ')}`);
  if (made.length === 0) throw new Error('no query had a result');
  return made;
}

const path = ({ path: whole }) => whole.slice(base.length);
const isSearch = (line) => CLIENT.test(path(line)) || (path(line).startsWith('/search/') && !PAGE.test(path(line)));
const sum = (lines) => lines.reduce((total, { bytes }) => total + bytes, 0);

function tasks(made) {
  const all = made.flatMap(({ query, tasks: list }) => list.map(([start, duration]) => ({ query, start, duration })));
  const longest = all.sort((a, b) => b.duration - a.duration)[0];
  say('longest task, ms', longest?.duration ?? 0, longest ? `at ${Math.round(longest.start)} ms, ${longest.query} (${all.length} over 50 ms in all)` : '(none over 50 ms)');
}

async function bytes() {
  const made = await visits(null);
  const before = made.map(({ log, shown }) => log.filter(({ start }) => start <= shown));
  const search = before.map((lines) => lines.filter(isSearch));
  spread('from nothing, bytes', search.map(sum), 'kB of client and search files', KB);
  spread('from nothing, requests', search.map(({ length }) => length));
  spread('with the page, bytes', before.map(sum), 'kB of all that was fetched by then', KB);
  spread('with the page, requests', before.map(({ length }) => length));
  spread('when all is quiet, bytes', made.map(({ log }) => sum(log.filter(isSearch))), 'kB of client and search files', KB);
  const times = new Map();
  for (const path of search.flatMap((lines) => [...new Set(lines.map((line) => line.path))])) times.set(path, (times.get(path) ?? 0) + 1);
  const always = new Set([...times].filter(([, count]) => count === made.length).map(([path]) => path));
  const cold = search.map((lines) => lines.filter((line) => !always.has(line.path)));
  console.log(`  asked for by every query: ${[...always].map((path) => `${path} ${sum(search[0].filter((line) => line.path === path))}`).join(', ')}`);
  spread('cold query, bytes', cold.map(sum), 'kB beyond these', KB);
  spread('cold query, requests', cold.map(({ length }) => length));
  const failed = made.flatMap(({ log }) => log.filter(({ status }) => status === 404).map(({ path }) => path));
  if (failed.length > 0) console.log(`  not found: ${[...new Set(failed)].join(', ')}`);
  if (values.lines) made.forEach(({ query, first }, at) => console.log(`  ${number(sum(cold[at]) / KB)} kB ${String(cold[at].length).padStart(3)} ${number(first)} ms  ${query}`));
  tasks(made);
}

async function time() {
  const made = await visits(LINE);
  spread('first results, ms', made.map(({ first }) => first), 'from the click to the first results, 40 ms and 10 Mbit/s');
  tasks(made);
}

/** Types every query into one page, one after the other, and waits for each one's results. */
async function page() {
  const context = await browser.newContext();
  await context.addInitScript(observe, [RESULTS, RESULT]);
  const tab = await context.newPage();
  const devtools = await context.newCDPSession(tab);
  await tab.goto(`${server.root}/search/`);
  await untilQuiet();
  const heap = async () => {
    await devtools.send('HeapProfiler.collectGarbage');
    const { usedSize, backingStorageSize } = await devtools.send('Runtime.getHeapUsage');
    return [usedSize + backingStorageSize, backingStorageSize];
  };
  const [atFirst] = await heap();
  await tab.evaluate(() => { globalThis.isSame = true; });
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', LINE);
  const box = tab.locator(BOX).first();
  const times = [];
  const made = [];
  let silent = 0;
  for (const query of queries) {
    const count = await tab.evaluate(() => globalThis.measured.count);
    await box.fill(query);
    const start = await tab.evaluate(() => performance.now());
    await box.press('Enter');
    const there = await tab.waitForFunction((known) => globalThis.measured.count > known, count, { timeout: PATIENCE / 4, polling: 20 }).catch(() => null);
    if (there) times.push(Math.max(0, (await tab.evaluate(() => globalThis.measured.latest)) - start));
    else silent += 1;
    await untilQuiet();
    made.push({ query, tasks: await tab.evaluate(() => globalThis.measured.tasks.splice(0)) });
  }
  if (!(await tab.evaluate(() => globalThis.isSame))) throw new Error('the page was left for another one: this is not one page');
  if (silent > 0) console.log(`  no new result came for ${silent} queries`);
  spread('next query, ms', times, 'from Enter to its results, in one page, 40 ms and 10 Mbit/s');
  tasks(made);
  const [atLast, buffers] = await heap();
  say('heap before', atFirst, 'MB', MB);
  say('heap', atLast, `MB after ${queries.length} queries in one page, ${(buffers / MB).toFixed(1)} of it array buffers`, MB);
  await context.close();
}

const server = await host(folder.replace(/\/$/, ''), base);
const browser = await launch();
if (parts.has('sizes')) sizes();
if (parts.has('bytes')) await bytes();
if (parts.has('time')) await time();
if (parts.has('page')) await page();
await browser.close();
server.close();
if (above.length > 0) console.log(`above the bar: ${[...new Set(above)].join(', ')}`);
process.exitCode = above.length > 0 ? 1 : 0;
