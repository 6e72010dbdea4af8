// What a stranger does on the submit page: fills it in with the mouse or the keyboard alone, gets an entry that the
// archive accepts, and a link by which GitHub opens with it.
//
//   node tests/web/submit.mjs PROGRAM

import axe from 'axe-core';
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { check, close, parameters } from './check.mjs';
import { launch } from './chromium.mjs';
import { serve } from './site.mjs';

const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
const DESKTOP = { viewport: { width: 1440, height: 900 } };
const BASE = '/repo';

const [program] = parameters('node submit.mjs PROGRAM', 1);
const scratch = mkdtempSync(join(tmpdir(), 'offprint-submit-'));
const browser = await launch();

/** Builds the archive of this folder with these more settings, and serves it. */
async function site(name, base, more = '') {
  const root = join(scratch, name);
  cpSync(new URL('archive/', import.meta.url).pathname, root, { recursive: true });
  appendFileSync(join(root, 'offprint.yaml'), more);
  const folder = join(root, 'public');
  const options = base === null ? [] : ['--base-url', `https://example.org${base}/`];
  execFileSync(program, ['build', '--quiet', '--root', root, '--out', folder, ...options], { stdio: ['ignore', 'ignore', 'pipe'] });
  return { root, folder, server: await serve(folder, base ?? '') };
}

const ordinary = await site('ordinary', BASE);
const featured = await site('featured', null, 'calendar: added\nbranch: release/one\nlanguage: de\ndiagnostics: {missing-added: warning}\n');
cpSync(new URL('../../themes', import.meta.url).pathname, join(scratch, 'themes'), { recursive: true });
mkdirSync(join(scratch, 'plain'));
cpSync(join(scratch, 'themes'), join(scratch, 'plain/themes'), { recursive: true });
const plain = await site('plain', '', 'theme: plain\n');

/** What a visit does and finds. Nothing may be asked of another site: what is, is noted and refused. */
async function visit({ at = ordinary, path = '/submit/', ...options }, run) {
  const context = await browser.newContext({ reducedMotion: 'reduce', permissions: ['clipboard-read', 'clipboard-write'], ...DESKTOP, ...options });
  const found = [];
  const opened = [];
  await context.route((url) => url.origin !== at.server.origin, (route) => {
    const url = route.request().url();
    if (url.startsWith('https://github.com/')) opened.push(url);
    else if (!url.startsWith('blob:')) found.push(`asks ${url}`);
    return route.fulfill({ contentType: 'text/html', body: '<title>GitHub</title>' });
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => found.push(`the page throws: ${error.message}`));
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && found.push(message.text()));
  await page.exposeFunction('hit', () => found.push('script ran'));
  await page.goto(at.server.root + path);
  try {
    await run(page, (is, should, what) => {
      if (JSON.stringify(is) !== JSON.stringify(should)) found.push(`${what} is ${JSON.stringify(is)}, not ${JSON.stringify(should)}`);
    }, opened);
  } catch (error) {
    found.push(error.message.split('\n').slice(0, 4).join(' '));
  }
  await context.close();
  return found;
}

const checked = (name, options, run) => check(name, () => visit(options, run));
const part = (page, name) => page.locator(`[data-part="${name}"]`);
const field = (page, name) => page.locator(`#_field-${name}`);
const yaml = (page) => part(page, 'yaml').textContent();
const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.dataset.part || document.activeElement.localName);
const loaded = (page) => part(page, 'matches').locator('label').first().waitFor();

/** What the link to GitHub says: where, the file, and its text. */
function link(address) {
  const url = new URL(address);
  return { to: url.origin + url.pathname, path: url.searchParams.get('filename'), text: url.searchParams.get('value') };
}

/** Writes files into a copy of an archive, and tells what `check` and `fmt` have against them. */
function refused({ root }, files, ...strict) {
  const copy = mkdtempSync(join(scratch, 'copy-'));
  for (const name of ['content', 'static', 'offprint.yaml']) cpSync(join(root, name), join(copy, name), { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), text);
  }
  const run = (...given) => spawnSync(program, [...given, '--root', copy], { encoding: 'utf8' });
  const paths = Object.keys(files).map((path) => join(copy, path));
  const results = [run('check', '--base-url', 'https://example.org/', ...strict), run('fmt', '--check', ...paths)];
  return results.filter(({ status }) => status !== 0).map(({ stdout, stderr }) => (stdout + stderr).slice(0, 1500));
}

