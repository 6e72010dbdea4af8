// The form of the submit page: what is typed becomes an entry, is held to the schema, shown, kept, and handed to GitHub.
// Nothing is sent from here, and whatever was typed becomes text, never markup.

import { misfits } from "./validate.js";
import { isSeveral, namesOf } from "./names.js";
import { entryOf, lineOf, yamlOf } from "./yaml.js";
import { dateOf, proposed } from "./ids.js";

// GitHub takes addresses of some 8,000 characters.
const LONGEST_ADDRESS = 8000;
const MOST_MATCHES = 50;
const MOST_VENUES = 3000;

const form = document.getElementById("_entry");
const said = JSON.parse(document.getElementById("_words").textContent);
const DRAFT = `offprint-submit:${location.pathname}`;

const part = (name) => form.querySelector(`[data-part="${name}"]`);
const inputs = [...form.querySelectorAll("[data-field]")];
const input = (name) => form.querySelector(`#_field-${name}`);
const find = input("topics");
const kinds = [...document.getElementById("_link").content.querySelectorAll("option")].map((option) => option.value);

// What is known of the archive, when it has been fetched; topics that were chosen; fields that were left once.
let schema = null;
let topics = [];
let left = new Set();
let hasOwnId = false;

function say(key, parts = {}) {
  const text = said[key] ?? "";
  let chosen = text;
  if (text.other) {
    try {
      chosen = text[new Intl.PluralRules(document.documentElement.lang).select(parts.n)] ?? text.other;
    } catch {
      chosen = text.other;
    }
  }
  return chosen.replace(/\{(\w+)\}/g, (whole, name) => (name === "n" ? String(parts.n).replace(/\B(?=(\d{3})+$)/g, said.thousands) : parts[name]));
}

function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

// What the archive has.

/** The names that the schema lists of a kind, each with what is told of it. */
function listed(kind) {
  const known = schema?.$defs?.[kind];
  const found = [known, ...(known?.anyOf ?? [])].find((choice) => choice?.enum);
  return (found?.enum ?? []).map((key, at) => ({ key, about: found.enumDescriptions[at] }));
}

const isTopic = (key) => !misfits(schema.properties.topics, key, schema).length;

let asked;

function learn() {
  asked ??= fetch(form.dataset.schema, { cache: "no-cache" })
    .then((answer) => answer.json())
    .then((found) => {
      schema = found;
      document.getElementById("_venues").replaceChildren(...listed("venue").slice(0, MOST_VENUES).map(({ key }) => make("option", { value: key })));
      showMatches();
      refresh();
    })
    // Without the schema less is checked here; the archive checks all of it again.
    .catch(() => (asked = undefined));
}

// Topics.

const folded = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");

function matching() {
  const wanted = folded(find.value).trim();
  const all = listed("topic").map((topic) => ({ ...topic, text: folded(`${topic.key}\n${topic.about}`) }));
  const begins = ({ text }) => text.startsWith(wanted) || text.includes(`\n${wanted}`);
  const found = all.filter(({ text }) => text.includes(wanted));
  return [...found.filter(begins), ...found.filter((topic) => !begins(topic))];
}

function showMatches() {
  if (!schema) return;
  const found = matching();
  const key = lineOf(find.value).toLowerCase();
  const isNew = key && !found.some((topic) => topic.key === key) && isTopic(key) && !topics.includes(key);
  const boxes = found.slice(0, MOST_MATCHES).map((topic) => {
    const box = make("input", { type: "checkbox", value: topic.key });
    box.checked = topics.includes(topic.key);
    return make("label", {}, box, " ", make("span", {}, topic.about), " ", make("small", {}, topic.key));
  });
  if (isNew) boxes.push(make("button", { type: "button", "data-key": key }, say("add-topic", { name: key })));
  part("matches").replaceChildren(...boxes);
  const rest = found.length - MOST_MATCHES;
  part("rest").textContent = rest > 0 ? say("n-more", { n: rest }) : boxes.length || !key ? "" : say("no-topic");
}

function showChosen() {
  const chips = topics.map((key) => make("li", {}, make("button", { type: "button", "data-key": key, "aria-label": say("remove", { query: key }) }, key)));
  part("chosen").replaceChildren(...chips);
}

function choose(key, isWanted) {
  topics = topics.filter((other) => other !== key);
  if (isWanted) topics.push(key);
  showChosen();
  showMatches();
  refresh();
}

part("matches").addEventListener("change", ({ target }) => {
  choose(target.value, target.checked);
  // The list was made anew.
  part("matches").querySelector(`[value="${CSS.escape(target.value)}"]`)?.focus();
});
part("matches").addEventListener("click", ({ target }) => {
  if (!target.dataset.key) return;
  find.value = "";
  choose(target.dataset.key, true);
  find.focus();
});
part("chosen").addEventListener("click", ({ target }) => {
  const at = topics.indexOf(target.dataset.key);
  if (at < 0) return;
  choose(topics[at], false);
  (part("chosen").querySelectorAll("button")[Math.min(at, topics.length - 1)] ?? find).focus();
});
find.addEventListener("input", showMatches);

