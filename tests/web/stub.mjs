// The scripts of search with the engine of engine-stub.js in place of their own, put together as src/search/client.rs does.

import { readFileSync } from 'node:fs';

const CLIENT = new URL('../../src/search/client/', import.meta.url);
const RULES = readFileSync(new URL('../client.rs', CLIENT), 'utf8');
const modules = (list) => [...RULES.split(`const ${list}: `)[1].split('];')[0].matchAll(/\("(\w+\.js)", include_str/g)].map((found) => found[1]);
const FIRST = modules('FIRST');
const source = (name) => readFileSync(name === 'engine.js' ? new URL('engine-stub.js', import.meta.url) : new URL(name, CLIENT), 'utf8');
const bare = (name) => source(name).replace(/^import .*$/gm, '').replace(/^export (?!\{)/gm, '');

/** What the second script has from the first. */
function shared() {
  const imports = modules('LATER').flatMap((name) => [...source(name).matchAll(/^import \{(.*)\} from "\.\/(.*)";$/gm)]);
  return new Set(imports.filter(([, , from]) => FIRST.includes(from)).flatMap(([, names]) => names.split(',').map((name) => name.trim())));
}

/** The first script as text; the second one is that of the site. */
export function stubbed() {
  const later = (text) => text.replace('./later.js?', './later${import.meta.url.match(/search([.][0-9a-f]+)[.]js/)[1]}.js?');
  return `${FIRST.map((name) => later(bare(name))).join('\n')}\nexport { ${[...shared()].join(', ')} };`;
}
