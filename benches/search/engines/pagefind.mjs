// Pagefind over the same texts, asked in Chromium as a reader's browser asks it. As custom records (title, authors and abstract as
// content, the title as its meta), and as pages, where its own weights for headings and for parts of a page can say what matters.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { close, createIndex } from 'pagefind';
import { launch } from '../../../tests/web/chromium.mjs';
import { serve } from '../../../tests/web/site.mjs';

const LIMIT = 10;
const AUTHOR_WEIGHT = 5;

const escaped = (text) => text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign]);
const address = (id) => `/papers/${id}/`;

function record(index, { id, title, authors, abstract }) {
  const content = `${title}. ${authors.join(', ')}. ${abstract}`;
  return index.addCustomRecord({ url: address(id), content, language: 'en', meta: { title } });
}

function page(index, { id, title, authors, abstract }) {
  const names = `<p data-pagefind-weight="${AUTHOR_WEIGHT}">${escaped(authors.join(', '))}</p>`;
  const content = `<html lang="en"><body><h1>${escaped(title)}</h1>${names}<p>${escaped(abstract)}</p></body></html>`;
  return index.addHTMLFile({ url: address(id), content });
}

async function build(papers, add, folder) {
  const { index, errors } = await createIndex({ forceLanguage: 'en' });
  if (errors.length > 0) throw new Error(errors.join('\n'));
  for (const paper of papers) {
    const { errors: problems } = await add(index, paper);
    if (problems.length > 0) throw new Error(`${paper.id}: ${problems.join('\n')}`);
  }
  await index.writeFiles({ outputPath: join(folder, 'pagefind') });
  await close();
}

async function open(papers, name, add) {
  const folder = mkdtempSync(join(process.env.TMPDIR ?? tmpdir(), 'pagefind-'));
  await build(papers, add, folder);
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Pagefind</title>');
  const server = await serve(folder);
  const browser = await launch();
  const tab = await browser.newPage();
  await tab.goto(`${server.root}/`);
  await tab.evaluate(async () => {
    globalThis.pagefind = await import('/pagefind/pagefind.js');
    await globalThis.pagefind.init();
  });
  const search = async (query) => {
    const urls = await tab.evaluate(async ([text, limit]) => {
      const { results } = await globalThis.pagefind.search(text);
      const data = await Promise.all(results.slice(0, limit).map((result) => result.data()));
      return data.map(({ url }) => url);
    }, [query, LIMIT]);
    return urls.map((url) => decodeURIComponent(url).slice(address('').length - 1, -1));
  };
  const end = async () => {
    await browser.close();
    server.close();
    rmSync(folder, { recursive: true });
  };
  return { name, search, close: end };
}

export const records = (papers) => open(papers, 'Pagefind', record);
export const pages = (papers) => open(papers, 'Pagefind pages', page);
