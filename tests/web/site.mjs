// A built site as a folder: its files, the kinds of its pages, and a server for it. Knows nothing of any check.

import { createReadStream, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, relative } from 'node:path';
import { createGzip } from 'node:zlib';

/** The paths of all files, as `/papers/x/index.html`, sorted. */
export function files(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const path = (entry) => `/${relative(folder, join(entry.parentPath, entry.name))}`;
  return entries.filter((entry) => entry.isFile()).map(path).sort();
}

/** The address of a file: a folder's page goes by the folder. */
export function address(file) {
  return file.endsWith('/index.html') ? file.slice(0, -'index.html'.length) : file;
}

/** `/repo/` or `/repo` as `/repo`; nothing for a site at the root of its host. */
export function basePath(text = '') {
  return text.replace(/\/+$/, '');
}

/**
 * One page of each kind that the site has, as kind → address. The newest of the dates, and of the rest
 * the largest, since the largest page is the hardest to get right.
 */
export function kinds(folder) {
  const all = files(folder).filter((file) => file.endsWith('.html'));
  const size = (file) => statSync(folder + file).size;
  const text = (file) => readFileSync(folder + file, 'utf8');
  const isRedirect = (file) => size(file) < 5_000 && /http-equiv="?refresh/i.test(text(file));
  const like = (pattern) => all.filter((file) => pattern.test(file));
  const first = (list, weight) => list.map((file) => [weight(file), file]).sort((a, b) => b[0] - a[0])[0]?.[1];
  const largest = (list) => first(list, size);
  const most = (list, pattern) => first(list, (file) => text(file).match(pattern)?.length ?? 0);

  const papers = like(/^\/papers\/(?!part\/)[^/]+\/index\.html$/).filter((file) => !isRedirect(file));
  const days = like(/^\/\d{4}\/\d\d\/\d\d\/index\.html$/);
  const own = /^\/(papers|topics|authors|venues|volumes|collections|lists|search|submit|digest|\d{4})\//;
  const found = {
    home: '/index.html',
    day: days.at(-1),
    // A day page where an abstract can be opened, so that there is something to open.
    'day with abstracts': days.findLast((file) => text(file).includes('<details')),
    week: like(/^\/\d{4}\/w\d\d\/index\.html$/).at(-1),
    month: like(/^\/\d{4}\/\d\d\/index\.html$/).at(-1),
    year: like(/^\/\d{4}\/index\.html$/).at(-1),
    paper: papers[0],
    'paper with most formulas': most(papers, /<math/g),
    'paper with most authors': most(papers, /\/authors\/[^/"]{2,}\//g),
    papers: '/papers/index.html',
    part: like(/\/part\/\d+\/index\.html$/)[0],
    topic: largest(like(/^\/topics\/[^/]+\/index\.html$/)),
    'topic year': like(/^\/topics\/[^/]+\/\d{4}\/index\.html$/).at(-1),
    topics: '/topics/index.html',
    author: largest(like(/^\/authors\/(?!other\/)[^/]{2,}\/index\.html$/)),
    letter: largest(like(/^\/authors\/([a-z]|other)\/index\.html$/)),
    authors: '/authors/index.html',
    venue: largest(like(/^\/venues\/[^/]+\/index\.html$/)),
    'venue year': like(/^\/venues\/[^/]+\/\d{4}\/index\.html$/).at(-1),
    venues: '/venues/index.html',
    volume: largest(like(/^\/volumes\/[^/]+\/index\.html$/)),
    volumes: '/volumes/index.html',
    collection: largest(like(/^\/collections\/[^/]+\/index\.html$/)),
    collections: '/collections/index.html',
    digest: like(/^\/digest\/\d{4}-w\d\d\/index\.html$/).at(-1),
    list: largest(like(/^\/lists\/[^/]+\/index\.html$/)),
    lists: '/lists/index.html',
    search: '/search/index.html',
    submit: '/submit/index.html',
    page: largest(like(/\/index\.html$/).filter((file) => file !== '/index.html' && !own.test(file) && !isRedirect(file))),
    redirect: all.find(isRedirect),
    404: '/404.html',
  };
  const has = new Set(all);
  const there = Object.entries(found).filter(([, file]) => has.has(file));
  const absent = Object.keys(found).filter((kind) => !has.has(found[kind]));
  return { pages: Object.fromEntries(there.map(([kind, file]) => [kind, address(file)])), absent };
}

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.xml': 'application/xml',
  '.txt': 'text/plain; charset=utf-8',
  '.bib': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.pdf': 'application/pdf',
  '.woff2': 'font/woff2',
};

const TEXT = /^(text\/|application\/(json|xml)|image\/svg)/;

/** The path of a request; nothing, which no file is, where it is not encoded as one. */
function pathOf(url) {
  try {
    return decodeURIComponent(new URL(url, 'http://localhost').pathname);
  } catch {
    return '';
  }
}

/**
 * Serves the folder under a base path on a free loopback port, the way GitHub Pages does; with gzip, and kept by the
 * browser for as long as Pages says, if that matters.
 */
export async function serve(folder, base = '', { gzip = false, kept = false } = {}) {
  const server = createServer((request, response) => {
    const path = pathOf(request.url);
    const inner = path.startsWith(`${base}/`) && !path.split('/').includes('..') ? path.slice(base.length) : null;
    const file = inner && folder + (inner.endsWith('/') ? `${inner}index.html` : inner);
    const found = file && statSync(file, { throwIfNoEntry: false })?.isFile();
    const served = found ? file : `${folder}/404.html`;
    const type = TYPES[extname(served)] ?? 'application/octet-stream';
    const packs = gzip && TEXT.test(type);
    response.writeHead(found ? 200 : 404, { 'content-type': type, ...(packs && { 'content-encoding': 'gzip' }), ...(kept && { 'cache-control': 'max-age=600' }) });
    const stream = createReadStream(served).on('error', () => response.end());
    if (packs) stream.pipe(createGzip()).pipe(response);
    else stream.pipe(response);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return { origin, root: origin + base, close: () => server.close() };
}
