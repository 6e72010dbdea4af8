// What a reader of `offprint serve` sees while the archive is edited: pages follow it without a touch, problems come
// over them and go, and nobody's place on the page is lost. All in a small archive made for this, below a sub-path.
//
// LOOK=DIR takes pictures of the problems as they are shown, for people to look at.

import axe from 'axe-core';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { check, close, parameters } from './check.mjs';
import { launch } from './chromium.mjs';

const PHONE = { width: 360, height: 640 };
const WIDTHS = [360, 768, 1440];
const SCHEMES = ['light', 'dark'];
const PATIENCE = 10_000;
const STYLE = 'themes/default/assets/style.css';
const BUILT_IN_STYLE = new URL('../../themes/default/assets/style.css', import.meta.url);
const OVERLAY = 'offprint-problems';
const [binary] = parameters('node preview.mjs BINARY', 1);

// The archive.

const root = mkdtempSync(join(tmpdir(), 'offprint-preview-'));
const numbers = Array.from({ length: 12 }, (_, index) => String(index + 1).padStart(2, '0'));
const entryPath = (number) => `content/papers/paper-${number}.yaml`;

function write(path, text) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function remove(path) {
  rmSync(join(root, path));
}

function entry(number, title = `Paper number ${number}`) {
  const sentence = `Every page of paper ${number} is long enough to be scrolled on a phone, and this is why it goes on.`;
  const paragraph = Array(8).fill(`  ${sentence}`).join('\n');
  const abstract = Array(4).fill(paragraph).join('\n\n');
  return `title: ${title}\nauthors: [Ada Lovelace, Charles Babbage]\ndate: 2023-04-${number}\nabstract: |\n${abstract}\n`;
}

function picture(width) {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="40"><rect width="${width}" height="40"/></svg>\n`;
}

function broken(number, value = '[Ada Lovelace]') {
  return entry(number).replace(/^authors: .*$/m, `autors: ${value}`);
}

/** The built-in stylesheet with one that it imports and a rule more. */
function stylesheet(rule) {
  return `@import "/repo/imported.css";\n${readFileSync(BUILT_IN_STYLE, 'utf8')}\n${rule}\n`;
}

const template = (body) => `{% extends "default/paper.html" %}\n{% block lead %}\n${body}\n{% endblock %}\n`;

function makeArchive() {
  write('offprint.yaml', 'title: Preview\nbase-url: https://example.github.io/repo/\n');
  for (const number of numbers) write(entryPath(number), entry(number));
  write('static/pictures/plate.svg', picture(40));
  write('content/pages/plate.md', '---\ntitle: Plate\n---\n\nA plate: ![plate](../pictures/plate.svg)\n');
  write('static/imported.css', 'h1 { letter-spacing: 1px; }\n');
  write(STYLE, stylesheet(''));
}

// The server.

const patience = () => AbortSignal.timeout(PATIENCE);

const server = { process: null, url: null };

/** Starts it and reads its address from the first line that it prints. */
async function start(port = '0') {
  const child = spawn(binary, ['serve', '--port', port, '--root', root], { stdio: ['ignore', 'pipe', 'pipe'] });
  server.process = child;
  let said = '';
  child.stderr.on('data', (text) => { said += text; });
  const lines = createInterface({ input: child.stdout });
  const ended = once(child, 'close').then(([code]) => [`nothing: it ended with code ${code} and said ${said}`]);
  const [first] = await Promise.race([once(lines, 'line', { signal: patience() }), ended]);
  lines.on('line', () => {}); // what is not read would fill the pipe
  const url = first.match(/^Serving (http:\/\/127\.0\.0\.1:\d+\/repo\/) \(\d+ papers\)/)?.[1];
  if (!url) throw new Error(`the first line is ${JSON.stringify(first)}`);
  server.url = url;
}

/** Ends the server as Ctrl-C does; its exit code and how long it took. */
async function stop() {
  const asked = Date.now();
  const ended = once(server.process, 'exit', { signal: patience() });
  server.process.kill('SIGINT');
  const [code] = await ended;
  server.process = null;
  return { code, took: Date.now() - asked };
}

// The pages.

const heard = [];
let isDown = false;

/** What the console may say: that there is no server while there is none, and that a document is an error page. */
function isExpected(message, page) {
  const text = message.text();
  if (/status of (404|500)/.test(text)) return message.location().url === page.url();
  return isDown && /net::ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING)/.test(text);
}

function listen(page) {
  page.on('pageerror', (error) => heard.push(`${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    const isLoud = ['error', 'warning'].includes(message.type());
    if (isLoud && !isExpected(message, page)) heard.push(`${page.url()}: ${message.text()}`);
  });
}

