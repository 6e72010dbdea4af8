// Entries are written by strangers: each text of hostile.json stands wherever an entry or a page can hold a text or an
// address, and none of it may run, or change what the pages are made of. A text that does run calls `hit()`.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, close, parameters } from './check.mjs';
import { launch } from './chromium.mjs';
import { address, files, serve } from './site.mjs';

/** Pages that are open at a time. */
const PAGES_AT_ONCE = 4;

const [binary] = parameters('node hostile.mjs BINARY', 1);
const cases = JSON.parse(readFileSync(new URL('hostile.json', import.meta.url), 'utf8'));
const root = mkdtempSync(join(tmpdir(), 'hostile-'));
const out = join(root, 'public');

/** Markdown with front matter; JSON is YAML, so nothing has to be quoted by hand. */
function entry(path, head, body) {
  const file = join(root, 'content', path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, `---\n${JSON.stringify(head)}\n---\n${body}`);
}

/** The archive: what holds text, and apart from it what holds addresses, since most of those are refused outright. */
function write() {
  writeFileSync(join(root, 'offprint.yaml'), 'title: Hostile\nrepository: example/hostile\n');
  cases.forEach((text, at) => {
    const date = `20${String(10 + (at % 10))}-01-${String(1 + (at % 28)).padStart(2, '0')}`;
    const name = text.replace(/[\n\t\u0000-\u001f]/g, ' ');
    const notices = [{ type: 'erratum', date: 2024, note: text }];
    const words = { keywords: [name], awards: [{ title: name, by: name }], versions: [{ version: name, note: name }] };
    const author = { literal: name, affiliations: [name] };
    entry(`papers/text-${at}.md`, { title: name, abstract: text, summary: name, date, authors: [author], notices, ...words }, text);
    entry(`papers/venue-${at}.md`, { title: `Venue ${at}`, date, authors: [name], venue: name, publisher: name, pages: name, license: name }, '');
    const fields = {
      links: { links: { code: text } },
      pdf: { links: { pdf: text } },
      picture: { thumbnail: { src: text, alt: text } },
      notice: { notices: [{ type: 'erratum', date: 2024, url: text }] },
      award: { awards: [{ title: 'Best', url: text }] },
      related: { related: [{ relation: 'cites', url: text }] },
      doi: { doi: text },
      language: { language: text },
    };
    for (const [field, more] of Object.entries(fields)) {
      entry(`papers/${field}-${at}.md`, { title: `${field} ${at}`, date: 2020, authors: ['Ada Lovelace'], ...more }, '');
    }
    entry(`pages/page-${at}.md`, { title: name }, text);
    entry(`collections/list-${at}.md`, { title: name, description: name, papers: [`text-${at}`] }, text);
  });
}

/** What a page holds that no text of an entry may bring into it. Runs in the page. */
function foreign() {
  const found = [];
  const never = 'iframe, object, embed, form, base, frame, frameset, applet, portal, audio, video, style, link[rel=import], template, textarea, select, input';
  // The box of search is the theme's own.
  const ours = ':is(.top, main) > offprint-search > form, :is(.top, main) > offprint-search > form > input';
  for (const element of document.querySelectorAll(never)) if (!element.matches(ours)) found.push(`<${element.localName}>`);
  // What a page says of itself to machines is data, and ends where we end it: there is one such script, and it is whole.
  const isOneValue = (text) => {
    if (document.querySelectorAll('script[type="application/ld+json"]').length > 1) return false;
    try {
      return Array.isArray(JSON.parse(text)['@graph']);
    } catch {
      return false;
    }
  };
  for (const script of document.scripts) {
    const isOurs = script.type === 'module' ? /\/(theme|search\/search)\.[0-9a-f]{8}\.js$/.test(script.src)
      : script.type === 'application/ld+json' ? script.parentElement === document.head && isOneValue(script.text)
      : script.type === 'application/json' ? script.id === '_words' && location.pathname.endsWith('/search/')
      : /^(try\{document\.documentElement\.dataset\.theme|\/\[\?&\]q=)/.test(script.text);
    if (!isOurs) found.push('a script');
  }
  for (const meta of document.querySelectorAll('meta[http-equiv]')) found.push(`a meta of ${meta.httpEquiv}`);
  for (const drawing of document.querySelectorAll('svg')) {
    if (!drawing.matches('.calendar, .bars > svg')) found.push('a drawing');
  }
  for (const element of document.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      if (name.startsWith('on') || name === 'style' || name === 'srcdoc' || name === 'xlink:href') found.push(`${element.localName} ${name}`);
      if (['href', 'src', 'action', 'formaction', 'poster', 'data'].includes(name) && element.localName !== 'svg') {
        const { protocol, host } = new URL(value, document.baseURI);
        if (!['http:', 'https:', 'mailto:'].includes(protocol)) found.push(`${element.localName} ${name}=${value}`);
        // What looks like a path must not lead to another host.
        if (/^[/\\]/.test(value.trim()) && host !== location.host) found.push(`${element.localName} ${name}=${value}`);
        if (name === 'src' && host !== location.host) found.push(`${element.localName} ${name}=${value}`);
      }
    }
    for (const kind of ['mouseover', 'pointerenter', 'focus', 'error', 'load', 'toggle', 'wheel']) element.dispatchEvent(new Event(kind));
    if (!element.closest('a, button, summary')) element.dispatchEvent(new MouseEvent('click', { bubbles: true }));
  }
  return found;
}

write();
let said = '';
await check(`an archive of ${cases.length} hostile texts is built`, () => {
  try {
    execFileSync(binary, ['build', '--keep-going', '--quiet', '--root', root, '--out', out], { stdio: ['ignore', 'ignore', 'pipe'] });
    return [];
  } catch (error) {
    said = String(error.stderr ?? error.message);
    return [said.slice(0, 2_000)];
  }
});
const pages = said ? [] : files(out).filter((file) => file.endsWith('.html') && /^\/(papers\/[a-z]+-\d+|page-\d+|collections|authors|index)/.test(file));
await check('nearly every text stands on a page', () => {
  const shown = pages.filter((file) => /^\/papers\/text-\d+\//.test(file)).length;
  return shown >= Math.max(200, cases.length * 0.9) ? [] : [`${shown} of ${cases.length} texts came as far as a page`];
});
await check(`nothing runs on ${pages.length} pages, and nothing foreign is in them`, async () => {
  const server = await serve(out);
  const browser = await launch();
  const context = await browser.newContext();
  const found = [];
  // Fonts, styles and icons too, which would come anew for each page and run nothing.
  await context.route(/^(?!http:\/\/(127\.0\.0\.1|localhost))|\.(woff2|css|svg)$/, (route) => route.abort());
  const waiting = pages.values();
  const look = async () => {
    let at = '';
    const page = await context.newPage();
    await page.exposeFunction('hit', () => found.push(`${at}: script ran`));
    page.on('dialog', (dialog) => {
      found.push(`${at}: a dialog`);
      dialog.dismiss();
    });
    for (const file of waiting) {
      at = address(file);
      await page.goto(server.root + at, { waitUntil: 'domcontentloaded' });
      for (const problem of await page.evaluate(foreign)) found.push(`${at}: ${problem}`);
    }
  };
  await Promise.all(Array.from({ length: PAGES_AT_ONCE }, look));
  await browser.close();
  server.close();
  return [...new Set(found)].sort();
});
rmSync(root, { recursive: true, force: true });
close();
