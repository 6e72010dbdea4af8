// The page of search: what was found, in which order, and how to narrow it. The address says what is asked for, and the
// theme says where each part of the page stands.

import { rest } from "./rest.js";
import { segments, snippet } from "./snippet.js";
import { breathe } from "./store.js";
import { wordsOf } from "./tokens.js";
import { HERE, addressFor, addressOf, dateOf, make, marked, say } from "./say.js";

const FIRST = 5;
const STEP = 10;
const SNIPPET = 260;

let host;
let input;
// Whether there is room for a margin.
let wide;
let title;
// What the address asks for, how many papers of it are wanted, and what was found.
let wanted;
let size;
let result;
let faceted;
// What draws notes, chips, years and facets, once it is needed.
let around;
let stop;
let isTyping;
// Whether an identifier leads straight to its paper.
let isSubmitted;

/** A part of the page; one that the theme leaves out is filled where nobody sees it. */
const part = (name) => host.querySelector(`[data-part=${name}]`) ?? make("div", {});
const search = (more) => host.engine.search(wanted.text, { sort: wanted.sort || "relevance", verbatim: wanted.verbatim, count: size, ...more });
export const linkTo = (text, change, children, attributes) => make("a", { href: addressFor({ ...wanted, verbatim: false, text: text.trim(), ...change }), ...attributes }, children);

/** Makes the page of an element, and answers what the address asks for. */
export function showResults(element, box) {
  [host, input, title] = [element, box, document.title];
  // An identifier in an address that was followed leads on; one that was come back to does not.
  isSubmitted = performance.getEntriesByType("navigation")[0]?.type === "navigate";
  wide = matchMedia("(min-width: 46rem)");
  arrange();
  wide.addEventListener("change", arrange);
  part("facets").addEventListener("toggle", narrow);
  part("more").addEventListener("click", more);
  part("retry").addEventListener("click", () => read());
  addEventListener("online", () => part("retry").hidden || read());
  addEventListener("popstate", () => read());
  // The way back from a paper leads to the place where it was found.
  addEventListener("pagehide", () => history.replaceState({ size, y: scrollY }, ""));
  document.addEventListener("click", follow);
  read();
}