/** Opens a page of the archive in a context of its own, and marks its window: a navigation loses the mark. */
async function open(address, options = {}) {
  const { prepare, ...rest } = options;
  const context = await browser.newContext({ viewport: PHONE, ...rest });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  listen(page);
  if (prepare) await prepare(page);
  await page.goto(server.url + address);
  await mark(page);
  return page;
}

async function mark(page) {
  await page.evaluate(() => { window.isMarked = true; });
}

function isMarked(page) {
  return page.evaluate(() => window.isMarked === true);
}

function leave(...pages) {
  return Promise.all(pages.map((page) => page.context().close()));
}

function countNavigations(page) {
  const count = { navigations: 0 };
  page.on('framenavigated', (frame) => { if (frame === page.mainFrame()) count.navigations += 1; });
  return count;
}

/** Waits for a text on the page, which may navigate meanwhile. */
async function sees(page, text) {
  await page.getByText(text).first().waitFor({ timeout: PATIENCE });
}

async function scrollTo(page, top) {
  await page.evaluate((y) => window.scrollTo(0, y), top);
  const there = await page.evaluate(() => window.scrollY);
  if (Math.abs(there - top) > 2) throw new Error(`the page cannot be scrolled to ${top}, only to ${there}`);
}

/** Nothing, or that the page is elsewhere. It is given the time in which a browser could still move it. */
async function isStillAt(page, top) {
  await page.waitForFunction(() => document.readyState === 'complete');
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const there = await page.evaluate(() => window.scrollY);
  return Math.abs(there - top) <= 2 ? [] : [`it was scrolled to ${top} and is at ${there}`];
}

function problemsOn(page) {
  return page.locator(`${OVERLAY} .problems`);
}

/** Waits until each of the texts occurs in a problem on the page. */
async function showsProblems(page, ...texts) {
  for (const text of texts) await page.locator(`${OVERLAY} .problem`, { hasText: text }).first().waitFor();
}

async function showsNone(page) {
  await page.locator(OVERLAY).waitFor({ state: 'detached' });
}

/** Waits for what a function in the page says of `argument`. */
function until(page, isSo, argument) {
  return page.waitForFunction(isSo, argument, { timeout: PATIENCE });
}

// The checks. Each leaves the archive without problems.

async function paperFollows() {
  const page = await open('papers/paper-01/');
  write(entryPath('01'), entry('01', 'A title of the morning'));
  await page.locator('h1', { hasText: 'A title of the morning' }).waitFor();
  await leave(page);
}

async function listFollows() {
  const page = await open('papers/');
  await scrollTo(page, 300);
  write(entryPath('02'), entry('02', 'A title of the noon'));
  await sees(page, 'A title of the noon');
  const found = await isStillAt(page, 300);
  await leave(page);
  return found;
}

async function fragmentLoses() {
  const page = await open('papers/paper-03/#abstract');
  await scrollTo(page, 450);
  write(entryPath('03'), entry('03', 'A title below a fragment'));
  await sees(page, 'A title below a fragment');
  const found = await isStillAt(page, 450);
  await leave(page);
  return found;
}

/** A page that is laid out only a while after its load event, and changes once more before that. */
async function latePageKeepsPlace() {
  const prepare = (page) =>
    page.addInitScript(() => {
      document.addEventListener('DOMContentLoaded', () => { document.body.style.display = 'none'; });
      addEventListener('load', () => setTimeout(() => { document.body.style.display = ''; window.isLaidOut = true; }, 300));
    });
  const page = await open('papers/paper-03/', { prepare });
  await until(page, () => window.isLaidOut);
  await scrollTo(page, 400);
  const reloaded = page.waitForEvent('framenavigated');
  write(entryPath('03'), entry('03', 'A title that nobody sees'));
  await reloaded;
  write(entryPath('03'), entry('03', 'A title that is late'));
  await sees(page, 'A title that is late');
  await until(page, () => window.isLaidOut);
  const found = await isStillAt(page, 400);
  await leave(page);
  return found;
}

