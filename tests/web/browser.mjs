// What only a real browser can tell of a site: it is read without JavaScript, by keyboard, on a phone, in the dark,
// and by those who use a screen reader (axe). One page of each kind stands for all. What pages ask for and say in the
// console, crawl.mjs hears.
//
// --all-kinds makes a kind of page that the site lacks a failure: the archive made for this has them all.

import { readFileSync } from 'node:fs';
import axe from 'axe-core';
import { check, close, parameters } from './check.mjs';
import { launch } from './chromium.mjs';
import { basePath, kinds, serve } from './site.mjs';

const PHONE = { width: 360, height: 740 };
const DESKTOP = { width: 1440, height: 900 };

const given = parameters('node browser.mjs DIR [BASE_PATH] [--all-kinds]', 1);
const [folder, givenBase] = given.filter((parameter) => parameter !== '--all-kinds');
const base = basePath(givenBase);
const { pages, absent } = kinds(folder);
// A redirect page is left before it can be looked at; it has a check of its own.
const looked = Object.entries(pages).filter(([kind]) => kind !== 'redirect');
const server = await serve(folder, base);
const browser = await launch();

/** One visit that several checks look at. What it throws fails each of them, and only them. */
function once(run) {
  let result;
  return () => (result ??= run());
}

/** Runs `visit` on one page of each kind in a context with these options, and gathers what it finds. */
async function everyKind(options, visit, prepare = () => {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await prepare(page);
  const found = [];
  for (const [kind, address] of looked) {
    await page.goto(server.root + address);
    for (const problem of (await visit(page, address)) ?? []) found.push(`${kind} (${address}): ${problem}`);
  }
  await context.close();
  return found;
}

/** Runs `visit` on one page in a context with these options. */
async function onPage(address, options, visit) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(server.root + address);
  const found = await visit(page);
  await context.close();
  return found;
}

/** Presses Tab until `isThere` holds of the element that has the focus. */
async function tabTo(page, isThere, most) {
  for (let presses = 1; presses <= most; presses += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(isThere)) return presses;
  }
  return null;
}

async function hasOneHeading(page) {
  const headings = await page.locator('h1:visible').allInnerTexts();
  if (headings.length !== 1) return [`${headings.length} visible h1`];
  if (headings[0].trim() === '') return ['the h1 is empty'];
  return (await page.title()).trim() === '' ? ['the title is empty'] : [];
}

