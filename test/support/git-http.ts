import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, dirname } from 'node:path';

/** Bare repositories over HTTP, to be read by whoever has the password. */
export interface GitHttp {
  readonly username: string;
  readonly password: string;
  /** Clone URL of a bare repository on disk, served from now on. */
  serve(folder: string): string;
  close(): Promise<void>;
}

const USER = 'flux';
const PASSWORD = 'may-read-the-fleet';
const HEAD_END = '\r\n\r\n';

/** Git's own CGI program behind a server on loopback. */
export async function startGitHttp(): Promise<GitHttp> {
  const folders: string[] = [];
  const server = createServer((request, response) => answer(folders, request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    username: USER,
    password: PASSWORD,
    serve: (folder) => `http://127.0.0.1:${port}/${folders.push(folder) - 1}/${basename(folder)}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function answer(folders: readonly string[], request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const [, index = '', ...path] = url.pathname.split('/');
  const folder = folders[Number(index)];
  const expected = `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString('base64')}`;
  if (!folder) return void response.writeHead(404).end();
  if (request.headers.authorization !== expected) {
    return void response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
  }
  const cgi = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env.PATH,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_PROJECT_ROOT: dirname(folder),
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: `/${path.join('/')}`,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
    },
  });
  request.pipe(cgi.stdin).on('error', () => {});
  const chunks: Buffer[] = [];
  cgi.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  cgi.on('close', () => reply(response, Buffer.concat(chunks)));
}

/** What a CGI program writes: headers, a blank line, the body. */
function reply(response: ServerResponse, output: Buffer): void {
  const end = output.indexOf(HEAD_END);
  if (end === -1) return void response.writeHead(500).end();
  const lines = output.subarray(0, end).toString().split('\r\n');
  const headers = Object.fromEntries(lines.map((line) => line.split(/: */, 2) as [string, string]));
  const { Status: status = '200', ...rest } = headers;
  response.writeHead(Number.parseInt(status, 10), rest).end(output.subarray(end + HEAD_END.length));
}