/** Answers links to this page without leaving it. */
function follow(event) {
  const link = event.target.closest("a");
  if (!link?.href.startsWith(`${HERE}?`) || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  history.pushState(null, "", link.href);
  read();
  if (host.getBoundingClientRect().top < 0) host.scrollIntoView();
}

/** Facets stand in the margin, where there is one, after what was found; else they are folded before it. */
function arrange() {
  const facets = part("facets");
  facets.open = wide.matches;
  part("hits")[wide.matches ? "after" : "before"](facets);
  if (result) drawAround();
}

/** Answers the address as it is. */
function read() {
  isTyping = false;
  size = history.state?.size ?? STEP;
  const given = new URLSearchParams(location.search);
  wanted = { text: given.get("q") ?? "", sort: given.get("sort") ?? "", verbatim: given.has("verbatim") };
  input.value = wanted.text;
  host.close();
  answer();
}

/** Answers while somebody types: the first letter begins a new step of the way back, the others change it. */
export function typed(text) {
  const change = isTyping || !wanted.text.trim() ? "replaceState" : "pushState";
  wanted = { ...wanted, text, verbatim: false };
  isTyping = true;
  isSubmitted = false;
  size = STEP;
  try {
    history[change](null, "", addressFor(wanted));
  } catch {
    // Some browsers bear only so many changes in a while; a later one will do.
  }
  answer();
}

export function submitted(text) {
  isSubmitted = true;
  if (text !== wanted.text) history.pushState(null, "", addressFor({ ...wanted, text, verbatim: false }));
  read();
}

async function answer() {
  stop?.abort();
  const { signal } = (stop = new AbortController());
  const text = wanted.text.trim();
  document.title = text ? `${text} · ${title}` : title;
  part("retry").hidden = true;
  if (!text) {
    result = undefined;
    tell("");
    for (const name of ["notes", "chips", "years", "hits"]) part(name).replaceChildren();
    for (const name of ["order", "found"]) part(name).hidden = true;
    return;
  }
  const slow = setTimeout(() => tell(say("searching"), true), 200);
  try {
    // What is seen first is shown first; what follows it costs requests of its own.
    const first = await search({ signal, count: FIRST });
    if (text.includes(":") || !first.total || first.corrected || first.query.problems.length) around ??= await rest();
    clearTimeout(slow);
    if (!signal.aborted) show(first);
    if (first.hits.length === FIRST) await lengthen(first, signal);
  } catch (error) {
    if (!signal.aborted) fail(error);
  }
  clearTimeout(slow);
}

/** Says how the search stands. Ways to browse make room for what is found. */
function tell(text, isBusy = false) {
  part("count").textContent = text;
  host.toggleAttribute("busy", isBusy);
  document.documentElement.toggleAttribute("data-asked", isBusy || Boolean(result?.total));
}

function fail(error) {
  tell(say(navigator.onLine ? "loading-failed" : "offline"));
  part("notes").replaceChildren(make("p", {}, error.message));
  part("retry").hidden = false;
}

function show(found) {
  if (found.goto && isSubmitted) return location.replace(addressOf(found.goto));
  const isFirst = !result;
  isSubmitted = false;
  result = found;
  const { total, exact } = found;
  keepFocus(() => {
    tell(total ? say(exact ? "n-papers" : "about-n-papers", { n: total }) : say("no-papers-found"));
    part("found").hidden = !total;
    for (const name of ["notes", "hits"]) part(name).replaceChildren();
    drawOrder();
    drawHits();
    drawAround();
  });
  narrow();
  if (isFirst && history.state?.y) scrollTo(0, history.state.y);
}

/** Draws anew. What had the focus gives it to what stands for the same, or to the count. */
function keepFocus(draw) {
  const held = document.activeElement;
  draw();
  if (held.isConnected) return;
  const same = [...host.querySelectorAll("[data-atom]")].find((link) => link.dataset.atom === held.dataset.atom);
  (same ?? part("count")).focus();
}

function drawOrder() {
  const order = part("order");
  order.hidden = result.total < 2;
  for (const link of order.children) {
    const { sort } = link.dataset;
    link.href = addressFor({ ...wanted, sort });
    link.hidden = sort === "upvotes" && !result.upvotes;
    link.ariaCurrent = sort === wanted.sort ? "true" : null;
  }
}

function drawHits() {
  const { query, hits, total } = result;
  const box = part("hits");
  // A word that is still being typed is the beginning of one.
  const open = query.all.flatMap(({ any }) => any).filter(({ kind, prefix, not }) => kind === "word" && prefix && !not);
  const terms = [...result.terms, ...open.flatMap(({ text }) => wordsOf(text).slice(-1)).map((word) => `${word}*`)];
  const shown = box.querySelectorAll(".cards > li").length;
  hits.forEach((hit, nth) => {
    if (nth < shown) return;
    if (!hit.all && !box.querySelector(".divide")) box.append(make("p", { class: "divide" }, say("some-words")));
    if (box.lastElementChild?.localName !== "ol") box.append(make("ol", { class: "cards", start: nth + 1 }));
    box.lastElementChild.append(card(hit, terms));
  });
  part("more").hidden = hits.length < size || hits.length >= total;
}

/** Shows what follows the results, unless others came meanwhile. */
async function lengthen(before, signal) {
  const longer = await search({ signal });
  if (result !== before) return false;
  result = longer;
  drawHits();
  return true;
}

async function more() {
  const before = result;
  size = before.hits.length + STEP;
  history.replaceState({ size }, "");
  try {
    if (!(await lengthen(before))) return;
    part("hits").querySelectorAll("h3 a")[before.hits.length]?.focus({ preventScroll: true });
  } catch (error) {
    fail(error);
  }
}

/** Draws what stands around the hits; before that is possible, keeps room for the years. */
function drawAround() {
  if (around) around.surround(part, result, wanted.text, input.form.clientWidth);
  else if (result.years.length > 1) part("years").replaceChildren(make("li", {}, make("a", {})));
}

/** Draws what was not possible before, and fetches facets where they are shown. */
async function narrow() {
  const asking = result;
  if (!asking) return;
  try {
    if (!around) {
      // What was found is painted first.
      await breathe();
      around = await rest();
      if (result) keepFocus(drawAround);
    }
    if (!asking.total || !part("facets").open || faceted === asking) return;
    faceted = asking;
    const found = await host.engine.facets(asking);
    if (faceted === asking) keepFocus(() => part("groups").replaceChildren(...around.drawFacets(found, wanted.text, asking.total)));
  } catch {
    // What was found stands without them; they are asked for again with what is found next.
  }
}

/** A paper as the lists of the site show it, with what was looked for. */
function card({ path, title, authors, more, venue, date, status, upvotes, text }, terms) {
  const names = authors.flatMap((name, at) => {
    const before = at && say(at === authors.length - 1 && !more ? "list-last" : "list-separator");
    return [before || "", ...marked(segments(name, terms))];
  });
  if (more) names.push(say("and-n-more", { n: more }));
  const of = [date && make("time", { datetime: date }, dateOf(date)), venue && make("span", {}, venue), upvotes && make("span", {}, say("n-upvotes", { n: upvotes }))];
  return make("li", {},
    make("h3", {}, status ? [make("strong", { class: "status" }, say(`status-${status}`)), " "] : [], make("a", { href: addressOf(path), dir: "auto" }, marked(segments(title, terms)))),
    names.length ? make("p", { class: "by" }, names) : [],
    make("p", { class: "of" }, of.filter(Boolean).flatMap((each) => [each, " "])),
    text ? make("p", { dir: "auto" }, marked(snippet(text, terms, SNIPPET))) : []);
}
