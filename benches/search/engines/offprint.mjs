// `offprint search` over a built site: a process for each query.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const LIMIT = 10;
const run = promisify(execFile);

/** `program` is the binary, `out` the built site. */
export function site(program, out) {
  const search = async (query) => {
    const { stdout } = await run(program, ['search', '--out', out, '--limit', String(LIMIT), '--format', 'json', '--', query]);
    return stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line).id);
  };
  return { name: 'offprint', search, close: async () => {} };
}
