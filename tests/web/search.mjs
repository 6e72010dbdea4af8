// What a reader does with search: by keyboard, on a phone, without JavaScript, with a network that is slow or gone.
//
//   node tests/web/search.mjs PROGRAM
//
// The archive of this folder is built by the program and asked for real; what no archive can be made to do is asked of
// an engine that is made up (engine-stub.js).

import axe from 'axe-core';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, close, parameters } from './check.mjs';
import { launch } from './chromium.mjs';
import { serve } from './site.mjs';
import { stubbed } from './stub.mjs';

const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
const DESKTOP = { viewport: { width: 1440, height: 900 } };
const BASE = '/repo';

const [program] = parameters('node search.mjs PROGRAM', 1);
const scratch = mkdtempSync(join(tmpdir(), 'offprint-search-'));
cpSync(new URL('archive/', import.meta.url).pathname, join(scratch, 'archive'), { recursive: true });
const folder = join(scratch, 'public');
execFileSync(program, ['build', '--quiet', '--root', join(scratch, 'archive'), '--out', folder, '--base-url', `https://example.org${BASE}`]);
const server = await serve(folder, BASE);
const browser = await launch();

/** Visits an address and gathers what the visit finds; `stub` is how the made-up engine behaves, if it is to answer. */
async function visit(address, { stub, ...options }, run) {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const found = [];
  page.on('pageerror', (error) => found.push(`the page throws: ${error.message}`));
  if (stub) {
    await page.addInitScript((stub) => { globalThis.stub = stub; }, stub);
    await page.route('**/search/search.*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: stubbed() }));
  }
  await page.goto(server.root + address);
  try {
    await run(page, (is, should, what) => {
      if (JSON.stringify(is) !== JSON.stringify(should)) found.push(`${what} is ${JSON.stringify(is)}, not ${JSON.stringify(should)}`);
    });
  } catch (error) {
    found.push(error.message.split('\n').slice(0, 3).join(' '));
  }
  await context.close();
  return found;
}

const stubbedOn = (address, options, run) => () => visit(address, { stub: {}, ...options }, run);

/** The address that is open, within the site. */
const where = (page) => decodeURIComponent(page.url().slice(server.root.length));
const box = (page) => page.locator('offprint-search input');
const focused = (page, property) => page.evaluate((property) => document.activeElement[property], property);
const texts = async (locator) => (await locator.allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
const isOpen = (page) => box(page).getAttribute('aria-expanded').then((value) => value === 'true');
const chosen = (page) => page.locator('[role=option][aria-selected=true]');
const part = (page, name) => page.locator(`[data-part=${name}]`);
const results = (page) => part(page, 'hits').locator('.cards > li').first().waitFor();
const titles = (page) => texts(part(page, 'hits').locator('h3 a'));

async function suggestions(page, text) {
  await box(page).focus();
  await box(page).pressSequentially(text);
  await page.locator('[role=option]').first().waitFor();
}

async function tabTo(page, isThere, most = 80) {
  for (let presses = 0; presses < most; presses += 1) {
    if (await page.evaluate(isThere)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never comes to ${isThere}`);
}

async function axeFinds(page) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'], rules: { 'target-size': { enabled: innerWidth < 400 } } }));
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0].target.join(' ')} ${nodes[0].failureSummary.split('\n')[1]}`);
}

// The box in the header.

await check('the script of search comes when the box is turned to, and not before', stubbedOn('/', DESKTOP, async (page, same) => {
  const scripts = () => page.evaluate(() => performance.getEntriesByType('resource').filter(({ name }) => name.includes('/search/')).length);
  same(await scripts(), 0, 'what is asked for by a page that is only read');
  await page.keyboard.press('/');
  await page.waitForFunction(() => customElements.get('offprint-search'));
  same(await focused(page, 'name'), 'q', 'what the slash leads to');
  same(await box(page).inputValue(), '', 'what the slash types');
}));

await check('a slash in a field is a slash, and one with Control is the browser’s', stubbedOn('/', DESKTOP, async (page, same) => {
  await page.keyboard.press('Control+/');
  same(await focused(page, 'localName'), 'body', 'the focus after Control and slash');
  await box(page).focus();
  await box(page).pressSequentially('a/b');
  same(await box(page).inputValue(), 'a/b', 'what was typed');
}));

await check('what is typed before the script is there is answered when it comes', stubbedOn('/', DESKTOP, async (page, same) => {
  await page.route('**/search/search.*.js', async (route) => {
    await new Promise((done) => { setTimeout(done, 400); });
    await route.fulfill({ contentType: 'text/javascript', body: stubbed() });
  });
  await suggestions(page, 'tides');
  same(await isOpen(page), true, 'aria-expanded');
}));

await check('suggestions are chosen with the arrows, and Escape takes back first them and then the focus', stubbedOn('/', DESKTOP, async (page, same) => {
  await suggestions(page, 'tid');
  same(await texts(page.locator('[role=listbox] [role=group]').first().locator('[role=option]')), ['tides'], 'how the query may go on');
  same(await page.locator('[role=group]').nth(1).locator('[role=option]').count(), 5, 'the number of papers');
  same(await chosen(page).count(), 0, 'what is chosen before an arrow');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  const id = await box(page).getAttribute('aria-activedescendant');
  same(id, await chosen(page).getAttribute('id'), 'aria-activedescendant');
  same((await texts(chosen(page)))[0].startsWith('On tides'), true, 'that a paper is chosen');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  same(await chosen(page).count(), 0, 'what is chosen in the box');
  await page.keyboard.press('ArrowUp');
  same(await page.locator('[role=option]').last().getAttribute('aria-selected'), 'true', 'that the round goes on at the end');
  await page.keyboard.press('Escape');
  same([await isOpen(page), await focused(page, 'name'), await box(page).inputValue()], [false, 'q', 'tid'], 'after one Escape');
  await page.keyboard.press('Escape');
  same(await focused(page, 'localName'), 'body', 'after two');
}));

await check('Enter with nothing chosen asks for what was typed', stubbedOn('/', DESKTOP, async (page, same) => {
  await suggestions(page, 'tid');
  await page.keyboard.press('Enter');
  await results(page);
  same(where(page), '/search/?q=tid', 'the address');
}));

await check('Enter goes to the paper that is chosen', stubbedOn('/', DESKTOP, async (page, same) => {
  await suggestions(page, 'tid');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/papers/stub-*/');
  same(where(page), '/papers/stub-0/', 'the address');
}));

await check('Enter asks for the query that is chosen', stubbedOn('/', DESKTOP, async (page, same) => {
  await suggestions(page, 'wakes tid');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await results(page);
  same(where(page), '/search/?q=wakes+tides', 'the address');
}));

await check('a mouse and a finger choose as well', async () => [
  ...await visit('/', { stub: {}, ...DESKTOP }, async (page, same) => {
    await suggestions(page, 'tid');
    await page.locator('[role=option]').nth(1).click();
    await page.waitForURL('**/papers/stub-*/');
    same(where(page), '/papers/stub-0/', 'where a click leads');
  }),
  ...await visit('/', { stub: {}, ...PHONE }, async (page, same) => {
    await box(page).tap();
    await box(page).pressSequentially('tid');
    await page.locator('[role=option]').nth(2).tap();
    await page.waitForURL('**/papers/stub-*/');
    same(where(page), '/papers/stub-3/', 'where a tap leads');
  }),
]);

await check('Tab goes on, and takes the suggestions back', stubbedOn('/', DESKTOP, async (page, same) => {
  await suggestions(page, 'tid');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  same([await isOpen(page), await focused(page, 'name') === 'q'], [false, false], 'open, and focused');
  same(where(page), '/', 'the address');
}));

await check('an input method is left alone until it is done', stubbedOn('/', DESKTOP, async (page, same) => {
  await box(page).focus();
  await page.waitForFunction(() => customElements.get('offprint-search'));
  const session = await page.context().newCDPSession(page);
  await session.send('Input.imeSetComposition', { text: 'tide', selectionStart: 4, selectionEnd: 4 });
  await page.waitForTimeout(300);
  same(await isOpen(page), false, 'aria-expanded while letters are composed');
  await box(page).evaluate((input) => {
    input.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', isComposing: true, bubbles: true }));
    input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', keyCode: 229, bubbles: true }));
  });
  same(await focused(page, 'name'), 'q', 'the focus after Escape of the input method');
  await session.send('Input.insertText', { text: 'tides' });
  await page.locator('[role=option]').first().waitFor();
  same(await isOpen(page), true, 'aria-expanded when they are done');
}));

await check('an answer that comes too late is dropped', stubbedOn('/', DESKTOP, async (page, same) => {
  await suggestions(page, 'a');
  await page.evaluate(() => { globalThis.stub.delay = 700; });
  await box(page).fill('wake');
  await page.waitForTimeout(200);
  await page.evaluate(() => { globalThis.stub.delay = 0; });
  await box(page).fill('tid');
  await page.locator('[role=option]', { hasText: 'tides' }).first().waitFor();
  await page.waitForTimeout(800);
  same(await texts(page.locator('[role=option]').first()), ['tides'], 'the first suggestion');
}));

await check('where suggestions fail the box still asks', stubbedOn('/', { ...DESKTOP, stub: { fails: 99 } }, async (page, same) => {
  await box(page).focus();
  await box(page).pressSequentially('tid');
  await page.waitForTimeout(300);
  same(await isOpen(page), false, 'aria-expanded');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/search/?q=tid');
}));

// The page.

await check('an address shows what was found, and says so', stubbedOn('/search/?q=tides+currents&sort=newest', DESKTOP, async (page, same) => {
  await results(page);
  same(await page.title(), 'tides currents · Search · Harbour Reading Group', 'the title of the window');
  same(await box(page).inputValue(), 'tides currents', 'the box');
  same(await texts(page.getByRole('status')), ['14 papers'], 'the count');
  same(await texts(page.locator('[data-part=order] [aria-current]')), ['Newest'], 'the order');
  const dates = await page.locator('.cards time').evaluateAll((all) => all.map((time) => time.dateTime));
  same(dates, dates.toSorted().reverse(), 'the dates');
}));

await check('a card is like those of the lists, with what was looked for', stubbedOn('/search/?q=tides+curr', DESKTOP, async (page, same) => {
  await results(page);
  const card = page.locator('.cards > li').first();
  same(await texts(card.locator('h3 a')), ['On tides and currents, part 1'], 'the title');
  same(await card.locator('h3 a').getAttribute('href'), `${BASE}/papers/stub-0/`, 'where it leads');
  same(await texts(card.locator('h3 mark')), ['tides', 'currents'], 'what is marked in the title');
  same(await texts(card.locator('.by')), ['Ada Okonkwo and 4 more'], 'the authors');
  same(await texts(card.locator('.of > *')), ['10 January 2001', 'HYDRA 2001'], 'date and venue');
  same(await texts(card.locator('p:not([class])')), ['We look at tides first. Then currents are measured, and tides with them, <b>in the open</b>.'], 'the abstract');
  same(await page.locator('.cards b').count(), 0, 'what is taken for markup');
}));

await check('a paper that was retracted says so', stubbedOn('/search/?q=part+6', DESKTOP, async (page, same) => {
  await results(page);
  same(await texts(page.locator('.cards > li', { hasText: 'part 6' }).locator('.status')), ['RETRACTED'], 'the mark');
}));

await check('what matches only some of the words comes after a line that says so', stubbedOn('/search/?q=tides+currents', DESKTOP, async (page, same) => {
  await results(page);
  same(await texts(page.locator('.divide')), ['With some of the words'], 'the line');
  same(await page.locator('.divide').evaluate((line) => line.previousElementSibling.children.length), 5, 'papers before it');
}));

await check('a corrected query is said, with the way back', stubbedOn('/search/?q=tidse', DESKTOP, async (page, same) => {
  await results(page);
  same(await texts(part(page, 'notes').locator('p')), ['Showing results for tides. Search instead for tidse'], 'the note');
  await tabTo(page, () => document.activeElement.textContent.startsWith('Search instead'));
  await page.keyboard.press('Enter');
  await page.getByRole('status').filter({ hasText: 'No papers found' }).waitFor();
  same(where(page), '/search/?q=tidse&verbatim=1', 'the address');
  await page.goBack();
  await results(page);
  same(where(page), '/search/?q=tidse', 'the address after Back');
}));

await check('nothing found says what to try, and shows ways to browse', stubbedOn('/search/?q=zzz', DESKTOP, async (page, same) => {
  await page.getByRole('status').filter({ hasText: 'No papers found' }).waitFor();
  same(await texts(part(page, 'notes')), ['Try fewer or other words, or browse.'], 'the note');
  same(await page.locator('.browse').isVisible(), true, 'whether there are ways to browse');
  same(await part(page, 'found').isVisible(), false, 'whether there is an empty list');
}));

await check('an unknown field is explained, and the nearest is a link', stubbedOn('/search/?q=autor:tides', DESKTOP, async (page, same) => {
  await results(page);
  same(await texts(part(page, 'notes')), ['There is no field autor, so it was searched as words. Did you mean author?'], 'the note');
  await part(page, 'notes').getByRole('link').click();
  await page.getByRole('status').waitFor();
  same(where(page), '/search/?q=author:tides', 'the address');
}));

await check('More adds ten, and the focus goes to the first of them without a jump', stubbedOn('/search/?q=tides+gauges+wakes', DESKTOP, async (page, same) => {
  await results(page);
  same(await page.locator('.cards > li').count(), 10, 'papers at first');
  await tabTo(page, () => document.activeElement.dataset.part === 'more');
  const before = await page.evaluate(() => scrollY);
  await page.keyboard.press('Enter');
  await page.locator('.cards > li').nth(10).waitFor();
  same(await page.locator('.cards > li').count(), 20, 'papers then');
  same(await focused(page, 'textContent'), (await titles(page))[10], 'what has the focus');
  same(await page.evaluate(() => scrollY), before, 'how far the page is scrolled');
  await part(page, 'more').click();
  await page.waitForFunction(() => document.querySelectorAll('.cards > li').length > 20);
  same(await part(page, 'more').isVisible(), false, 'whether there are more after the last');
}));

await check('the way back from a paper leads to the place where it was found', stubbedOn('/search/?q=tides+gauges+wakes', DESKTOP, async (page, same) => {
  await results(page);
  await part(page, 'more').click();
  await page.locator('.cards > li').nth(19).waitFor();
  await page.locator('.cards > li h3 a').nth(18).click();
  await page.waitForURL('**/papers/**');
  await page.goBack();
  await page.locator('.cards > li').nth(19).waitFor();
  same(await page.evaluate(() => scrollY > 300), true, 'that the page is scrolled');
}));

await check('orders are links, and Back takes an order back', stubbedOn('/search/?q=tides', DESKTOP, async (page, same) => {
  await results(page);
  const before = await titles(page);
  await tabTo(page, () => document.activeElement.dataset.sort === 'newest');
  await page.keyboard.press('Enter');
  await page.waitForURL('**&sort=newest');
  await page.waitForFunction((first) => document.querySelector('.cards h3 a').textContent !== first, before[0]);
  same(await focused(page, 'textContent'), 'Newest', 'what has the focus');
  await page.goBack();
  await page.waitForFunction((first) => document.querySelector('.cards h3 a').textContent === first, before[0]);
  same(await titles(page), before, 'what Back shows');
}));

await check('the page answers while one types, in one step of the way back', stubbedOn('/search/?q=tides', DESKTOP, async (page, same) => {
  await results(page);
  const steps = await page.evaluate(() => history.length);
  await box(page).focus();
  await page.keyboard.press('Control+A');
  await box(page).pressSequentially('wakes');
  await page.waitForFunction(() => /wakes/.test(document.querySelector('.cards h3')?.textContent));
  same(where(page), '/search/?q=wakes', 'the address');
  same(await page.evaluate(() => history.length), steps + 1, 'steps');
  same(await focused(page, 'name'), 'q', 'what has the focus');
  await page.keyboard.press('Enter');
  same(await page.evaluate(() => history.length), steps + 1, 'steps after Enter');
  await page.goBack();
  await page.waitForFunction(() => /tides/.test(document.querySelector('.cards h3')?.textContent));
  same([where(page), await box(page).inputValue()], ['/search/?q=tides', 'tides'], 'address and box after Back');
  await page.goForward();
  await page.waitForFunction(() => /wakes/.test(document.querySelector('.cards h3')?.textContent));
}));

await check('on the page, how a query may go on can be chosen too', stubbedOn('/search/', DESKTOP, async (page, same) => {
  await page.waitForFunction(() => document.activeElement.name === 'q');
  await page.keyboard.type('tid');
  await page.locator('[role=option]').waitFor();
  same(await texts(page.locator('[role=option]')), ['tides'], 'suggestions');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/search/?q=tides');
  same([await box(page).inputValue(), await focused(page, 'name'), await isOpen(page)], ['tides', 'q', false], 'box, focus and suggestions');
}));

await check('an empty box shows ways to browse again', stubbedOn('/search/?q=tides', DESKTOP, async (page, same) => {
  await results(page);
  same(await page.locator('.browse').isVisible(), false, 'whether they are there beside papers');
  await box(page).fill('');
  await page.locator('.browse').waitFor();
  same([await page.title(), await titles(page)], ['Search · Harbour Reading Group', []], 'title and papers');
}));

await check('facets narrow the query and show in it, by keyboard', stubbedOn('/search/?q=tides', DESKTOP, async (page, same) => {
  await results(page);
  await page.locator('.facets h3').first().waitFor();
  same(await texts(page.locator('.facets h3')), ['Types', 'Venues', 'Topics', 'With', 'Authors'], 'facets');
  same((await texts(page.locator('.facets li')))[0], 'Conference paper 3', 'a facet');
  await tabTo(page, () => document.activeElement.dataset.atom === 'venue:hydra');
  await page.keyboard.press('Enter');
  await page.waitForURL('**venue:hydra**');
  await page.locator('.facets [aria-current]').waitFor();
  same(where(page), '/search/?q=venue:hydra+tides', 'the address');
  same(await texts(part(page, 'chips').locator('li')), ['venue:hydra'], 'what the query is narrowed by');
  same(await page.evaluate(() => document.activeElement.dataset.atom), 'venue:hydra', 'what has the focus');
  await page.locator('[data-part=chips] a').focus();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/search/?q=tides');
  await page.waitForFunction(() => document.querySelector('[data-part=chips]').children.length === 0);
  await page.waitForTimeout(100);
  same(await page.evaluate(() => document.activeElement.dataset.atom), 'venue:hydra', 'what has the focus then');
}));

await check('on a phone facets are folded, and asked for when they are opened', stubbedOn('/search/?q=tides', PHONE, async (page, same) => {
  await results(page);
  same([await page.locator('.facets').evaluate((details) => details.open), await page.evaluate(() => globalThis.stub.facets ?? 0)], [false, 0], 'open, and asked for');
  await page.locator('.facets > summary').tap();
  await page.locator('.facets h3').first().waitFor();
  same(await page.evaluate(() => globalThis.stub.facets), 1, 'how often they were asked for');
  const [summary, card] = [await page.locator('.facets > summary').boundingBox(), await page.locator('.cards > li').first().boundingBox()];
  same(summary.y < card.y, true, 'that they stand before the papers');
}));

await check('years are bars that narrow, wide enough for a finger', async () => {
  const bars = async (page) => page.locator('[data-part=years] a').evaluateAll((all) => all.map((bar) => [bar.getAttribute('aria-label'), bar.parentElement.getBoundingClientRect().width >= 24]));
  return [
    ...await visit('/search/?q=tides', { stub: {}, ...DESKTOP }, async (page, same) => {
      await results(page);
      same((await bars(page))[0], ['2001: 1 paper', true], 'the first bar');
      await tabTo(page, () => document.activeElement.dataset.atom === 'year:2004');
      await page.keyboard.press('Enter');
      await page.waitForURL('**year:2004**');
      await page.getByRole('status').filter({ hasText: '1 paper' }).waitFor();
      same(await texts(part(page, 'chips').locator('li')), ['year:2004'], 'what the query is narrowed by');
    }),
    ...await visit('/search/?q=part', { stub: {}, ...PHONE }, async (page, same) => {
      await results(page);
      const shown = await bars(page);
      same(shown[1], ['2002–2003: 4 papers', true], 'the second bar on a phone');
      await page.locator('[data-part=years] a').nth(1).tap();
      await page.waitForURL('**year:**..**');
      await page.waitForTimeout(100);
      await page.locator('[data-part=years] a').first().tap();
      await page.waitForTimeout(200);
      same(await part(page, 'chips').locator('li').count(), 1, 'spans of years that the query is narrowed by');
    }),
  ];
});

await check('an identifier leads straight to its paper, but not while it is typed', async () => [
  ...await visit('/', { stub: {}, ...DESKTOP }, async (page, same) => {
    await page.goto(`${server.root}/search/?q=10.1000/xyz`);
    await page.waitForURL('**/papers/stub-0/');
    await page.goBack();
    same(where(page), '/', 'where Back leads');
  }),
  ...await visit('/search/', { stub: {}, ...DESKTOP }, async (page, same) => {
    await box(page).pressSequentially('10.1000/xyz');
    await page.waitForTimeout(400);
    same(where(page), '/search/?q=10.1000/xyz', 'the address while it is typed');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/papers/stub-0/');
  }),
]);

await check('a search that takes long says that it goes on', stubbedOn('/search/?q=tides', { ...DESKTOP, stub: { delay: 700 } }, async (page, same) => {
  await page.waitForTimeout(50);
  same(await texts(page.getByRole('status')), [''], 'what is said at once');
  await page.getByRole('status').filter({ hasText: 'Searching' }).waitFor();
  await results(page);
  same(await texts(page.getByRole('status')), ['9 papers'], 'what is said then');
}));

await check('what follows the first papers is waited for in silence', stubbedOn('/search/?q=tides', { ...DESKTOP, stub: { delay: 150 } }, async (page, same) => {
  await page.locator('.cards > li').nth(8).waitFor();
  same([await texts(page.getByRole('status')), await page.locator('[busy]').count()], [['9 papers'], 0], 'what is said, and busy');
}));

await check('a failure is told, and can be tried again by keyboard', stubbedOn('/search/?q=tides', { ...DESKTOP, stub: { fails: 1 } }, async (page, same) => {
  await page.getByRole('status').filter({ hasText: 'could not be loaded' }).waitFor();
  same(await texts(part(page, 'notes')), ['the shard is too short'], 'the message');
  await tabTo(page, () => document.activeElement.dataset.part === 'retry');
  await page.keyboard.press('Enter');
  await results(page);
  same([await part(page, 'retry').isVisible(), await texts(part(page, 'notes'))], [false, ['']], 'button and message then');
}));

await check('without a network it says so, and goes on when there is one', stubbedOn('/search/', DESKTOP, async (page, same) => {
  await page.context().setOffline(true);
  await page.evaluate(() => { globalThis.stub.fails = 1; });
  await box(page).fill('tides');
  await page.getByRole('status').filter({ hasText: 'no connection' }).waitFor();
  await page.context().setOffline(false);
  await results(page);
  same(await texts(page.getByRole('status')), ['9 papers'], 'what is said then');
}));

await check('where the script cannot be had, the box and the ways to browse are left', async () => visit('/', DESKTOP, async (page, same) => {
  await page.route('**/search/search.*.js', (route) => route.abort());
  await box(page).focus();
  await box(page).pressSequentially('tides');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/search/?q=tides');
  await page.locator('.browse').waitFor();
  same(await page.locator('.browse').isVisible(), true, 'whether there are ways to browse');
}));

await check('without JavaScript the form leads to a page that says so and leads everywhere', async () =>
  visit('/papers/', { ...DESKTOP, javaScriptEnabled: false }, async (page, same) => {
    for (let presses = 0; presses < 40 && !(await box(page).evaluate((input) => input.matches(':focus'))); presses += 1) await page.keyboard.press('Tab');
    await page.keyboard.type('tides');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/search/?q=tides');
    same((await texts(page.locator('noscript'))).join().includes('Search needs JavaScript'), true, 'that it says so');
    const links = await page.locator('.browse a').evaluateAll((all) => all.map((link) => link.href));
    same(links.length >= 10, true, 'that there are many ways');
    for (const link of links) same((await page.request.get(link)).status(), 200, link);
    await page.locator('.help summary').click();
    same(await page.locator('.help dt a').first().isVisible(), true, 'whether the help can be read');
  }));

await check('examples of the help are answered without leaving the page', stubbedOn('/search/', DESKTOP, async (page, same) => {
  await page.evaluate(() => { globalThis.stays = true; });
  await page.locator('.help summary').click();
  await page.locator('.help dt a', { hasText: 'venue:' }).click();
  await results(page);
  same([await page.evaluate(() => globalThis.stays), where(page)], [true, '/search/?q=venue:hydra'], 'page and address');
}));

await check('a paper leads to those like it', async () => visit('/papers/tidal-equation/', { stub: {}, ...DESKTOP }, async (page, same) => {
  await page.getByRole('link', { name: 'Similar papers' }).click();
  await page.waitForURL('**/search/?q=like:tidal-equation');
  await part(page, 'chips').locator('li').waitFor();
  same(await texts(part(page, 'chips').locator('li')), ['like:tidal-equation'], 'what the query is');
}));

// The archive itself, by the engine that readers have.

const realOn = (address, run, options = DESKTOP) => () => visit(address, options, run);
const says = (page, text) => page.getByRole('status').filter({ hasText: text }).waitFor();

await check('the archive suggests words and papers', realOn('/', async (page, same) => {
  await suggestions(page, 'wak');
  same(await texts(page.locator('[role=group]').first().locator('[role=option]')), ['wake'], 'how the query may go on');
  same((await texts(page.locator('[role=group]').nth(1).locator('[role=option] span')))[0], 'Wakes Behind Wakes', 'the first paper');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/papers/szucs2023wakes/');
}));

await check('the archive is searched, on a phone too', async () => [DESKTOP, PHONE].reduce(async (before, look) => [...await before, ...await visit('/search/?q=harbour+log', look, async (page, same) => {
  await says(page, '6 papers');
  await page.locator('.cards > li').nth(5).waitFor();
  same((await titles(page)).every((title) => title.startsWith('The Harbour Log, Part')), true, 'that the papers are those');
  same(await texts(page.locator('.cards mark').first()), ['Harbour'], 'the first mark');
})], []));

await check('a mistyped word is corrected, and can be kept', realOn('/search/?q=harbuor', async (page, same) => {
  await results(page);
  same(await texts(part(page, 'notes')), ['Showing results for harbour. Search instead for harbuor'], 'the note');
  await part(page, 'notes').getByRole('link').click();
  await says(page, 'No papers found');
}));

await check('names are found with initials and in either order', async () => ['w+okonkwo', 'okonkwo+wanda', 'author:okonkwo', 'szucs+pal'].reduce(async (before, query) => [...await before, ...await visit(`/search/?q=${query}`, DESKTOP, async (page, same) => {
  await results(page);
  same((await texts(page.locator('.cards .by').first()))[0].match(/Okonkwo|Szűcs/) !== null, true, `that ${query} finds its author`);
})], []));

await check('facets of the archive narrow to what they count', realOn('/search/?q=okonkwo', async (page, same) => {
  const award = page.locator('.facets li', { hasText: 'Award' });
  await award.waitFor();
  same(await texts(award), ['Award 1'], 'the facet');
  await award.getByRole('link').focus();
  await page.keyboard.press('Enter');
  await says(page, /^1 paper$/);
  same(where(page), '/search/?q=has:award+okonkwo', 'the address');
  await page.goBack();
  await says(page, '9 papers');
  const bar = page.locator('[data-part=years] a').first();
  const [year, count] = (await bar.getAttribute('aria-label')).split(': ');
  await bar.click();
  await says(page, count);
  same(where(page), `/search/?q=year:${year}+okonkwo`, 'the address of a year');
}));

await check('More shows every paper once', realOn('/search/?q=year:2020..2025', async (page, same) => {
  await page.locator('.cards > li').nth(9).waitFor();
  const count = Number((await texts(page.getByRole('status')))[0].split(' ')[0]);
  await part(page, 'more').click();
  await page.waitForFunction((count) => document.querySelectorAll('.cards > li').length === count, count);
  same(new Set(await titles(page)).size, count, 'different papers');
  same(await part(page, 'more').isVisible(), false, 'whether there are more');
}));

await check('papers like one are found, and not it itself', realOn('/papers/tidal-equation/', async (page, same) => {
  await page.getByRole('link', { name: 'Similar papers' }).click();
  await results(page);
  same((await titles(page)).some((title) => title.startsWith('On ∂')), false, 'whether it is among them');
}));

await check('a DOI, its address and a citation key lead to their paper', async () => ['10.1000/harbour.atlas', 'https://doi.org/10.1000/harbour.atlas', 'hundred2025atlas'].reduce(async (before, id) => [...await before, ...await visit('/', DESKTOP, async (page) => {
  await box(page).fill(id);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/papers/hundred2025atlas/');
})], []));

await check('the index that is not there is told, and asked for again', async () => visit('/', DESKTOP, async (page, same) => {
  await page.route('**/search/root.bin*', (route) => route.abort());
  await page.goto(`${server.root}/search/?q=harbour`);
  await says(page, 'could not be loaded');
  await page.unroute('**/search/root.bin*');
  await part(page, 'retry').focus();
  await page.keyboard.press('Enter');
  await results(page);
  same(await texts(page.getByRole('status')), ['7 papers'], 'what is said then');
}));

await check('the second script that is not there is told, and asked for again', async () => visit('/', DESKTOP, async (page, same) => {
  await page.route('**/search/later.*.js*', (route) => route.abort());
  await page.goto(`${server.root}/search/?q=harbuor`);
  await says(page, 'could not be loaded');
  same((await texts(part(page, 'notes')))[0] !== '', true, 'whether there is a message');
  await page.unroute('**/search/later.*.js*');
  await part(page, 'retry').click();
  await results(page);
  same(await texts(part(page, 'notes')), ['Showing results for harbour. Search instead for harbuor'], 'the note');
}));

await check('without the second script words are found, and the box still asks', async () => visit('/', DESKTOP, async (page, same) => {
  await page.route('**/search/later.*.js*', (route) => route.abort());
  await box(page).fill('harbour');
  await page.waitForTimeout(300);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/search/?q=harbour');
  await results(page);
  await says(page, '7 papers');
  same(await part(page, 'retry').isVisible(), false, 'failure');
}));

await check('the first results take few requests, and both scripts one each', async () => visit('/', DESKTOP, async (page, same) => {
  await page.addInitScript(() => {
    new MutationObserver((changes, observer) => {
      if (!document.querySelector('[data-part=hits] li')) return;
      globalThis.shownAt = performance.now();
      observer.disconnect();
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto(`${server.root}/search/?q=okonkwo`);
  await part(page, 'years').locator('a[href]').first().waitFor();
  await page.locator('.facets h3').first().waitFor();
  const [before, all] = await page.evaluate(() => {
    const files = performance.getEntriesByType('resource').filter(({ name }) => name.includes('/search/'));
    const named = (list) => list.map(({ name }) => name.replace(/.*\/search\/|\?.*/g, '').replace(/\.[0-9a-f]{8}(?=\.js)/, '').replace(/\d+/g, '#'));
    return [named(files.filter(({ startTime }) => startTime < globalThis.shownAt)), named(files)];
  });
  same([...new Set(before)].sort(), ['papers/#.bin', 'root.bin', 'search.js', 'terms/#.bin'], 'what is asked for before');
  same(before.length <= 12, true, `that ${before.length} requests are 12 at most`);
  same(['search.js', 'later.js', 'root.bin'].map((file) => all.filter((name) => name === file).length), [1, 1, 1], 'how often each file is asked for');
}));

for (const [what, broken] of [['cut short', (bytes) => bytes.subarray(0, bytes.length >> 1)], ['garbled', (bytes) => bytes.map((byte, at) => (at > 9 ? byte ^ 0x5a : byte))], ['empty', () => Buffer.alloc(0)], ['a page', () => Buffer.from('<!DOCTYPE html><title>404</title>')]]) {
  for (const file of ['root', 'terms/*', 'papers/*']) {
    await check(`a file ${file} that is ${what} is told, and asked for again`, async () => visit('/', DESKTOP, async (page, same) => {
      const address = `**/search/${file}.bin*`;
      await page.route(address, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: broken(await response.body()) });
      });
      await page.goto(`${server.root}/search/?q=harbour`);
      await says(page, 'could not be loaded');
      same((await texts(part(page, 'notes')))[0] !== '', true, 'whether there is a message');
      await page.unroute(address);
      await part(page, 'retry').click();
      await results(page);
    }));
  }
}

await check('without its facets a search is a search', async () => visit('/', DESKTOP, async (page, same) => {
  await page.route('**/search/facets.bin*', (route) => route.abort());
  await page.goto(`${server.root}/search/?q=harbour`);
  await says(page, '7 papers');
  await page.waitForTimeout(200);
  same([await page.locator('.facets h3').count(), await part(page, 'retry').isVisible()], [0, false], 'facets and failure');
}));

await check('without JavaScript nothing of search is downloaded', async () => {
  const asked = [];
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(`${server.root}/search/?q=harbour`);
  await context.close();
  return asked.filter((address) => /\.(bin|js|json)$/.test(new URL(address).pathname));
});

// How it looks, and to whom.

for (const [name, look] of [['a desktop', DESKTOP], ['a phone', PHONE]]) {
  for (const colorScheme of ['light', 'dark']) {
    await check(`axe finds nothing on ${name}, ${colorScheme}: with suggestions, results, a failure`, async () => [
      ...await visit('/', { stub: {}, ...look, colorScheme }, async (page, same) => {
        await suggestions(page, 'tid');
        await page.keyboard.press('ArrowDown');
        same(await axeFinds(page), [], 'with suggestions, what axe finds');
      }),
      ...await visit('/search/', { stub: {}, ...look, colorScheme }, async (page, same) => {
        await suggestions(page, 'tid');
        await page.keyboard.press('ArrowDown');
        same(await axeFinds(page), [], 'on the page, with suggestions, what axe finds');
        await page.goto(`${server.root}/search/?q=autor:x+venue:hydra+tidse+currents`);
        await results(page);
        await page.locator('.help summary').click();
        if (look === PHONE) await page.locator('.facets > summary').click();
        await page.locator('.facets h3').first().waitFor();
        same(await axeFinds(page), [], 'with results, what axe finds');
        await page.evaluate(() => { globalThis.stub.fails = 1; });
        await box(page).fill('tid');
        await part(page, 'retry').waitFor();
        same(await axeFinds(page), [], 'with a failure, what axe finds');
      }),
    ]);
  }
}

await check('nothing sticks out at 360 pixels, from either side', async () => {
  const found = [];
  for (const direction of ['ltr', 'rtl']) {
    for (const address of ['/', '/search/?q=autor:x+venue:hydra+tidse+currents']) {
      found.push(...await visit(address, { stub: {}, ...PHONE }, async (page, same) => {
        await page.evaluate((direction) => { document.documentElement.dir = direction; }, direction);
        if (address === '/') await suggestions(page, 'tid');
        else await results(page);
        const widest = await page.evaluate(() => Math.max(innerWidth, document.documentElement.scrollWidth));
        same(widest, PHONE.viewport.width, `${direction}, ${address}: the width`);
      }));
    }
  }
  return found;
});

await check('nothing moves when the box wakes, or when results come', async () => {
  const shifts = (page) => page.evaluate(() => {
    const observer = new PerformanceObserver(() => {});
    observer.observe({ type: 'layout-shift', buffered: true });
    return observer.takeRecords().reduce((sum, { value }) => sum + value, 0);
  });
  const found = [];
  for (const look of [DESKTOP, PHONE]) {
    found.push(...await visit('/', { stub: {}, ...look }, async (page, same) => {
      await page.keyboard.press('/');
      await page.waitForFunction(() => customElements.get('offprint-search'));
      await page.waitForTimeout(100);
      same(await shifts(page) < 0.001, true, 'that nothing moves in the header');
    }));
    found.push(...await visit('/search/?q=tides', { stub: { delay: 300 }, ...look }, async (page, same) => {
      await results(page);
      await page.waitForTimeout(200);
      same(await shifts(page) < 0.02, true, `that nothing moves on the page (${await shifts(page)})`);
    }));
  }
  return found;
});

await check('on paper there is no box', stubbedOn('/search/?q=tides', DESKTOP, async (page, same) => {
  await results(page);
  await page.emulateMedia({ media: 'print' });
  same([await page.locator('offprint-search form').isVisible(), await page.locator('.cards').first().isVisible()], [false, true], 'box and papers');
  await page.goto(`${server.root}/`);
  same(await box(page).isVisible(), false, 'the box in the header');
}));

await check('what is chosen can be told in forced colours', stubbedOn('/', { ...DESKTOP, forcedColors: 'active' }, async (page, same) => {
  await suggestions(page, 'tid');
  await page.keyboard.press('ArrowDown');
  const outline = (locator) => locator.evaluate((option) => getComputedStyle(option).outlineStyle);
  same([await outline(chosen(page)), await outline(page.locator('[role=option]').last())], ['solid', 'none'], 'outlines');
}));

await browser.close();
server.close();
rmSync(scratch, { recursive: true });
close();
