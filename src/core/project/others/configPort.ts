import { parse as parseJsonc } from 'jsonc-parser';
import { parse as parseToml } from 'smol-toml';
import { parse as parseYaml } from 'yaml';
import type { Folder } from '../folder';
import { findInText } from '../textLines';

/** Where a settings file says that the app listens. `host` is absent when it names none. */
export interface ConfiguredPort {
    readonly value: number;
    readonly host?: string;
    readonly file: string;
    readonly line: number;
    readonly confidence: 'likely';
}

const settingsFile =
    /^((configs?|conf|settings|etc|env)\/)?(config|app|application|env|settings|default|base|prod(uction)?|local|dev(elopment)?|server)[\w.-]*\.(ya?ml|toml|json|ini)$/;
/** A settings file by its name, in whatever folder. */
const settingsName = /(^|\/)(configs?|configuration|conf|application|env|settings|server)\.(ya?ml|toml|json|ini)$/;
const section = /^(server|http|https?_?server|web|webserver|api|app|application|service|system|rest|listen|gin|echo|fiber)$/i;
const portKey = /^((http|server|app|web|listen|api|bind)_?)?port$/i;
const addressKey = /^((http|server|app|web|listen|api|bind)_?)?(address|addr|listen|bind|endpoint)$/i;

/**
 * The port that a settings file of the project gives its server; of several files the one for production, or the plainest. `codes` are the sources, which may
 * name a settings file in a folder of another name.
 */
export async function configPort(folder: Folder, codes: readonly string[] = []): Promise<ConfiguredPort | undefined> {
    const rank = (file: string) => (/prod/i.test(file) ? 0 : /local|dev|test|example|sample/i.test(file) ? 2 : 1);
    const files = folder.files.filter(
        (file) =>
            (settingsFile.test(file) || (settingsName.test(file) && file.split('/').length <= 4 && isNamed(file, codes))) &&
            !/(package|tsconfig|composer|angular|nest-cli)/.test(file),
    );
    for (const file of files.sort((a, b) => rank(a) - rank(b) || a.length - b.length).slice(0, 6)) {
        const text = (await folder.text(file)) ?? '';
        const whole = record(parse(file, text));
        const wrapped = Object.keys(whole).length === 1 ? record(Object.values(whole)[0]) : {};
        const data = { ...wrapped, ...whole };
        const sectionsOf = (whole: Readonly<Record<string, unknown>>) =>
            Object.entries(whole).flatMap(([key, value]) => (section.test(key) ? Object.entries(record(value)) : []));
        const sections = sectionsOf(data);
        const inner = [...sections, ...sectionsOf(Object.fromEntries(sections))];
        for (const [key, value] of [...inner, ...Object.entries(data)]) {
            const [, host, port] =
                /^(?:([\w.*-]*):)?(\d{2,5})$/.exec(typeof value === 'number' || typeof value === 'string' ? String(value) : '') ?? [];
            const number = Number(port);
            if ((portKey.test(key) && host === undefined) || (addressKey.test(key) && host !== undefined)) {
                if (number > 0 && number < 65536) {
                    const line = findInText(text, new RegExp(String.raw`["']?${key}["']?\s*[:=][^\n]*\b${String(number)}\b`))?.line ?? 1;
                    return { value: number, ...(host !== undefined && host !== '' && { host }), file, line, confidence: 'likely' };
                }
            }
        }
    }
    return undefined;
}

/** True where one source names the file and the folder that it is in, as a path or as its parts: `"assets/config.json"`, `Join("assets", "config.json")`. */
function isNamed(file: string, codes: readonly string[]): boolean {
    const [name = '', directory = ''] = file.split('/').reverse();
    return codes.some((code) => code.includes(name) && code.replace(/["'`]\s{0,9},\s{0,9}["'`]/g, '/').includes(`${directory}/${name}`));
}

function parse(file: string, text: string): unknown {
    try {
        return file.endsWith('.toml')
            ? parseToml(text)
            : file.endsWith('.ini')
              ? parseIni(text)
              : file.endsWith('.json')
                ? (parseJsonc(text) as unknown)
                : (parseYaml(text) as unknown);
    } catch {
        return undefined;
    }
}

/** Sections of `key = value` lines; what comes before the first section is at the top. */
function parseIni(text: string): Readonly<Record<string, unknown>> {
    const whole: Record<string, string | Record<string, string>> = {};
    let inner: Record<string, string | Record<string, string>> = whole;
    for (const line of text.split(/\r?\n/)) {
        const head = /^\s*\[([^\]]+)\]\s*$/.exec(line)?.[1];
        const [, key, value = ''] = /^[ \t]*([\w.-]+)[ \t]*[=:](.*)$/.exec(line) ?? [];
        if (head !== undefined) {
            const section: Record<string, string> = {};
            whole[head] = section;
            inner = section;
        } else if (key !== undefined) {
            inner[key] = value.trim();
        }
    }
    return whole;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : {};
}