async function axeFinds(page) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } }));
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary.split('\n')[1]}`));
}

const WORK = {
  title: 'On the tides of a harbour: how they come', authors: 'Ada Lovelace\nvan der Berg, Jan Peter\nGarcía Márquez, Gabriel', date: '2025-03-07', available: '2024-11-02', venue: 'HYDRA', arxiv: 'https://arxiv.org/abs/2411.01234v2',
  doi: 'https://doi.org/10.1000/tides.7', abstract: 'We show: that tides come.\n\nThey also go, as $\\alpha$ says.', summary: 'Tides come and go.', keywords: 'tides, harbours: a view',
};

async function fill(page, work) {
  for (const [name, text] of Object.entries(work)) await field(page, name).fill(text);
}

// By mouse.

await checked('a paper that was filled in becomes an entry that the archive accepts, and the link to GitHub carries it', {}, async (page, same, opened) => {
  await fill(page, WORK);
  await loaded(page);
  await field(page, 'topics').fill('tid');
  await part(page, 'matches').locator('label').first().click();
  await part(page, 'links').locator('input').fill('https://example.org/paper.pdf');
  await part(page, 'add-link').click();
  await part(page, 'links').locator('select').nth(1).selectOption('code');
  await part(page, 'links').locator('input').nth(1).fill('https://example.org/code#readme');
  const text = await yaml(page);
  const [tab] = await Promise.all([page.context().waitForEvent('page'), part(page, 'open').click()]);
  await tab.waitForLoadState();
  same(opened.length, 1, 'the number of pages that were opened');
  const { to, path, text: carried } = link(opened[0]);
  same([to, path, carried], ['https://github.com/example/harbour/new/main', 'content/papers/2025/2411.01234.yaml', text], 'what the link carries');
  same(await page.evaluate(() => globalThis.opener), null, 'what the page is opened by');
  same(parse(text), {
    id: '2411.01234', title: WORK.title, authors: ['Ada Lovelace', 'Jan Peter van der Berg', { family: 'García Márquez', given: 'Gabriel' }], abstract: `${WORK.abstract}\n`, summary: WORK.summary, date: '2025-03-07', available: '2024-11-02',
    topics: ['tides'], keywords: ['tides', 'harbours: a view'], venue: 'HYDRA', doi: '10.1000/tides.7', arxiv: '2411.01234', links: { pdf: 'https://example.org/paper.pdf', code: 'https://example.org/code#readme' },
  }, 'the entry');
  same(refused(ordinary, { [path]: text }, '--deny', 'warnings'), [], 'what the archive says');
});

await checked('the entry can be copied and downloaded', {}, async (page, same) => {
  await fill(page, { title: 'Tides', authors: 'Ada Lovelace', date: '2025' });
  const split = part(page, 'split');
  await field(page, 'authors').fill('Ada Lovelace, Bo Tal, and Cy See');
  await split.click();
  same([await field(page, 'authors').inputValue(), await split.isVisible()], ['Ada Lovelace\nBo Tal\nCy See', false], 'names that were taken apart');
  const text = await yaml(page);
  await part(page, 'copy').click();
  await page.waitForFunction(() => document.querySelector('[data-part=status]').textContent === 'Copied');
  same(await page.evaluate(() => navigator.clipboard.readText()), text, 'the clipboard');
  const [file] = await Promise.all([page.waitForEvent('download'), part(page, 'download').click()]);
  same([file.suggestedFilename(), readFileSync(await file.path(), 'utf8')], ['lovelace-2025-tides.yaml', text], 'the file');
});

// By keyboard.

await checked('it is filled in with the keyboard alone', {}, async (page, same, opened) => {
  const { keyboard } = page;
  const tabTo = async (id) => {
    for (let presses = 0; presses < 60; presses += 1) {
      if ((await focused(page)) === id) return;
      await keyboard.press('Tab');
    }
    throw new Error(`Tab never comes to ${id}`);
  };
  const type = async (id, text) => {
    await tabTo(id);
    await keyboard.insertText(text);
  };
  await type('_field-title', 'Harbours at night');
  await type('_field-authors', 'Ada Lovelace\nBo Tal');
  await type('_field-date', '2024-05');
  await tabTo('select');
  await keyboard.press('ArrowDown');
  await keyboard.press('Tab');
  await keyboard.insertText('https://example.org/night');
  await type('_field-topics', 'tides');
  await loaded(page);
  await keyboard.press('Enter');
  same([await focused(page), await field(page, 'topics').inputValue()], ['_field-topics', ''], 'where Enter stays, and what it leaves');
  await keyboard.press('Tab');
  await keyboard.press('Space');
  same(await page.evaluate(() => document.activeElement.checked), true, 'that the box keeps the focus');
  same(await part(page, 'chosen').locator('button').count(), 2, 'the number of chosen topics');
  for (let left = 2; left > 0; left -= 1) {
    for (let presses = 0; presses < 20 && !(await page.evaluate(() => document.activeElement.closest('[data-part=chosen]'))); presses += 1) await keyboard.press('Tab');
    if (left === 1) break;
    await keyboard.press('Tab');
    await keyboard.press('Enter');
  }
  same(await part(page, 'chosen').locator('button').allTextContents(), ['tides'], 'what is left of them');
  await tabTo('open');
  await Promise.all([page.context().waitForEvent('page'), keyboard.press('Enter')]);
  const { path, text } = link(opened[0]);
  same(parse(text), { id: 'lovelace-2024-harbours', title: 'Harbours at night', authors: ['Ada Lovelace', 'Bo Tal'], date: '2024-05', topics: ['tides'], links: { html: 'https://example.org/night' } }, 'the entry');
  same(refused(ordinary, { [path]: text }, '--deny', 'warnings'), [], 'what the archive says');
});

// Mistakes.

await checked('a mistake stands beside its field once that was left, and goes when it is mended', {}, async (page, same) => {
  const error = (name) => page.locator(`#_error-${name}`).textContent();
  for (const [name, wrong, message, right] of [
    ['date', '2023-13', 'Write 2023, 2023-09 or 2023-09-07.', '2023-12'],
    ['available', '2023-02-29', 'Write 2023, 2023-09 or 2023-09-07.', '2024-02-29'],
    ['doi', '10.1/x', 'This is no DOI, such as 10.1000/182.', '10.1000/182'],
    ['arxiv', '2309.1', 'This is no arXiv number, such as 2309.03905.', 'arXiv:2309.03905'],
    ['id', 'a b', 'Write letters, digits, dots, underscores and hyphens; a letter or digit first.', 'a-b'],
  ]) {
    await field(page, name).fill(wrong);
    same([await error(name), await field(page, name).getAttribute('aria-invalid')], ['', null], `${name} while it is written`);
    await loaded(page);
    await page.keyboard.press('Tab');
    same([await error(name), await field(page, name).getAttribute('aria-invalid')], [message, 'true'], `${name} when it was left`);
    same((await field(page, name).getAttribute('aria-describedby')).includes(`_error-${name}`), true, `that ${name} is described by it`);
    await field(page, name).fill(right);
    same([await error(name), await field(page, name).getAttribute('aria-invalid')], ['', null], `${name} when it is mended`);
  }
});

