// A static host as GitHub Pages is one: gzip for text alone, entity tags, ten minutes of caching. It notes what it was asked for and what
// went over the wire, headers and all, so that nothing a browser fetches by whatever means is overlooked.

import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { gzipSync } from 'node:zlib';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.xml': 'application/xml',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};
const PACKED = new Set(['.html', '.css', '.js', '.json', '.xml', '.svg', '.txt']);

/** A file's path below the folder for a path asked for, or nothing. */
function place(folder, base, path) {
  if (!path.startsWith(`${base}/`) || path.split('/').includes('..')) return null;
  const inner = path.slice(base.length);
  const file = inner.endsWith('/') ? `${inner}index.html` : inner;
  return statSync(folder + file, { throwIfNoEntry: false })?.isFile() ? file : null;
}

/** Serves the folder on a free loopback port. `log` has {path, status, start, bytes} for each request; times are those of Date.now(). */
export async function host(folder, base = '') {
  const answers = new Map();
  const log = [];
  const open = new Set();

  function answer(file) {
    if (!answers.has(file)) {
      const bytes = readFileSync(folder + file);
      const packs = PACKED.has(extname(file));
      const tag = `"${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}"`;
      const headers = {
        'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
        'cache-control': 'max-age=600',
        etag: tag,
        ...(packs && { 'content-encoding': 'gzip', vary: 'Accept-Encoding' }),
      };
      answers.set(file, { tag, headers, body: packs ? gzipSync(bytes, { level: 6 }) : bytes });
    }
    return answers.get(file);
  }

  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    const { socket } = response;
    const before = socket.bytesWritten;
    const line = { path, status: 0, start: Date.now(), bytes: 0 };
    log.push(line);
    open.add(line);
    const end = () => {
      line.bytes = socket.bytesWritten - before;
      open.delete(line);
    };
    response.on('finish', end).on('close', end);
    const file = place(folder, base, path);
    if (!file) {
      line.status = 404;
      response.writeHead(404, { 'content-type': 'text/plain', 'content-length': 0 }).end();
      return;
    }
    const { tag, headers, body } = answer(file);
    const isKnown = request.headers['if-none-match'] === tag;
    line.status = isKnown ? 304 : 200;
    response.writeHead(line.status, isKnown ? { etag: tag } : { ...headers, 'content-length': body.length });
    response.end(isKnown ? undefined : body);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    root: `http://127.0.0.1:${server.address().port}${base}`,
    log,
    isIdle: () => open.size === 0,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
