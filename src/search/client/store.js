// The files of an index, fetched as they are needed and decoded: store.rs and bits.rs in JavaScript.

import { stem } from "./tokens.js";

const FORMAT = 1;
// Bytes of files that are kept.
const KEPT = 4e6;
const CARD = "id path title authors more venue date status upvotes text".split(" ");

/** Reads numbers and bytes; what is asked for beyond the end is an error. */
export function readerOf(bytes) {
  let at = 0;
  const take = (count) => {
    if (at + count > bytes.length) throw new RangeError();
    return bytes.subarray(at, (at += count));
  };
  const number = () => {
    let sum = 0;
    for (let scale = 1; scale <= 2 ** 28; scale *= 128) {
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
  let [at, held, count] = [0, 0, 0];
  /** So many bits, at most 24, the lowest first. */
  const get = (wanted) => {
    for (; count < wanted; count += 8) {
      if (at >= bytes.length) throw new RangeError();
      held |= bytes[at++] << count;
    }
    const number = held & (2 ** wanted - 1);
    held >>>= wanted;
    count -= wanted;
    return number;
  };
  const rice = (low) => {
    let high = 0;
    while (get(1)) high++;
    return high * 2 ** low + get(low);
  };
  return { get, rice };
}

/** Which file of several a text stands in, by where they begin; texts are compared by code points. */
export function placeOf(divisions, text) {
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

/** Lets the browser do what else it has to. */
export const breathe = () => globalThis.scheduler?.yield?.() ?? new Promise((go) => { setTimeout(go); });

const decoder = new TextDecoder();

export class Store {
  constructor(folder) {
    this.folder = folder;
    this.files = new Map();
  }

  /** The root, fetched once, and again after a failure. */
  async open() {
    this.root ??= await this.json("root");
    this.counts ??= new Map(this.root.common);
    if (this.root.format !== FORMAT) throw new Error(`The index is of format ${this.root.format}.`);
    return this.root;
  }

  async load(name) {
    // A page that knows that it will be asked for the root may have begun to fetch it.
    const early = this.root ? undefined : globalThis.searchRoot;
    globalThis.searchRoot = undefined;
    const address = `${this.folder}${name}.bin`;
    const answer = await (early ?? (this.root ? fetch(`${address}?v=${this.root.stamp}`) : fetch(address, { cache: "no-cache" })));
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

  /** What `make` makes of the bytes of a file; whatever goes wrong there is the file's fault. */
  async read(name, make) {
    const bytes = await this.file(name);
    try {
      return make(bytes);
    } catch {
      throw damaged(name);
    }
  }

  json(name) {
    return this.read(name, jsonOf);
  }

  /** The card of a paper. */
  async card(paper) {
    const name = `papers/${Math.floor(paper / this.root.cards)}`;
    const values = await this.read(name, (bytes) => jsonOf(bytes)[paper % this.root.cards]);
    return Object.fromEntries(CARD.map((field, at) => [field, values[at]]));
  }

  /** Begins to fetch the cards of papers that will be asked for. */
  prefetch(list) {
    for (const { paper } of list) this.card(paper).catch(() => {});
  }

  /** What a list of terms has for those that are wanted: each with its numbers and its bits. */
  terms(name, numbers, isWanted) {
    return this.read(name, (bytes) => {
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
        if (next >= this.root.papers) throw new RangeError();
        found.push(next++, tag());
      }
      return found;
    };
    // Very common terms have no names, and one tag for all.
    const isBare = names === undefined;
    return { term, text: list(text, () => (isBare ? 1 : (bits.get(1) << 2) | bits.get(2))), names: list(names ?? 0, () => bits.get(2)) };
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
    const file = Math.ceil(((at + 1) * this.root.commonFiles) / this.root.common.length) - 1;
    return (await this.terms(`common/${file}`, 1, is(term, true)))[0]?.text ?? [];
  }

  /** The first files of a kind in which texts stand that begin so. */
  span(kind, start, most = 2) {
    const first = placeOf(this.root[kind], start);
    const last = Math.min(placeOf(this.root[kind], `${start}\u{10ffff}`), first + most - 1);
    return Array.from({ length: 1 + last - first }, (_, at) => `${kind}/${first + at}`);
  }

  /** Words or titles of a file, each with its number. */
  list(name, isWanted = () => true) {
    return this.read(name, (bytes) => {
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
}

const jsonOf = (bytes) => JSON.parse(decoder.decode(bytes));
const damaged = (name) => new Error(`${name}.bin is damaged.`);

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
