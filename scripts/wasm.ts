/**
 * `npm run wasm`: compiles the kernels in src/tensor/kernels/*.as.ts and writes them into kernels/wasm.ts, where the engine
 * finds them. The compiled module is kept in the repository, for the compiler is large and nobody else needs it; a test compiles
 * again and compares.
 */
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const root = fileURLToPath(new URL("..", import.meta.url));
export const WASM_MODULE = `${root}src/tensor/kernels/wasm.ts`;

/** Relaxed SIMD stays off: it gains a tenth, and results would depend on the machine. */
const OPTIONS = "--runtime stub --enable simd --importMemory --noAssert --converge -O3";

/** The text of kernels/wasm.ts. @throws Error with the compiler's messages. */
export async function compileKernels(): Promise<string> {
  let bytes: Uint8Array | undefined;
  const { error, stderr } = await asc.main(
    ["src/tensor/kernels/index.as.ts", "--baseDir", root, "--outFile", "kernels.wasm", ...OPTIONS.split(" ")],
    {
      writeFile: (_, contents) => {
        bytes = contents as Uint8Array;
      },
    },
  );
  if (error || !bytes) throw new Error(`the kernels do not compile:\n${stderr}`);
  // Hexadecimal, for a server compresses it to little more than the bytes themselves: base64 hides what repeats.
  return [
    "/** The kernels as WebAssembly, in hexadecimal. Made by `npm run wasm` from the files `*.as.ts` beside this one: change those. */",
    `export const WASM = "${Buffer.from(bytes).toString("hex")}";\n`,
  ].join("\n");
}

if (import.meta.main) {
  const text = await compileKernels();
  await writeFile(WASM_MODULE, text);
  console.log(`${WASM_MODULE}: ${text.length} characters`);
}
