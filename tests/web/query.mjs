// The query language in the browser: the table of cases that the Rust parser is held to as well, a storm of random
// text, and the two ways in which the page changes a query.
//
//   node tests/web/query.mjs

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parseQuery } from '../../src/search/client/query.js';
import { withAtom, withoutAtom } from '../../src/search/client/rewrite.js';
import { check, close } from './check.mjs';

const table = JSON.parse(readFileSync(new URL('../../src/search/cases/queries.json', import.meta.url), 'utf8'));
for (const [name, rows] of Object.entries(table)) {
  await check(`${rows.length} queries are parsed as in Rust: ${name}`, () => {
    const problems = [];
    for (const { text, query } of rows) {
      try {
        assert.deepEqual(parseQuery(text), query);
      } catch (error) {
        problems.push(`${JSON.stringify(text)}: ${error.message}`);
      }
    }
    return problems;
  });
}

const PIECES = [
  ...' \t\n\x85\ufeff\u3000--""“”„::**<>=./\\?#,;()&|{}$^',
  ...'aZé0ßİ深ασς\u0301\0',
  ...['OR', ' OR ', 'title:', 'author:"', 'venue:', 'topic:', 'year:', 'date:', 'type:', 'has:', 'is:', 'like:', 'id:'],
  ...['doi:10.', 'arxiv:', 'orcid:', 'tite:', 'constructor:', '__proto__:', 'https://', 'arxiv.org/abs/', '10.1000/'],
  ...['2309.03905', 'hep-th/9901001', 'v2', '.pdf', '2019', '2020-02-30', '..', '9999', '0000-0002-1694-233X', '\ud83d'],
];
const KINDS = ['word', 'phrase', 'venue', 'topic', 'date', 'type', 'has', 'is', 'like', 'id'];

await check('100,000 random texts are queries', () => {
  let state = 7;
  const next = (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  for (let round = 0; round < 100_000; round += 1) {
    const text = Array.from({ length: next(14) }, () => PIECES[next(PIECES.length)]).join('');
    const { all, problems } = parseQuery(text);
    const atoms = all.flatMap(({ any }) => any);
    const sound = atoms.every((atom) => KINDS.includes(atom.kind) && typeof atom.not === 'boolean');
    assert.ok(sound && all.every(({ any }) => any.length > 0) && Array.isArray(problems), JSON.stringify(text));
    const narrowed = withAtom(text, 'venue:icml');
    assert.ok(narrowed === text || narrowed.startsWith('venue:icml '), JSON.stringify(text));
    assert.ok(!JSON.stringify(parseQuery(withoutAtom(narrowed, 'venue:icml')).all).includes('"icml"'), JSON.stringify(text));
  }
});

await check('a long text takes no long time', () => {
  const started = performance.now();
  for (const piece of ['a', ' ', '"', '-', '*', ':', 'a:', '10.', 'OR ', 'https://10.', '/abs/', 'title:']) {
    parseQuery(piece.repeat(20_000));
    parseQuery(`https:${piece.repeat(20_000)}`);
  }
  assert.ok(performance.now() - started < 2000, `${Math.round(performance.now() - started)} ms`);
});

await check('a query is narrowed once, and the unfinished word stays the last', () => {
  for (const [text, atom, want] of [
    ['', 'venue:icml', 'venue:icml '],
    ['graph neur', 'venue:icml', 'venue:icml graph neur'],
    ['graph ', 'venue:icml', 'venue:icml graph '],
    ['graph venue:icml neur', 'venue:icml', 'graph venue:icml neur'],
    ['VENUE:"icml" graph', 'venue:icml', 'VENUE:"icml" graph'],
    ['-venue:icml graph', 'venue:icml', 'venue:icml -venue:icml graph'],
    ['venue:icml OR venue:acl', 'venue:icml', 'venue:icml venue:icml OR venue:acl'],
    ['cats OR dogs', 'has:code', 'has:code cats OR dogs'],
    ['OR dogs', 'has:code', 'has:code dogs'],
    ['"an open phrase', 'author:"Jane Doe"', 'author:"Jane Doe" "an open phrase'],
    ['author:“Jane Doe” x', 'author:"Jane Doe"', 'author:“Jane Doe” x'],
    ['x', 'year:2019..2023', 'year:2019..2023 x'],
    ['date:2020 x', 'year:2020', 'date:2020 x'],
  ]) {
    assert.equal(withAtom(text, atom), want, text);
  }
});

await check('an atom leaves a query wherever it stands', () => {
  for (const [text, atom, want] of [
    ['', 'venue:icml', ''],
    ['graph', 'venue:icml', 'graph'],
    ['graph  ', 'venue:icml', 'graph '],
    ['venue:icml', 'venue:icml', ''],
    ['venue:icml graph neur', 'venue:icml', 'graph neur'],
    ['graph venue:icml', 'venue:icml', 'graph '],
    ['venue:"icml" graph venue:icml neur', 'venue:icml', 'graph neur'],
    ['x venue:icml OR venue:acl y', 'venue:icml', 'x venue:acl y'],
    ['x venue:acl OR venue:icml y', 'venue:icml', 'x venue:acl y'],
    ['a OR venue:icml OR b', 'venue:icml', 'a OR b'],
    ['-venue:icml graph', 'venue:icml', '-venue:icml graph'],
    ['author:"Jane Doe" graph', 'author:"Jane Doe"', 'graph'],
    ['year:2020 graph', 'date:2020', 'graph'],
  ]) {
    assert.equal(withoutAtom(text, atom), want, text);
  }
});
close();
