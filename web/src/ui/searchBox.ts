/** One search box over features and administrative units, hidden layers included. */

import type { App } from "../app/app";
import { entry, search, type Entry, type Group } from "../model/search";
import { h, icon, ICONS, repaint } from "./dom";

type Target = () => void;

/** Group of administrative units among the groups of layers. */
const UNITS = "\u0000units";
const MOST_A_GROUP = 8;

function entriesOf(app: App): Entry<Target>[] {
  const lang = app.words.lang();
  const found: Entry<Target>[] = [];
  for (const unit of app.units.all) {
    const { name, pinyin, initials, adcode } = unit.spec;
    const open = () => {
      app.openUnit(adcode);
    };
    found.push(
      entry(
        { group: UNITS, target: open, name: name[lang], priority: 10 - unit.depth },
        { names: [name.zh, name.en], pinyin, initials, codes: [adcode] },
      ),
    );
  }
  for (const layer of app.layers) {
    for (let i = 0; i < layer.count; i += 1) {
      const text = (column: string) => layer.text(column, i);
      const open = () => {
        app.openFeature(layer, i);
      };
      found.push(
        entry(
          { group: layer.id, target: open, name: layer.name(i, lang), priority: layer.spec.priority },
          {
            names: [text("name"), text("name_en")],
            pinyin: text("pinyin"), initials: text("initials"), codes: [text("id")],
          },
        ),
      );
    }
  }
  return found;
}

class SearchBox {
  readonly element: HTMLElement;
  private readonly input: HTMLInputElement;
  private readonly list: HTMLElement;
  private entries: Entry<Target>[] | null = null;
  private options: { element: HTMLElement; target: Target }[] = [];
  private active = -1;

  constructor(private readonly app: App) {
    this.list = h("div", { class: "sx-results", id: "sx-results", role: "listbox" });
    this.input = h("input", {
      type: "search", class: "sx-search-input", role: "combobox", autocomplete: "off", key: "search",
      spellcheck: "false", "aria-expanded": "false", "aria-controls": "sx-results", "aria-autocomplete": "list",
    });
    this.element = h("div", { class: "sx-search", role: "search" }, icon(ICONS.search), this.input, this.list);
    this.list.hidden = true;
    this.listen();
    this.label();
    app.store.on(["lang"], () => {
      this.entries = null;
      this.label();
      this.find();
    });
  }

  private label(): void {
    this.input.setAttribute("aria-label", this.app.words.t("search"));
    this.input.placeholder = this.app.words.t("search_hint");
    this.list.setAttribute("aria-label", this.app.words.t("results"));
  }

  private listen(): void {
    this.input.addEventListener("input", () => {
      this.find();
    });
    this.input.addEventListener("focus", () => {
      this.find();
    });
    this.input.addEventListener("keydown", (event) => {
      this.press(event);
    });
    this.element.addEventListener("focusout", (event) => {
      if (!this.element.contains(event.relatedTarget as Node | null)) this.shut();
    });
    // A press must not take the focus from the input before the click arrives.
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
    });
  }

  private find(): void {
    const text = this.input.value.trim();
    if (text === "" || document.activeElement !== this.input) {
      this.shut();
      return;
    }
    this.entries ??= entriesOf(this.app);
    const groups = search(this.entries, text, MOST_A_GROUP);
    this.options = [];
    const nodes = groups.map((group) => this.group(group));
    repaint(this.list, ...(nodes.length > 0 ? nodes : [this.nothing()]));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    const count = groups.reduce((sum, group) => sum + group.hits.length + group.more, 0);
    this.app.say(this.app.words.t("results") + " " + this.app.words.number(count));
    this.mark(this.options.length > 0 ? 0 : -1);
  }

  private nothing(): HTMLElement {
    return h("div", { role: "option", "aria-disabled": "true", class: "sx-nothing" }, this.app.words.t("no_result"));
  }

  private group(group: Group<Target>): HTMLElement {
    const { words } = this.app;
    const layer = this.app.byId.get(group.group);
    const title = layer === undefined ? words.t("unit") : words.text(layer.spec.title);
    const options = group.hits.map(({ entry: found }) => {
      const id = `sx-option-${this.options.length}`;
      const element = h(
        "div", { role: "option", id, class: "sx-option", "aria-selected": "false" },
        h("span", { class: "sx-grow" }, found.name),
      );
      element.addEventListener("click", () => {
        this.choose(found.target);
      });
      this.options.push({ element, target: found.target });
      return element;
    });
    const more = group.more === 0 ? "" : ` ${words.t("more_results", { n: group.more })}`;
    const hidden = layer !== undefined && !this.app.store.state.visible.has(layer.id);
    const head = h("div", { class: `sx-group${hidden ? " sx-off" : ""}`, "aria-hidden": "true" }, `${title}${more}`);
    return h("div", { role: "group", "aria-label": title }, head, ...options);
  }

  private mark(at: number): void {
    this.options[this.active]?.element.setAttribute("aria-selected", "false");
    this.active = at;
    const option = this.options[at]?.element;
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option === undefined) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", option.id);
  }

  private press(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const keys: Partial<Record<string, () => boolean>> = {
      Escape: () => {
        if (this.list.hidden) return false;
        event.stopPropagation();
        this.shut();
        return true;
      },
      Enter: () => {
        const option = this.options[this.active];
        if (option !== undefined) this.choose(option.target);
        return option !== undefined;
      },
      ArrowDown: () => this.step(1),
      ArrowUp: () => this.step(-1),
    };
    if (keys[event.key]?.() === true) event.preventDefault();
  }

  private step(by: number): boolean {
    const count = this.options.length;
    if (this.list.hidden) this.find();
    else if (count > 0) this.mark((this.active + by + count) % count);
    return true;
  }

  private choose(target: Target): void {
    this.shut();
    target();
  }

  private shut(): void {
    this.list.hidden = true;
    this.options = [];
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

export function searchBox(app: App): HTMLElement {
  return new SearchBox(app).element;
}
