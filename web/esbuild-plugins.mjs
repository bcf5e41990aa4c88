/**
 * Makes `import L from "leaflet"` mean the page's global `L`.
 *
 * folium's own children call `L.marker(…)`, so the page carries one Leaflet, as a plain script before
 * ours; a second copy in the bundle would have its own classes and fail their `instanceof` checks.
 */
export const globalLeaflet = {
  name: "global-leaflet",
  setup(build) {
    build.onResolve({ filter: /^leaflet$/ }, () => ({ path: "leaflet", namespace: "global-leaflet" }));
    build.onLoad({ filter: /.*/, namespace: "global-leaflet" }, () => ({
      contents: "module.exports = globalThis.L;",
      loader: "js",
    }));
  },
};
