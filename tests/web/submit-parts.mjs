// The parts of the script of the submit page without a browser: its validator against ajv, its names and YAML against
// what the program makes of them.
//
//   node tests/web/submit-parts.mjs PROGRAM

import Ajv from 'ajv/dist/2020.js';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse, parseDocument } from 'yaml';
import { proposed } from '../../src/site/submit/ids.js';
import { authorOf, isSeveral, namesOf } from '../../src/site/submit/names.js';
import { misfits } from '../../src/site/submit/validate.js';
import { entryOf, yamlOf } from '../../src/site/submit/yaml.js';
import { check, close, parameters } from './check.mjs';
import { FILES, FINE, MISTAKES, VALUES } from './schema-cases.mjs';

const [program] = parameters('node submit-parts.mjs PROGRAM', 1);
const scratch = mkdtempSync(join(tmpdir(), 'offprint-submit-'));

function run(root, ...given) {
  const { status, stdout, stderr } = spawnSync(program, [...given, '--root', root], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return { status, stdout, stderr };
}

function write(root, path, text) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

// The validator.

const base = join(scratch, 'base');
for (const [path, text] of Object.entries(FILES)) write(base, path, text);
run(base, 'schema', '--quiet');
const folder = join(base, '.offprint/schemas');
const schemas = Object.fromEntries(readdirSync(folder).map((file) => [file.replace('.json', ''), JSON.parse(readFileSync(join(folder, file), 'utf8'))]));
const ajv = new Ajv({ strict: false, strictNumbers: true });
const compiled = Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, ajv.compile(schema)]));
const holds = (text) => parseDocument(text, { version: '1.2', schema: 'core', uniqueKeys: false }).toJS();

/** Whether both say the same of a value, for each of the schemas. */
function disagree(what, value) {
  return Object.keys(schemas).flatMap((name) => {
    const [ours, theirs] = [misfits(schemas[name], value).length === 0, compiled[name](value)];
    return ours === theirs ? [] : [`${name}, ${what}: ${ours ? 'accepted' : 'refused'}, and ajv says otherwise`];
  });
}

const files = [...Object.entries(FILES).map(([path, text]) => ({ what: path, path, text })), ...FINE, ...MISTAKES];
const values = files.map(({ what, path, text }) => [what, holds(path.endsWith('.md') ? text.split(/^---\s*$/m)[1] : text)]);
const properties = schemas.paper.properties;
const every = Object.entries(properties).flatMap(([key, schema]) => {
  const inner = Object.keys(schema.properties ?? schema.items?.properties ?? {});
  return VALUES.flatMap((value) => [`${key}: ${value}`, ...inner.flatMap((name) => [`${key}: {${name}: ${value}}`, `${key}: [{${name}: ${value}}]`])]);
});
await check(`the validator agrees with ajv on ${values.length} files in ${Object.keys(schemas).length} schemas`, () => values.flatMap(([what, value]) => disagree(what, value)));
await check(`and on ${every.length} keys and values`, () => every.flatMap((line) => disagree(line, { title: 'T', ...holds(line) })));
await check('the validator tells where a mistake is', () => {
  const cases = [
    [{ title: 'T', doi: 'x' }, 'doi'],
    [{ title: 'T', topics: ['tides', 'tdies'] }, 'topics.1'],
    [{ title: 'T', links: { pdf: ['https://example.org', 'a b://'] } }, 'links.pdf.1'],
    [{ title: 'T', autors: [] }, 'autors'],
    [{ title: 'T', authors: ['A', { name: true }] }, 'authors.1.name'],
    [{}, ''],
  ];
  const where = (value) => misfits(schemas.paper, value).map((way) => way.join('.'))[0];
  return cases.filter(([value, want]) => where(value) !== want).map(([value, want]) => `${JSON.stringify(value)}: ${where(value)}, not ${want}`);
});

// The YAML.

