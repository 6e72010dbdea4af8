// An entry as YAML in its canonical form, as `offprint fmt` writes it: src/paper/write in JavaScript, for the keys that
// the form asks for.

import { authorOf } from "./names.js";

// The longest line that brackets or braces may make.
const WIDTH = 120;
const WORD_OF_YAML = /^(?:null|true|false|yes|no|on|off|y|n|nan|inf)$/i;

// What no entry should hold: what is no character, is not seen, or would turn the direction of what follows.
const UNSEEN = /[^\P{Cc}\n\t]|\p{Cs}|[\u00ad\u200b\u2060\ufeff\ufffe\uffff\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]/gu;

const seenOf = (text) => text.replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, "\n").replace(UNSEEN, "");

/** A text of one line, without what cannot be seen. */
export const lineOf = (text) => seenOf(text).replace(/\s+/g, " ").trim();

/** Paragraphs, without what cannot be seen. */
export const paragraphsOf = (text) => seenOf(text).replace(/^[^\S\n]+$/gm, "").trim();

function looksLikeNumber(text) {
  if (!/^[0-9+]/.test(text)) return false;
  const groups = text.replace(/X$/, "").split("-");
  // A range of pages, an ISSN, an ORCID.
  if (groups.length !== 1 && groups.length !== 3 && groups.every((group) => /^[0-9]+$/.test(group))) return false;
  return /^[0-9a-fA-FxXoO_.,:+infINFtTzZ-]+$/.test(text) || /^[0-9]{4}-[0-9][\0-\x7f]?-/.test(text);
}

function isPlain(text, isInFlow) {
  if (!text || /^[-?:,[\]{}#&*!|>'"%@`~=<.\s]|\s$/.test(text)) return false;
  if (/:$|: | #/.test(text) || (isInFlow && /[,[\]{}:?]| -$/.test(text))) return false;
  return !WORD_OF_YAML.test(text) && !looksLikeNumber(text);
}

/** A text of one line as a scalar that every reader takes for that very text. */
export function scalar(text, isInFlow) {
  if (isPlain(text, isInFlow)) return text;
  return /["\\]/.test(text) ? `'${text.replaceAll("'", "''")}'` : `"${text}"`;
}

// A node is a text, a list (in brackets where it fits), a map as its entries, or one of these with how it is laid out.
const bare = (text) => ({ bare: text });
const isMap = (node) => node.map !== undefined;
const mayFlow = (node) => typeof node === "string" || node.bare !== undefined || (node.mayFlow && (node.list ?? node.map.map(([, value]) => value)).every(mayFlow));

function flow(node) {
  if (typeof node === "string") return scalar(node, true);
  if (node.bare !== undefined) return node.bare;
  return isMap(node) ? `{${node.map.map(([key, value]) => `${key}: ${flow(value)}`).join(", ")}}` : `[${node.list.map(flow).join(", ")}]`;
}

/** A value after what stands before it in its line; `indent` is that of what belongs to it. */
function after(head, node, indent) {
  if (typeof node === "string") return `${head} ${scalar(node)}\n`;
  if (node.bare !== undefined) return `${head} ${node.bare}\n`;
  if (node.block !== undefined) return `${head} |\n${node.block.split("\n").map((line) => (line ? indent + line : "")).join("\n")}\n`;
  const inOneLine = mayFlow(node) && `${head} ${flow(node)}`;
  return inOneLine && [...inOneLine].length <= WIDTH ? `${inOneLine}\n` : `${head}\n${lines(node, indent)}`;
}

function lines(node, indent) {
  if (isMap(node)) return node.map.map(([key, value]) => after(`${indent}${key}:`, value, `${indent}  `)).join("");
  return node.list.map((item) => itemOf(item, indent)).join("");
}

function itemOf(item, indent) {
  const whole = after(`${indent}-`, item, `${indent}  `);
  // The first entry of a map stands on the line of the dash.
  return whole.startsWith(`${indent}-\n`) ? `${indent}- ${whole.slice(2 * indent.length + 4)}` : whole;
}

const listOf = (items) => ({ list: items, mayFlow: true });
const mapOf = (map) => Object.entries(map);
const authorNode = (author) => (typeof author === "string" ? author : { map: mapOf(author), mayFlow: true });

// Every key of the form in the order of the content model, and how its value is laid out.
const KEYS = {
  id: (text) => text,
  title: (text) => text,
  authors: (authors) => ({ list: authors.map(authorNode) }),
  abstract: (text) => ({ block: text }),
  summary: (text) => text,
  date: bare,
  available: bare,
  added: bare,
  topics: listOf,
  keywords: listOf,
  venue: (text) => text,
  doi: (text) => text,
  arxiv: (text) => text,
  links: (links) => ({ map: mapOf(links).map(([kind, found]) => [kind, Array.isArray(found) ? { list: found } : found]) }),
};

/** The YAML of an entry: of a map with keys of the form. */
export const yamlOf = (entry) => lines({ map: Object.keys(KEYS).filter((key) => key in entry).map((key) => [key, KEYS[key](entry[key])]) }, "");

/** The values of the form, as texts and lists, as an entry without what is empty. `kinds` has the kinds of links in order. */
export function entryOf(values) {
  const lists = (texts) => texts.map(lineOf).filter(Boolean);
  const links = {};
  for (const kind of values.kinds) {
    const found = lists(values.links.filter(([other]) => other === kind).map(([, url]) => url));
    if (found.length) links[kind] = found.length > 1 ? found : found[0];
  }
  const entry = {
    ...Object.fromEntries(Object.keys(KEYS).filter((key) => typeof values[key] === "string").map((key) => [key, lineOf(values[key])])),
    authors: lists(values.authors.split("\n")).map(authorOf).filter(Boolean),
    abstract: paragraphsOf(values.abstract),
    topics: lists(values.topics),
    keywords: lists(values.keywords.split(/[,;\n]/)),
    doi: bareDoi(lineOf(values.doi)),
    arxiv: bareArxiv(lineOf(values.arxiv)),
    links,
  };
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => Object.keys(value).length));
}

/** A DOI without the address that it may come in. */
const bareDoi = (text) => text.replace(/^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:)\s*/i, "");

/** An arXiv id without the address that it may come in, and without its version. */
const bareArxiv = (text) => text.replace(/^(?:https?:\/\/arxiv\.org\/(?:abs|pdf)\/|arxiv:)\s*/i, "").replace(/\.pdf$/, "").replace(/v[0-9]+$/, "");
