// Papers by their identifiers.

import { readerOf } from "./store.js";

/** The papers of an identifier. An arXiv number may be part of a DOI, or a key. */
export async function identified(store, { scheme, text }) {
  const found = await lookedUp(store, scheme, text);
  if (scheme !== "arxiv" || found.length) return found;
  const byDoi = await lookedUp(store, "doi", `10.48550/arxiv.${text}`);
  return byDoi.length ? byDoi : lookedUp(store, "key", text);
}

/** The path of the one paper that an atom names. */
export async function named(store, atom) {
  const papers = await identified(store, { scheme: "key", ...atom });
  return papers.length === 1 ? (await store.card(papers[0])).path : null;
}

async function lookedUp(store, scheme, text) {
  let digest = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(`${scheme}:${text.toLowerCase()}`)) digest = Math.imul(digest ^ byte, 0x01000193) >>> 0;
  return store.read(`ids/${digest % store.root.ids}`, (bytes) => {
    const found = [];
    const reader = readerOf(bytes);
    for (let last = 0; !reader.isAtEnd(); ) {
      last += reader.number();
      const paper = reader.number();
      if (last === digest && paper < store.root.papers) found.push(paper);
    }
    return found;
  });
}
