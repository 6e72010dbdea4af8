// Names of people as an entry writes them: src/text/name.rs in JavaScript.

const isParticle = (word) => /^\p{Lowercase}/u.test(word);
const isSuffix = (word) => /^(?:[JS]r\.?|II|III|IV)$/.test(word);
const wordsOf = (text) => text.split(" ").filter(Boolean);

function fromWords(text) {
  const words = wordsOf(text);
  const suffix = words.length > 2 && isSuffix(words.at(-1)) ? words.pop() : "";
  const last = words.length - 1;
  let particle = words.findIndex((word, at) => at > 0 && at < last && isParticle(word));
  if (particle < 0) particle = Math.max(last, 0);
  let family = words.findIndex((word, at) => at >= particle && !isParticle(word));
  if (family < 0) family = last;
  const join = (from, to) => words.slice(from, to).join(" ");
  return { family: join(family), given: join(0, particle), particle: join(particle, family), suffix };
}

function fromFamily(text, given, suffix = "") {
  const words = wordsOf(text);
  const family = Math.max(words.findIndex((word) => !isParticle(word)), 0);
  return { family: words.slice(family).join(" "), given, particle: words.slice(0, family).join(" "), suffix };
}

/** A name in parts, from "Given Family", "Family, Given" or "Family, Suffix, Given". */
export function nameOf(text) {
  const [first = "", second, third] = text.split(",").map((part) => part.trim()).filter(Boolean);
  if (second === undefined) return fromWords(first);
  if (third !== undefined) return fromFamily(first, third, second);
  return isSuffix(second) ? { ...fromWords(first), suffix: second } : fromFamily(first, second);
}

/** An author as an entry has it: as one text where that is read as the same name, else in parts; null for no name. */
export function authorOf(text) {
  const name = nameOf(text);
  if (!name.family && !name.given) return null;
  const whole = [name.given, name.particle, name.family, name.suffix].filter(Boolean).join(" ");
  const again = nameOf(whole);
  if (Object.keys(name).every((part) => name[part] === again[part])) return whole;
  return Object.fromEntries(Object.entries(name).filter(([, part]) => part));
}

/** Whether a line is most likely several names, as other sites write them. */
export const isSeveral = (line) => /;|,[^,]*,|,?\sand\s/.test(line);

/** The names of such a line. */
export function namesOf(line) {
  const pieces = line.includes(";") ? line.split(";") : line.split(/\sand\s/);
  const commas = pieces.map((piece) => piece.split(",").length - 1);
  // Where every piece is a name with its family first, commas are part of it.
  const isInParts = pieces.length > 1 && commas.every((count) => count === commas[0] && count < 2) && !/,\s*$/.test(pieces[0]);
  const names = line.includes(";") || isInParts ? pieces : pieces.flatMap((piece) => piece.split(","));
  return names.map((name) => name.trim().replace(/^and\s+/, "")).filter(Boolean);
}
