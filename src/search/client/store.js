// The files of an index, fetched as they are needed and decoded: store.rs and bits.rs in JavaScript.

import { stem } from "./tokens.js";

const FORMAT = 1;
// Bytes of files that are kept.
const KEPT = 4e6;

/** Reads numbers and bytes; what is asked for beyond the end is an error. */
function readerOf(bytes) {
  let at = 0;
  const take = (count) => {
    if (at + count > bytes.length) throw new RangeError();
    return bytes.subarray(at, (at += count));
  };
  const number = () => {
    let sum = 0;
    for (let scale = 1; scale <= 2 ** 28; scale *= 128) {
      if (at >= bytes.length) break;
      const byte = bytes[at++];
      sum += (byte & 127) * scale;
      if (byte < 128) return sum;
    }
    throw new RangeError();
  };
  return { number, take, isAtEnd: () => at >= bytes.length };
}

/** The lowest bits of the Rice code for the gaps between `count` papers of `papers`. */
function lowBits(papers, count) {
  const shift = Math.max(32 - Math.clz32(papers) - 3, 0);
  const gap = Math.floor((Math.floor(papers / 2 ** shift) * 2 ** shift * 11) / (16 * Math.max(count, 1)));
  return gap && 31 - Math.clz32(gap);
}

function bitsOf(bytes) {
  let at = 0;
  const bit = () => {
    if (at >= bytes.length * 8) throw new RangeError();
    return (bytes[at >> 3] >> (at++ & 7)) & 1;
  };
  const get = (count) => {
    let number = 0;
    for (let place = 0; place < count; place++) number += bit() << place;
    return number;
  };
  const rice = (low) => {
    let high = 0;
    while (bit()) high++;
    return high * 2 ** low + get(low);
  };
  return { get, rice };
}

