// Goes through a site as a reader would who wants to see all of it: from the first page along every link, each page in a
// real browser with its scripts, until nothing new comes. The console stays empty, no request leaves the site or fails,
// and every link leads to something.
//
// Of a site with more than MOST pages some of each kind are opened, and what these link to is only asked for. --prove
// breaks a copy of the site in every way that is looked for, and wants it found.

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, close, parameters } from './check.mjs';
import { launch } from './chromium.mjs';
import { basePath, files, serve } from './site.mjs';
import { tags } from './tags.mjs';

const MOST = 10_000;
/** Pages that are open at a time, and plain requests that are under way. */
const PAGES_AT_ONCE = 4;
const ASKED_AT_ONCE = 16;
/** Pages that are opened before what they link to is looked at. */
const ROUND = 16;
const PATIENCE = 15_000;
/** Addresses of one page that differ in what they ask it, such as searches: so many are opened, as the page is one. */
const QUERIES = 3;
/** Deep, since a relative address on the page for missing ones would be found only from here. */
const MISSING = '/there/is/no/such/page/';

/** What was found, by what it is: each problem once, with the first place and the number of the others. */
class Findings {
  #of = { links: new Map(), places: new Map(), failed: new Map(), foreign: new Map(), console: new Map(), missing: new Map(), search: new Map() };

  add(kind, problem, where) {
    const found = this.#of[kind].get(problem) ?? { where, places: new Set() };
    found.places.add(where);
    this.#of[kind].set(problem, found);
  }

  list(kind) {
    return [...this.#of[kind]].map(([problem, { where, places }]) => {
      const others = places.size > 1 ? ` and ${places.size - 1} other pages` : '';
      return `${where}${others}: ${problem}`;
    });
  }
}

/** The pages that wait to be opened: those of the kind of which fewest were taken come first. */
class Queue {
  #kinds = new Map();
  length = 0;

  push(address) {
    const kind = kindOf(address);
    const { waiting, taken } = this.#kinds.get(kind) ?? { waiting: [], taken: 0 };
    waiting.push(address);
    this.#kinds.set(kind, { waiting, taken });
    this.length += 1;
  }

