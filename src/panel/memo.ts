import { element } from './element';
import { redraw } from './redraw';

const kept = new Map<string, { readonly key: string; readonly node: HTMLElement }>();

/**
 * The element that `build` made for this place while `key` stays the same: what a person types, opens or scrolls in it survives a redraw of its neighbours.
 */
export function memo(place: string, key: string, build: () => HTMLElement): HTMLElement {
    const known = kept.get(place);
    if (known?.key === key) {
        return known.node;
    }
    const node = build();
    kept.set(place, { key, node });
    return node;
}

/** The element of this place, redrawn when `key` is another: for what changes while a person presses something in it. */
export function living(place: string, key: string, build: () => HTMLElement): HTMLElement {
    const known = kept.get(place);
    const node = known?.node ?? element('div', {});
    if (known?.key !== key) {
        redraw(node, [build()]);
        kept.set(place, { key, node });
    }
    return node;
}

/** Puts the children into the parent in this order, and touches only what is not there already: a moved element would lose its focus. */
export function arrange(parent: HTMLElement, children: readonly HTMLElement[]): void {
    for (const child of [...parent.children]) {
        if (!children.includes(child as HTMLElement)) {
            child.remove();
        }
    }
    children.forEach((child, index) => {
        if (parent.children[index] !== child) {
            parent.insertBefore(child, parent.children[index] ?? null);
        }
    });
}
