// Pages as reference managers read them: by the rules of Zotero's translators for embedded metadata and for COinS,
// written anew here from what those do, so that they stay apart from the program's own idea of them.
//
// usage: node metadata.mjs DIR [BASE-URL [EXPECTED]]. EXPECTED names what Zotero must find, by the paper's id; without
// it, pages must say to machines what they show to people.

import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { check, close, parameters } from './check.mjs';
import { files } from './site.mjs';
import { tags } from './tags.mjs';

const [folder, base = '', expectedFile] = parameters('node metadata.mjs DIR [BASE-URL [EXPECTED]]', 1);
const expected = expectedFile && JSON.parse(readFileSync(expectedFile, 'utf8'));
// What a paper's page may weigh, in bytes, as it is and packed.
const MOST = 14_000;
const MOST_PACKED = 4_500;

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const decode = (text) => text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => ENTITIES[name]);
const collapse = (text) => text.replace(/\s+/g, ' ').trim();

/** The head's meta elements, as name (or property) and content. */
function metas(html) {
  const head = html.slice(0, html.indexOf('</head>'));
  const found = [];
  for (const { name, attributes } of tags(head)) {
    if (name !== 'meta' || !attributes.content) continue;
    found.push([attributes.name ?? attributes.property ?? '', decode(attributes.content), 'name' in attributes]);
  }
  return found;
}

const CONTAINERS = {
  citation_journal_title: 'journalArticle',
  citation_technical_report_institution: 'report',
  citation_conference_title: 'conferencePaper',
  citation_conference: 'conferencePaper',
  citation_book_title: 'bookSection',
  citation_inbook_title: 'bookSection',
  citation_dissertation_institution: 'thesis',
};

const ITEM_TYPES = new Set(
  'journalArticle conferencePaper preprint bookSection book thesis report dataset computerProgram document webpage'.split(' '),
);

/** The type of an item. What RDF is sure of goes before the container's tag, and that before every guess. */
function typeOf(found) {
  let byTag, guess, og, ogGuess, dc;
  for (const [name, content] of found) {
    const tag = name.slice(Math.max(0, name.lastIndexOf('citation_')));
    if (CONTAINERS[tag]) byTag = CONTAINERS[tag];
    else if (tag === 'citation_title') guess ??= 'journalArticle';
    else if (tag === 'citation_isbn') guess = 'book';
    else if (name === 'og:type' && content === 'website') og = 'webpage';
    else if (name === 'og:type' && content === 'book') og = 'book';
    else if (name === 'og:type' && content === 'article') ogGuess = 'journalArticle';
    else if (name.toLowerCase() === 'dc.type' && ITEM_TYPES.has(content)) dc = content;
  }
  return og ?? dc ?? byTag ?? guess ?? ogGuess;
}

function cleanAuthor(author, byComma) {
  const name = author.replace(/^[\s\u00a0.,/[\]:]+|[\s\u00a0.,/[\]:]+$/g, '').replace(/ {2,}/, ' ');
  if (byComma) {
    const [last, first = ''] = name.split(/, ?/);
    return { first, last };
  }
  const space = name.lastIndexOf(' ');
  return { first: space < 0 ? '' : name.slice(0, space), last: name.slice(space + 1) };
}

const printed = ({ first, last }) => collapse(`${first} ${last}`);

/** The authors: neighbours that are equal are one; `;` parts names, and of one author a comma between spaces does too. */
function creatorsOf(values, language) {
  const nodes = values.filter((value, at) => value !== values[at - 1]);
  return nodes.flatMap((value) => {
    let names = value.split(/\s*;\s*/);
    if (names.length === 1 && nodes.length === 1 && !/^(es|spa)/.test(language)) {
      const parts = names[0].split(/\s*,\s*/);
      if (parts.length > 1 && parts[0].includes(' ') && parts[1].includes(' ')) names = parts;
    }
    return names.filter((name) => /[^\s,-.;]/.test(name)).map((name) => cleanAuthor(name.trim(), name.includes(',')));
  });
}

