// The query language: a text becomes {all: [{any: [atom, …]}, …], problems}, by the same rules as in query.rs.

// In the order of how atomOf reads them.
const QUERY_FIELDS = "title author venue topic like id year date type has is doi arxiv orcid".split(" ");
const QUERY_VALUES = [
  "article conference preprint chapter book thesis report dataset software other",
  "code pdf data video award",
  "retracted preprint",
].map((words) => words.split(" "));
// A minus, a field, and what stands in quotes or a word. \x85 is white space by Unicode, and not by JavaScript.
const PART = /[\s\x85]*((-?)(?:([a-z][a-z-]*):)?(?:["“”„]([^"“”„]*)["“”„]?|([^\s\x85]+)))/giy;
const ARXIV = /^(\d\d(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?\/\d\d(?:0[1-9]|1[0-2])\d{3})(?:v\d+)?(?:\.pdf)?\/?$/;
const DOI = /^(?:doi:|(?:dx\.)?doi\.org\/|https?:.*?\/)?(10\.(?=[^/]{4})\d+(?:\.\d+)*\/[^"\s\x00-\x1f\x7f-\x9f]+)$/i;
const ORCID = /^(?:orcid:|(?:https?:\/\/)?orcid\.org\/)?((?:\d{4}-){3}\d{3}[\dx])\/?$/i;

// What a pasted identifier or its URL means, if it is one.
function identifierOf(text) {
  text = text.replace(/[.,;]+$/, "");
  if (text.includes("/") && !/^(doi:|10\.)/i.test(text)) text = text.replace(/[?#].*/, "");
  let found = ARXIV.exec(text.replace(/^arxiv:|^.*\/(?:(?:abs|pdf|html|papers)\/|arxiv\.)/i, ""));
  if (found) return { scheme: "arxiv", text: found[1] };
  if ((found = DOI.exec(text))) return { scheme: "doi", text: found[1].toLowerCase() };
  if ((found = ORCID.exec(text))) return { scheme: "orcid", text: found[1].toUpperCase() };
}

/** How many letters must be put in, left out, replaced or swapped with their neighbour, if at most `most`, else more. */
export function distance(from, to, most) {
  if (Math.abs(from.length - to.length) > 2 * most) return most + 1;
  const [a, b] = [[...from], [...to]];
  let before;
  let above = [...b.keys(), b.length];
  for (const [i, x] of a.entries()) {
    const row = [i + 1];
    let least = i + 1;
    for (let j = 0; j < b.length; j++) {
      row[j + 1] = Math.min(above[j] + (x !== b[j]), above[j + 1] + 1, row[j] + 1, i && j && x === b[j - 1] && a[i - 1] === b[j] ? before[j - 1] + 1 : 99);
      least = Math.min(least, row[j + 1]);
    }
    if (least > most) return most + 1;
    [before, above] = [above, row];
  }
  return above[b.length];
}

// The word of a list that somebody most likely meant, or null: at most a third of the letters differ.
function likelyOf(word, list) {
  const letters = [...word.toLowerCase()].slice(0, 64);
  let most = Math.min(Math.max(letters.length / 3 | 0, 1), 4);
  let best = null;
  for (const known of list) {
    const mistakes = distance(letters.join(""), known, most);
    if (mistakes <= most) [most, best] = [mistakes - 1, known];
  }
  return best;
}

// A year, month or day that exists; by 1 or -1 the one after or before. Null where nothing stands, else undefined.
function boundOf(text, by = 0) {
  if (!text) return null;
  const date = new Date(text);
  if (!/^\d{4}(-\d\d){0,2}$/.test(text) || isNaN(date)) return;
  const iso = () => date.toISOString().slice(0, text.length);
  if (text < "0001" || iso() !== text) return;
  const unit = ["FullYear", "Month", "Date"][(text.length - 4) / 3];
  date["setUTC" + unit](date["getUTC" + unit]() + by);
  return by ? boundOf(iso()) : text;
}

// The range of `2019`, `2019..2023`, `>=2020-05` and the like; undefined where it is none, or an empty one.
function rangeOf(text) {
  const [, sign, rest] = /^([<>]=?)([^]+)/.exec(text) ?? [];
  const ends = sign ? [rest] : text.split("..");
  if (ends.length > 2) return;
  let from = boundOf(ends[0], sign === ">" ? 1 : sign === "<" ? -1 : 0);
  let to = ends.length > 1 ? boundOf(ends[1]) : from;
  if (from === undefined || to === undefined || !(from || to)) return;
  if (sign?.[0] === "<") from = null;
  if (sign?.[0] === ">") to = null;
  if (!from || !to || from.slice(0, to.length) <= to.slice(0, from.length)) return { from, to };
}

// The atom of a part, if it asks for anything; `open` where it may be unfinished.
function atomOf([, , minus, name, quoted, word], open, problems) {
  const not = minus === "-";
  const value = quoted?.replace(/^[\s\x85]+|[\s\x85]+$/g, "") ?? word;
  const whole = name ? name + ":" + value : value;
  const field = name?.toLowerCase();
  const lower = value.toLowerCase();
  const atom = (kind, rest) => rest && { kind, not, ...rest };
  const plain = (text, scope = "any") => {
    if (!word) return atom("phrase", text && { in: scope, text });
    const bare = text.replace(/\*+$/, "");
    if (/[^-]/.test(bare)) return atom("word", { in: scope, text: bare, prefix: bare !== text || (open && !not) });
  };
  const wrong = (code, near = null, text = value) => {
    problems.push({ code, field, text: value, near });
    return plain(text);
  };
  const id = word && (!name || /^(https?|doi|arxiv|orcid)$/.test(field)) && identifierOf(whole);
  if (id) return atom("id", id);
  if (!name && word?.endsWith(":") && QUERY_FIELDS.includes(lower.slice(0, -1))) return;
  if (!name || word?.startsWith("//")) return plain(whole);
  if (!value) return;
  const at = QUERY_FIELDS.indexOf(field);
  if (at < 0) {
    const near = likelyOf(field, QUERY_FIELDS);
    return wrong("unknown-field", near, near || !word ? value : whole);
  }
  if (at < 2) return plain(value, field);
  if (at < 5) return atom(field, { text: value });
  if (at < 6) return atom(field, { scheme: "key", text: value });
  if (at < 8) return atom("date", rangeOf(value)) ?? wrong("bad-date");
  const known = QUERY_VALUES[at - 8] ?? [];
  return known.includes(lower) ? atom(field, { text: lower }) : wrong("unknown-value", likelyOf(value, known));
}

// The groups of a query: `OR` joins its neighbours. `read` makes of a part what a group holds, or nothing.
export function groupsOf(text, read) {
  const groups = [];
  let joins = false;
  for (const part of text.matchAll(PART)) {
    if (part[1] === "OR") {
      joins = groups.length > 0;
      continue;
    }
    const atom = read(part);
    if (!atom) continue;
    if (joins) groups.at(-1).push(atom);
    else groups.push([atom]);
    joins = false;
  }
  return groups;
}

/** Parses a query. Any text is one. */
export function parseQuery(text) {
  const problems = [];
  const read = (part) => atomOf(part, part.index + part[0].length === text.length, problems);
  return { all: groupsOf(text, read).map((any) => ({ any })), problems };
}
