// Talks to the YAML language server as an editor does: over its standard input and output, by the Language Server Protocol.
// Knows nothing of any schema.

import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';

const PROGRAM = new URL('node_modules/yaml-language-server/bin/yaml-language-server', import.meta.url).pathname;
const PATIENCE = 20_000;

/** The messages of a stream: each is JSON after a header that says how many bytes it has. */
function reader(take) {
  let rest = Buffer.alloc(0);
  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    for (;;) {
      const head = rest.indexOf('\r\n\r\n');
      if (head < 0) return;
      const size = Number(/Content-Length: (\d+)/i.exec(rest.subarray(0, head))[1]);
      if (rest.length < head + 4 + size) return;
      take(JSON.parse(rest.subarray(head + 4, head + 4 + size)));
      rest = rest.subarray(head + 4 + size);
    }
  };
}

/** Starts a server for the files below `root`, which reads `settings` as those of the editor. */
export async function start(root, settings) {
  const server = spawn(process.execPath, [PROGRAM, '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const uri = (path) => pathToFileURL(`${root}/${path}`).href;
  const answers = new Map();
  const told = new Map();
  let count = 0;
  let version = 0;

  const send = (message) => {
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
    server.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    server.stdin.write(body);
  };
  const configuration = ({ section }) => section.split('.').reduce((value, key) => value?.[key], settings) ?? null;
  server.stdout.on('data', reader((message) => {
    if (message.id !== undefined && message.method) {
      const result = message.method === 'workspace/configuration' ? message.params.items.map(configuration) : null;
      send({ id: message.id, result });
    } else if (message.id !== undefined) {
      answers.get(message.id)?.(message);
    } else if (message.method === 'textDocument/publishDiagnostics') {
      told.get(message.params.uri)?.(message.params.diagnostics);
    }
  }));

  /** What comes, unless it takes too long. */
  const soon = (what, wait) => new Promise((done, fail) => {
    const timer = setTimeout(() => fail(new Error(`the language server never answers ${what}`)), PATIENCE);
    wait((value) => { clearTimeout(timer); done(value); });
  });
  const ask = async (method, params) => {
    count += 1;
    const id = count;
    const answer = await soon(method, (done) => { answers.set(id, done); send({ id, method, params }); });
    if (answer.error) throw new Error(`${method}: ${answer.error.message}`);
    return answer.result;
  };
  const tell = (method, params) => send({ method, params });

  await ask('initialize', {
    processId: process.pid,
    rootUri: pathToFileURL(root).href,
    workspaceFolders: [{ uri: pathToFileURL(root).href, name: 'archive' }],
    capabilities: {
      workspace: { configuration: true, workspaceFolders: true },
      textDocument: {
        completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown', 'plaintext'] } },
        hover: { contentFormat: ['markdown', 'plaintext'] },
        publishDiagnostics: {},
      },
    },
  });
  tell('initialized', {});
  tell('workspace/didChangeConfiguration', { settings: {} });

  return {
    /** Opens a file with this text in place of what it had, and returns what is marked in it. The caret stands at `‸`. */
    async open(path, text) {
      const before = text.split('‸')[0].split('\n');
      const caret = { line: before.length - 1, character: before.at(-1).length };
      const document = { uri: uri(path), languageId: 'yaml', version: (version += 1), text: text.replace('‸', '') };
      const marksAfter = (method, textDocument) => soon(method, (done) => {
        told.set(document.uri, done);
        tell(method, { textDocument });
      });
      // What is closed has nothing marked, which is told too, and must not be taken for what is told of the new text.
      if (told.has(document.uri)) await marksAfter('textDocument/didClose', { uri: document.uri });
      const marks = await marksAfter('textDocument/didOpen', document);
      const at = { textDocument: { uri: document.uri }, position: caret };
      return {
        marks,
        complete: async () => {
          const found = await ask('textDocument/completion', at);
          return Array.isArray(found) ? found : found?.items ?? [];
        },
        hover: async () => (await ask('textDocument/hover', at))?.contents?.value ?? '',
      };
    },
    stop: () => server.kill(),
  };
}