await checked('the button tells all that is wrong, and leads to the first of it', {}, async (page, same, opened) => {
  await fill(page, { title: 'Tides', doi: 'x' });
  await part(page, 'links').locator('input').fill('paper.pdf');
  await loaded(page);
  await part(page, 'open').click();
  same(await focused(page), '_field-authors', 'the focus');
  same(await part(page, 'problems').locator('li').allTextContents(), ['Authors: This is needed.', 'Date: This is needed.', 'DOI: This is no DOI, such as 10.1000/182.', 'Links: Write an address that begins with https://.'], 'what is told');
  same(await part(page, 'problems').locator('p').textContent(), '4 fields need another look:', 'how many');
  await part(page, 'problems').locator('a').nth(2).click();
  same(await focused(page), '_field-doi', 'where a line leads');
  await fill(page, { authors: 'A B', date: '2023', doi: '' });
  await part(page, 'links').locator('button').click();
  same([await part(page, 'problems').textContent(), opened], ['', []], 'what is left');
});

// Whatever may be typed.

const HOSTILE = ['</code><img src=x onerror=hit()>', '"><script>hit()</script>', "it's \"so\": # no", '- yes', '---', 'null', '2309.10', '\u0007\ttab', '🦀 多くの人: x', 'javascript:hit()', '{{ 7 * 7 }}', '${hit()}', '\u202ebackwards', '%00&value=x#y+z'];
await checked(`${HOSTILE.length} hostile texts are shown as they are, carried, and accepted`, {}, async (page, same) => {
  const files = {};
  await field(page, 'title').focus();
  await loaded(page);
  for (const [at, text] of HOSTILE.entries()) {
    await fill(page, { title: text, authors: `${text}\nAda Lovelace`, date: '2023', abstract: `${text}\n${text}\n\n  ${text}`, summary: text, keywords: text, venue: text, id: `hostile-${at}` });
    await field(page, 'topics').fill(text);
    const shown = await yaml(page);
    const { path, text: carried } = link(await part(page, 'open').getAttribute('href'));
    same([path, carried], [`content/papers/2023/hostile-${at}.yaml`, shown], `what the link carries of ${text}`);
    same(await page.locator('main :is(img, script, iframe, b)').count(), 0, `what ${text} brings in`);
    const read = parse(carried);
    const clean = text.replace(/[\s\u0085]+/g, ' ').replace(/[^\P{Cc}]|\p{Cs}|[\u202a-\u202e]/gu, '').trim();
    same([read.title, read.summary, read.venue], [clean, clean, clean], 'what is read back');
    files[path] = carried;
  }
  same(refused(ordinary, files), [], 'what the archive says');
});

