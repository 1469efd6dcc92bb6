import { normalPath } from '../normalPath';

/** `'../static'`, or what is joined with the folder of the settings. */
const place = String.raw`\s{0,4}:\s{0,4}(?<own>(?:path\.)?(?:resolve|join)\(\s{0,4}(?:__dirname|import\.meta\.dirname)\s{0,4},\s{0,4})?(?<words>(?:['"][\w./-]{1,80}['"]\s{0,4},?\s{0,4}){1,6})`;
const outputs = [
    new RegExp(String.raw`\b(?:outDir|outputDir)${place}`),
    new RegExp(String.raw`\boutput\s{0,4}:\s{0,4}\{[^{}]{0,400}?\b(?:path|dir)${place}`),
];
const rootOf = new RegExp(String.raw`\broot${place}`);

/** The folder that Vite counts from; undefined where it is computed. */
export function viteRoot(script: string, texts: readonly string[]): string | undefined {
    const stated = texts.find((text) => /\broot\s{0,4}:/.test(text));
    return /\bvite build\s+[^\s&|;-]/.test(script) ? undefined : stated === undefined ? '' : joined(rootOf.exec(stated)?.groups?.words);
}

/** Where settings write to, from their own folder; `base` is Vite's root. */
export function outputIn(text: string, base: string | undefined): string | undefined {
    for (const [at, pattern] of outputs.entries()) {
        const { own, words } = pattern.exec(text)?.groups ?? {};
        const path = joined(words);
        if (path !== undefined) {
            return own !== undefined || at > 0 ? path : base === undefined ? undefined : `${base}/${path}`.replace(/^\//, '');
        }
    }
    return undefined;
}

/** `'..', 'static'` as a path. */
function joined(words: string | undefined): string | undefined {
    return words === undefined ? undefined : [...words.matchAll(/['"]([^'"]+)['"]/g)].map(([, part = '']) => part).join('/');
}

/** Where Vite leaves its pages, from the app's folder; what it makes outside of that begins with `..`. */
export function viteOutput(script: string, settings: string): string {
    const root = viteRoot(script, [settings]);
    const stated = outputIn(settings, root) ?? (root === undefined ? unrooted(settings) : undefined);
    return normalPath(stated ?? `${root ?? ''}/dist`);
}

/** A folder beside a root that only running the settings would tell. */
function unrooted(settings: string): string | undefined {
    return /\boutDir\s{0,4}:\s{0,4}['"](?:\.{1,2}\/){0,1}([\w./-]{1,80})['"]/.exec(settings)?.[1];
}
