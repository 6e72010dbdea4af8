// How many of the search files differ between two built sites (or their search folders): what one new paper costs the caches of readers.
// The page itself and the client are no shards.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { files } from '../../tests/web/site.mjs';

const PAGE = /^\/(index\.html|search\.js)$/;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { most: { type: 'string', default: '0.15' } } });
if (positionals.length !== 2) {
  console.error('usage: node shards.mjs SITE_A SITE_B [--most 0.15]');
  process.exit(2);
}
const [before, after] = positionals.map((folder) => (existsSync(join(folder, 'search')) ? join(folder, 'search') : folder));
const list = (folder) => files(folder).filter((file) => !PAGE.test(file));
const [old, now] = [new Set(list(before)), new Set(list(after))];
const group = (file) => (file.indexOf('/', 1) > 0 ? file.slice(0, file.lastIndexOf('/') + 1) : file.replace(/\d+/g, '#'));
const groups = new Map();
for (const file of new Set([...old, ...now])) {
  const counts = groups.get(group(file)) ?? { files: 0, changed: 0, new: 0, gone: 0, bytes: 0 };
  groups.set(group(file), counts);
  counts.files += 1;
  if (!now.has(file)) counts.gone += 1;
  else if (!old.has(file)) counts.new += 1;
  else if (!readFileSync(before + file).equals(readFileSync(after + file))) counts.changed += 1;
  else continue;
  if (now.has(file)) counts.bytes += statSync(after + file).size;
}
const all = { files: 0, changed: 0, new: 0, gone: 0, bytes: 0 };
for (const counts of groups.values()) for (const name of Object.keys(all)) all[name] += counts[name];
const differ = (counts) => counts.changed + counts.new + counts.gone;
console.log(`${''.padEnd(32)} ${['files', 'changed', 'new', 'gone', 'share', 'kB'].map((name) => name.padStart(9)).join('')}`);
for (const [name, counts] of [...[...groups].sort(), ['all', all]]) {
  const cells = [counts.files, counts.changed, counts.new, counts.gone, `${((differ(counts) / counts.files) * 100).toFixed(1)} %`, Math.round(counts.bytes / 1000)];
  console.log(`${name.padEnd(32)} ${cells.map((cell) => String(cell).padStart(9)).join('')}`);
}
process.exitCode = all.files === 0 || differ(all) / all.files > Number(values.most) ? 1 : 0;
