type Child = Node | string | undefined;

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

/** A button that calls `act`; `look` is its class. */
export function button(label: string, look: 'primary' | 'secondary' | 'link', act: () => void, id?: string): HTMLButtonElement {
    const made = element('button', { type: 'button', class: look, id }, label);
    made.addEventListener('click', act);
    return made;
}