async function entryBreaksAndMends() {
  const [paper, list] = [await open('papers/paper-04/'), await open('papers/')];
  write(entryPath('04'), broken('04'));
  await showsProblems(paper, 'error[unknown-key]', `${entryPath('04')}:2:1`);
  await showsProblems(list, 'error[unknown-key]', `${entryPath('04')}:2:1`);
  const found = [];
  if (!(await isMarked(paper))) found.push('the page of the broken entry was left');
  if ((await paper.locator('h1').innerText()) !== 'Paper number 04') found.push('what was shown is gone');
  if ((await paper.locator(`${OVERLAY} h2`).innerText()) !== '1 problem') found.push('the heading is not “1 problem”');
  write(entryPath('04'), entry('04'));
  await showsNone(paper);
  await showsNone(list);
  if (!(await isMarked(paper))) found.push('the page was reloaded though it had not changed');
  await leave(paper, list);
  return found;
}

async function templateBreaksAndMends() {
  const page = await open('papers/paper-05/');
  write('templates/paper.html', template('{{ paper.nosuchfield.deeper }}'));
  await showsProblems(page, 'error[template]', 'templates/paper.html:3:');
  const found = (await isMarked(page)) ? [] : ['the open page was left'];
  const fresh = await open('papers/paper-05/');
  const text = await fresh.locator('body').innerText();
  for (const part of ['templates/paper.html:3:', 'nosuchfield']) if (!text.includes(part)) found.push(`the error page lacks ${part}`);
  const again = await fresh.reload();
  if (again.status() !== 500) found.push(`the error page has status ${again.status()}`);
  remove('templates/paper.html');
  await fresh.locator('h1', { hasText: 'Paper number 05' }).waitFor();
  await showsNone(fresh);
  await showsNone(page);
  await leave(page, fresh);
  return found;
}

const hasBackground = (colour) => getComputedStyle(document.body).backgroundColor === colour;

async function stylesheetIsSwapped() {
  const page = await open('papers/paper-06/');
  const count = countNavigations(page);
  for (const colour of ['rgb(1, 2, 3)', 'rgb(4, 5, 6)']) {
    write(STYLE, stylesheet(`body { background: ${colour}; }`));
    await until(page, hasBackground, colour);
  }
  await until(page, () => document.querySelectorAll('link[rel=stylesheet]').length === 1);
  const found = await isNavigated(page, count);
  write(STYLE, stylesheet(''));
  await until(page, (colour) => getComputedStyle(document.body).backgroundColor !== colour, 'rgb(4, 5, 6)');
  await leave(page);
  return found;
}

async function importedStylesheetIsSwapped() {
  const page = await open('papers/paper-06/');
  const count = countNavigations(page);
  for (const spacing of ['3px', '5px']) {
    write('static/imported.css', `h1 { letter-spacing: ${spacing} !important; }\n`);
    await until(page, (wanted) => getComputedStyle(document.querySelector('h1')).letterSpacing === wanted, spacing);
  }
  const found = await isNavigated(page, count);
  await leave(page);
  return found;
}

async function isNavigated(page, count) {
  const found = count.navigations > 0 ? [`${count.navigations} navigations`] : [];
  return (await isMarked(page)) ? found : [...found, 'what was on the window is gone'];
}

async function closedStaysClosed() {
  const page = await open('papers/');
  write(entryPath('07'), broken('07'));
  await showsProblems(page, `${entryPath('07')}:2:1`);
  await page.locator(`${OVERLAY} button`).click();
  await showsNone(page);
  write(entryPath('08'), entry('08', 'A title beside problems'));
  await sees(page, 'A title beside problems');
  // The next change tells of itself as well, so whatever the first would have shown has come.
  write(STYLE, stylesheet('body { background: rgb(7, 8, 9); }'));
  await until(page, hasBackground, 'rgb(7, 8, 9)');
  const found = (await page.locator(OVERLAY).count()) > 0 ? ['it came back though no problem had changed'] : [];
  write(entryPath('08'), broken('08'));
  await showsProblems(page, entryPath('07'), entryPath('08'));
  if ((await page.locator(`${OVERLAY} h2`).innerText()) !== '2 problems') found.push('the heading is not “2 problems”');
  await page.keyboard.press('Escape');
  await showsNone(page);
  for (const number of ['07', '08']) write(entryPath(number), entry(number));
  await sees(page, 'Paper number 08');
  write(STYLE, stylesheet(''));
  await leave(page);
  return found;
}

