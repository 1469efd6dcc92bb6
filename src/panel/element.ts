export type Child = Node | string | undefined;

/** Makes an element. Text is always set as text, never as markup: it may come from a server or a repository. */
export function element<K extends keyof HTMLElementTagNameMap>(
    tag: K,
    attributes: Readonly<Record<string, string | undefined>>,
    ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (value !== undefined) {
            made.setAttribute(name, value);
        }
    }
    for (const child of children) {
        if (child !== undefined) {
            made.append(child);
        }
    }
    return made;
}

type Act = (current: HTMLElement, event: Event) => void;

const acts = new WeakMap<Element, Map<string, Act>>();

/** Calls `act` with the element of the page that the event is about: a redraw may have kept an older one in the place of `made`. */
export function on<E extends HTMLElement, K extends keyof HTMLElementEventMap>(
    made: E,
    type: K,
    act: (current: E, event: HTMLElementEventMap[K]) => void,
): void {
    const those = acts.get(made) ?? new Map<string, Act>();
    acts.set(made, those.set(type, act as unknown as Act));
    made.addEventListener(type, perform);
}

/**
 * Tells what a click or a key makes of the details element that this summary heads. Its own `toggle` comes later, perhaps after the next drawing, and also when
 * it is put into the page open.
 */
export function onFold(summary: HTMLElement, act: (becomes: 'open' | 'closed', current: HTMLElement) => void): void {
    on(summary, 'click', (current) =>
        act((current.parentElement as HTMLDetailsElement | null)?.open === true ? 'closed' : 'open', current),
    );
}

/** From now on `kept` does what `made` was told to do, and nothing else. */
export function actLike(kept: HTMLElement, made: HTMLElement): void {
    const those = acts.get(made) ?? new Map<string, Act>();
    acts.set(kept, those);
    // The same listener again is none more.
    those.forEach((_, type) => kept.addEventListener(type, perform));
}

function perform(event: Event): void {
    if (event.currentTarget instanceof HTMLElement) {
        acts.get(event.currentTarget)?.get(event.type)?.(event.currentTarget, event);
    }
}

/** A button that calls `act`; `look` is its class. */
export function button(label: string, look: 'primary' | 'secondary' | 'link', act: () => void, id?: string): HTMLButtonElement {
    const made = element('button', { type: 'button', class: look, id }, label);
    on(made, 'click', act);
    return made;
}
