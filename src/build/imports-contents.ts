/** Gives the pages of what cells can import their table of contents: their headings come from docstrings, which Markdown does not see. */
import offered from "virtual:exports";
import { defineRouteMiddleware } from "@astrojs/starlight/route-data";
import { IMPORT_ROOMS, moduleAnchor, modulesOf } from "./import-rooms.ts";

export const onRequest = defineRouteMiddleware(({ locals: { starlightRoute } }) => {
  const page = /^reference\/imports(?:\/(\w+))?$/.exec(starlightRoute.id);
  if (!page || !starlightRoute.toc) return;
  const room = page[1];
  const headings =
    room === undefined
      ? Object.entries(IMPORT_ROOMS).map(([slug, text]) => ({ slug, text }))
      : modulesOf(room, offered).map(({ specifier }) => ({ slug: moduleAnchor(specifier), text: specifier }));
  starlightRoute.toc.items.push(...headings.map((heading) => ({ ...heading, depth: 2, children: [] })));
});