async function problemsAreOnlyText() {
  const page = await open('papers/');
  const hostile = '<img src=x onerror="window.isHit = true"><script>window.isHit = true</script>';
  write(entryPath('09'), broken('09', `'${hostile}'`));
  await showsProblems(page, hostile);
  const elements = await page.locator(`${OVERLAY} :is(img, script)`).count();
  const found = elements > 0 ? ['text was read as HTML'] : [];
  if (await page.evaluate(() => 'isHit' in window)) found.push('a script ran');
  write(entryPath('09'), entry('09'));
  await showsNone(page);
  await leave(page);
  return found;
}

async function themeLeavesProblemsAlone() {
  const page = await open('papers/');
  write(entryPath('09'), broken('09'));
  await problemsOn(page).waitFor();
  const shape = () => page.locator(`${OVERLAY} .sheet`).evaluate((sheet) => {
    const { left, right, bottom, height } = sheet.getBoundingClientRect();
    return JSON.stringify([left, right, bottom, height, getComputedStyle(sheet).color]);
  });
  const before = await shape();
  const everything = 'html > *, body * { display: none !important; color: red !important; font-size: 40px !important; }';
  write(STYLE, stylesheet(`html { filter: none; } ${everything}`));
  await until(page, () => getComputedStyle(document.querySelector('h1')).display === 'none');
  const found = (await shape()) === before ? [] : [`it was ${before} and is ${await shape()}`];
  await page.emulateMedia({ media: 'print' });
  if (await problemsOn(page).isVisible()) found.push('it is printed');
  write(STYLE, stylesheet(''));
  write(entryPath('09'), entry('09'));
  await showsNone(page);
  await leave(page);
  return found;
}

