import starlight from "@astrojs/starlight";
import { defineConfig } from "astro/config";
import { BackgroundRuns } from "./src/build/background.ts";
import { notebooks } from "./src/build/integration.ts";
import { livePages } from "./src/build/live-pages.ts";

const background = new BackgroundRuns();

/** Pages with small notebooks, made as those of the site are. */
export default defineConfig({
  trailingSlash: "always",
  integrations: [
    notebooks({ background }),
    livePages({ background }),
    starlight({
      title: "Small",
      customCss: ["./src/components/site.css", "./src/components/notebook.css", "./src/components/inputs.css"],
      components: { MarkdownContent: "./src/components/MarkdownContent.astro" },
      pagefind: false,
    }),
  ],
  // The packages of the repository, which this folder only links to.
  vite: { server: { fs: { allow: [".", process.env.PACKAGES] } } },
});