// Links.

function addLink(kind, url) {
  const row = document.getElementById("_link").content.firstElementChild.cloneNode(true);
  const [select, address, button, wrong] = row.querySelectorAll("select, input, button, .wrong");
  addLink.count = (addLink.count ?? 0) + 1;
  address.id = `_field-link-${addLink.count}`;
  wrong.id = `_error-link-${addLink.count}`;
  address.setAttribute("aria-describedby", wrong.id);
  select.value = kind ?? kinds.find((other) => !rows().some((row) => row.kind === other)) ?? kinds[0];
  address.value = url ?? "";
  button.addEventListener("click", () => {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    (next?.querySelector("button") ?? part("add-link")).focus();
    refresh();
  });
  part("links").append(row);
  return row;
}

const rows = () => [...part("links").children].map((row) => ({ row, kind: row.querySelector("select").value, address: row.querySelector("input"), wrong: row.querySelector(".wrong") }));

part("add-link").addEventListener("click", () => {
  addLink().querySelector("select").focus();
  refresh();
});

// Authors.

const severals = () => input("authors").value.split("\n").filter(isSeveral);

part("split").addEventListener("click", () => {
  const lines = input("authors").value.split("\n");
  input("authors").value = lines.flatMap((line) => (isSeveral(line) ? namesOf(line) : [line])).join("\n");
  input("authors").focus();
  refresh();
});

// Other sites give all names in one line.
input("authors").addEventListener("paste", (event) => {
  const text = event.clipboardData?.getData("text/plain").trim() ?? "";
  if (text.includes("\n") || !isSeveral(text)) return;
  event.preventDefault();
  const { selectionStart, selectionEnd } = input("authors");
  input("authors").setRangeText(namesOf(text).join("\n"), selectionStart, selectionEnd, "end");
  refresh();
});

// What was typed, what is wrong with it, and what becomes of it.

function values() {
  const own = Object.fromEntries(inputs.map((field) => [field.dataset.field, field.value]));
  return { ...own, topics, kinds, links: rows().map(({ kind, address }) => [kind, address.value]) };
}

function isDay(text) {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  return !day || new Date(Date.UTC(year, month - 1, day)).getUTCDate() === Number(day);
}

/** What is wrong: controls, each with a message. */
function mistakes(entry) {
  const found = new Map();
  const note = (control, message) => found.has(control) || found.set(control, message);
  for (const field of inputs) {
    if (field.getAttribute("aria-required") && !(field.dataset.field in entry)) note(field, say("error-needed"));
  }
  for (const name of ["date", "available", "added"]) {
    if (name in entry && (!/^\d{4}(?:-\d\d){0,2}$/.test(entry[name]) || !isDay(entry[name]))) note(input(name), say("error-date"));
  }
  if (/^part$/i.test(entry.id)) note(input("id"), say("error-id"));
  const isAddress = (url) => /^https?:\/\//i.test(url) && (!schema || !misfits(schema.properties.links, { pdf: url }, schema).length);
  for (const { address } of rows()) {
    const url = lineOf(address.value);
    if (url && !isAddress(url)) note(address, say("error-url"));
  }
  for (const [key, at] of schema ? misfits(schema, entry) : []) {
    if (key === "topics") note(find, say("error-topic", { name: entry.topics[at] }));
    else if (key && key !== "links") note(input(key) ?? input("title"), say(said[`error-${key}`] ? `error-${key}` : "error-other"));
  }
  return found;
}

const errorOf = (control) => document.getElementById(control.getAttribute("aria-describedby").split(" ").at(-1));
const controls = () => [...inputs, find, ...rows().map(({ address }) => address)];
const inOrder = (found) => controls().filter((control) => found.has(control)).sort((a, b) => (a.compareDocumentPosition(b) & 4 ? -1 : 1));

function mark(found) {
  for (const control of controls()) {
    const message = left.has(control) ? found.get(control) : undefined;
    errorOf(control).textContent = message ?? "";
    if (message) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  }
}

/** What the form comes to: an entry, its YAML, where it belongs, and where GitHub begins it. */
function result() {
  const entry = entryOf(values());
  // Whoever has just emptied the field is about to write another.
  if (!hasOwnId && document.activeElement !== input("id")) {
    const id = proposed(entry);
    input("id").value = id;
    if (id) entry.id = id;
    else delete entry.id;
  }
  const year = /^\d{4}/.exec(dateOf(entry))?.[0];
  const yaml = yamlOf(entry);
  const path = [form.dataset.folder, year, `${entry.id ?? "ID"}.yaml`].filter(Boolean).join("/");
  const address = `${form.dataset.new}?filename=${encodeURIComponent(path)}`;
  const whole = `${address}&value=${encodeURIComponent(yaml)}`;
  const isLong = whole.length > LONGEST_ADDRESS;
  return { entry, yaml, path, address: isLong ? address : whole, isLong };
}

