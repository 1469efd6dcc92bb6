import type { Frame, Page } from 'playwright-core';

/** What of a panel's page lies beyond its right edge, on a neighbour, or is cut off where nothing scrolls and no dots say so: tag, class and words of each. */
export async function spillingOver(panel: Frame | Page): Promise<string[]> {
    // tsx gives every function its name by a helper that the page does not have.
    await panel.evaluate('globalThis.__name = (named) => named');
    return await panel.evaluate(() => {
        const width = document.documentElement.clientWidth;
        const wrong: string[] = [];
        const tell = (why: string, element: Element) => {
            const words = element.textContent.trim().slice(0, 60);
            wrong.push(`${why}: ${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} “${words}”`);
        };
        const scrolls = (element: Element | null): boolean =>
            element !== null && (/auto|scroll|hidden/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
        const shown = [...document.body.querySelectorAll('*')].filter(
            (element) =>
                element.closest('.visually-hidden, script') === null &&
                element.checkVisibility() &&
                element.getBoundingClientRect().width > 0,
        );
        for (const element of shown) {
            const box = element.getBoundingClientRect();
            if ((box.right > width + 1 || box.left < -1) && !scrolls(element.parentElement)) {
                tell('beyond the edge', element);
            } else if (
                element.scrollWidth > element.clientWidth + 1 &&
                element.clientWidth > 0 &&
                getComputedStyle(element).overflowX === 'visible'
            ) {
                tell('spills', element);
            }
        }
        const pressed = shown.filter(
            (element) => element.matches('button, input, select, textarea, summary') && !scrolls(element.parentElement),
        );
        for (const [index, one] of pressed.entries()) {
            const a = one.getBoundingClientRect();
            for (const other of pressed.slice(index + 1)) {
                const b = other.getBoundingClientRect();
                const apart = a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 1 || b.bottom <= a.top + 1;
                if (!apart && !one.contains(other) && !other.contains(one)) {
                    tell(`lies on “${other.textContent.trim().slice(0, 30)}”`, one);
                }
            }
        }
        return wrong;
    });
}