  take() {
    let next;
    for (const kind of this.#kinds.values()) if (kind.waiting.length > 0 && (!next || kind.taken < next.taken)) next = kind;
    next.taken += 1;
    this.length -= 1;
    return next.waiting.shift();
  }

  get kinds() {
    return this.#kinds.size;
  }
}

/** What an address has in common with others: the names and numbers in it are let go. */
function kindOf(address) {
  const shape = (segment, depth) => {
    if (/^\d{4}$/.test(segment)) return 'year';
    if (/^\d\d$/.test(segment)) return 'number';
    if (/^w\d\d$/.test(segment)) return 'week';
    if (/^[a-z]$/.test(segment)) return 'letter';
    return depth === 0 || segment === 'part' || segment === '' ? segment : 'name';
  };
  return address.slice(1).split('/').map(shape).join('/');
}

/** Run in the page, once it is at rest: everything that it names, and the places in it that can be linked to. */
async function gather() {
  await document.fonts.ready;
  await new Promise((done) => { requestIdleCallback(done, { timeout: 1_000 }); });
  const links = [];
  const add = (how, text) => {
    const url = URL.parse(text, document.baseURI);
    links.push({ how, text, url: url?.href ?? null });
  };
  for (const element of document.querySelectorAll('[href]')) add(element.localName === 'link' ? element.rel : 'href', element.getAttribute('href'));
  for (const name of ['src', 'poster', 'data', 'action']) {
    for (const element of document.querySelectorAll(`[${name}]:not(script)`)) add(name, element.getAttribute(name));
  }
  for (const element of document.querySelectorAll('[srcset]')) {
    for (const candidate of element.srcset.split(/,\s/)) add('srcset', candidate.trim().split(/\s/)[0]);
  }
  return { links, ids: [...document.querySelectorAll('[id]')].map(({ id }) => id) };
}

/** A page of the browser that tells `found` what it hears, and can be waited for. */
async function listener(context, server, found, patience) {
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  const open = new Set();
  const told = new Set(); // addresses of which the console need not speak too
  const heard = { page, at: '/', isLeaving: false, exempt: null };
  const isWithin = (url) => url.startsWith(`${server.root}/`) || /^(data|blob|about):/.test(url);
  page.on('request', (request) => {
    open.add(request);
    if (isWithin(request.url())) return;
    told.add(request.url());
    const isHere = request.url().startsWith(`${server.origin}/`);
    found.add('foreign', `asks for ${request.url()}${isHere ? `, outside of ${server.root}/` : ''}`, heard.at);
  });
  page.on('requestfinished', (request) => open.delete(request));
  page.on('requestfailed', (request) => {
    open.delete(request);
    // What a page still waits for when it leads on to another is let go.
    if (!isWithin(request.url()) || (heard.isLeaving && request.failure()?.errorText === 'net::ERR_ABORTED')) return;
    told.add(request.url());
    found.add('failed', `${request.url()} fails: ${request.failure()?.errorText}`, heard.at);
  });
  page.on('response', (response) => {
    if (response.status() < 400 || response.url() === heard.exempt || !isWithin(response.url())) return;
    told.add(response.url());
    found.add('failed', `${response.url()} is answered with ${response.status()}`, heard.at);
  });
  page.on('websocket', (socket) => found.add('foreign', `opens ${socket.url()}`, heard.at));
  page.on('pageerror', (error) => found.add('console', error.message, heard.at));
  page.on('console', (message) => {
    const { url } = message.location();
    const isTold = /^Failed to load resource/.test(message.text()) && (told.has(url) || url === heard.exempt);
    if (!isTold) found.add('console', `${message.type()}: ${message.text()}`, heard.at);
  });
  heard.rest = async () => {
    for (const end = Date.now() + patience; open.size > 0 && Date.now() < end;) await new Promise((done) => { setTimeout(done, 10); });
    for (const request of open) found.add('failed', `${request.url()} is never answered`, heard.at);
    open.clear();
  };
  return heard;
}

/** Goes through the site, and gives what was found and how much was seen. */
async function crawl(browser, folder, base, most, patience = PATIENCE) {
  const server = await serve(folder, base, { kept: true });
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const found = new Findings();
  const queue = new Queue();
  const from = new Map(); // address → the page that first named it
  const rest = []; // addresses that are no pages
  const ids = new Map(); // address → the places of a page that was opened
  const wanted = new Map(); // address → place → the page that names it
  const asked = new Map(); // path → how often it was named with a query
  /** The address at which the site says that it is published, under which it names itself. */
  const published = /<link rel="canonical" href="([^"]*?)\/?"/.exec(readFileSync(`${folder}/index.html`, 'utf8'))?.[1];

  const ask = (address) => fetch(server.root + address, { redirect: 'manual' });

  function follow({ how, text, url }, at) {
    if (url === null) return found.add('links', `${how}="${text}" is no address`, at);
    if (/^(javascript|vbscript):/.test(url)) return found.add('links', `${how}="${text}" is a script`, at);
    const root = [server.root, published].find((root) => root && (url === root || url.startsWith(`${root}/`)));
    if (root === undefined) {
      if (url.startsWith(`${server.origin}/`)) found.add('links', `${how}="${text}" leads out of ${base}/`, at);
      if (/\b(preconnect|dns-prefetch|prefetch|preload)\b/.test(how)) found.add('foreign', `${how} of ${url}`, at);
      return undefined;
    }
    const [address, place] = (url.slice(root.length) || '/').split('#', 2);
    if (place) {
      const places = wanted.get(address) ?? new Map();
      wanted.set(address, places.has(place) ? places : places.set(place, at));
    }
    if (from.has(address)) return undefined;
    from.set(address, at);
    const [path, query] = address.split('?', 2);
    if (query !== undefined) asked.set(path, (asked.get(path) ?? 0) + 1);
    if (/(\/|\.html)$/.test(path) && (query === undefined || asked.get(path) <= QUERIES)) queue.push(address);
    else rest.push(address);
    return undefined;
  }

  /** Opens one page, and gives what it links to. */
  async function open(heard, address) {
    const at = address;
    Object.assign(heard, { at, isLeaving: false });
    const answer = await ask(address);
    const text = await answer.text();
    if (!answer.ok && address !== MISSING) return found.add('links', `${address} is answered with ${answer.status}`, from.get(address));
    const refresh = tagOf(text, 'meta', (meta) => /^refresh$/i.test(meta['http-equiv']))?.content;
    // A search may lead on to the one paper that it names.
    heard.isLeaving = refresh !== undefined || address.includes('?');
    heard.exempt = answer.ok ? null : server.root + address;
    await heard.page.goto(server.root + address);
    if (refresh !== undefined) {
      const target = new URL(/url=['"]?([^'"]*)/i.exec(refresh)?.[1] ?? '', server.root + address).href;
      await heard.page.waitForURL((url) => url.href === target);
      await heard.page.waitForLoadState();
      await heard.page.goto('about:blank');
      return [{ how: 'refresh', text: target, url: target }];
    }
    // What a search finds are links too, and comes when its files have come.
    if (address.includes('?')) await heard.page.waitForLoadState('networkidle');
    const page = await heard.page.evaluate(gather).catch((error) => {
      if (heard.isLeaving) return heard.page.waitForLoadState().then(() => heard.page.evaluate(gather));
      throw error;
    });
    await heard.rest();
    if (heard.isLeaving) await heard.page.goto('about:blank');
    ids.set(address, new Set(page.ids));
    return page.links;
  }

  from.set('/', '/').set(MISSING, MISSING);
  queue.push('/');
  const tabs = await Promise.all(Array.from({ length: PAGES_AT_ONCE }, () => listener(context, server, found, patience)));
  let opened = 0;
  // What is opened next follows from what the pages say, and not from which of them was quick.
  while (queue.length > 0 && opened < most) {
    const round = Array.from({ length: Math.min(ROUND, queue.length, most - opened) }, () => queue.take());
    opened += round.length;
    const links = new Map();
    const waiting = round.values();
    await Promise.all(tabs.map(async (heard) => {
      for (const address of waiting) {
        links.set(address, await open(heard, address).catch((error) => found.add('failed', error.message.split('\n')[0], address)));
      }
    }));
    for (const address of round) links.get(address)?.forEach((link) => follow(link, address));
  }
  const last = await listener(context, server, found, patience);
  await missing(last, base, open, follow, found).catch((error) => found.add('missing', error.message.split('\n')[0], MISSING));
  await search(last, server, base, found).catch((error) => found.add('search', error.message.split('\n')[0], last.page.url()));
  const left = queue.length;
  while (queue.length > 0) rest.push(queue.take());
  await askAll(rest, ask, from, found);
  await findPlaces(wanted, ids, ask, found);
  await context.close();
  server.close();
  return { found, left, asked: rest.length - left, kinds: queue.kinds, opened };
}

/** The attributes of the first such tag. */
function tagOf(html, name, isIt) {
  for (const tag of tags(html)) if (tag.name === name && isIt(tag.attributes)) return tag.attributes;
  return undefined;
}

/** Asks for what is not opened: files, and the pages that are too many. */
async function askAll(addresses, ask, from, found) {
  const waiting = addresses.values();
  const one = async () => {
    for (const address of waiting) {
      const answer = await ask(address);
      const { byteLength } = await answer.arrayBuffer();
      if (answer.status !== 200) found.add('links', `${address} is answered with ${answer.status}`, from.get(address));
      else if (byteLength === 0) found.add('links', `${address} is empty`, from.get(address));
    }
  };
  await Promise.all(Array.from({ length: ASKED_AT_ONCE }, one));
}

/** Looks for each place that a link names. A page that is not there was told already. */
async function findPlaces(wanted, ids, ask, found) {
  for (const [address, places] of wanted) {
    let known = ids.get(address);
    if (!known) {
      const answer = await ask(address);
      if (!answer.ok) continue;
      known = new Set([...tags(await answer.text())].map(({ attributes }) => attributes.id));
    }
    for (const [place, at] of places) {
      if (place !== 'top' && !known.has(decodeURIComponent(place))) found.add('places', `${address} has no #${place}`, at);
    }
  }
}

/** What is shown for an address that is not there has a heading, its style, and links that work from deep down. */
async function missing(heard, base, open, follow, found) {
  const links = await open(heard, MISSING);
  links.forEach((link) => follow(link, MISSING));
  if ((await heard.page.locator(`a[href="${base}/"]`).count()) === 0) found.add('missing', 'has no link to the first page', MISSING);
  if (heard.exempt === null) found.add('missing', 'is not answered with 404', MISSING);
  if ((await heard.page.locator('h1:visible').count()) !== 1) found.add('missing', 'has no heading', MISSING);
  if ((await heard.page.evaluate(() => document.styleSheets.length)) === 0) found.add('missing', 'has no style', MISSING);
}

/** Types a word of a title into the box of the first page, and opens the first paper that is found. */
async function search(heard, server, base, found) {
  const { page } = heard;
  Object.assign(heard, { at: 'the search', exempt: null });
  await page.goto(`${server.root}/`);
  const isPaper = `^${base}/papers/(?!part/)[^/]+/$`;
  const titles = await page.locator('main a[href]').evaluateAll((links, isPaper) =>
    links.filter((link) => new RegExp(isPaper).test(link.pathname)).map((link) => link.textContent), isPaper);
  const words = titles.join(' ').match(/\p{L}{4,12}/gu) ?? [];
  const word = words.reduce((longest, word) => (word.length > longest.length ? word : longest), '');
  if (word === '') return found.add('search', 'the first page has no title to search for', '/');
  const box = page.locator('input[type=search]').first();
  await box.focus();
  await box.pressSequentially(word);
  await page.locator('[role=option]').first().waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname.endsWith('/search/') && url.searchParams.get('q') === word);
  await page.locator('[data-part=hits] h3 a').first().click();
  await page.waitForURL((url) => !url.pathname.endsWith('/search/'));
  if ((await page.locator('h1:visible').count()) !== 1) found.add('search', 'leads to a page without a heading', page.url());
  await page.evaluate(gather);
  await heard.rest();
  return undefined;
}

