// MiniSearch over title, authors and abstract: as its documentation recommends, and the best that a short search for settings found.

import MiniSearch from 'minisearch';

const BOOST = { title: 4, authors: 4 };
const LEAST_FUZZY = 5;

const fold = (term) => term.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

function index(papers, options) {
  const engine = new MiniSearch({ fields: ['title', 'authors', 'abstract'], ...options });
  engine.addAll(papers.map(({ id, title, authors, abstract }) => ({ id, title, authors: authors.join(', '), abstract })));
  return engine;
}

const ids = (results) => results.map(({ id }) => id);

/** Prefixes and typos of every word, any of the words. */
export function documented(papers) {
  const engine = index(papers, {});
  const options = { boost: BOOST, prefix: true, fuzzy: 0.2, combineWith: 'OR' };
  return { name: 'MiniSearch', search: async (query) => ids(engine.search(query, options)), close: async () => {} };
}

/** Marks folded, prefixes of the last word alone, typos of longer words, all of the words and only where that finds nothing any of them. */
export function tuned(papers) {
  const engine = index(papers, { processTerm: fold });
  const options = {
    boost: BOOST,
    prefix: (term, at, terms) => at === terms.length - 1,
    fuzzy: (term) => (term.length >= LEAST_FUZZY ? 0.2 : false),
  };
  const search = async (query) => {
    const all = ids(engine.search(query, { ...options, combineWith: 'AND' }));
    return all.length > 0 ? all : ids(engine.search(query, { ...options, combineWith: 'OR' }));
  };
  return { name: 'MiniSearch tuned', search, close: async () => {} };
}
