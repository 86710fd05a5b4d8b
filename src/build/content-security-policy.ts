import { createHash } from "node:crypto";
import { glob, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";

const DIRECTIVES = [
  "default-src 'self'",
  "base-uri 'self'",
  "object-src 'none'",
  "form-action 'none'",
  "img-src 'self' data: blob:",
  // Charts carry their own styles, and the editor adds its own.
  "style-src 'self' 'unsafe-inline'",
];

/**
 * Gives every built page a content security policy: scripts of this site only, and of those written into the page
 * just the ones that the build put there, by hash. Astro's own `security.csp` leaves out scripts marked
 * `is:inline`, of which Starlight has several on each page.
 */
export function contentSecurityPolicy(): AstroIntegration {
  return {
    name: "content-security-policy",
    hooks: {
      "astro:build:done": async ({ dir }) => {
        const folder = fileURLToPath(dir);
        for await (const page of glob("**/*.html", { cwd: folder })) {
          if (page.startsWith("kernel/")) continue;
          const html = await readFile(folder + page, "utf8");
          await writeFile(folder + page, withPolicy(html));
        }
      },
    },
  };
}

/** A page with its policy as the first thing in its head. */
export function withPolicy(html: string): string {
  const hashes = new Set<string>();
  for (const [, attributes, text] of html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/gi))
    if (!/\ssrc\s*=|\stype="(?!module|text\/javascript)/i.test(attributes!))
      hashes.add(`'sha256-${createHash("sha256").update(text!).digest("base64")}'`);
  // Search runs WebAssembly.
  const scripts = ["script-src 'self' 'wasm-unsafe-eval'", ...hashes].join(" ");
  return html.replace(/<head>/, `<head><meta http-equiv="Content-Security-Policy" content="${[...DIRECTIVES, scripts].join("; ")}">`);
}
