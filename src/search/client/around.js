// What stands around the papers that were found: what is to be said of the query, and what it can be narrowed by.

import { linkTo } from "./results.js";
import { atomsOf, withAtom, withoutAtom } from "./rewrite.js";
import { make, numberOf, phrase, say } from "./say.js";

// The least width of a bar that a finger finds.
const BAR = 24;
// Values of a facet that are shown before the others fold.
const NAMED = 6;
const FACETS = ["types", "venues", "topics", "has", "authors"];
const IS_FIELD = /^-?(title|author|venue|topic|year|date|type|has|is|like):./i;
const IS_DATE = /^(year|date):/i;

/** Fills the parts of a page that has so much room. */
export function surround(part, result, text, width) {
  part("notes").replaceChildren(...drawNotes(result, text));
  part("chips").replaceChildren(...drawChips(text));
  const { years } = result;
  part("years").replaceChildren(...drawYears(years, text, width));
  part("years").dataset.span = years.length && `${years[0][0]}–${years.at(-1)[0]}`;
}

/** What is to be said of a query. */
function drawNotes(result, text) {
  const notes = result.query.problems.map(({ code, field, text: value, near }) => {
    const wrong = code === "unknown-field" ? field : value;
    const better = near && linkTo(text.replace(wrong, near), {}, say("near-value", { near }));
    return [...phrase(code, { field: make("b", {}, field), text: make("b", {}, value) }), " ", better ?? ""];
  });
  if (result.corrected) {
    const instead = linkTo(text, { verbatim: true }, say("search-instead", { query: text.trim() }));
    notes.push([...phrase("showing-results-for", { query: make("b", {}, result.corrected.text) }), " ", instead]);
  }
  if (!result.total) notes.push(say("try-other-words"));
  return notes.map((note) => make("p", {}, note));
}

/** The conditions of a query, each a link that leaves it out. */
function drawChips(text) {
  const chip = (atom) => linkTo(withoutAtom(text, atom), {}, atom, { "aria-label": say("remove", { query: atom }), "data-atom": atom });
  return atomsOf(text).filter((atom) => IS_FIELD.test(atom)).map((atom) => make("li", {}, chip(atom)));
}

/** A link that narrows the query by an atom, of which a span of years takes the place of another; or that widens it. */
function atomLink(text, atom, isOn, children, attributes) {
  const others = isOn ? [atom] : IS_DATE.test(atom) ? atomsOf(text).filter((other) => IS_DATE.test(other)) : [];
  for (const other of others) text = withoutAtom(text, other);
  return linkTo(isOn ? text : withAtom(text, atom), {}, children, { "data-atom": atom, ...attributes });
}

/** Years as bars, some years to a bar where there are too many of them for the room. */
function drawYears(years, text, width) {
  if (years.length < 2) return [];
  const [first, last] = [years[0][0], years.at(-1)[0]];
  const step = [1, 2, 5, 10, 20, 50].find((step) => (last - first) / step + 2 < width / BAR) ?? 100;
  const counts = [];
  for (const [year, count] of years) counts[(year / step) | 0] = (counts[(year / step) | 0] ?? 0) + count;
  const most = Math.max(...counts.filter(Boolean));
  const bars = [];
  for (let at = (first / step) | 0; at < counts.length; at += 1) {
    const span = (dash) => (step > 1 ? `${at * step}${dash}${at * step + step - 1}` : at);
    const label = `${span("–")}: ${say("n-papers", { n: counts[at] })}`;
    const bar = { "aria-label": label, title: label, style: `--part: ${counts[at] / most}` };
    bars.push(make("li", {}, counts[at] ? atomLink(text, "year:" + span(".."), false, [], bar) : []));
  }
  return bars;
}

/** Facets as elements, each value a link that narrows the query `text`, which has found `total` papers. */
export const drawFacets = (found, text, total) => FACETS.flatMap((facet) => drawFacet(facet, found, text, total));

function drawFacet(facet, { [facet]: values, among }, text, total) {
  if (!values?.length) return [];
  const written = atomsOf(text);
  const entries = values.map(({ query, name, count }) => {
    const isOn = written.includes(query);
    return make("li", {}, atomLink(text, query, isOn, say(query.replace(":", "-")) || name, isOn && { "aria-current": "true" }), " " + numberOf(count));
  });
  const rest = entries.splice(NAMED);
  return make("div", {}, make("h3", {}, say(facet)),
    facet === "authors" && among < total ? make("p", {}, say("among-first", { n: among })) : [],
    make("ul", { class: "columns" }, entries),
    rest.length ? make("details", {}, make("summary", {}, say("n-more", { n: rest.length })), make("ul", { class: "columns" }, rest)) : []);
}
