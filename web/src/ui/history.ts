/** What the documents said of a feature: told in the panel, shorter in the popup, in one cell of the table. */

import type { App } from "../app/app";
import { historyText, mentionYear, newestFirst } from "../model/history";
import type { LayerModel } from "../model/layers";
import type { Mention } from "../payload";
import { h } from "./dom";
import { documentLine, statusBadge } from "./facts";

/** Year and title: what a popup has room for. */
function shortLine(app: App, mention: Mention): string {
  const { documents } = app.payload;
  const document = documents[mention.document];
  if (document === undefined) return mention.document;
  const title = app.words.text(document.title);
  return `${mentionYear(mention, documents)} ${app.words.lang() === "zh" ? `《${title}》` : title}`;
}

function historyList(app: App, mentions: readonly Mention[], line: (mention: Mention) => string): HTMLElement {
  const told = newestFirst(mentions, app.payload.documents).map((mention) =>
    h(
      "li", {},
      h("p", { class: "sx-cited" }, statusBadge(app, mention.status), line(mention)),
      mention.quote === "" ? null : h("blockquote", { lang: "zh-Hans" }, mention.quote),
    ),
  );
  return h("ol", { class: "sx-history" }, ...told);
}

/** The panel's part: every mention with its document in full; null where no document names the feature. */
export function historySection(app: App, mentions: readonly Mention[]): HTMLElement | null {
  if (mentions.length === 0) return null;
  const list = historyList(app, mentions, (mention) => documentLine(app, mention.document));
  return h("section", {}, h("h3", {}, app.words.t("history")), list);
}

/** The popup's part, where more than one mention makes a history. */
export function shortHistory(app: App, mentions: readonly Mention[]): HTMLElement | null {
  if (mentions.length < 2) return null;
  const list = historyList(app, mentions, (mention) => shortLine(app, mention));
  return h("section", { class: "sx-told" }, h("h4", {}, app.words.t("history")), list);
}

/** The table's cell. */
export function historyCell(app: App, layer: LayerModel, feature: number): string {
  const { words, payload } = app;
  return historyText(layer.mentions(feature), {
    documents: payload.documents,
    status: (status) => words.text(payload.labels.status[status]),
    lang: words.lang(),
  });
}
