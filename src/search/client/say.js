// How the client speaks: words of the catalogue, numbers, dates, addresses, elements. Data becomes text, never markup.

/** The folder of the script, which is the address of the page of search. */
export const HERE = new URL("./", import.meta.url);

let said;

/** Makes the words known: those of the page, or else fetched. */
export async function learn() {
  const own = document.getElementById("_words");
  said ??= own ? JSON.parse(own.textContent) : await (await fetch(import.meta.url.replace(/search(\.\w+)?\.js(?=\?|$)/, "words$1.json"))).json();
}

/** A number with its thousands divided. */
export const numberOf = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, said.thousands);

function formOf(forms, count) {
  try {
    return forms[new Intl.PluralRules(document.documentElement.lang).select(count)] ?? forms.other;
  } catch {
    // The site's language is none that the browser takes.
    return forms.other;
  }
}

/** A phrase in parts: its own text, and what stands for its names in braces. */
export function phrase(key, parts) {
  const text = said[key] ?? "";
  const pieces = (text.other ? formOf(text, parts.n) : text).split(/\{(\w+)\}/);
  return pieces.map((piece, at) => (at % 2 ? (piece === "n" ? numberOf(parts.n) : parts[piece]) : piece));
}

/** A phrase as text; empty where the catalogue has none. */
export const say = (key, parts) => phrase(key, parts).join("");

/** A date as a person reads it, with the precision it has. */
export function dateOf(iso) {
  const [year, month, day] = iso.split("-");
  if (!month) return year;
  const kind = day ? ["month-names-in-dates", "date-of-day"] : ["month-names", "date-of-month"];
  return say(kind[1], { day: Number(day), month: said[kind[0]][month - 1], year });
}

/** An element with these attributes and children. */
export function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.flat());
  return element;
}

/** Parts of a text, as `segments` gives them, as nodes. */
export const marked = (parts) => parts.map(([text, isMarked]) => (isMarked ? make("mark", {}, text) : text));

/** The address of a page by its path from the root of the site. */
export const addressOf = (path) => new URL(".." + path, HERE).pathname;

/** The address at which a query is answered. */
export function addressFor({ text, sort, verbatim }) {
  const given = new URLSearchParams({ q: text });
  if (sort) given.set("sort", sort);
  if (verbatim) given.set("verbatim", 1);
  return `${HERE.pathname}?${given}`.replace(/%3A/g, ":");
}