const EMPTY = { id: '', title: '', authors: '', abstract: '', summary: '', date: '', available: '', added: '', venue: '', doi: '', arxiv: '', keywords: '', topics: [], links: [], kinds: ['pdf', 'code', 'video'] };
const HOSTILE = [
  'a: b', 'ends:', '# a', 'a # b', 'a #b', '- a', '-a', '? a', '[a]', '{a}', '&a', '*a', '!a', '| a', '> a', '%a', '@a', '`a`', "'a'", '"a"', 'it\'s "so": \\alpha', 'a\\b: "c"', '  a  b ',
  'yes', 'No', 'null', '~', 'y', 'on', 'NaN', '.inf', '2309.10', '2023', '0x1F', '1e5', '1_000', '12:30', '+1', '.5', '2023-09-07', '2023-9-7', '57-65', '1-2-3', '0000-0002-1694-233X', '1843-1', '---', '...', '--- a', '=', '<<', '1.', '0o14',
  'a\tb', 'a\nb', 'a\r\nb', 'a\u0007b', 'a\u0000b', 'a\u2028b', 'a\u0085b', 'a\u00a0b', '\ufeffa', 'a\u200bb', 'a\u202eb', 'a\ud800b', '🦀 crabs', '👩‍🔬: a', '多くの人', '韩佳明', 'é, è', 'a, b', 'a; b', '2023-1é-x', '1é', 'Ünï: çödé', '<b>bold</b>', '</script><script>hit()</script>', '{{ site }}',
  '${a}', '$\\alpha$: a', 'a -', 'a]', 'a}', 'https://example.org/?a=b&c=d#e', 'x'.repeat(300), `${'x '.repeat(70)}: y`, 'null: null', '"', "'", '\\', '\\"', ':', ': ', '#', '-', '?', 'key: |', '!!str a', '%YAML 1.2', 'a:b', 'a ?b',
];
const clean = (text) => text.replace(/[\s\u0085]+/g, ' ').replace(/[^\P{Cc}]|\p{Cs}|[\u00ad\u200b\ufeff\u202a-\u202e]/gu, '').trim();

/** Writes entries into an archive, and tells what `check` and `fmt` say of them. */
function refused(texts, settings = '', ...more) {
  const root = mkdtempSync(join(scratch, 'entries-'));
  write(root, 'offprint.yaml', `title: T\nbase-url: https://example.org/\n${settings}`);
  for (const [name, text] of Object.entries(texts)) write(root, `content/papers/${name}.yaml`, text);
  const checked = run(root, 'check', ...more);
  const formatted = run(root, 'fmt', '--check');
  return [checked, formatted].filter(({ status }) => status !== 0).map(({ stdout, stderr }) => (stdout + stderr).slice(0, 3000));
}

const hostile = Object.fromEntries(HOSTILE.map((text, at) => {
  const venue = text, keywords = [text, 'b', text].join('\n');
  const values = { ...EMPTY, id: `h${at}`, title: text, authors: `${text.replace(/\n|\r/g, ' ')}\nAda Lovelace`, abstract: `${text}\n\n  ${text}\n${text}  \n`, summary: text, date: '2023-09', venue, keywords };
  return [`h${at}`, { values, yaml: yamlOf(entryOf(values)) }];
}));
await check(`${HOSTILE.length} hostile texts become entries that check accepts and fmt would not change`, () =>
  refused(Object.fromEntries(Object.entries(hostile).map(([name, { yaml }]) => [name, yaml]))));
await check('they are read back as what was typed', () => Object.values(hostile).flatMap(({ values, yaml }) => {
  const read = parse(yaml, { version: '1.2' });
  const old = parse(yaml, { version: '1.1' });
  const title = clean(values.title);
  return [
    ...(read.title === title || (read.title === undefined && title === '') ? [] : [`${JSON.stringify(title)} is read as ${JSON.stringify(read.title)}`]),
    ...(JSON.stringify(read) === JSON.stringify(old) || /date: 2023/.test(yaml) && JSON.stringify({ ...read, date: 0 }) === JSON.stringify({ ...old, date: 0 }) ? [] : [`${JSON.stringify(title)} is another thing to YAML 1.1`]),
    ...(title && !read.abstract.startsWith(clean(values.title).slice(0, 1)) ? [`the abstract of ${JSON.stringify(title)} is ${JSON.stringify(read.abstract)}`] : []),
  ];
}));

