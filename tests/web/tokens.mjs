// The tokeniser of the search client against the table that the one in Rust is held to.
//
//   node tests/web/tokens.mjs

import { readFileSync } from 'node:fs';
import { compounds, fold, stem, words } from '../../src/search/client/tokens.js';
import { check, close } from './check.mjs';

const table = JSON.parse(readFileSync(new URL('../../src/search/cases/tokens.json', import.meta.url), 'utf8'));
await check(`${table.length} texts give the words that they give in Rust`, () =>
  table.flatMap(([text, want, stems]) => {
    const folded = fold(text);
    const got = [...words(folded), ...compounds(folded)];
    const pairs = [[got.join(' '), want], [got.map(stem).join(' '), stems]];
    return pairs.filter(([is, should]) => is !== should).map(([is, should]) => `${JSON.stringify(text)}: ${is}, not ${should}`);
  }));
close();
