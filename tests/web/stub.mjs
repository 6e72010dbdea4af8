// The script of search with the engine of engine-stub.js in place of its own, put together as src/search/client.rs does.

import { readFileSync } from 'node:fs';

const CLIENT = new URL('../../src/search/client/', import.meta.url);
const MODULES = [...readFileSync(new URL('../client.rs', CLIENT), 'utf8').matchAll(/^ {4}\("(\w+\.js)", include_str/gm)].map((found) => found[1]);

/** The script as text. */
export function stubbed() {
  const text = (name) => readFileSync(name === 'engine.js' ? new URL('engine-stub.js', import.meta.url) : new URL(name, CLIENT), 'utf8');
  return MODULES.map((name) => text(name).replace(/^import .*$/gm, '').replace(/^export /gm, '')).join('\n');
}