await checked('a topic that the archive does not have is refused, also from a draft', {}, async (page, same) => {
  await page.evaluate(() => localStorage.setItem(`offprint-submit:${location.pathname}`, JSON.stringify({ fields: { title: '<b>T</b>', authors: 'A B', date: '2023' }, topics: ['<img src=x onerror=hit()>'], links: [['pdf', 'javascript:hit()']] })));
  await page.reload();
  await loaded(page);
  await part(page, 'open').click();
  same(await part(page, 'problems').locator('li').allTextContents(), ['Links: Write an address that begins with https://.', 'Topics: The archive has no topic <img src=x onerror=hit()>.'], 'what is told');
  same(await page.locator('main :is(img, b)').count(), 0, 'what it brings in');
});

await checked('450 authors are too many for a link: the entry is copied, and the page says so', {}, async (page, same, opened) => {
  const letters = (at) => [at / 26, at % 26].map((one) => String.fromCharCode(97 + one)).join('');
  const authors = Array.from({ length: 450 }, (_, at) => `Ada V${letters(at)}`);
  await fill(page, { title: 'Many', date: '2024' });
  await page.evaluate((text) => navigator.clipboard.writeText(text), `${authors.slice(0, 449).join(', ')}, and ${authors[449]}`);
  await field(page, 'authors').focus();
  await page.keyboard.press('Control+V');
  same(await field(page, 'authors').inputValue(), authors.join('\n'), 'the names that were pasted');
  same(await part(page, 'count').textContent(), '450 authors', 'the count');
  same(await part(page, 'long').isVisible(), true, 'that the page tells it');
  const text = await yaml(page);
  await Promise.all([page.context().waitForEvent('page'), part(page, 'open').click()]);
  same([link(opened[0]).path, link(opened[0]).text], ['content/papers/2024/vaa-2024-many.yaml', null], 'the link');
  await page.bringToFront();
  same(await page.evaluate(() => navigator.clipboard.readText()), text, 'the clipboard');
  same(refused(ordinary, { [link(opened[0]).path]: text }, '--deny', 'warnings'), [], 'what the archive says');
});

