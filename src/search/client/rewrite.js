// Queries written anew, with a condition more or less.

import { groupsOf, parseQuery } from "./query.js";

const meaningOf = (part) => JSON.stringify(parseQuery(part + " ").all);
const writtenGroups = (text) => groupsOf(text, (part) => part[1]);
const writeQuery = (groups, ended) => groups.map((group) => group.join(" OR ")).join(" ") + (ended && groups[0] ? " " : "");

/** The parts of a query as they are written. */
export const atomsOf = (text) => writtenGroups(text).flat();

/** The query narrowed by an atom such as `venue:icml`, unless it is already. The word being typed stays the last. */
export function withAtom(text, atom) {
  const groups = writtenGroups(text);
  const meaning = meaningOf(atom);
  if (groups.some((group) => !group[1] && meaningOf(group[0]) === meaning)) return text;
  return writeQuery([[atom], ...groups], !text.endsWith(groups.at(-1)?.at(-1)));
}

/** The query without an atom, wherever it stands. */
export function withoutAtom(text, atom) {
  const groups = writtenGroups(text);
  const meaning = meaningOf(atom);
  const left = groups.map((group) => group.filter((part) => meaningOf(part) !== meaning)).filter((group) => group[0]);
  const last = left.at(-1)?.at(-1);
  return writeQuery(left, !text.endsWith(last) || last !== groups.at(-1).at(-1));
}
