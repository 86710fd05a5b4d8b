/** A machine lights the part that a cell of the page is at: the cell says which, by an element with `data-lit` in its output (`Machine.astro`). */
function follow(figure: HTMLElement): void {
  const cell = document.querySelector(`ml-cell[data-cell="${CSS.escape(figure.dataset["follows"]!)}"]`);
  if (!cell) return;
  const drawing = figure.querySelector("svg")!;
  const parts = [...figure.querySelectorAll<SVGElement>("[data-part]")];
  const light = () => {
    const lit = cell.querySelector<HTMLElement>("[data-lit]")?.dataset["lit"];
    // While the cell runs it may show nothing.
    if (lit === undefined) return;
    const isLit = ({ dataset }: SVGElement) => dataset["part"] === lit || dataset["part"]!.startsWith(`${lit} `);
    for (const part of parts) part.classList.toggle("lit", isLit(part));
    const words = parts.find(isLit)?.dataset["words"];
    const title = drawing.getAttribute("aria-label")!.replace(/ Lit: .*/, "");
    drawing.setAttribute("aria-label", words ? `${title} Lit: ${words}.` : title);
  };
  new MutationObserver(light).observe(cell, { childList: true, subtree: true });
  light();
}

for (const figure of document.querySelectorAll<HTMLElement>("[data-follows]")) follow(figure);
