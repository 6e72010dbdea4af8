// From a text to the words that are looked up: tokens.rs in JavaScript, held to the same table of cases.

const ACCENTS = /[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf-\u05c7\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/g;
const SPELLED = { ø: "o", ł: "l", đ: "d", ð: "d", ħ: "h", ß: "ss", æ: "ae", œ: "oe", ı: "i", þ: "th", ς: "σ" };
const GREEK = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau upsilon phi chi psi omega".split(" ");
const UNSPACED = "\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\u{20000}-\u{323af}";
export const SEGMENTS = new RegExp(`[α-ω]+|[${UNSPACED}]+|[^α-ω${UNSPACED}]+`, "gu");
export const IS_UNSPACED = new RegExp(`^[${UNSPACED}]`, "u");
const JOINED = /^[-'\u2010\u2013\u2019\u02bc]$/;

const cut = (word) => (word.length > 32 ? [...word].slice(0, 32).join("") : word);

/** A text in lower case and without accents; words are parted by a space, or by a hyphen where the text joins them. */
export function fold(text) {
  const bare = text.normalize("NFKD").replace(ACCENTS, "").normalize("NFC");
  // Letter by letter, since a sigma at the end of a word would become another one.
  return bare
    .replace(/[^\p{Alphabetic}\p{N}\p{M}]+/gu, (gap) => (JOINED.test(gap) ? "-" : " "))
    .replace(/[^\0-\x7f]/gu, (c) => SPELLED[c.toLowerCase()] ?? (c === "ẞ" ? "ss" : c.toLowerCase()))
    .replace(/[A-Z]+/g, (c) => c.toLowerCase())
    .replace(/^[ -]|[ -]$/g, "");
}

/** Every word of a folded text, in its order. */
export function words(folded) {
  return folded.split(/[ -]/).flatMap((run) => (/^[\0-\x7f]*$/.test(run) ? (run ? [cut(run)] : []) : run.match(SEGMENTS).flatMap(segment)));
}

function segment(text) {
  if (/^[α-ω]$/.test(text)) return [GREEK[text.charCodeAt(0) - 0x3b1]];
  if (!IS_UNSPACED.test(text)) return [cut(text)];
  const characters = [...text];
  return characters.length < 2 ? [text] : characters.slice(1).map((c, at) => characters[at] + c);
}

export const wordsOf = (text) => words(fold(text));
export const isLetter = (word) => /^[\0-\x7f]$/.test(word);
/** Whether a word is enough to look up what it may go on to. */
export const isLongEnough = (word) => [...word].length > 2 || [...word].every((c) => IS_UNSPACED.test(c));

/** Every group of words that a folded text joins by hyphens, as one word. */
export function compounds(folded) {
  return folded.split(" ").filter((group) => group.includes("-")).map((group) => cut(words(group).join("")));
}

/** A word without the ending of the English plural. */
export function stem(word) {
  if (!/^[\0-\x7f]{3,}s$/.test(word)) return word;
  if (/..ies$/.test(word)) return word.slice(0, -3) + "y";
  if (/..(?<=x|ch|sh|ss|zz)es$/.test(word)) return word.slice(0, -2);
  return /[sui]s$/.test(word) ? word : word.slice(0, -1);
}
