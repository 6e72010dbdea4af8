// What few searches need, or only after their first results, is a script of its own (later.js).

let fetching;
let failures = 0;

/** What that script has to offer. After a failure it has another address, since browsers remember that one failed. */
export function rest() {
  fetching ??= import(`./later.js?${failures}`).catch((error) => {
    fetching = undefined;
    failures += 1;
    throw error;
  });
  return fetching;
}
