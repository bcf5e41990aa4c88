/** What the reader has chosen, in one place; everything on the page follows it. */

import type { Lang } from "../payload";

/** A feature of a layer (by number), or an administrative unit. */
export type Selection =
  | { kind: "feature"; layer: string; feature: number }
  | { kind: "unit"; adcode: string };

export interface State {
  lang: Lang;
  visible: ReadonlySet<string>;
  /** `layer:class`, see `classKey`. */
  hiddenClasses: ReadonlySet<string>;
  hiddenStatus: ReadonlySet<string>;
  /** `exact` or `inexact`. */
  hiddenPosition: ReadonlySet<string>;
  /** Null shows everything, whatever its date. */
  year: number | null;
  /** The table's filter, which filters the map too. */
  query: string;
  selection: Selection | null;
  /** Id of a choropleth; empty for none. */
  choropleth: string;
  /** Id of a basemap; empty for none. */
  basemap: string;
  table: boolean;
}

export type Key = keyof State;
type Listener = (state: State, changed: ReadonlySet<Key>) => void;

export class Store {
  private readonly listeners: { keys: readonly Key[]; tell: Listener }[] = [];

  constructor(private current: State) {}

  get state(): State {
    return this.current;
  }

  /** Change some of it; whoever listens to what really changed is told, in the order of `on`. */
  set(patch: Partial<State>): void {
    const changed = new Set(
      (Object.keys(patch) as Key[]).filter((key) => patch[key] !== this.current[key]),
    );
    if (changed.size === 0) return;
    this.current = { ...this.current, ...patch };
    const now = this.current;
    for (const { keys, tell } of this.listeners) {
      if (keys.some((key) => changed.has(key))) tell(now, changed);
    }
  }

  /** Be told when any of `keys` changes. */
  on(keys: readonly Key[], tell: Listener): void {
    this.listeners.push({ keys, tell });
  }
}

/** A set with one member put in or taken out; the given set stays as it is. */
export function toggled(set: ReadonlySet<string>, member: string, inside: boolean): Set<string> {
  const next = new Set(set);
  if (inside) next.add(member);
  else next.delete(member);
  return next;
}
