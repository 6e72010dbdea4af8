// Papers that have a word: a list of them, and an array as long as the index of twice what the word tells of each and one
// more where it stands in a title or a name; 0 is none.

export class Hits {
  constructor(count) {
    this.told = new Uint32Array(count);
    this.papers = [];
  }

  /** Adds a paper, or what more is told of it. */
  put(paper, score, strong) {
    const before = this.told[paper];
    if (!before) this.papers.push(paper);
    this.told[paper] = Math.max(before & ~1, score * 2 || 2) | (before & 1) | strong;
  }

  /** Adds the papers of others, each with what `scoreOf` makes of its score. */
  add({ papers, told }, scoreOf = (score) => score) {
    for (const paper of papers) this.put(paper, scoreOf(told[paper] >> 1), told[paper] & 1);
  }

  /** The papers that both have, with what both tell. */
  and(other) {
    const both = new Hits(this.told.length);
    for (const paper of this.papers) {
      const [a, b] = [this.told[paper], other.told[paper]];
      if (b) both.put(paper, (a >> 1) + (b >> 1), a & b & 1);
    }
    return both;
  }

  /** All others. */
  not() {
    const others = new Hits(this.told.length);
    for (let paper = 0; paper < this.told.length; paper++) if (!this.told[paper]) others.put(paper, 0, 0);
    return others;
  }

  get isEmpty() {
    return !this.papers.length;
  }
}
