// Every address that a page names is a file of the site, and every page can be reached from the first by links.
//
// Made for 100,000 pages: one quick pass over the text of each, no document is ever built. What is kept of a page
// is the list of the pages it links to; ids are looked up only where a link from elsewhere names one.

import { readFileSync } from 'node:fs';
import { check, close, parameters } from './check.mjs';
import { address, basePath, files } from './site.mjs';
import { tags } from './tags.mjs';

const MOST_CLICKS = 10;

const [folder, givenBase] = parameters('node links.mjs DIR [BASE_PATH]', 1);
const base = basePath(givenBase);
const all = files(folder);
const known = new Set(all);
const pages = all.filter((file) => file.endsWith('.html'));
const numberOf = new Map(pages.map((file, number) => [file, number]));
const read = (file) => readFileSync(folder + file, 'utf8');

const sitemaps = all.filter((file) => /^\/sitemap(-\d+)?\.xml$/.test(file));
const entries = sitemaps.flatMap((file) => [...read(file).matchAll(/<loc>\s*([^<]+?)\s*<\/loc>/g)].map((found) => [file, found[1]]));
/** The origin of the site itself, known from its sitemap; other origins are none of our business. */
const ownOrigin = entries.length > 0 ? new URL(entries[0][1]).origin : null;

const unresolved = [];
const wanted = new Map(); // file → fragments that other pages name
const isExempt = new Set(['/404.html']); // what need not be reached by links
const linksOf = pages.map(scan);

/** The file of an address within the site: `{file}`, `{problem}`, or nothing where it leads elsewhere. */
function resolve(target, from) {
  const text = target.trim().replace(/&amp;/g, '&');
  if (/^\/\//.test(text)) return { problem: 'takes the scheme of the page' };
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1].toLowerCase();
  if (scheme === 'javascript' || scheme === 'vbscript') return { problem: 'is a script' };
  const isOwn = ownOrigin !== null && (text === ownOrigin || text.startsWith(`${ownOrigin}/`));
  if (scheme && !isOwn) return null;
  const [withoutFragment, fragment = ''] = (isOwn ? text.slice(ownOrigin.length) || '/' : text).split('#', 2);
  const path = withoutFragment.split('?', 1)[0];
  // Most addresses are plain paths; only the others need the slow way.
  const plain = path.startsWith('/') && !path.includes('%') && !path.includes('/.');
  const absolute = path === '' ? base + address(from) : plain ? path : decode(new URL(path, `http://x${base}${address(from)}`).pathname);
  if (absolute === null) return { problem: 'is not encoded as an address' };
  if (!absolute.startsWith(`${base}/`)) return { problem: `is outside ${base}/` };
  const inner = absolute.slice(base.length);
  const file = inner.endsWith('/') ? `${inner}index.html` : inner;
  if (known.has(file)) return { file, fragment };
  return { problem: known.has(`${file}/index.html`) ? 'needs a slash at its end' : 'has no file' };
}

function decode(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

/** Checks one page's addresses, and returns the pages that it links to. */
function scan(page) {
  const ids = new Set();
  const fragments = [];
  const linked = new Set();
  const follow = (target, name, line) => {
    const found = resolve(target, page);
    if (!found) return;
    const { file, fragment, problem } = found;
    if (problem) {
      unresolved.push(`${page}:${line()} ${name}="${target}" ${problem}`);
      return;
    }
    if (fragment && file === page) fragments.push([fragment, line]);
    else if (fragment && file.endsWith('.html')) remember(file, fragment, page);
    if ((name === 'href' || name === 'refresh') && numberOf.has(file)) linked.add(numberOf.get(file));
  };
  for (const { name, attributes, line } of tags(read(page))) {
    const { id, href, src, srcset, action, poster } = attributes;
    if (id !== undefined) ids.add(id);
    if (href !== undefined) follow(href, name === 'link' ? 'link' : 'href', line);
    for (const target of [src, action, poster]) if (target !== undefined) follow(target, 'src', line);
    for (const candidate of srcset?.split(',') ?? []) follow(candidate.trim().split(/\s/)[0], 'srcset', line);
    if (name !== 'meta') continue;
    if (/^robots$/i.test(attributes.name) && /noindex/i.test(attributes.content)) isExempt.add(page);
    if (/^refresh$/i.test(attributes['http-equiv'])) {
      isExempt.add(page);
      const target = /^\s*\d+\s*[;,]\s*(?:url\s*=\s*)?['"]?([^'"]*)/i.exec(attributes.content)?.[1];
      if (target) follow(target, 'refresh', line);
    }
  }
  for (const [fragment, line] of fragments) {
    if (!hasId(ids, fragment)) unresolved.push(`${page}:${line()} href="#${fragment}" has no element with that id`);
  }
  return Uint32Array.from(linked);
}

function remember(file, fragment, from) {
  const fragments = wanted.get(file) ?? new Map();
  wanted.set(file, fragments.has(fragment) ? fragments : fragments.set(fragment, from));
}

function hasId(ids, fragment) {
  return fragment === 'top' || ids.has(fragment) || ids.has(decode(fragment));
}

/** Clicks from the first page to each page; -1 where no way leads. */
function clicks() {
  const distance = new Int32Array(pages.length).fill(-1);
  const queue = [numberOf.get('/index.html')];
  distance[queue[0]] = 0;
  for (let next = 0; next < queue.length; next += 1) {
    for (const page of linksOf[queue[next]]) {
      if (distance[page] >= 0) continue;
      distance[page] = distance[queue[next]] + 1;
      queue.push(page);
    }
  }
  return distance;
}

await check(`the addresses on ${pages.length} pages resolve`, () => (pages.length > 0 ? unresolved : [`no pages in ${folder}`]));

await check('links to a place in another page find it', () => {
  const missing = [];
  for (const [file, fragments] of wanted) {
    const ids = new Set([...tags(read(file))].map((tag) => tag.attributes.id));
    for (const [fragment, from] of fragments) if (!hasId(ids, fragment)) missing.push(`${from}: ${address(file)} has no #${fragment}`);
  }
  return missing;
});

await check(`the ${entries.length} addresses of ${sitemaps.length} sitemaps resolve`, () => {
  const wrong = [];
  for (const [sitemap, entry] of entries) {
    const found = resolve(entry, '/index.html');
    if (!found?.file) wrong.push(`${sitemap}: ${entry} ${found?.problem ?? 'is of another site'}`);
  }
  return wrong;
});

const distance = numberOf.has('/index.html') ? clicks() : new Int32Array(pages.length).fill(-1);
const isPaper = (page) => /^\/papers\/(?!part\/)./.test(page) && page !== '/papers/index.html';

await check('every page can be reached from the first', () =>
  pages.filter((page, number) => distance[number] < 0 && !isExempt.has(page)).map((page) => `nothing leads to ${address(page)}`));

await check(`every paper is at most ${MOST_CLICKS} clicks away`, () =>
  pages.filter((page, number) => isPaper(page) && distance[number] > MOST_CLICKS).map((page) => `${address(page)}: ${distance[numberOf.get(page)]} clicks`));

const farthest = (list) => list.reduce((most, page) => Math.max(most, distance[numberOf.get(page)]), 0);
console.log(`farthest page: ${farthest(pages)} clicks; farthest paper: ${farthest(pages.filter(isPaper))}`);
close();
