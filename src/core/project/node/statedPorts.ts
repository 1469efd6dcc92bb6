import { exampleFile, exampleVariables } from '../needs/exampleVariables';
import type { Site } from '../stack';

/** Offers the ports that deployment files declare. */
export function offerDeclaredPorts({ facts, hints }: Site): void {
    for (const each of hints.ports) {
        facts.offer('port', each.port, each, each.source === 'dockerfile' ? 'likely' : 'certain');
    }
}

/**
 * The port that an environment file gives, for code that demands the variable and has no default of its own: an example's, or the one that is kept for
 * production, of which nothing but that number is read.
 */
export async function examplePort(
    { folder }: Site,
    asked: string | undefined,
): Promise<{ port: number; file: string; line: number; variable?: string } | undefined> {
    const isPort = (name: string) =>
        asked === undefined ? /^((APP|API|HTTP|SERVER|WEB|FASTIFY|EXPRESS|NODE)_)?PORT$/.test(name) : name === asked;
    const files = folder.files.filter((path) => !path.includes('/'));
    for (const file of [
        ...files.filter((path) => /^\.env\.prod(uction)?$/.test(path)),
        ...files.filter((path) => exampleFile.test(path)).slice(0, 2),
    ]) {
        for (const { name, default: value, line } of exampleVariables(file, (await folder.text(file)) ?? '')) {
            if (isPort(name) && /^\d{2,5}$/.test(value ?? '')) {
                return { port: Number(value), file, line, ...(name !== 'PORT' && { variable: name }) };
            }
        }
    }
    return undefined;
}

/** The port in the environment files of the project that the entry itself loads by their names, when they agree on it. */
export async function loadedPort(
    folder: Site['folder'],
    entry: string,
    text: string,
): Promise<{ port: number; file: string; line: number } | undefined> {
    const found: { port: number; file: string; line: number }[] = [];
    const named = [
        ...text.matchAll(/\bdotenv\b[\s\S]{0,20}?\.(?:config|load)\(\s*\{[^}]{0,300}?\bpath\s*:\s*['"`]\.?\/?([\w./-]+)['"`]/g),
    ].map((match) => match[1] ?? '');
    for (const file of [...new Set(named)].filter((path) => path !== entry && folder.has(path) && !/(^|\/)\.env$/.test(path))) {
        const shown = exampleVariables(file, (await folder.text(file)) ?? '').find(({ name }) => name === 'PORT');
        if (/^\d{2,5}$/.test(shown?.default ?? '')) {
            found.push({ port: Number(shown?.default), file, line: shown?.line ?? 1 });
        }
    }
    const [first] = found;
    return found.every(({ port }) => port === first?.port) ? first : undefined;
}
