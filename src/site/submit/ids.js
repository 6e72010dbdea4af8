// The id that is proposed for an entry: src/exchange/ids.rs in JavaScript, where names and titles are in Latin letters.

import { nameOf } from "./names.js";

const SMALL_WORDS = new Set(
  ("a about all an and are as at be beyond by can do does for from how in into is it its not of on or over some that the their this " +
    "to toward towards under using via we what when where which why with you your").split(" "),
);
const SPELLED = { ø: "o", ł: "l", đ: "d", ð: "d", ħ: "h", ß: "ss", æ: "ae", œ: "oe", ı: "i", þ: "th" };

/** A text as lower-case words joined by hyphens, without letters that are none of Latin's. */
export function slug(text) {
  const plain = text.toLowerCase().normalize("NFKD").replace(/\p{M}|['’`]/gu, "");
  const spelled = plain.replace(/[øłđðħßæœıþ]/g, (letter) => SPELLED[letter]);
  return spelled.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
}

/** Whether slugs tell all that there is of a text: none of its letters are in another script. */
const isLatin = (text) => !/[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u.test(text);

/** The date by which an entry is filed. */
export const dateOf = (entry) => entry.date ?? entry.available ?? entry.added ?? "";

/** The id to propose: the arXiv number, else surname, year and a word of the title; empty where that would tell nothing. */
export function proposed(entry) {
  const arxiv = (entry.arxiv ?? "").replaceAll("/", "-");
  if (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(arxiv)) return arxiv;
  const title = entry.title ?? "";
  const author = entry.authors?.[0] ?? "";
  const name = typeof author === "string" ? nameOf(author) : author;
  const surname = name.family || name.given || "";
  if (!title || !isLatin(title + surname)) return "";
  const words = slug(title.replace(/[*_`$\\{}]/g, " ")).split("-");
  const word = words.find((word) => word.length > 1 && !SMALL_WORDS.has(word)) ?? words[0];
  return [slug(surname).slice(0, 40), dateOf(entry).slice(0, 4), word.slice(0, 40)].filter(Boolean).join("-");
}