async function problemsCanBeReadByAll() {
  const page = await open('papers/');
  write(entryPath('09'), broken('09', `[${'A very long name, '.repeat(20)}Z]`));
  await problemsOn(page).waitFor();
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate((name) => globalThis.axe.run({ include: [[name]] }), OVERLAY);
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0].target.join(' ')}`);
  const box = await page.locator(`${OVERLAY} .sheet`).boundingBox();
  if (box.height > PHONE.height * 0.6 + 1) found.push(`it is ${box.height} pixels high`);
  if (box.width > PHONE.width) found.push(`it is ${box.width} pixels wide`);
  const widest = await problemsOn(page).evaluate((list) => list.scrollWidth - list.clientWidth);
  if (widest > 0) found.push('all of it scrolls sideways, and not the long line alone');
  write(entryPath('09'), entry('09'));
  await showsNone(page);
  await leave(page);
  return found;
}

async function pictureReloads() {
  const page = await open('plate/');
  const count = countNavigations(page);
  write('static/pictures/plate.svg', picture(80));
  // The page as it was may show the new picture for a moment, and what is asked of it is lost with it.
  await until(page, () => document.images[0].naturalWidth === 80 && !window.isMarked);
  const found = [];
  // Whatever else was to come would have come before what follows the next change.
  await mark(page);
  write(STYLE, stylesheet('body { background: rgb(2, 2, 2); }'));
  await until(page, hasBackground, 'rgb(2, 2, 2)');
  if (count.navigations !== 1) found.push(`it was reloaded ${count.navigations} times`);
  write(STYLE, stylesheet(''));
  await leave(page);
  return found;
}

/** Makes the page believe that it is seen or not: a browser without a screen shows all. */
function show(page, isVisible) {
  return page.evaluate((state) => {
    Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, isVisible ? 'visible' : 'hidden');
}

async function hiddenPageWaits() {
  const [hidden, witness] = [await open('papers/paper-10/'), await open('papers/paper-10/')];
  await show(hidden, false);
  write(entryPath('10'), entry('10', 'A title of the night'));
  await sees(witness, 'A title of the night');
  const found = (await isMarked(hidden)) ? [] : ['it was reloaded while it was hidden'];
  await show(hidden, true);
  await sees(hidden, 'A title of the night');
  await leave(hidden, witness);
  return found;
}

async function restoredPageCatchesUp() {
  const [restored, witness] = [await open('papers/paper-10/'), await open('papers/paper-10/')];
  const happen = (name) =>
    restored.evaluate((type) => window.dispatchEvent(new PageTransitionEvent(type, { persisted: true })), name);
  await happen('pagehide');
  write(entryPath('10'), entry('10', 'A title from before'));
  await sees(witness, 'A title from before');
  const found = (await isMarked(restored)) ? [] : ['it was reloaded from within the cache'];
  await happen('pageshow');
  await sees(restored, 'A title from before');
  await leave(restored, witness);
  return found;
}

async function manyTabsAreServed() {
  const context = await browser.newContext({ viewport: PHONE });
  const pages = [];
  for (const number of numbers.slice(0, 8)) {
    const page = await context.newPage();
    listen(page);
    await page.goto(`${server.url}papers/paper-${number}/`, { timeout: PATIENCE });
    await show(page, false);
    pages.push(page);
  }
  const statuses = await pages.at(-1).evaluate(() => fetch(location.href).then(({ status }) => status));
  await context.close();
  return statuses === 200 ? [] : [`the last of eight tabs got ${statuses}`];
}

async function frameFollows() {
  const context = await browser.newContext({ viewport: PHONE });
  const page = await context.newPage();
  listen(page);
  await page.setContent(`<!DOCTYPE html><iframe src="${server.url}papers/paper-11/" title="Preview"></iframe>`);
  const frame = page.frameLocator('iframe');
  await frame.getByRole('heading', { name: 'Paper number 11' }).waitFor();
  write(entryPath('11'), entry('11', 'A title within a frame'));
  await frame.getByRole('heading', { name: 'A title within a frame' }).waitFor();
  await context.close();
}

/** A browser that refuses to store anything. */
async function worksWithoutStorage() {
  const prepare = (page) =>
    page.addInitScript(() => {
      Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('denied', 'SecurityError'); } });
    });
  const page = await open('papers/paper-11/', { prepare });
  write(entryPath('11'), entry('11', 'A title without storage'));
  await sees(page, 'A title without storage');
  write(entryPath('01'), broken('01'));
  await problemsOn(page).waitFor();
  await page.locator(`${OVERLAY} button`).click();
  await showsNone(page);
  write(STYLE, stylesheet('body { background: rgb(5, 5, 5); }'));
  await until(page, hasBackground, 'rgb(5, 5, 5)');
  const found = (await page.locator(OVERLAY).count()) > 0 ? ['problems that were put away came back'] : [];
  write(STYLE, stylesheet(''));
  for (const number of ['01', '11']) write(entryPath(number), entry(number));
  await sees(page, 'Paper number 11');
  await leave(page);
  return found;
}

const ODD = {
  'no head and no body': ['text/html', (script) => `<!DOCTYPE html>${script}`],
  'a frameset': ['text/html', (script) => `<html><head>${script}</head><frameset cols="*"><frame></frameset></html>`],
  'quirks': ['text/html', (script) => `<p>No doctype<p>${script}`],
  'XHTML': [
    'application/xhtml+xml',
    (script) => `<html xmlns="http://www.w3.org/1999/xhtml"><head/><body>${script.replace(' defer>', ' defer="">')}</body></html>`,
  ],
  'a strict policy': [
    'text/html',
    (script) => `<!DOCTYPE html><meta http-equiv="Content-Security-Policy" content="default-src 'self'">${script}`,
  ],
};

/** The element that the server puts into the list of papers as it is now. */
async function scriptElement() {
  const source = await fetch(`${server.url}papers/`).then((response) => response.text());
  return source.match(/<script src="\/\.offprint\/preview\.js"[^>]*><\/script>/)[0];
}

/** Opens a document of our own in place of the list of papers. */
function openInstead(contentType, body) {
  return open('papers/', { prepare: (page) => page.route('**/repo/papers/', (route) => route.fulfill({ contentType, body })) });
}

/** Documents that no theme makes. */
async function oddPagesShowProblems() {
  const witness = await open('papers/');
  write(entryPath('12'), broken('12'));
  await problemsOn(witness).waitFor();
  const script = await scriptElement();
  const found = [];
  for (const [name, [contentType, text]] of Object.entries(ODD)) {
    const page = await openInstead(contentType, text(script));
    await showsProblems(page, 'error[unknown-key]').catch(() => found.push(`${name}: no problem is shown`));
    await leave(page);
  }
  write(entryPath('12'), entry('12'));
  await showsNone(witness);
  await leave(witness);
  return found;
}

/** An old page that comes again and again, as from a service worker. */
async function uselessReloadEnds() {
  const page = await openInstead('text/html', `<!DOCTYPE html><title>Old</title>${await scriptElement()}`);
  const count = countNavigations(page);
  const witness = await open('papers/');
  for (const title of ['A first new title', 'A second new title']) {
    write(entryPath('12'), entry('12', title));
    await sees(witness, title);
  }
  write(STYLE, stylesheet('body { background: rgb(3, 3, 3); }'));
  await until(witness, hasBackground, 'rgb(3, 3, 3)');
  write(STYLE, stylesheet(''));
  write(entryPath('12'), entry('12'));
  await sees(witness, 'Paper number 12');
  await leave(page, witness);
  return count.navigations <= 3 ? [] : [`${count.navigations} reloads for three changes`];
}

async function nothingIsLeftOnTheWindow() {
  const names = () => Object.getOwnPropertyNames(window);
  const prepare = (page) => page.addInitScript(() => { window.namesBefore = Object.getOwnPropertyNames(window); });
  const page = await open('papers/', { prepare });
  const known = new Set([...(await page.evaluate(() => window.namesBefore)), 'namesBefore', 'isMarked']);
  const more = (await page.evaluate(names)).filter((name) => !known.has(name));
  await leave(page);
  return more.map((name) => `window.${name}`);
}

async function restartIsFollowed() {
  const page = await open('papers/paper-12/');
  const { port } = new URL(server.url);
  isDown = true;
  const { code, took } = await stop();
  const found = code === 0 ? [] : [`it ended with code ${code}`];
  if (took > 1_000) found.push(`it took ${took} ms to end`);
  write(entryPath('12'), entry('12', 'A title from the pause'));
  await start(port);
  await sees(page, 'A title from the pause');
  isDown = false;
  await leave(page);
  return found;
}

/** Pictures of the overlay with several problems, one of them with long lines. */
async function takePictures(folder) {
  mkdirSync(folder, { recursive: true });
  write(entryPath('07'), broken('07'));
  write(entryPath('08'), broken('08', `[${'A very long name, '.repeat(12)}Z]`));
  write('templates/paper.html', template('{{ paper.nosuchfield.deeper }}'));
  for (const colorScheme of SCHEMES) {
    for (const width of WIDTHS) {
      const page = await open('papers/', { colorScheme, viewport: { width, height: 800 } });
      await problemsOn(page).waitFor();
      await page.screenshot({ path: join(folder, `problems-${width}-${colorScheme}.png`) });
      await leave(page);
    }
  }
}

async function checkAll() {
  await check('an open page shows the new title of its paper', paperFollows);
  await check('an open list does, and stays where it was scrolled to', listFollows);
  await check('a fragment does not take a page from where it was', fragmentLoses);
  await check('a page that is laid out late stays where it was', latePageKeepsPlace);
  await check('a broken entry is told of over what was shown, until it is mended', entryBreaksAndMends);
  await check('a broken template is told of there and on a page of its own, until it is mended', templateBreaksAndMends);
  await check('a stylesheet is swapped without a navigation', stylesheetIsSwapped);
  await check('so is one that a stylesheet imports', importedStylesheetIsSwapped);
  await check('problems that were put away stay away until they change', closedStaysClosed);
  await check('what is written in a problem is only text', problemsAreOnlyText);
  await check('no theme touches the problems, and nobody prints them', themeLeavesProblemsAlone);
  await check('problems can be read on a phone and by axe', problemsCanBeReadByAll);
  await check('a page with a picture that changed is reloaded once', pictureReloads);
  await check('a hidden page waits until it is seen', hiddenPageWaits);
  await check('a page from the back-forward cache catches up', restoredPageCatchesUp);
  await check('eight tabs do not use up the connections', manyTabsAreServed);
  await check('a page in a frame follows', frameFollows);
  await check('a browser that stores nothing is enough', worksWithoutStorage);
  await check('pages of any structure show problems', oddPagesShowProblems);
  await check('a reload that does not help is not repeated', uselessReloadEnds);
  await check('nothing is left on the window', nothingIsLeftOnTheWindow);
  await check('an open page finds the server that was started again', restartIsFollowed);
  await check('the console is quiet', () => heard);
}

// However this ends, it leaves nothing behind.
process.on('exit', () => {
  server.process?.kill('SIGKILL');
  rmSync(root, { recursive: true, force: true });
});
makeArchive();
let browser;
try {
  browser = await launch();
  await start();
  await checkAll();
  if (process.env.LOOK) await takePictures(resolve(process.env.LOOK));
} finally {
  await browser?.close();
  server.process?.kill('SIGKILL');
}
close();