/** What Zotero makes of a page. */
function item(html) {
  const found = metas(html);
  const named = found.filter(([, , isName]) => isName);
  const all = (tag) => named.filter(([name]) => name.endsWith(tag)).map(([, content]) => content);
  const one = (tag) => (all(tag).length > 0 ? collapse(all(tag).join(', ')) : undefined);
  const last = (...list) => list.map(one).filter(Boolean).at(-1);
  const first = one('citation_firstpage');
  const end = one('citation_lastpage');
  return {
    type: typeOf(found),
    title: one('citation_title'),
    creators: creatorsOf(all('citation_author'), one('citation_language') ?? '').map(printed),
    date: last('citation_publication_date', 'citation_cover_date', 'citation_date') ?? one('citation_online_date'),
    container: last(...Object.keys(CONTAINERS)),
    volume: one('citation_volume'),
    issue: one('citation_issue'),
    number: one('citation_technical_report_number'),
    pages: first && (end ? `${first}-${end}` : first),
    DOI: one('citation_doi'),
    abstract: one('citation_abstract') ?? named.find(([name]) => name === 'description')?.[1],
    PDF: all('citation_pdf_url')[0],
    ISSN: one('citation_issn'),
    ISBN: one('citation_isbn'),
    publisher: one('citation_publisher'),
    url: one('citation_public_url'),
  };
}

/** What Zotero makes of a COinS. */
function contextObject(title) {
  const pairs = title.split('&').map((pair) => pair.split('='));
  const read = (value) => decodeURIComponent(value.replace(/\+|%2[bB]/g, ' '));
  const all = (key) => pairs.filter(([name]) => name === key).map(([, value]) => read(value));
  const [format] = all('rft_val_fmt');
  const [genre] = all('rft.genre');
  const kind = format?.replace('info:ofi/fmt:kev:mtx:', '');
  const books = { bookitem: 'bookSection', proceeding: 'conferencePaper', report: 'report', document: 'document' };
  const types = { journal: 'journalArticle', book: books[genre] ?? 'book', dissertation: 'thesis', dc: all('rft.type')[0] };
  const type = types[kind];
  const inside = ['journalArticle', 'bookSection', 'conferencePaper'].includes(type);
  const creators = all('rft.au').map((name) => cleanAuthor(name, name.includes(',')));
  const [family] = all('rft.aulast');
  const [given] = all('rft.aufirst');
  const isKnown = creators.some(({ first, last }) => last === family && first && first.startsWith(given));
  if (family && !isKnown) creators.unshift({ first: given ?? '', last: family });
  for (const name of all('rft.aucorp').reverse()) creators.unshift({ first: '', last: name });
  const ids = all('rft_id');
  return {
    type,
    title: all(inside ? 'rft.atitle' : kind === 'book' ? 'rft.btitle' : 'rft.title')[0],
    creators: creators.map(printed),
    date: all('rft.date')[0],
    container: (kind === 'journal' ? all('rft.jtitle') : inside ? all('rft.btitle') : all('rft.inst'))[0],
    volume: all('rft.volume')[0],
    issue: type === 'report' ? undefined : all('rft.issue')[0],
    pages: all('rft.pages')[0],
    DOI: ids.find((id) => id.startsWith('info:doi/'))?.slice('info:doi/'.length),
    url: ids.find((id) => /^https?:/.test(id)),
  };
}

/** What a page shows to people: nothing of what is said in its head. */
function shown(html) {
  const body = html.slice(html.indexOf('<main'));
  const part = (pattern) => body.match(pattern)?.[1];
  const text = (markup) => markup && collapse(decode(markup.replace(/<[^>]+>/g, '')));
  const by = part(/<p class="by">(.*?)<\/p>(?:\s*<details class="rest">)?/s) ?? '';
  const rest = part(/<details class="rest">.*?<ul class="columns">(.*?)<\/ul>/s) ?? '';
  const names = [...(by + rest).matchAll(/<a href="[^"]*">(.*?)<\/a>/g)].map(([, name]) => text(name));
  return {
    title: text(part(/<h1[^>]*>(.*?)<\/h1>/s)),
    hasMath: body.includes('<math') || body.includes('class="tex"'),
    status: text(part(/<p class="status">(.*?)<\/p>/s)),
    creators: names,
    date: part(/<p class="of"><time datetime="([^"]*)"/),
    abstract: text(part(/<section class="row" id="abstract">.*?<div class="prose"[^>]*>(.*?)<\/div><\/section>/s)),
    DOI: part(/<dt>DOI<\/dt><dd class="id"><a href="[^"]*">([^<]*)</),
    PDF: part(/<ul class="links">.*?<a href="([^"]*)">PDF<\/a>/),
  };
}

