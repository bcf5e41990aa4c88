/** Nodes are made, markup is never parsed: every text from the data stays text. */

export type Child = Node | string | null;
type Handlers = { [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K]) => void };

export interface Attributes {
  class?: string;
  /** Names the element across redrawings, so that the focus finds it again. */
  key?: string;
  on?: Handlers;
  [attribute: string]: string | number | boolean | Handlers | undefined;
}

function setAttribute(element: HTMLElement, name: string, value: string | number | boolean): void {
  const bare = typeof value === "boolean" && !name.startsWith("aria-");
  if (!bare) element.setAttribute(name, String(value));
  else if (value) element.setAttribute(name, "");
}

/** Make an element; `true` sets a bare attribute, `false` leaves it out; `aria-` takes both as words. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K, attributes: Attributes = {}, ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  const { class: className, key, on, ...others } = attributes;
  if (className !== undefined) element.className = className;
  if (key !== undefined) element.dataset["k"] = key;
  for (const [name, value] of Object.entries(others)) {
    if (value !== undefined && typeof value !== "object") setAttribute(element, name, value);
  }
  for (const [event, handler] of Object.entries(on ?? {})) {
    element.addEventListener(event, handler as EventListener);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** Replace the children of an element; the focus stays on the element of the same key. */
export function repaint(container: HTMLElement, ...children: Child[]): void {
  const focused = container.contains(document.activeElement)
    ? (document.activeElement as HTMLElement).dataset["k"]
    : undefined;
  container.replaceChildren(...children.filter((child) => child !== null));
  if (focused === undefined) return;
  byKey(container, focused)?.focus({ preventScroll: true });
}

/** The element of a key inside a container. */
export function byKey(container: ParentNode, key: string): HTMLElement | null {
  return container.querySelector<HTMLElement>(`[data-k="${CSS.escape(key)}"]`);
}

const SVG = "http://www.w3.org/2000/svg";

/** A line icon on a 20 × 20 grid. */
export function icon(path: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  const line = document.createElementNS(SVG, "path");
  for (const [name, value] of Object.entries({
    viewBox: "0 0 20 20", width: "20", height: "20", "aria-hidden": "true", focusable: "false",
  })) svg.setAttribute(name, value);
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

export const ICONS = {
  plus: "M10 4v12M4 10h12",
  minus: "M4 10h12",
  home: "M3 9.5 10 4l7 5.5M5 8.5V16h10V8.5",
  full: "M4 8V4h4M12 4h4v4M16 12v4h-4M8 16H4v-4",
  ruler: "M3 13 13 3l4 4L7 17zM6 10l1.5 1.5M8.5 7.5 10 9M11 5l1.5 1.5",
  area: "M4 6l8-2 4 6-3 6-8-1zM4 6h.01M12 4h.01M16 10h.01M13 16h.01M5 15h.01",
  print: "M6 7V3h8v4M6 14H4V8h12v6h-2M6 12h8v5H6z",
  help: "M7.5 7.5a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M10 14.5v.2",
  close: "M5 5l10 10M15 5 5 15",
  table: "M3 4h14v12H3zM3 8h14M3 12h14M8 8v8",
  play: "M6 4l10 6-10 6z",
  pause: "M7 4v12M13 4v12",
  left: "M12 4l-6 6 6 6",
  right: "M8 4l6 6-6 6",
  down: "M5 8l5 5 5-5",
  search: "M9 4a5 5 0 1 0 0 10A5 5 0 0 0 9 4zM13 13l4 4",
  target: "M10 3v3M10 14v3M3 10h3M14 10h3M10 7a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
  menu: "M4 6h12M4 10h12M4 14h12",
} as const;

/** A button with an icon and a name for those who do not see it. */
export function iconButton(
  path: string, name: string, attributes: Attributes, ...rest: Child[]
): HTMLButtonElement {
  const { class: more, ...others } = attributes;
  return h(
    "button",
    { type: "button", "aria-label": name, title: name, class: `sx-icon ${more ?? ""}`, ...others },
    icon(path), ...rest,
  );
}

/** Move the focus among a container's elements by arrow keys, Home and End. */
export function roving(container: HTMLElement, selector: string): void {
  container.addEventListener("keydown", (event) => {
    const all = [...container.querySelectorAll<HTMLElement>(selector)];
    const at = all.indexOf(document.activeElement as HTMLElement);
    const step = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    const next = step === undefined || at < 0 ? undefined : all[step];
    if (next === undefined) return;
    event.preventDefault();
    for (const each of all) each.tabIndex = each === next ? 0 : -1;
    next.focus();
  });
  const all = [...container.querySelectorAll<HTMLElement>(selector)];
  for (const [i, each] of all.entries()) each.tabIndex = i === 0 ? 0 : -1;
}

/** A canvas with the map's own drawing of a symbol. */
export function swatchCanvas(
  width: number, height: number, paint: (ctx: CanvasRenderingContext2D) => void,
): HTMLCanvasElement {
  const ratio = Math.max(2, window.devicePixelRatio || 1);
  const canvas = h("canvas", {
    class: "sx-swatch", "aria-hidden": "true", width: width * ratio, height: height * ratio,
  });
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const ctx = canvas.getContext("2d")!;
  ctx.scale(ratio, ratio);
  paint(ctx);
  return canvas;
}
