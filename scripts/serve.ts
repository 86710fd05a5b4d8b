/**
 * A plain static file server, as any host of this site would be: no special headers.
 *
 * `npm run serve -- dist --port 4321 --base /some/path/`
 */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createGzip } from "node:zlib";
import sirv from "sirv";

export interface ServeOptions {
  /** 0, the default, takes any free one. */
  port?: number;
  /** Where on the host the folder appears. Default "/". */
  base?: string;
  /** Text goes out gzipped, as from most hosts. Default false. */
  gzip?: boolean;
}

export interface Served {
  /** Ends with a slash. */
  url: string;
  close(): Promise<void>;
}

/** Serve a folder to this machine alone. */
export async function serve(folder: string, { port = 0, base = "/", gzip = false }: ServeOptions = {}): Promise<Served> {
  if (!existsSync(folder)) throw new Error(`there is no folder ${folder} to serve: npm run build makes it`);
  const mount = `/${base}/`.replaceAll(/\/+/g, "/");
  // Looks at the disk at each request: a folder may be built again while it is served.
  const files = sirv(folder, { dev: true, etag: true });
  const missing = await readFile(join(folder, "404.html")).catch(() => "not found");

  const server = createServer((request, response) => {
    const { pathname, search } = URL.parse(`http://localhost${request.url}`) ?? { pathname: "", search: "" };
    const notFound = () => void response.writeHead(404, { "content-type": "text/html;charset=utf-8" }).end(missing);
    if (`${pathname}/` === mount || (!pathname.endsWith("/") && isPage(pathname)))
      response.writeHead(301, { location: `${pathname}/${search}` }).end();
    else if (!pathname.startsWith(mount)) notFound();
    else {
      request.url = pathname.slice(mount.length - 1) + search;
      files(request, gzip && wantsGzip(request, pathname) ? gzipped(response) : response, notFound);
    }
  });

  /** Hosts send a folder's address on to the one with a slash, so that relative links hold. */
  function isPage(pathname: string): boolean {
    return pathname.startsWith(mount) && existsSync(join(folder, pathname.slice(mount.length), "index.html"));
  }

  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${mount}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const wantsGzip = ({ headers }: IncomingMessage, pathname: string): boolean =>
  /(\/|\.(html|css|m?js|json|svg|xml|txt|wasm))$/.test(pathname) && /\bgzip\b/.test(String(headers["accept-encoding"])) && !headers.range;

/** Takes what sirv does to a response, and gzips its body. */
function gzipped(response: ServerResponse): ServerResponse {
  const gzip = createGzip();
  const body = Object.assign(gzip, {
    getHeader: (name: string) => response.getHeader(name),
    writeHead(status: number, headers: OutgoingHttpHeaders = {}) {
      const { "Content-Length": _, ...others } = headers;
      response.writeHead(status, { ...others, ...(status === 200 && { "Content-Encoding": "gzip", Vary: "Accept-Encoding" }) });
      gzip.pipe(response);
    },
  });
  return body as unknown as ServerResponse;
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { port: { type: "string", default: "4321" }, base: { type: "string", default: "/" }, gzip: { type: "boolean", default: false } },
  });
  try {
    const { url } = await serve(positionals[0] ?? "dist", { port: Number(values.port), base: values.base, gzip: values.gzip });
    console.log(`serving ${positionals[0] ?? "dist"} at ${url}`);
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
