import { parse } from 'jsonc-parser';
import { withoutComments } from '../node/nodePorts';
import { lineAt } from '../textLines';
import type { ReadVariable } from './readVariable';
import type { SourceText } from './sourceText';

const isCSharp = (file: string): boolean => file.endsWith('.cs');
const keyed = String.raw`\[\s{0,9}"([\w:.-]{1,100})"\s{0,9}\]`;
const sectionCall = String.raw`\bGetSection\(\s{0,9}"([\w:.-]{1,100})"\s{0,9}\)`;
/** What follows a value that is read: group 1 says that it has to be there, 2 what is taken in its place. */
const after = String.raw`(!|\s{0,99}\?\?\s{0,99}throw\b)?(?:\s{0,99}\?\?\s{0,99}(?:"([^"\n]*)"|\S))?`;

/** What C# reads of a section of its settings, `GetSection("Mail").Value` or by a key of it, also where it keeps the section under a name. */
export function sectionReads(sources: readonly SourceText[]): ReadVariable[] {
    return sources.flatMap(({ file, text }) => {
        if (!isCSharp(file) || !text.includes('GetSection(')) {
            return [];
        }
        const code = withoutComments(text);
        const found: ReadVariable[] = [];
        const tell = (key: string, at: number, demand: string | undefined, fallback: string | undefined, whole: string) => {
            const place = { name: key.replaceAll(':', '__'), file, line: lineAt(code, at) };
            const isReplaced = demand === undefined && whole.includes('??');
            found.push(
                isReplaced
                    ? { ...place, how: 'optional', ...(fallback !== undefined && { default: fallback }) }
                    : { ...place, how: demand === undefined ? 'asked' : 'demanded' },
            );
        };
        for (const { 0: whole, 1: key = '', 2: demand, 3: fallback, index } of code.matchAll(
            new RegExp(`${sectionCall}\\s{0,9}\\.Value\\b${after}`, 'g'),
        )) {
            // prettier-ignore
            tell(key, index, demand, fallback, whole);
        }
        for (const { 0: whole, 1: section = '', 2: key = '', 3: demand, 4: fallback, index } of code.matchAll(
            new RegExp(`${sectionCall}${keyed}${after}`, 'g'),
        )) {
            // prettier-ignore
            tell(`${section}:${key}`, index, demand, fallback, whole);
        }
        const kept = new Map([...code.matchAll(new RegExp(String.raw`\b(\w{1,60})\s{0,9}=\s{0,9}[\w.!?]{1,80}${sectionCall}\s{0,9};`, 'g'))].map(([, name = '', section = '']) => [name, section])); // prettier-ignore
        for (const { 0: whole, 1: name = '', 2: key = '', 3: demand, 4: fallback, index } of kept.size === 0
            ? []
            : code.matchAll(new RegExp(String.raw`\b(\w{1,60})${keyed}${after}`, 'g'))) {
            // prettier-ignore
            const section = kept.get(name);
            if (section !== undefined) {
                tell(`${section}:${key}`, index, demand, fallback, whole);
            }
        }
        return found;
    });
}

/**
 * The properties of a class of settings that are marked as required, where the app checks them (`ValidateDataAnnotations`) and its settings file says nothing
 * of them.
 */
export function requiredOptions(sources: readonly SourceText[]): ReadVariable[] {
    const codes = sources.filter(({ file }) => isCSharp(file)).map(({ file, text }) => ({ file, code: withoutComments(text) }));
    const sections = new Map(
        codes.flatMap(({ code }) =>
            code.includes('ValidateDataAnnotations')
                ? code.split('AddOptions<').slice(1).flatMap((part) => boundBy(part.slice(0, 600))) // prettier-ignore
                : [],
        ),
    );
    const settled = settledIn(sources);
    return sections.size === 0
        ? []
        : codes.flatMap(({ file, code }) =>
              [...sections].flatMap(([type, bound]) => {
                  const start = new RegExp(String.raw`\b(?:class|record)\s+${type}\b`).exec(code)?.index;
                  const section = bound.literal ?? constant(codes, bound.owner, bound.name);
                  return start === undefined || section === undefined
                      ? []
                      : requiredIn(code, start).flatMap(({ property, at }): ReadVariable[] => {
                            const name = `${section.replaceAll(':', '__')}__${property}`;
                            return settled.has(name) ? [] : [{ name, how: 'demanded', file, line: lineAt(code, at) }];
                        });
              }),
          );
}

interface Bound {
    readonly literal?: string | undefined;
    /** The constant that says which section it is. */
    readonly owner: string;
    readonly name: string;
}

/** The type of settings that a chain of calls begins with, and the section that it is bound to. */
function boundBy(chain: string): (readonly [string, Bound])[] {
    const type = /^\s{0,9}(\w{1,80})\s{0,9}>/.exec(chain)?.[1];
    const call = chain.slice(0, chain.includes(';') ? chain.indexOf(';') : chain.length);
    const [, literal, owner, name] = /\b(?:BindConfiguration|GetSection)\(\s{0,9}(?:"([\w:.-]{1,100})"|(?:(\w{1,80})\.)?(\w{1,80}))\s{0,9}\)/.exec(call) ?? []; // prettier-ignore
    return type === undefined || (literal === undefined && name === undefined) || !call.includes('ValidateDataAnnotations')
        ? []
        : [[type, { literal, owner: owner ?? '', name: name ?? '' }]];
}

/** The text that a constant of a class holds. */
function constant(codes: readonly { readonly code: string }[], owner: string, name: string): string | undefined {
    const stated = new RegExp(String.raw`\bstring\s+${name}\s*=>?\s*"([\w:.-]+)"`);
    return codes.filter(({ code }) => owner === '' || code.includes(`class ${owner}`) || code.includes(`record ${owner}`)).flatMap(({ code }) => stated.exec(code)?.[1] ?? [])[0]; // prettier-ignore
}

/** The properties of the class that begins there, up to the next one, that `[Required]` stands over and that have no value of their own. */
function requiredIn(code: string, start: number): { property: string; at: number }[] {
    const next = code.slice(start + 6).search(/\b(?:class|record)\s+\w/);
    const body = code.slice(start, next < 0 ? code.length : start + 6 + next);
    return [
        ...body.matchAll(
            /\[Required\b[^\n]{0,200}?\]\s{0,99}(?:\[[^\]\n]{0,200}\]\s{0,99}){0,6}(?:public|internal)\s+(?:required\s+|virtual\s+)?[\w<>?,[\]]{1,80}\s+(\w{1,80})\s{0,9}\{[^}\n]{0,80}\}(?!\s{0,9}=(?!\s{0,9}(?:null|default|string\.Empty|"")))/g,
        ),
    ].map(
        // prettier-ignore
        (match) => ({ property: match[1] ?? '', at: start + match.index }),
    );
}

/** The names of what `appsettings.json` gives a value. */
function settledIn(sources: readonly SourceText[]): ReadonlySet<string> {
    const names = new Set<string>();
    const walk = (value: unknown, path: string, depth: number) => {
        if (typeof value === 'object' && value !== null && depth < 12) {
            for (const [key, inner] of Object.entries(value)) {
                walk(inner, path === '' ? key : `${path}__${key}`, depth + 1);
            }
        } else if (value !== '' && value !== null) {
            names.add(path);
        }
    };
    for (const { file, text } of sources) {
        if (/(^|\/)appsettings\.json$/.test(file)) {
            walk(parse(text), '', 0);
        }
    }
    return names;
}
