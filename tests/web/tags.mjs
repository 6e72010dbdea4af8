// The start tags of an HTML text, in order: enough to follow links, and quick enough for 100,000 pages.
//
// Only for pages whose syntax html.mjs has found right: it forgives little.

const TAG = /<(?:!--|([a-z][^\s/>]*))/gi;
const ATTRIBUTE = /[\s/]*(?:>|([^\s=>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?)/y;
const RAW = new Set(['script', 'style', 'textarea', 'title']);

/** Yields `{name, attributes, line}` of each start tag; `line()` counts only when asked, since few ask. */
export function* tags(html) {
  let at = 0;
  for (;;) {
    TAG.lastIndex = at;
    const found = TAG.exec(html);
    if (!found) return;
    at = TAG.lastIndex;
    if (found[1] === undefined) {
      const end = html.indexOf('-->', at);
      if (end < 0) return;
      at = end + 3;
      continue;
    }
    const name = found[1].toLowerCase();
    const attributes = {};
    for (;;) {
      ATTRIBUTE.lastIndex = at;
      const attribute = ATTRIBUTE.exec(html);
      if (!attribute) return;
      at = ATTRIBUTE.lastIndex;
      if (attribute[1] === undefined) break;
      attributes[attribute[1].toLowerCase()] = attribute[2] ?? attribute[3] ?? attribute[4] ?? '';
    }
    const start = found.index;
    yield { name, attributes, line: () => html.slice(0, start).split('\n').length };
    if (RAW.has(name)) {
      const end = html.indexOf(`</${name}`, at);
      if (end < 0) return;
      at = end;
    }
  }
}