// Keeping.

await checked('a draft is there after a reload, until one starts anew', {}, async (page, same) => {
  const { id: _, ...work } = WORK;
  await fill(page, work);
  await loaded(page);
  await field(page, 'topics').fill('tides');
  await page.keyboard.press('Enter');
  await part(page, 'add-link').click();
  await part(page, 'links').locator('input').nth(1).fill('https://example.org/x');
  const text = await yaml(page);
  await page.reload();
  await loaded(page);
  same(await yaml(page), text, 'the entry');
  same(await page.locator('[aria-invalid]').count(), 0, 'what is marked');
  page.once('dialog', (dialog) => dialog.dismiss());
  await part(page, 'anew').click();
  same(await yaml(page), text, 'the entry, where one would rather keep it');
  page.once('dialog', (dialog) => dialog.accept());
  await part(page, 'anew').click();
  same([await yaml(page), await page.evaluate(() => localStorage.length), await focused(page)], ['', 0, '_field-title'], 'what is left');
});

await checked('an id of one’s own stays, and an empty one is proposed anew', {}, async (page, same) => {
  await fill(page, { title: 'On Tides', authors: 'Ada Lovelace', date: '2023' });
  same(await field(page, 'id').inputValue(), 'lovelace-2023-tides', 'what is proposed');
  await field(page, 'id').fill('');
  same(await field(page, 'id').inputValue(), '', 'what stands there while one thinks');
  await page.keyboard.type('mine');
  await field(page, 'title').fill('On Harbours');
  same(await field(page, 'id').inputValue(), 'mine', 'one’s own');
  await field(page, 'id').fill('');
  await page.keyboard.press('Tab');
  same(await field(page, 'id').inputValue(), 'lovelace-2023-harbours', 'what is proposed then');
  await fill(page, { title: '潮汐' });
  same([await field(page, 'id').inputValue(), await part(page, 'path').textContent()], ['', 'content/papers/2023/ID.yaml'], 'what is proposed for other scripts');
});

await checked('nothing is fetched before the form is used', {}, async (page, same) => {
  const asked = () => page.evaluate(() => performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('paper.schema.json')).length);
  same(await asked(), 0, 'what is asked for by a page that is only read');
  await field(page, 'title').focus();
  await loaded(page);
  await field(page, 'authors').focus();
  same(await asked(), 1, 'what is asked for by one that is used');
  same(await page.locator('#_venues option').first().getAttribute('value') !== null, true, 'that venues are offered');
});

await checked('where the schema cannot be had the form works all the same', {}, async (page, same, opened) => {
  await page.route('**/paper.schema.json', (route) => route.abort());
  page.removeAllListeners('console');
  await fill(page, { title: 'Tides', authors: 'Ada Lovelace', date: '2025' });
  await Promise.all([page.context().waitForEvent('page'), part(page, 'open').click()]);
  same(link(opened[0]).path, 'content/papers/2025/lovelace-2025-tides.yaml', 'the link');
});

// Without a script.

await check('without JavaScript the page tells how to do it by hand', () => visit({ javaScriptEnabled: false, permissions: [] }, async (page, same) => {
  same(await page.locator('form.entry').isVisible(), false, 'that the form is there');
  same(await page.getByText('The form needs JavaScript').isVisible(), true, 'that it says why');
  const { to, path, text } = link(await page.locator('#by-hand a').getAttribute('href'));
  same([to, path, Object.keys(parse(text))], ['https://github.com/example/harbour/new/main', 'content/papers/YYYY/ID.yaml', ['id', 'title', 'authors', 'abstract', 'date', 'topics', 'links']], 'the template');
}).then((found) => found.filter((line) => !line.includes('exposeFunction'))));

