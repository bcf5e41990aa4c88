/** A canvas as a picture: for printing, where a browser would replay the steps that drew it. */

/**
 * Copy what canvases show, one over the other, into one that holds nothing but the pixels.
 *
 * Chromium prints a canvas drawn just before as its drawing steps, and a step that clears the canvas
 * clears the page around it too.
 */
export function stillCopy(...canvases: readonly HTMLCanvasElement[]): HTMLCanvasElement {
  const [first] = canvases;
  const copy = document.createElement("canvas");
  if (first === undefined) return copy;
  copy.width = first.width;
  copy.height = first.height;
  copy.className = first.className;
  copy.style.width = first.style.width;
  copy.style.height = first.style.height;
  copy.setAttribute("aria-hidden", "true");
  const pixels = new OffscreenCanvas(first.width, first.height);
  const ctx = pixels.getContext("2d");
  for (const canvas of canvases) ctx?.drawImage(canvas, 0, 0);
  copy.getContext("bitmaprenderer")?.transferFromImageBitmap(pixels.transferToImageBitmap());
  return copy;
}