async function skipLinkWorks(page) {
  await page.keyboard.press('Tab');
  const link = await page.evaluate(() => {
    const focused = document.activeElement;
    const box = focused.getBoundingClientRect();
    const seen = box.width > 1 && box.height > 1 && box.top >= 0 && box.left >= 0;
    return { target: focused.getAttribute('href') ?? '', seen };
  });
  if (!/^#./.test(link.target)) return ['the first Tab stop is no skip link'];
  if (!link.seen) return ['the skip link cannot be seen when it has the focus'];
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  const fragment = link.target.slice(1);
  const isPast = await page.evaluate((id) => {
    const target = document.getElementById(id);
    const focused = document.activeElement;
    const next = target && (target.contains(focused) || target.compareDocumentPosition(focused) & Node.DOCUMENT_POSITION_FOLLOWING);
    return Boolean(next) || focused === document.body;
  }, fragment);
  return isPast ? [] : ['after the skip link, Tab does not go on behind its target'];
}

/** What needs each page once without JavaScript, found in one visit. */
const withoutScript = once(async () => {
  const found = { headings: [], skipping: [] };
  await everyKind({ javaScriptEnabled: false, viewport: DESKTOP }, async (page, address) => {
    for (const problem of await hasOneHeading(page)) found.headings.push(`${address}: ${problem}`);
    for (const problem of await skipLinkWorks(page)) found.skipping.push(`${address}: ${problem}`);
  });
  return found;
});

async function titlesWithoutScript() {
  return onPage('/', { javaScriptEnabled: false, viewport: DESKTOP }, async (page) => {
    const titles = await page.locator('main a[href*="/papers/"]:visible').allInnerTexts();
    return titles.some((title) => title.trim().length > 10) ? [] : ['no paper’s title is a link on the first page'];
  });
}

async function abstractOpensByKeyboard() {
  const address = pages['day with abstracts'];
  return onPage(address, { javaScriptEnabled: false, viewport: DESKTOP }, async (page) => {
    const presses = await tabTo(page, () => document.activeElement.matches('main details > summary'), 200);
    if (presses === null) return [`${address}: Tab never comes to a summary`];
    const state = () => {
      const details = document.activeElement.closest('details');
      const inner = [...details.children].find((child) => child.localName !== 'summary');
      return { open: details.open, shown: inner.getBoundingClientRect().height > 0 && inner.checkVisibility() };
    };
    const before = await page.evaluate(state);
    await page.keyboard.press('Enter');
    const after = await page.evaluate(state);
    if (before.open) return ['the abstract is open before it is asked for'];
    return after.open && after.shown ? [] : ['Enter does not open the abstract'];
  });
}

async function nothingScrollsSideways() {
  return everyKind({ viewport: PHONE, isMobile: true, hasTouch: true, deviceScaleFactor: 2 }, (page) =>
    page.evaluate((width) => {
      // Mobile Chromium widens the layout to fit what sticks out, so the page is measured against the phone itself.
      const widest = Math.max(window.innerWidth, document.documentElement.scrollWidth);
      if (widest <= width) return [];
      const sticksOut = (element) => element.getBoundingClientRect().right > width + 1;
      const first = [...document.body.querySelectorAll('*')].find((e) => sticksOut(e) && ![...e.children].some(sticksOut));
      return [`${widest} pixels wide, perhaps for ${first ? first.outerHTML.slice(0, 80) : 'no element at all'}`];
    }, PHONE.width));
}

async function darkIsDark() {
  const luminance = async (colorScheme) =>
    onPage('/', { colorScheme, viewport: DESKTOP }, (page) =>
      page.evaluate(() => {
        const colour = (element) => getComputedStyle(element).backgroundColor;
        const isClear = (text) => /rgba\(.*, 0\)/.test(text);
        const shown = [document.body, document.documentElement].map(colour).find((text) => !isClear(text)) ?? 'Canvas';
        // The canvas understands every notation of a colour and answers in bytes.
        const canvas = document.createElement('canvas').getContext('2d');
        canvas.fillStyle = shown;
        canvas.fillRect(0, 0, 1, 1);
        const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      }));
  const [light, dark] = [await luminance('light'), await luminance('dark')];
  return light > 200 && dark < 60 ? [] : [`the background’s lightness is ${light.toFixed()} of 255 in light and ${dark.toFixed()} in dark`];
}

async function coloursCanBeChosen() {
  const context = await browser.newContext({ colorScheme: 'light', reducedMotion: 'reduce', viewport: DESKTOP });
  const page = await context.newPage();
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await page.goto(`${server.root}/`);
  const button = page.locator('button.colours');
  const light = await background();
  await button.focus();
  await page.keyboard.press('Enter');
  const dark = await background();
  await page.goto(server.root + pages.paper);
  const kept = await background();
  const pressed = await button.getAttribute('aria-pressed');
  await button.click();
  const back = await background();
  const rest = await page.evaluate(() => localStorage.length);
  await context.close();
  const problems = [];
  if (dark === light) problems.push('the button changes nothing');
  if (kept !== dark || pressed !== 'true') problems.push('the next page does not remember what was chosen');
  if (back !== light || rest !== 0) problems.push('a second press does not lead back to what the system says');
  return problems;
}

/**
 * Fonts arrive when the page has long been painted, as on a slow line. A thousandth is a word that moves by its own
 * width, which nobody would call a shift of the layout, and it is what rounding can add up to.
 */
const withLateFonts = once(async () => {
  const found = { shifts: [], waiting: new Set() };
  const late = async (route) => {
    await new Promise((done) => { setTimeout(done, 400); });
    await route.continue();
  };
  await everyKind({ viewport: PHONE }, async (page, address) => {
    const { shifts, names } = await page.evaluate(async () => {
      await document.fonts.ready;
      await new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); });
      const observer = new PerformanceObserver(() => {});
      observer.observe({ type: 'layout-shift', buffered: true });
      const fonts = performance.getEntriesByType('resource').filter(({ name }) => /\.woff2?($|\?)/.test(name));
      return {
        shifts: observer.takeRecords().map(({ value, sources }) => ({ value, where: sources[0]?.node?.parentElement?.outerHTML.slice(0, 80) })),
        names: fonts.filter(({ initiatorType }) => initiatorType !== 'link').map(({ name }) => name),
      };
    });
    const sum = shifts.reduce((before, { value }) => before + value, 0);
    if (sum > 0.001) found.shifts.push(`${address}: the layout shifts by ${sum.toFixed(4)}, first at ${shifts[0].where}`);
    for (const name of names) found.waiting.add(`${name} waits for the stylesheet`);
  }, (page) => page.route('**/*.woff2', late));
  return found;
});

