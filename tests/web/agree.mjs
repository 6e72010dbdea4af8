// The engine of the search client against the one in Rust: over a built site, both give the same papers in the same order.
//
//   node tests/web/agree.mjs PROGRAM SITE QUERIES.json      where the last is a list of texts, or of objects with `query`

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Engine } from '../../src/search/client/engine.js';
import { check, close, parameters } from './check.mjs';

const [program, site, queries] = parameters('node tests/web/agree.mjs PROGRAM SITE QUERIES.json', 3);
globalThis.fetch = async (address) => {
  const name = String(address).replace(/^site:/, '').replace(/\?.*/, '');
  return new Response(readFileSync(`${site}/search/${name}`));
};

const texts = readFileSync(queries, 'utf8').trim();
const list = (texts.startsWith('[') ? JSON.parse(texts) : texts.split('\n').map((line) => JSON.parse(line))).map((one) => one.query ?? one);
const engine = new Engine('site:');
await check(`${list.length} queries find the same papers in the browser and on the command line`, async () => {
  const wrong = [];
  for (const text of list) {
    const out = execFileSync(program, ['search', '--out', site, '--limit', '10', '--format', 'json', '--', text], { encoding: 'utf8' });
    const want = out.trim().split('\n').filter(Boolean).map((line) => JSON.parse(line).id);
    const { hits } = await engine.search(text, { count: 10 });
    const got = hits.map(({ id }) => id);
    if (got.join(' ') !== want.join(' ')) wrong.push(`${JSON.stringify(text)}: ${got.join(' ')}, not ${want.join(' ')}`);
  }
  return wrong;
});
close();
