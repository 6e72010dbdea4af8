// What a reader is shown of a text: the words that were looked for, and the stretch where most of them stand.

import { IS_UNSPACED, SEGMENTS, compounds, fold, stem, words } from "./tokens.js";

const RUN = "[\\p{Alphabetic}\\p{N}\\p{M}]+";
const RUNS = new RegExp(RUN, "gu");
const JOINED_RUNS = new RegExp(`${RUN}(?:[-'\u2010\u2013\u2019\u02bc]${RUN})*`, "gu");
const IS_INSIDE = /^[\udc00-\udfff\p{M}]/u;

/** Where terms stand in a text, as [from, to, term]. A term that ends in `*` is the beginning of a word. */
function placesOf(text, terms) {
  const whole = new Map();
  const beginnings = [];
  for (const term of terms) {
    if (term.endsWith("*")) beginnings.push(term.slice(0, -1));
    else whole.set(term, term).set(stem(term), term);
  }
  const places = [];
  const look = (from, to, found) => {
    for (const word of found) {
      const term = whole.get(word) ?? whole.get(stem(word)) ?? beginnings.find((start) => start && word.startsWith(start));
      if (term) return places.push([from, to, term]);
    }
  };
  for (const { 0: group, index: start } of text.matchAll(JOINED_RUNS)) {
    if (look(start, start + group.length, compounds(fold(group)))) continue;
    for (const { 0: run, index: inGroup } of group.matchAll(RUNS)) {
      for (const { 0: piece, index: inRun } of run.matchAll(SEGMENTS)) {
        let at = start + inGroup + inRun;
        const characters = IS_UNSPACED.test(piece) ? [...piece] : [piece];
        characters.forEach((character, nth) => {
          const pair = character + (characters[nth + 1] ?? "");
          look(at, at + pair.length, words(fold(pair)));
          at += character.length;
        });
      }
    }
  }
  return places;
}

/** A text in parts, each with whether it is what was looked for. */
export function segments(text, terms) {
  const parts = [];
  let end = 0;
  const push = (to, isMarked) => {
    if (to <= end) return;
    const part = text.slice(end, to);
    end = to;
    if (parts.at(-1)?.[1] === isMarked) parts.at(-1)[0] += part;
    else parts.push([part, isMarked]);
  };
  for (const [from, to] of placesOf(text, terms)) {
    push(from, false);
    push(to, true);
  }
  push(text.length, false);
  return parts;
}

/** Where the stretch begins that has most of the terms, and of those the one that has them most often. */
function densest(places, length) {
  let [best, most] = [0, 0];
  places.forEach(([from], nth) => {
    const within = places.slice(nth).filter(([, to]) => to <= from + length);
    const score = new Set(within.map(([, , term]) => term)).size + within.length / 1000;
    if (score > most) [best, most] = [from, score];
  });
  return best;
}

/** The first place from `at` on where a text can be cut: between words, or characters where there are no spaces. */
function cutFrom(text, at, step, most) {
  for (let place = at; Math.abs(place - at) < most; place += step) {
    const rest = text.slice(place, place + 2);
    if (/^\s|^$/.test(rest) || /\s/.test(text[place - 1]) || (IS_UNSPACED.test(rest) && !IS_INSIDE.test(rest))) return place;
  }
  while (IS_INSIDE.test(text.slice(at))) at += step;
  return at;
}

/** About so many characters of a text, in parts as of `segments`: where most of the terms stand, else its beginning. */
export function snippet(text, terms, length) {
  text = text.trim().replace(/\s+/g, " ");
  if (text.length <= length) return segments(text, terms);
  const near = length >> 2;
  const first = densest(placesOf(text, terms), length - near);
  let from = Math.max(0, Math.min(first - near, text.length - length));
  // A beginning that is near is shown, of the text or else of a sentence.
  if (from < near) from = 0;
  const sentence = from && /[.!?] (?=\p{Lu})|[。！？]/u.exec(text.slice(from, first));
  from = sentence ? from + sentence.index + sentence[0].length : from && cutFrom(text, from, 1, near);
  const to = cutFrom(text, from + length, -1, near);
  const shown = (from ? "… " : "") + text.slice(from, to).trim() + (to < text.length ? " …" : "");
  return segments(shown, terms);
}
