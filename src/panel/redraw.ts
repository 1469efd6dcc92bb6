import { actLike } from './element';
import { isSameInput } from './isSameInput';

/**
 * Makes `parent` hold what looks and acts like `children`, and replaces no element that stays: a click that began on it, its focus, and what is typed,
 * selected or scrolled in it outlive the drawing. Elements are the same by their id or `data-key`, the others by tag, first class and label in their order.
 * A log that was read at its end is followed. What acts must have been told so by `on`.
 */
export function redraw(parent: HTMLElement, children: readonly HTMLElement[]): void {
    const focused = document.activeElement;
    const readAt = new Map(logsOf(parent).map((log) => [log, isAtEnd(log) ? ('end' as const) : log.scrollTop] as const));
    place(parent, children);
    for (const log of logsOf(parent)) {
        const at = readAt.get(log) ?? 'end';
        log.scrollTop = at === 'end' ? log.scrollHeight : at;
    }
    // One that had to be moved has lost it, and so has one that is made anew elsewhere.
    if (focused instanceof HTMLElement && focused !== document.activeElement) {
        (focused.isConnected ? focused : focused.id === '' ? null : document.getElementById(focused.id))?.focus();
    }
}

function logsOf(parent: HTMLElement): HTMLElement[] {
    return [...parent.querySelectorAll<HTMLElement>('.log, .build-log')];
}

function isAtEnd(log: HTMLElement): boolean {
    return log.scrollTop + log.clientHeight >= log.scrollHeight - 4;
}

function place(parent: Node, wanted: readonly Node[]): void {
    const free = [...parent.childNodes] as Node[];
    const chosen = wanted.map((made) => {
        const identity = identityOf(made);
        const at = free.findIndex((old) => identityOf(old) === identity);
        const [known] = at < 0 ? [] : free.splice(at, 1);
        return known === undefined ? made : update(known, made);
    });
    free.forEach((old) => parent.removeChild(old));
    chosen.forEach((node, index) => {
        if (parent.childNodes[index] !== node) {
            parent.insertBefore(node, parent.childNodes[index] ?? null);
        }
    });
}

function identityOf(node: Node): string {
    if (!(node instanceof HTMLElement)) {
        return node.nodeName;
    }
    const name = node.id === '' ? node.dataset.key : node.id;
    return `${node.nodeName} ${name ?? `. ${node.classList[0] ?? ''} ${node.getAttribute('aria-label') ?? ''}`}`;
}

function update(known: Node, made: Node): Node {
    if (known instanceof Text && made instanceof Text) {
        if (made.data.startsWith(known.data)) {
            known.appendData(made.data.slice(known.length));
        } else {
            known.data = made.data;
        }
    } else if (known instanceof HTMLElement && made instanceof HTMLElement) {
        updateElement(known, made);
    }
    return known;
}

function updateElement(known: HTMLElement, made: HTMLElement): void {
    for (const { name } of [...known.attributes]) {
        if (!made.hasAttribute(name)) {
            known.removeAttribute(name);
        }
    }
    for (const { name, value } of made.attributes) {
        // The page's policy forbids a style that is set as an attribute.
        if (name !== 'style' && known.getAttribute(name) !== value) {
            known.setAttribute(name, value);
        }
    }
    if (known.style.cssText !== made.style.cssText) {
        known.style.cssText = made.style.cssText;
    }
    actLike(known, made);
    place(known, [...made.childNodes]);
    holdLike(known, made);
}

/** What a person put in is a property, not an attribute. It is written only where it differs: writing it moves the cursor. */
function holdLike(known: HTMLElement, made: HTMLElement): void {
    if (known instanceof HTMLInputElement && made instanceof HTMLInputElement) {
        known.checked = made.checked;
        if (!isSameInput(known.type, known.value, made.value)) {
            known.value = made.value;
        }
    } else if (known instanceof HTMLSelectElement && made instanceof HTMLSelectElement && known.multiple) {
        [...known.options].forEach((option, index) => (option.selected = made.options[index]?.selected === true));
    } else if (
        (known instanceof HTMLSelectElement && made instanceof HTMLSelectElement) ||
        (known instanceof HTMLTextAreaElement && made instanceof HTMLTextAreaElement)
    ) {
        if (known.value !== made.value) {
            known.value = made.value;
        }
    }
}
