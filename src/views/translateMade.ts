type Bundle = Readonly<Record<string, string>>;

interface Template {
    readonly key: string;
    readonly pattern: RegExp;
    /** How much of the template is words of its own. */
    readonly weight: number;
    /** Words stand in more than one place of it. */
    readonly isFramed: boolean;
}

/** What is longer is a log or a page, and none of the product's sentences. */
const mostLetters = 600;
/** Below this many letters, a template would be found in sentences that have nothing to do with it, unless words stand in two places of it. */
const leastLetters = 6;
const templatesByBundle = new WeakMap<Bundle, readonly Template[]>();

/**
 * The translation of a sentence that core made in English, values filled in: looked up as it is, else as the template that it was made of. What the bundle does
 * not know stays as it is, so that a sentence may pass twice.
 */
export function translateMade(bundle: Bundle | undefined, sentence: string): string {
    const known = bundle?.[sentence];
    if (bundle === undefined || known !== undefined || sentence.length > mostLetters) {
        return known ?? sentence;
    }
    for (const { key, pattern } of templatesOf(bundle)) {
        const match = pattern.exec(sentence);
        if (match !== null) {
            const places = [...key.matchAll(/\{(\d)\}/g)].map(([, place]) => place);
            return (bundle[key] ?? key).replace(/\{(\d)\}/g, (whole, place: string) => {
                const value = match[places.indexOf(place) + 1];
                // A reason is a sentence inside another one; names and numbers stay.
                return value === undefined ? whole : value.includes(' ') ? translateMade(bundle, value) : value;
            });
        }
    }
    return sentence;
}

/** The wordiest first: of two that fit, it says more. */
function templatesOf(bundle: Bundle): readonly Template[] {
    const made = templatesByBundle.get(bundle);
    if (made !== undefined) {
        return made;
    }
    const templates = Object.keys(bundle)
        .filter((key) => /\{\d\}/.test(key))
        .map((key): Template => {
            const words = key.split(/\{\d\}/);
            return {
                key,
                pattern: new RegExp(`^${words.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('(.+?)')}$`, 's'),
                weight: words.join('').replace(/[^\p{L}]/gu, '').length,
                isFramed: words.filter((part) => /\p{L}/u.test(part)).length > 1,
            };
        })
        .filter(({ weight, isFramed }) => weight >= leastLetters || isFramed)
        .sort((one, other) => other.weight - one.weight);
    templatesByBundle.set(bundle, templates);
    return templates;
}
