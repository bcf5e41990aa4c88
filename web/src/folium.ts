/** What folium's own children expect of the page besides Leaflet. */

interface Ready { ready: (run: () => void) => void }

/**
 * A stand-in for the two things folium asks of jQuery: `$(markup)[0]` makes the content of a popup,
 * `$(document).ready(run)` waits for the page.
 *
 * The markup is the notebook author's own, as in folium; nothing of the data ever comes here.
 *
 * @returns the elements of the markup, or something to wait with.
 */
export function elementsOf(source: string | Document): Element[] | Ready {
  if (typeof source === "string") {
    const template = document.createElement("template");
    // eslint-disable-next-line no-restricted-properties -- parsing the author's markup is the purpose
    template.innerHTML = source.trim();
    return [...template.content.children];
  }
  return {
    ready(run) {
      if (source.readyState === "loading") source.addEventListener("DOMContentLoaded", run);
      else run();
    },
  };
}