/** Breaks a copy of the site, and gives what of that is not found. */
async function unproved(browser, folder, base) {
  const scratch = mkdtempSync(join(tmpdir(), 'offprint-crawl-'));
  const copy = join(scratch, 'site');
  cpSync(folder, copy, { recursive: true });
  const all = files(copy);
  const font = all.find((file) => file.endsWith('.woff2'));
  const index = all.filter((file) => file.startsWith('/search/') && file.endsWith('.bin'));
  const put = (file, text, before) => {
    const path = copy + file;
    writeFileSync(path, readFileSync(path, 'utf8').replace(before, (found) => text + found));
  };
  put('/index.html', [
    `<a href="${base}/nowhere/">a</a><a href="${base}/nowhere.bib">b</a><a href="/outside/">c</a>`,
    `<a href="${base}/papers/#nowhere">d</a><a href="javascript:void 0">e</a><a href="http://[">f</a>`,
    '<img src="https://foreign.example/x.png" alt=""><img src="nowhere.png" alt="">',
    '<script>console.error("broken on purpose"); console.info("and told"); fetch("nowhere.json"); throw new Error("thrown on purpose")</script>',
  ].join('\n'), '</main>');
  put('/index.html', '<link rel="preconnect" href="https://fonts.example">', '</head>');
  put('/404.html', '<a href="relative/">g</a>', '</main>');
  for (const file of [font, ...index].filter(Boolean)) rmSync(copy + file);
  const { found } = await crawl(browser, copy, base, 1, 1_500);
  rmSync(scratch, { recursive: true });
  const wants = {
    links: ['/nowhere/ is answered with 404', '/nowhere.bib is answered with 404', 'is a script', 'is no address', `${MISSING}relative/ is`, ...(base ? ['leads out of'] : ['/outside/ is'])],
    places: ['/papers/ has no #nowhere'],
    failed: ['/nowhere.png is answered with 404', '/nowhere.json is answered with 404', ...(font ? [`${font} is answered with 404`] : []), ...index.length > 0 ? ['/search/'] : []],
    foreign: ['https://foreign.example/x.png', 'preconnect of https://fonts.example'],
    console: ['broken on purpose', 'and told', 'thrown on purpose'],
  };
  return Object.entries(wants).flatMap(([kind, problems]) => {
    const list = found.list(kind);
    return problems.filter((problem) => !list.some((line) => line.includes(problem))).map((problem) => `${kind}: “${problem}” is not among ${JSON.stringify(list)}`);
  });
}

const given = parameters('node crawl.mjs DIR [BASE_PATH] [MOST] [--prove]', 1);
const [folder, givenBase, most = MOST] = given.filter((parameter) => parameter !== '--prove');
const base = basePath(givenBase);
// No name leads anywhere: what asks for another host is told, and gets no answer.
const browser = await launch('--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1');
const start = Date.now();
const { found, left, asked, kinds, opened } = await crawl(browser, folder, base, Number(most));
const took = (Date.now() - start) / 1000;
const rest = left > 0 ? `; ${left} more that these link to were only asked for` : '; no page is left';
console.log(`opened ${opened} pages of ${kinds} kinds in ${took.toFixed(1)} s and asked for ${asked} files${rest}`);
await check('every link leads to something', () => found.list('links'));
await check('every link to a place in a page finds it', () => found.list('places'));
await check('no request fails', () => found.list('failed'));
await check('no request leaves the site', () => found.list('foreign'));
await check('the console is empty', () => found.list('console'));
await check('a missing address is answered by a page that works', () => found.list('missing'));
await check('a paper is found by a word of its title and opened', () => found.list('search'));
if (given.includes('--prove')) await check('what is broken on purpose is found', () => unproved(browser, folder, base));
await browser.close();
close();