let now;

function refresh() {
  now = result();
  const { entry, yaml, path, address, isLong } = now;
  part("yaml").textContent = yaml;
  part("path").textContent = path;
  part("open").href = address;
  part("long").hidden = !isLong;
  part("count").textContent = entry.authors ? say("n-authors", { n: entry.authors.length }) : "";
  part("split").hidden = !severals().length;
  const about = entry.doi ?? entry.arxiv ?? entry.title;
  part("known").href = form.dataset.search + (about ? `?q=${encodeURIComponent(about)}` : "");
  const found = mistakes(entry);
  mark(found);
  if (part("problems").firstChild) sum(found);
  keep();
}

/** Tells all that is wrong in one place, each with the way there. */
function sum(found) {
  const wrong = inOrder(found);
  const line = (control) => {
    const name = control.labels[0] ?? control.closest("fieldset").querySelector("legend");
    const link = make("a", { href: `#${control.id}` }, `${name.firstChild.textContent.trim()}: ${found.get(control)}`);
    link.addEventListener("click", (event) => {
      event.preventDefault();
      control.focus();
    });
    return make("li", {}, link);
  };
  const told = wrong.length ? [make("p", {}, say("n-fields-wrong", { n: wrong.length })), make("ul", {}, ...wrong.map(line))] : [];
  part("problems").replaceChildren(...told);
}

// The draft.

function keep() {
  const { topics, links, kinds, ...fields } = values();
  const isEmpty = !topics.length && !links.some(([, url]) => url) && Object.entries(fields).every(([name, text]) => !text || name === "added");
  try {
    if (isEmpty) localStorage.removeItem(DRAFT);
    else localStorage.setItem(DRAFT, JSON.stringify({ fields, topics, links, hasOwnId }));
  } catch {
    // Where nothing may be kept, the draft lasts as long as the page.
  }
}

function restore() {
  let draft = {};
  try {
    draft = JSON.parse(localStorage.getItem(DRAFT)) ?? {};
  } catch {
    // What cannot be read is no draft.
  }
  const day = new Date();
  const pad = (number) => String(number).padStart(2, "0");
  const today = `${day.getFullYear()}-${pad(day.getMonth() + 1)}-${pad(day.getDate())}`;
  for (const field of inputs) field.value = draft.fields?.[field.dataset.field] ?? (field.dataset.field === "added" ? today : "");
  topics = (draft.topics ?? []).filter((key) => typeof key === "string");
  hasOwnId = Boolean(draft.hasOwnId);
  left = new Set();
  find.value = "";
  part("links").replaceChildren();
  for (const [kind, url] of draft.links ?? [[]]) addLink(kind, url);
  part("problems").replaceChildren();
  part("status").textContent = "";
  if (draft.fields) learn();
  showChosen();
  showMatches();
  refresh();
}

part("anew").addEventListener("click", () => {
  if (!confirm(say("start-anew-sure"))) return;
  try {
    localStorage.removeItem(DRAFT);
  } catch {
    // There is none.
  }
  restore();
  input("title").focus();
});

// What is done with the entry.

async function copy(button) {
  try {
    await navigator.clipboard.writeText(now.yaml);
  } catch {
    getSelection().selectAllChildren(part("yaml"));
    part("status").textContent = say("copy-failed");
    return;
  }
  part("status").textContent = say("copied");
  if (!button) return;
  button.textContent = say("copied");
  setTimeout(() => {
    button.textContent = say("copy");
  }, 2000);
}

part("copy").addEventListener("click", ({ currentTarget }) => copy(currentTarget));
part("download").addEventListener("click", () => {
  const link = make("a", { download: now.path.split("/").at(-1), href: URL.createObjectURL(new Blob([now.yaml])) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
});
part("open").addEventListener("click", (event) => {
  left = new Set(controls());
  const found = mistakes(now.entry);
  mark(found);
  sum(found);
  if (found.size) {
    event.preventDefault();
    inOrder(found)[0].focus();
  } else if (now.isLong) {
    copy();
  }
});

form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("focusin", learn);
form.addEventListener("input", ({ target }) => {
  if (target === input("id")) hasOwnId = target.value !== "";
  refresh();
});
form.addEventListener("change", refresh);
form.addEventListener("focusout", ({ target }) => {
  if (target === input("id")) refresh();
  if (!controls().includes(target) || (target !== find && !target.value && !left.has(target))) return;
  left.add(target);
  mark(mistakes(now.entry));
});
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("input:not([type=checkbox])") || event.isComposing) return;
  // It would submit the form, which goes nowhere.
  event.preventDefault();
  if (event.target !== find || !find.value.trim()) return;
  const key = part("matches").querySelector("input")?.value ?? part("matches").querySelector("[data-key]")?.dataset.key;
  if (!key) return;
  find.value = "";
  choose(key, true);
});

restore();