/** Which file of several a text stands in, by where they begin; texts are compared by code points. */
function placeOf(divisions, text) {
  let [low, high] = [0, divisions.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(text, divisions[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}

function isBefore(a, b) {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return (a.codePointAt(at) ?? -1) < (b.codePointAt(at) ?? -1);
}

const backwards = (text) => [...text].reverse().join("");
const decoder = new TextDecoder();

export class Store {
  constructor(folder) {
    this.folder = folder;
    this.files = new Map();
  }

  /** The root, fetched once, and again after a failure. */
  async open() {
    this.opening ??= this.load("root", { cache: "no-cache" }).then((bytes) => decoded("root", bytes, jsonOf));
    try {
      this.root = await this.opening;
    } catch (error) {
      this.opening = undefined;
      throw error;
    }
    this.counts ??= new Map(this.root.common);
    if (this.root.format !== FORMAT) throw new Error(`The index is of format ${this.root.format}, where ${FORMAT} is read.`);
    return this.root;
  }

  async load(name, options) {
    // A page that knows that it will be asked for the root may have begun to fetch it.
    const early = this.root ? undefined : globalThis.searchRoot;
    globalThis.searchRoot = undefined;
    const answer = await (early ?? fetch(`${this.folder}${name}.bin${this.root ? `?v=${this.root.stamp}` : ""}`, options));
    if (!answer.ok) throw new Error(`${name}.bin: ${answer.status}`);
    try {
      const whole = answer.body.pipeThrough(new DecompressionStream("deflate-raw"));
      return new Uint8Array(await new Response(whole).arrayBuffer());
    } catch (error) {
      throw navigator.onLine === false ? error : damaged(name);
    }
  }

  /** The bytes of a file, which is kept until others need its room; the one used last goes last. */
  file(name) {
    const known = this.files.get(name) ?? { size: 0 };
    known.bytes ??= this.load(name).then((bytes) => {
      known.size = bytes.length;
      let size = 0;
      for (const [other, { size: own }] of [...this.files].reverse()) if ((size += own) > KEPT) this.files.delete(other);
      return bytes;
    });
    known.bytes.catch(() => this.files.delete(name));
    this.files.delete(name);
    this.files.set(name, known);
    return known.bytes;
  }

  async json(name) {
    return decoded(name, await this.file(name), jsonOf);
  }

  /** The card of a paper. */
  async card(paper) {
    const name = `papers/${Math.floor(paper / this.root.cards)}`;
    const [id, path, title, authors, more, venue, date, status, upvotes, text] = decoded(name, await this.file(name), (bytes) => jsonOf(bytes)[paper % this.root.cards]);
    return { id, path, title, authors, more, venue, date, status, upvotes, text };
  }

  /** What a list of terms has for those that are wanted: each with its numbers and its bits. */
  async terms(name, numbers, isWanted) {
    return decoded(name, await this.file(name), (bytes) => {
      const found = [];
      const reader = readerOf(bytes);
      let from = 0;
      for (const term of textsOf(reader)) {
        const counts = Array.from({ length: numbers }, reader.number);
        const size = reader.number();
        if (isWanted(term)) found.push([term(), counts, from, size]);
        from += size;
      }
      const tail = reader.take(from);
      return found.map(([term, counts, at, size]) => this.entry(term, counts, bitsOf(tail.subarray(at, at + size))));
    });
  }

  /** The postings of a term, as [paper, tag, paper, tag …]: in text, where one has tags of three bits, and in names. */
  entry(term, [text, names], bits) {
    const list = (count, tag) => {
      const low = lowBits(this.root.papers, count);
      const found = [];
      for (let next = 0; count > 0; count--) {
        next += bits.rice(low);
        if (next >= this.root.papers) throw damaged(term);
        found.push(next++, tag());
      }
      return found;
    };
    const tagOfText = () => ((tag) => ((tag & 1) << 2) | (tag >> 1))(bits.get(3));
    return names === undefined ? { term, text: list(text, () => 0) } : { term, text: list(text, tagOfText), names: list(names, () => bits.get(2)) };
  }

  /** A term, wherever it stands. */
  async term(term) {
    const wanted = is(term, true);
    return (await this.terms(`terms/${placeOf(this.root.terms, term)}`, 2, wanted))[0] ?? { term, text: [], names: [] };
  }

  /** Terms that begin with a text, those in up to two files. */
  async completions(start) {
    const wanted = is(start, false);
    const found = await Promise.all(this.span("terms", start).map((file) => this.terms(file, 2, wanted)));
    return found.flat().filter(({ term }) => !term.includes(" "));
  }

  /** The papers in whose text a very common term stands. */
  async common(term) {
    const at = [...this.counts.keys()].indexOf(term);
    const [count, files] = [this.root.common.length, this.root.commonFiles];
    let file = 0;
    while (file < files && Math.floor(((file + 1) * count) / files) <= at) file++;
    return (await this.terms(`common/${file}`, 1, is(term, true)))[0]?.text ?? [];
  }

  /** The first files of a kind in which texts stand that begin so. */
  span(kind, start, most = 2) {
    const first = placeOf(this.root[kind], start);
    const last = Math.min(placeOf(this.root[kind], `${start}\u{10ffff}`), first + most - 1);
    return Array.from({ length: 1 + last - first }, (_, at) => `${kind}/${first + at}`);
  }

  /** Words or titles of a file, each with its number. */
  async list(name, isWanted = () => true) {
    return decoded(name, await this.file(name), (bytes) => {
      const found = [];
      const reader = readerOf(bytes);
      for (const text of textsOf(reader)) {
        const number = reader.number();
        if (isWanted(text)) found.push([text(), number]);
      }
      return found;
    });
  }

  /** Papers whose title begins so, each with whether that is all of it. */
  async titled(start) {
    const found = await Promise.all(this.span("titles", start).map((file) => this.list(file, is(start, false))));
    return found.flat().filter(([, paper]) => paper < this.root.papers).map(([text, paper]) => [paper, text === start]);
  }

  /** Words that may be meant by a mistyped one, with how common they are in powers of two. */
  async wordsNear(word) {
    const ending = (text) => `endings/${placeOf(this.root.endings, backwards(text))}`;
    const files = new Set([`words/${placeOf(this.root.words, word)}`, ending(word), ending(stem(word))]);
    const read = async (file) => (await this.list(file)).map(([text, common]) => [file[0] === "e" ? backwards(text) : text, common]);
    return new Map((await Promise.all([...files].map(read))).flat());
  }

  /** The papers of an identifier. */
  async identified(id) {
    let digest = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(id)) digest = Math.imul(digest ^ byte, 0x01000193) >>> 0;
    const name = `ids/${digest % this.root.ids}`;
    return decoded(name, await this.file(name), (bytes) => {
      const found = [];
      const reader = readerOf(bytes);
      for (let last = 0; !reader.isAtEnd(); ) {
        last += reader.number();
        const paper = reader.number();
        if (last === digest && paper < this.root.papers) found.push(paper);
      }
      return found;
    });
  }
}

const jsonOf = (bytes) => JSON.parse(decoder.decode(bytes));
const damaged = (name) => new Error(`${name}.bin is damaged.`);

/** What `read` makes of bytes; whatever goes wrong there is the file's fault. */
function decoded(name, bytes, read) {
  try {
    return read(bytes);
  } catch {
    throw damaged(name);
  }
}

/** Each text of a list, as a function that tells it, with its bytes, which the next text takes over. */
function* textsOf(reader) {
  const bytes = new Uint8Array(1024);
  const text = () => decoder.decode(text.bytes);
  for (let left = reader.number(); left > 0; left--) {
    const shared = reader.number();
    const rest = reader.take(reader.number());
    bytes.set(rest, shared);
    text.bytes = bytes.subarray(0, shared + rest.length);
    yield text;
  }
}

/** Whether a text is this one, or begins with it. */
function is(wanted, isAll) {
  const bytes = new TextEncoder().encode(wanted);
  return (text) => (isAll ? text.bytes.length === bytes.length : text.bytes.length >= bytes.length) && bytes.every((byte, at) => byte === text.bytes[at]);
}
