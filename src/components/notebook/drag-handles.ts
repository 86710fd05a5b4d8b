/**
 * Rings of a chart that a hand drags (`handles` of `#charts`). A ring stands for controls of the notebook and moves those; what they change, they change as
 * always. So the keyboard's way is the control itself, and a chart that nobody has run answers, too.
 */

interface Grip {
  controls: Element[];
  item: number;
  /** From a point of the window to the values of the two axes. */
  valuesAt(event: { clientX: number; clientY: number }): [number, number];
}

const DRAGGED = "handle-dragged";

/** Listen for hands on the rings within a notebook. */
export function dragHandles(root: HTMLElement): void {
  // A click ends each drag, on whatever lies there then.
  let isDragged = false;
  root.addEventListener("pointerdown", (event) => {
    const ring = (event.target as Element).closest?.("[data-moves]");
    const grip = ring && event.button === 0 ? gripOf(root, ring) : undefined;
    isDragged = grip !== undefined;
    if (!grip) return;
    event.preventDefault();
    follow(event, grip);
  });
  root.addEventListener("click", (event) => {
    const target = event.target as Element;
    const svg = target.closest?.("svg");
    if (isDragged || !svg?.querySelector("[data-moves]")) return;
    const nearest = [...svg.querySelectorAll("[data-moves]")].reduce((a, b) => (distance(b, event) < distance(a, event) ? b : a));
    const grip = gripOf(root, nearest);
    if (grip) move(grip, event);
  });
}

/** The ring is drawn anew while it is dragged: its document listens, which stays. */
function follow({ pointerId }: PointerEvent, grip: Grip): void {
  const listening = new AbortController();
  const { signal } = listening;
  let last: PointerEvent | undefined;
  document.documentElement.classList.add(DRAGGED);
  const end = () => {
    listening.abort();
    document.documentElement.classList.remove(DRAGGED);
  };
  document.addEventListener(
    "pointermove",
    (event) => {
      if (event.pointerId !== pointerId) return;
      if (!last)
        requestAnimationFrame(() => {
          move(grip, last!);
          last = undefined;
        });
      last = event;
    },
    { signal },
  );
  for (const type of ["pointerup", "pointercancel"] as const)
    document.addEventListener(type, (event) => event.pointerId === pointerId && end(), { signal });
}

function gripOf(root: HTMLElement, ring: Element): Grip | undefined {
  const { moves = "", item, origin = "", unit = "" } = (ring as SVGElement).dataset;
  const controls = moves.split("|").flatMap((label) => controlOf(root, label) ?? []);
  const svg = ring.closest("svg")!;
  const matrix = svg.getScreenCTM()?.inverse();
  const [from, by] = [origin.split(" ").map(Number), unit.split(" ").map(Number)] as [number[], number[]];
  if (controls.length === 0 || !matrix || ![...from, ...by].every(Number.isFinite)) return undefined;
  const scrolled = [scrollX, scrollY];
  return {
    controls,
    item: Number(item),
    valuesAt({ clientX, clientY }) {
      const { x, y } = new DOMPoint(clientX + scrollX - scrolled[0]!, clientY + scrollY - scrolled[1]!).matrixTransform(matrix);
      return [(x - from[0]!) / by[0]!, (y - from[1]!) / by[1]!];
    },
  };
}

/** The field of a control with this label, not the file of a reader that may have the same. */
function controlOf(root: HTMLElement, label: string): HTMLInputElement | undefined {
  const labels = [...root.querySelectorAll(".out-input > label")];
  return (
    labels.find(({ textContent }) => textContent === label)?.parentElement?.querySelector<HTMLInputElement>("input:is([type=range], [type=text])") ??
    undefined
  );
}

function move({ controls, item, valuesAt }: Grip, event: { clientX: number; clientY: number }): void {
  const place = valuesAt(event);
  for (const [i, control] of (controls as HTMLInputElement[]).entries()) {
    const before = control.value;
    // A slider takes the nearest value that it can have.
    control.value = control.type === "range" ? String(place[i]) : withPlace(before, item, place);
    // A text that was typed is sent when the keys rest, one that is changed at once.
    if (control.value !== before) control.dispatchEvent(new Event(control.type === "range" ? "input" : "change", { bubbles: true }));
  }
}

/** A list of places, "1, 2; 3, 4", in which one is another. */
export function withPlace(list: string, item: number, [x, y]: readonly [number, number]): string {
  const places = list.split(";");
  places[item] = ` ${rounded(x)}, ${rounded(y)}`;
  return places.join(";").trim();
}

/** Three digits are finer than a pixel. */
const rounded = (value: number) => Number(value.toPrecision(3));

function distance(ring: Element, { clientX, clientY }: { clientX: number; clientY: number }): number {
  const { x, y, width, height } = ring.getBoundingClientRect();
  return Math.hypot(x + width / 2 - clientX, y + height / 2 - clientY);
}