async function redirectLeadsOn() {
  return onPage(pages.redirect, { viewport: DESKTOP }, async (page) => {
    await page.waitForURL((url) => url.pathname !== base + pages.redirect, { timeout: 5_000 });
    return (await page.locator('h1').count()) === 1 ? [] : [`${page.url()} is no page`];
  });
}

const LOOKS = [
  { name: 'a desktop, light', viewport: DESKTOP, scheme: 'light' },
  { name: 'a desktop, dark', viewport: DESKTOP, scheme: 'dark' },
  { name: 'a phone, light', viewport: PHONE, scheme: 'light' },
  { name: 'a phone, dark', viewport: PHONE, scheme: 'dark' },
];

/**
 * What axe finds on each kind of page in each of the looks. Each page is opened once, since that takes long, and without
 * motion, so that no colour is caught half way from light to dark. The dark looks differ from the light ones in colours alone.
 */
const axeFinds = once(async () => {
  const found = Object.fromEntries(LOOKS.map(({ name }) => [name, []]));
  await everyKind({ reducedMotion: 'reduce' }, async (page, address) => {
    await page.evaluate(axe.source);
    for (const look of LOOKS) {
      await page.setViewportSize(look.viewport);
      await page.emulateMedia({ colorScheme: look.scheme });
      const { violations } = await page.evaluate((options) => globalThis.axe.run(document, options), {
        resultTypes: ['violations'],
        rules: { 'target-size': { enabled: look.viewport === PHONE } },
        ...(look.scheme === 'dark' && { runOnly: ['color-contrast', 'link-in-text-block'] }),
      });
      for (const { id, nodes } of violations) {
        const more = nodes.length > 1 ? ` and ${nodes.length - 1} more` : '';
        found[look.name].push(`${address}: ${id}: ${nodes[0].target.join(' ')}${more}`);
      }
    }
  });
  return found;
});

if (absent.length > 0) console.log(`kinds of pages that this site lacks: ${absent.join(', ')}`);
/** A paper is copied as a citation and saved in every format that its page carries, byte for byte as the page has it. */
async function papersCanBeCited() {
  const options = { permissions: ['clipboard-read', 'clipboard-write'], acceptDownloads: true };
  return onPage(pages.paper, options, async (page) => {
    const found = [];
    const bar = page.locator('#cite .buttons');
    await bar.first().locator('button').first().click();
    const citation = await page.locator('#cite p').first().textContent();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    if (copied.trim() !== citation.trim()) found.push(`the citation was copied as ${JSON.stringify(copied)}`);
    for (const details of await page.locator('#cite details').all()) {
      await details.locator('summary').click();
      const text = details.locator('pre');
      const saved = page.waitForEvent('download');
      await details.locator('button').last().click();
      const download = await saved;
      const name = await text.getAttribute('data-file');
      if (download.suggestedFilename() !== name) found.push(`${name} was saved as ${download.suggestedFilename()}`);
      const bytes = readFileSync(await download.path(), 'utf8');
      const shown = await text.textContent();
      if (bytes.replaceAll('\r', '') !== shown) found.push(`${name} is not what the page shows`);
      if (name.endsWith('.ris') !== /\r\n$/.test(bytes)) found.push(`${name} has the wrong ends of lines`);
    }
    if ((await page.locator('#cite details').count()) < 4) found.push('there are fewer than four formats');
    return found;
  });
}

if (given.includes('--all-kinds')) await check('every kind of page is there', () => absent.map((kind) => `no ${kind}`));
await check('every kind of page has one heading without JavaScript', async () => (await withoutScript()).headings);
await check('the skip link works by keyboard', async () => (await withoutScript()).skipping);
await check('the first page shows titles without JavaScript', titlesWithoutScript);
if (pages['day with abstracts']) await check('an abstract opens by keyboard without JavaScript', abstractOpensByKeyboard);
await check('nothing scrolls sideways at 360 pixels', nothingScrollsSideways);
await check('the dark scheme is dark and the light one light', darkIsDark);
await check('colours can be chosen and are remembered', coloursCanBeChosen);
await check('a paper can be copied and saved in every format', papersCanBeCited);
await check('no layout shifts, also where the font comes late', async () => (await withLateFonts()).shifts);
await check('fonts are asked for before the stylesheet is there', async () => [...(await withLateFonts()).waiting]);
if (pages.redirect) await check('a redirect page leads on', redirectLeadsOn);
for (const { name } of LOOKS) await check(`axe finds nothing on ${name}`, async () => (await axeFinds())[name]);
await browser.close();
server.close();
close();