const NAMES = [
  'Ada Lovelace', 'Lovelace, Ada', 'van der Berg, Jan Peter', 'Jan Peter van der Berg', 'García Márquez, Gabriel', 'King, Jr., Martin Luther', 'Martin Luther King Jr.', 'Martin King, III', 'Madonna', '韩佳明', 'bell hooks',
  'Ludwig van', 'de la Cruz', 'Ó Briain, Dara', 'Smith,', ', Smith', 'A, B, C, D', 'Jr., A', 'II', 'A II', 'A B II', 'von', 'von der', "d'Alembert, Jean", 'El-Baz, Farouk', '孫 武', 'Øster, Åse', 'ǅ Abc', '1st Author', 'ª b', 'No, A', 'null', '2023', 'a: b, c', 'Yes, "x"', 'x'.repeat(80) + ' y, ' + 'z'.repeat(60),
  'Berg van, Jan', 'Jan, van der', 'Maria de los Angeles, Ana', 'Li [Q], Wei', '  A   B ', 'A\tB',
];
await check(`${NAMES.length} names are written as fmt writes them`, () =>
  refused(Object.fromEntries(NAMES.map((name, at) => [`n${at}`, yamlOf(entryOf({ ...EMPTY, id: `n${at}`, title: 'Names', authors: name, date: '2023' }))]))));
await check('450 authors, long lists and several links of a kind are written as fmt writes them', () => {
  const authors = Array.from({ length: 450 }, (_, at) => `Given${at} Family${at}`).join('\n');
  const long = Array.from({ length: 40 }, (_, at) => `topic-${at}`);
  const links = [['code', 'https://example.org/a'], ['pdf', 'https://example.org/p.pdf'], ['code', 'https://example.org/b'], ['code', ' '], ['video', 'https://example.org/c#d:%20e']];
  const many = entryOf({ ...EMPTY, id: 'many', title: 'Many', authors, date: '2023', topics: long, keywords: long.join(','), links, doi: 'https://doi.org/10.1000/x(1)', arxiv: 'https://arxiv.org/pdf/2309.10234v2' });
  return many.authors.length === 450 ? refused({ many: yamlOf(many) }) : [`${many.authors.length} authors`];
});
await check('lists of names from other sites are taken apart', () => {
  const cases = [
    ['Ada Lovelace', null],
    ['Lovelace, Ada', null],
    ['Ada Lovelace, Luigi Menabrea, Jan van der Berg', ['Ada Lovelace', 'Luigi Menabrea', 'Jan van der Berg']],
    ['A. Lovelace, L. Menabrea, and J. Berg', ['A. Lovelace', 'L. Menabrea', 'J. Berg']],
    ['A. Lovelace, L. Menabrea and J. Berg', ['A. Lovelace', 'L. Menabrea', 'J. Berg']],
    ['Lovelace, Ada and Menabrea, Luigi', ['Lovelace, Ada', 'Menabrea, Luigi']],
    ['Ada Lovelace and Luigi Menabrea', ['Ada Lovelace', 'Luigi Menabrea']],
    ['Lovelace, Ada; Menabrea, Luigi', ['Lovelace, Ada', 'Menabrea, Luigi']],
  ];
  const got = (line) => (isSeveral(line) ? namesOf(line) : null);
  return cases.filter(([line, want]) => JSON.stringify(got(line)) !== JSON.stringify(want)).map(([line]) => `${line}: ${JSON.stringify(got(line))}`);
});
await check('ids are proposed as `import` gives them', () => {
  const cases = [
    [{ title: 'On the *Nature* of $x$', authors: [authorOf('Jan van der Müller-Lüdenscheidt')], date: '2023-05-06' }, 'muller-ludenscheidt-2023-nature'],
    [{ title: 'T', authors: ['A Smith'], arxiv: 'hep-th/9901001' }, 'hep-th-9901001'],
    [{ title: 'Øre', authors: ['Łukasz Straße'], available: '2022' }, 'strasse-2022-ore'],
    [{ title: 'Of the' }, 'of'],
    [{ title: 'Tides', authors: ['韩佳明'], date: '2023' }, ''],
    [{ title: '潮汐', authors: ['Ada Lovelace'], date: '2023' }, ''],
    [{ authors: ['Ada Lovelace'], date: '2023' }, ''],
    [{ title: 'Tides', authors: [authorOf('García Márquez, Gabriel')], added: '2023-01-02' }, 'garcia-marquez-2023-tides'],
  ];
  return cases.filter(([entry, want]) => proposed(entry) !== want).map(([entry, want]) => `${JSON.stringify(entry)}: ${proposed(entry)}, not ${want}`);
});
rmSync(scratch, { recursive: true, force: true });
close();