await check('where the script cannot be had it does so too', async () => {
  const page = await browser.newPage();
  await page.route('**/submit.*.js', (route) => route.abort());
  await page.goto(`${ordinary.server.root}/submit/`);
  const found = [await page.locator('form.entry').isVisible(), await page.getByText('The form needs JavaScript').isVisible()];
  await page.close();
  return JSON.stringify(found) === '[false,true]' ? [] : [JSON.stringify(found)];
});

// Other archives.

await checked('an archive by the day of featuring asks for it, in its language', { at: featured }, async (page, same, opened) => {
  const today = await page.evaluate(() => new Date().toLocaleDateString('sv'));
  same(await field(page, 'added').inputValue(), today, 'the day that is proposed');
  await fill(page, { title: 'Ebbe', authors: 'Ada Lovelace', date: '2025', added: '2025-02-03' });
  await field(page, 'added').fill('');
  await part(page, 'open').click();
  same(await part(page, 'problems').locator('li').allTextContents(), ['Aufgenommen: Das wird gebraucht.'], 'what is told');
  await fill(page, { added: '2025-02-03' });
  await Promise.all([page.context().waitForEvent('page'), part(page, 'open').click()]);
  const { to, path, text } = link(opened[0]);
  same([to, path, parse(text).added], ['https://github.com/example/harbour/new/release/one', 'content/papers/2025/lovelace-2025-ebbe.yaml', '2025-02-03'], 'the link');
  same(refused(featured, { [path]: text }), [], 'what the archive says');
});

await checked('the page can be found from the first one and from all papers', { path: '/' }, async (page, same) => {
  await page.locator('main').getByRole('link', { name: 'Add a paper' }).click();
  same(page.url(), `${ordinary.server.root}/submit/`, 'the address');
  await page.goto(`${ordinary.server.root}/papers/`);
  same(await page.getByRole('link', { name: 'Add a paper' }).count(), 2, 'the links on the list');
});

// Looks.

for (const [name, at] of [['the default theme', ordinary], ['the plain one', plain]]) {
  for (const [colorScheme, size] of [['light', DESKTOP], ['dark', DESKTOP], ['light', PHONE], ['dark', PHONE]]) {
    await checked(`axe finds nothing in ${name}, ${colorScheme}, ${size.viewport.width} pixels wide`, { at, colorScheme, ...size }, async (page, same) => {
      same(await axeFinds(page), [], 'an empty form');
      same([await part(page, 'split').isVisible(), await part(page, 'long').isVisible()], [false, false], 'what is not for now');
      await fill(page, { ...WORK, doi: 'x', date: 'soon', authors: '' });
      await loaded(page);
      await part(page, 'matches').locator('input').first().check();
      await part(page, 'links').locator('input').fill('x');
      await part(page, 'open').click();
      same(await axeFinds(page), [], 'one with mistakes');
      const widest = await page.evaluate(() => Math.max(innerWidth, document.documentElement.scrollWidth));
      same(widest, size.viewport.width, 'the width');
      const small = await page.locator('main :is(button, a, input, select, textarea):visible').evaluateAll((all) => all.filter((one) => !one.closest('p.about, .prose, .aside, label') && Math.min(one.getBoundingClientRect().height, one.getBoundingClientRect().width) < 24).map((one) => one.outerHTML.slice(0, 80)));
      same(small, [], 'what is smaller than 24 pixels');
    });
  }
}

await check('nothing moves while the form is filled in', async () => {
  const page = await browser.newPage({ viewport: PHONE.viewport });
  await page.addInitScript(() => {
    globalThis.shifts = 0;
    new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shifts += entry.value; }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.route('**/paper.schema.json', async (route) => {
    await new Promise((done) => { setTimeout(done, 900); });
    await route.continue();
  });
  await page.goto(`${ordinary.server.root}/submit/`);
  await field(page, 'topics').scrollIntoViewIfNeeded();
  await field(page, 'topics').focus();
  await loaded(page);
  await page.waitForTimeout(200);
  const shifts = await page.evaluate(() => globalThis.shifts);
  await page.close();
  return shifts < 0.001 ? [] : [`shifts of ${shifts}`];
});

await browser.close();
for (const { server } of [ordinary, featured, plain]) server.close();
rmSync(scratch, { recursive: true, force: true });
close();
