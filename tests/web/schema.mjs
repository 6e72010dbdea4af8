// The schemas of `offprint schema` say what `offprint check` does: they accept every file of an archive that is fine, and
// every unusual way to write that is read, and refuse what is wrong. An editor's language server shows what they say.
//
//   node tests/web/schema.mjs PROGRAM ROOT…

import Ajv from 'ajv/dist/2020.js';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { parseDocument } from 'yaml';
import { check, close, parameters } from './check.mjs';
import { start } from './language-server.mjs';
import { FILES, FINE, MISTAKES, VALUES } from './schema-cases.mjs';

const [program, ...roots] = parameters('node schema.mjs PROGRAM ROOT…', 2);
const scratch = mkdtempSync(join(tmpdir(), 'offprint-schema-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

function run(root, ...given) {
  const { status, stdout, stderr } = spawnSync(program, [...given, '--root', root], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return { status, stdout, stderr };
}

function write(root, path, text) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** The schemas that an archive gets, compiled, by their names. */
function schemas(root) {
  const { status, stderr } = run(root, 'schema', '--quiet', '--vscode');
  if (status !== 0) throw new Error(stderr);
  const ajv = new Ajv({ strict: false, strictNumbers: true, allErrors: true });
  const folder = join(root, '.offprint/schemas');
  const read = (file) => [file.replace('.json', ''), ajv.compile(JSON.parse(readFileSync(join(folder, file), 'utf8')))];
  return Object.fromEntries(readdirSync(folder).map(read));
}

/** The schema for a file, by its place. */
function kind(path) {
  const [folder, inner] = path.replace(/^content\//, '').split('/');
  if (path === 'offprint.yaml') return 'settings';
  if (inner === undefined) return { 'topics.yaml': 'topics', 'venues.yaml': 'venues' }[folder];
  const kinds = { papers: ['entry', 'paper'], volumes: ['volume'], people: ['person'], metrics: ['metrics'], pages: [, 'page'], collections: [, 'collection'] };
  return kinds[folder]?.[['.yaml', '.md'].findIndex((end) => path.endsWith(end))];
}

/** What a file holds, as an editor reads it: of Markdown the front matter, by the core schema of YAML 1.2. */
function holds(path, text) {
  const yaml = path.endsWith('.md') ? text.split(/^---\s*$/m)[1] : text;
  return parseDocument(yaml.replace(/^\uFEFF/, ''), { version: '1.2', schema: 'core', uniqueKeys: false }).toJS();
}

function refusals(known, path, text) {
  const validate = known[kind(path)];
  if (validate(holds(path, text))) return [];
  return validate.errors.map(({ instancePath, message, params }) => `${path}: ${instancePath} ${message} ${JSON.stringify(params)}`);
}

// Archives.

for (const root of roots) {
  const copy = join(scratch, `archive-${roots.indexOf(root)}`);
  cpSync(join(root, 'content'), join(copy, 'content'), { recursive: true });
  cpSync(join(root, 'offprint.yaml'), join(copy, 'offprint.yaml'));
  const all = readdirSync(join(copy, 'content'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = [...all.map((entry) => relative(copy, join(entry.parentPath, entry.name))), 'offprint.yaml'].filter(kind);
  await check(`the schemas of ${root} accept its ${paths.length} files`, () => {
    const known = schemas(copy);
    return paths.flatMap((path) => refusals(known, path, readFileSync(join(copy, path), 'utf8')));
  });
}

// Cases. Whatever they say of a file, `check` has to say too: each stands in an archive with all the others of its sort.

const base = join(scratch, 'base');
for (const [path, text] of Object.entries(FILES)) write(base, path, text);
const known = schemas(base);

/** What `check` says of these files, each alone in the archive: those with an error, by name. */
function refused(cases) {
  const found = new Set();
  const together = cases.filter(({ path }) => !FILES[path]);
  const told = (cases) => {
    const root = mkdtempSync(join(scratch, 'cases-'));
    cpSync(base, root, { recursive: true });
    for (const { path, text } of cases) write(root, path, text);
    const { stderr } = run(root, 'check');
    const places = new Set(Array.from(stderr.matchAll(/^error.*\n {2}([^:\n]+)/gm), ([, path]) => path));
    for (const one of cases) if (places.has(one.path)) found.add(one);
  };
  told(together);
  for (const one of cases) if (FILES[one.path]) told([one]);
  return found;
}

await check(`${FINE.length} unusual ways to write are accepted`, () => {
  const wrong = refused(FINE);
  return FINE.flatMap((one) => [
    ...refusals(known, one.path, one.text).map((why) => `${one.what}: ${why}`),
    ...(wrong.has(one) ? [`${one.what}: check refuses it, so the case is none`] : []),
  ]);
});

await check(`${MISTAKES.length} mistakes are refused`, () => {
  const wrong = refused(MISTAKES);
  return MISTAKES.flatMap((one) => [
    ...(refusals(known, one.path, one.text).length === 0 ? [`${one.what}: the schema accepts it`] : []),
    ...(wrong.has(one) ? [] : [`${one.what}: check accepts it, so it is no mistake`]),
  ]);
});

// The law, over every key with every sort of value: what `check` accepts, the schemas accept.
const properties = known.paper.schema.properties;
const lines = Object.entries(properties).flatMap(([key, schema]) => {
  const inner = Object.keys(schema.properties ?? schema.items?.properties ?? {});
  return VALUES.flatMap((value) => [`${key}: ${value}`, ...inner.map((name) => `${key}: {${name}: ${value}}`), ...inner.map((name) => `${key}: [{${name}: ${value}}]`)]);
});
const every = lines.map((line, at) => ({ what: line, path: `content/papers/every/e${at}.yaml`, text: `${line.startsWith('title:') ? '' : 'title: T\n'}${line}\n` }));

await check(`whatever check accepts of ${every.length} entries is accepted`, () => {
  const wrong = refused(every);
  return every.filter((one) => !wrong.has(one)).flatMap((one) => refusals(known, one.path, one.text).map((why) => `${one.what}: ${why}`));
});

await check('an archive to which no mistake is an error has none that is marked', () => {
  const codes = run(base, 'explain').stdout.trim().split('\n').map((line) => line.split(' ')[0]);
  const lenient = join(scratch, 'lenient');
  cpSync(base, lenient, { recursive: true });
  write(lenient, 'offprint.yaml', `${FILES['offprint.yaml']}diagnostics:\n${codes.map((code) => `  ${code}: warning\n`).join('')}`);
  const allowing = schemas(lenient);
  return [...FINE, ...MISTAKES, ...every].flatMap((one) => refusals(allowing, one.path, one.text).map((why) => `${one.what}: ${why}`));
});

await check('a command that runs again writes nothing', () => {
  const { stdout } = run(base, 'schema', '--vscode');
  return stdout.split('\n').filter((line) => line && !line.endsWith('as it was'));
});

// An editor. Files are known by `yaml.schemas` but for those with a line of their own.

const settings = JSON.parse(readFileSync(join(base, '.vscode/settings.json'), 'utf8'));
const editor = await start(base, {
  yaml: { schemas: settings['yaml.schemas'], validate: true, completion: true, hover: true, schemaStore: { enable: false } },
});
const bare = await start(base, { yaml: { validate: true, completion: true, hover: true, schemaStore: { enable: false } } });
const MODELINE = '# yaml-language-server: $schema=../../.offprint/schemas/entry.json\n';
let opened = 0;

/** Opens a new entry, or another file, with the caret at `‸`. */
const entry = (text, path = `content/papers/open-${(opened += 1)}.yaml`) => editor.open(path, text);
const marks = (file) => file.marks.map(({ range, message }) => `${range.start.line + 1}: ${message}`);
const same = (is, should) => (JSON.stringify(is) === JSON.stringify(should) ? [] : [`${JSON.stringify(is)}, not ${JSON.stringify(should)}`]);
const lacks = (list, names) => names.filter((name) => !list.includes(name)).map((name) => `no ${name} in ${list.join(', ')}`);
const labels = async (file) => (await file.complete()).map(({ label }) => label);

await check('an editor marks a mistake at its line', async () => {
  const file = await entry('title: Tides\nautors: [Ada Lovelace]\ntopics: [tdies]\narxiv: 2309.10\n');
  return same(marks(file).sort(), [
    '2: Property autors is not allowed.',
    '3: Value is not accepted. Valid values: "mud", "tides".',
    '4: This is not an arXiv id in quotes, such as "2309.03905".',
  ]);
});

await check('an editor finds the schema by the first line of a file', async () => {
  const file = await bare.open('content/papers/line.yaml', `${MODELINE}title: Tides\ndate: 7 September 2023\n`);
  return same(marks(file), ['3: This is not a date: write 2023, 2023-09 or 2023-09-07.']);
});

await check('an editor marks nothing in what is fine', async () => {
  const fine = await Promise.all(Object.entries(FILES).filter(([path]) => path.endsWith('.yaml')).map(([path, text]) => editor.open(path, text)));
  return fine.flatMap(marks);
});

await check('an editor marks a mistake in settings, topics and a volume', async () => [
  ...same(marks(await entry('title: T\ncalender: added\n', 'offprint.yaml')).at(-1), '2: Property calender is not allowed.'),
  ...same(marks(await entry('tides: {nam: Tides}\n', 'content/topics.yaml')).at(-1), '1: Property nam is not allowed.'),
  ...same(marks(await entry('title: V\npapers:\n  - id: a\n    title: A\n    doi: x\n')), ['5: This is not a DOI, such as 10.48550/arXiv.2309.03905.']),
]);

for (const [where, text] of [['brackets', 'title: T\ntopics: [‸]\n'], ['open brackets', 'title: T\ntopics: [‸'], ['a list', 'title: T\ntopics:\n  - ‸\n'], ['a value', 'title: T\ntopics: ‸\n']]) {
  await check(`an editor offers topics in ${where}`, async () => lacks(await labels(await entry(text)), ['tides', 'mud']));
}

await check('an editor tells what a topic is about', async () => {
  const found = (await (await entry('title: T\ntopics:\n  - ‸\n')).complete()).find(({ label }) => label === 'tides');
  const text = found?.documentation?.value ?? found?.documentation ?? '';
  return same(text.replaceAll('\\', ''), 'Tides: Water that comes and goes.');
});

await check('an editor offers keys on an empty line, and not those that stand', async () => {
  const list = await labels(await entry('title: T\n‸\n'));
  return [...lacks(list, ['authors', 'date', 'arxiv', 'topics', 'links']), ...(list.includes('title') ? ['title is offered again'] : [])];
});

await check('an editor offers the keys of an author, the words of a type, volumes, venues, people and lists', async () => [
  ...lacks(await labels(await entry('title: T\nauthors:\n  - name: Ada\n    ‸\n')), ['orcid', 'affiliations', 'person']),
  ...lacks(await labels(await entry('title: T\ntype: ‸\n')), ['article', 'preprint']),
  ...lacks(await labels(await entry('title: T\nin: ‸\n')), ['v-2023']),
  ...lacks(await labels(await entry('title: T\nvenue: ‸\n')), ['ist', 'IST', 'International Symposium on Tides']),
  ...lacks(await labels(await entry('title: T\nauthors:\n  - name: Ada\n    person: ‸\n')), ['ada']),
  ...lacks(await labels(await entry('title: T\nrelated:\n  - id: ‸\n')), ['first']),
]);

await check('an editor offers settings and their words', async () => [
  ...lacks(await labels(await entry('‸\n', 'offprint.yaml')), ['title', 'base-url', 'calendar', 'thresholds']),
  ...lacks(await labels(await entry('calendar: ‸\n', 'offprint.yaml')), ['published', 'added']),
]);

const hovers = async (text, wanted, path) => {
  const told = (await (await entry(text, path)).hover()).replaceAll('\\', '');
  return told.includes(wanted) ? [] : [`${JSON.stringify(told)} has no ${JSON.stringify(wanted)}`];
};

await check('an editor tells what a key means', async () => [
  ...(await hovers('title: T\nda‸te: 2023\n', 'Published: the date one would cite, as 2023, 2023-09 or 2023-09-07.')),
  ...(await hovers('title: T\ntop‸ics: [tides]\n', "Keys of the archive's topics")),
  ...(await hovers('title: T\ntopics: [ti‸des]\n', 'Tides: Water that comes and goes.')),
  ...(await hovers('title: T\nauthors:\n  - name: A\n    orc‸id: 0000-0002-1825-0097\n', 'The ORCID')),
  ...(await hovers('title: T\npar‸ts: 20\n', 'Papers in each part', 'offprint.yaml')),
]);

editor.stop();
bare.stop();
close();