/** Where two records differ in the fields that the second has. */
function differences(file, got, wanted) {
  const wrong = Object.entries(wanted).filter(([key, value]) => JSON.stringify(got[key]) !== JSON.stringify(value));
  return wrong.map(([key, value]) => `${file}: ${key} is ${JSON.stringify(got[key])}, not ${JSON.stringify(value)}`);
}

const pages = files(folder).filter((file) => file.endsWith('.html')).map((file) => [file, readFileSync(folder + file, 'utf8')]);
const papers = pages.filter(([, html]) => html.includes('<body class="paper">'));
const others = pages.filter(([, html]) => !html.includes('<body class="paper">'));
const idOf = (file) => file.match(/([^/]+?)(?:\/index)?\.html$/)[1];
const items = new Map(papers.map(([file, html]) => [idOf(file), item(html)]));

await check(`${papers.length} papers have what Google Scholar asks for`, () => {
  if (papers.length === 0) return [`no papers in ${folder}`];
  return papers.flatMap(([file, html]) => {
    const { title, date, PDF, url } = item(html);
    const found = metas(html).filter(([name]) => name === 'citation_publication_date').map(([, content]) => content);
    const wrong = [];
    if (!title) wrong.push('no title');
    if (found.length > 1 || (date && !/^\d{4}(\/\d\d\/\d\d)?$/.test(date))) wrong.push(`the date ${found}`);
    if (PDF && !/^https?:\/\//.test(PDF)) wrong.push(`the PDF ${PDF} is no absolute address`);
    if (PDF && url && PDF.startsWith(new URL('/', url).href) && new URL('.', PDF).href !== new URL('.', url).href) {
      wrong.push(`the PDF ${PDF} stands in another folder`);
    }
    if (!base && url) wrong.push(`the address ${url} without a base-url`);
    if (base && !url?.startsWith(base)) wrong.push(`the address ${url}`);
    return wrong.map((what) => `${file}: ${what}`);
  });
});

if (expected) {
  await check('every paper is to Zotero what its entry says', () => {
    const missing = Object.keys(expected).filter((id) => !items.has(id)).map((id) => `no page of ${id}`);
    const wrong = Object.entries(expected).filter(([id]) => items.has(id));
    const all = ['container', 'volume', 'issue', 'number', 'pages', 'DOI', 'PDF', 'ISSN', 'ISBN', 'publisher'];
    // What is not expected must not be there either.
    const none = Object.fromEntries(all.map((key) => [key, undefined]));
    return [...missing, ...wrong.flatMap(([id, wanted]) => differences(id, items.get(id), { ...none, ...wanted }))];
  });
  await check('every type of work is there', () => {
    const types = new Set(Object.values(expected).map(({ type }) => type));
    return [...ITEM_TYPES].filter((type) => type !== 'webpage' && !types.has(type));
  });
}

await check('papers are to Zotero what they are to people', () =>
  papers.flatMap(([file, html]) => {
    const { title, creators, date, abstract = '', DOI, PDF } = item(html);
    const seen = shown(html);
    const isLetter = (c) => /[\p{L}\p{N}]/u.test(c);
    const letters = (text = '') => [...text.normalize('NFKC')].filter(isLetter).join('').toLowerCase();
    // A suffix comes before the family name in Zotero, so of names only the letters count, in any order.
    const sorted = (names) => names.map((name) => [...letters(name)].sort().join(''));
    const wrong = [];
    const unmarked = (text) => text.replace(/^\[(RETRACTED|WITHDRAWN|REMOVED|CORRECTED|EXPRESSION OF CONCERN)\] ?/, '');
    if (!seen.hasMath && letters(unmarked(title)) !== letters(seen.title)) wrong.push(`the title ${title}`);
    if (Boolean(seen.status) !== /^\[[A-Z ]+\]/.test(title) && Boolean(seen.status) !== /^\[[A-Z ]+\]/.test(abstract)) {
      wrong.push(`its standing (${seen.status}) is not said`);
    }
    // Names without a page are text between the others: only where all have pages can they be told apart here.
    const isLinked = seen.creators.length === creators.length;
    if (isLinked && sorted(creators).join() !== sorted(seen.creators).join()) wrong.push(`the authors ${creators}`);
    if (seen.date && date?.slice(0, 4) !== seen.date.slice(0, 4)) wrong.push(`the date ${date}`);
    if (seen.date?.length === 10 && date?.replaceAll('/', '-') !== seen.date) wrong.push(`the date ${date}`);
    if (seen.abstract !== undefined && !seen.hasMath && letters(unmarked(abstract)) !== letters(seen.abstract)) {
      wrong.push(`the abstract ${abstract}`);
    }
    if (seen.DOI !== undefined && DOI !== decode(seen.DOI)) wrong.push(`the DOI ${DOI}`);
    // A file of the site has no address that a program elsewhere could use, where there is no base-url.
    const wanted = seen.PDF && /^https?:/.test(seen.PDF) ? decode(seen.PDF) : base && seen.PDF && new URL(seen.PDF, base).href;
    if (wanted && !PDF) wrong.push(`no PDF, in place of ${wanted}`);
    return wrong.map((what) => `${file}: ${what}`);
  }));

await check('no paper is hidden behind a COinS, and only papers have citation tags', () => [
  ...papers.filter(([, html]) => html.includes('Z3988')).map(([file]) => `${file}: a COinS on a paper's page`),
  ...others.filter(([, html]) => metas(html).some(([name]) => name.includes('citation_'))).map(([file]) => file),
]);

await check('lists hold each of their papers as a COinS, or none where there is one', () => {
  let count = 0;
  const wrong = others.flatMap(([file, html]) => {
    const spans = [...html.matchAll(/<span class="Z3988" aria-hidden="true" title="([^"]*)"><\/span>/g)];
    count += spans.length;
    const total = html.split('Z3988').length - 1;
    if (total !== spans.length) return [`${file}: ${total - spans.length} of another form`];
    if (spans.length === 1) return [`${file}: only one`];
    return spans.flatMap(([, title]) => {
      const got = contextObject(decode(title));
      const id = got.url ? idOf(`${new URL(got.url).pathname}index.html`) : undefined;
      const own = items.get(id);
      if (base && !own) return [`${file}: a COinS of no paper: ${got.title}`];
      if (!own) return got.title ? [] : [`${file}: a COinS without a title`];
      // Zotero cannot read a plus in a COinS.
      const plain = (text) => text && collapse(text.replaceAll('+', ' '));
      const letters = (names) => names.map((name) => [...plain(name).replace(/[.;,\s]/g, '')].sort().join('')).join();
      const wanted = { type: own.type, volume: plain(own.volume), DOI: own.DOI, issue: plain(own.issue), url: own.url };
      const problems = differences(`${file}: COinS of ${id}`, got, wanted);
      if (plain(got.title) !== plain(own.title)) problems.push(`${file}: the title ${got.title}, not ${own.title}`);
      if (letters(got.creators) !== letters(own.creators)) problems.push(`${file}: ${got.creators}, not ${own.creators}`);
      if (own.date && got.date?.slice(0, 4) !== own.date.slice(0, 4)) problems.push(`${file}: the date ${got.date}`);
      if (!['report', 'book'].includes(own.type) && plain(got.container) !== plain(own.container)) {
        problems.push(`${file}: ${got.container}, not ${own.container}`);
      }
      return problems;
    });
  });
  return count === 0 && papers.length > 1 ? ['there is none at all'] : wrong;
});

await check(`a paper's page weighs at most ${MOST} bytes, and ${MOST_PACKED} packed, as such pages go`, () => {
  // Of many pages some 1,000 are weighed, spread over all.
  const step = Math.ceil(papers.length / 1000);
  const weights = papers.filter((_, at) => at % step === 0).map(([file, html]) => [Buffer.byteLength(html), gzipSync(html, { level: 9 }).length, file]);
  const middle = (at) => weights.map((weight) => weight[at]).sort((a, b) => a - b)[Math.floor(weights.length / 2)];
  const [raw, packed] = [middle(0), middle(1)];
  const [most, mostPacked, heaviest] = weights.sort((a, b) => b[0] - a[0])[0];
  console.log(`  ${raw} bytes, ${packed} packed; the heaviest, ${heaviest}: ${most}, ${mostPacked}`);
  return raw <= MOST && packed <= MOST_PACKED ? [] : [`${raw} bytes, ${packed} packed`];
});
close();
