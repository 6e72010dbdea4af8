// The papers of an archive, one JSON object a line, so that the other scripts need not parse its entries each time. With --papers
// it is a sample of them; with --copy the archive of these papers is written too, for `offprint build`.

import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { read, sample } from './corpus.mjs';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { papers: { type: 'string' }, copy: { type: 'string' } } });
if (positionals.length !== 1) {
  console.error('usage: node papers.mjs ROOT [--papers N] [--copy OUT] > papers.jsonl');
  process.exit(2);
}
const [root] = positionals;
const papers = sample(read(root), Number(values.papers ?? 0));
if (values.copy) {
  if (existsSync(values.copy)) throw new Error(`there is something at ${values.copy} already`);
  for (const part of ['offprint.yaml', 'content/topics.yaml', 'content/venues.yaml', 'content/volumes']) {
    if (existsSync(join(root, part))) cpSync(join(root, part), join(values.copy, part), { recursive: true });
  }
  for (const { file } of papers) {
    const to = join(values.copy, relative(root, file));
    mkdirSync(dirname(to), { recursive: true });
    cpSync(file, to);
  }
}
process.stdout.write(papers.map((paper) => `${JSON.stringify(paper)}\n`).join(''));
