import { markerHolds } from '../../requirements/marker';
import { normalizeName } from '../../requirements/normalizeName';
import { forLinux } from '../../requirements/forLinux';
import { parseRequirements, requiredName } from '../../requirements/parseRequirements';
import type { RequirementLine } from '../../requirements/parseRequirements';
import type { Folder } from '../folder';
import { pathInside } from '../normalPath';
import type { ProjectFinding } from '../profile';
import type { Declared } from './declared';
import { directoryOf } from './pythonModules';

/** A requirements file with everything that it includes, as pip reads it. */
export interface RequirementFiles {
    /** Every file that is read, the first one first. */
    readonly files: readonly string[];
    readonly declared: ReadonlyMap<string, Declared>;
    /** What `-c` files bound, whether it is asked for or not. */
    readonly constraints: ReadonlyMap<string, Declared>;
    /** True when a requirement bears hashes, so that one without would be refused. */
    readonly hashed: boolean;
    /** Files and folders of the project that are installed, or looked for packages; '.' is all of it. */
    readonly local: readonly string[];
    readonly findings: readonly ProjectFinding[];
}

const mostFiles = 30;

/** Reads a requirements file and what it includes. What pip would stop at, an include that is not there or goes in circles, is a finding. */
export async function readRequirementFiles(folder: Folder, first: string): Promise<RequirementFiles> {
    const files: string[] = [];
    const declared = new Map<string, Declared>();
    const constraints = new Map<string, Declared>();
    const local = new Set<string>();
    const findings: ProjectFinding[] = [];
    let hashed = false;

    const declare = (line: RequirementLine & { kind: 'requirement' | 'location' }, file: string, into: Map<string, Declared>) => {
        const name = requiredName(line);
        if (name !== undefined && !into.has(name) && markerHolds(line.marker, {})) {
            const url = addressIn(line);
            into.set(name, {
                name,
                specifier: line.kind === 'requirement' ? line.specifier : '',
                extras: line.extras.map(normalizeName),
                ...(url !== undefined && { url }),
                ...(line.marker !== undefined && { marker: line.marker }),
                file,
                line: line.line,
            });
        }
    };
    const visit = async (file: string, kind: '-r' | '-c', above: readonly string[]): Promise<void> => {
        const text = await folder.text(file);
        if (text === undefined || files.length > mostFiles) {
            return;
        }
        if (files.includes(file)) {
            return; // once is enough; a circle was told where it closes
        }
        files.push(file);
        for (const line of parseRequirements(forLinux(text).content)) {
            const isInstalled = line.kind === 'requirement' || line.kind === 'location';
            if (line.kind === 'include') {
                const target = resolvePath(directoryOf(file), line.path);
                const isThere = target !== undefined && (await folder.exists(target));
                if (isThere && ![...above, file].includes(target)) {
                    await visit(target, kind === '-c' ? '-c' : line.option, [...above, file]);
                } else if (!/^[a-z][a-z0-9+.-]+:/i.test(line.path)) {
                    findings.push(badInclude(folder, file, line, isThere ? 'circle' : target === undefined ? 'outside' : 'absent'));
                }
            } else if (isInstalled && kind === '-c') {
                declare(line, file, constraints);
            } else if (isInstalled) {
                hashed ||= line.hashes.length > 0;
                declare(line, file, declared);
            }
            if (line.kind === 'invalid') {
                findings.push({
                    code: 'workspace/file-malformed',
                    severity: 'error',
                    message: `${file} asks for what is no requirement, and pip stops at it: ${line.text.slice(0, 60)}`,
                    file: folder.path === '' ? file : `${folder.path}/${file}`,
                    line: line.line,
                });
            }
            const place = kind === '-c' ? undefined : await localPlace(folder, file, line);
            const gone = place === undefined && kind === '-r' ? await gonePackage(folder, line) : undefined;
            if (gone !== undefined) {
                findings.push(badInclude(folder, file, { path: gone, line: line.line }, 'no package'));
            }
            if (place !== undefined) {
                local.add(place === '' ? '.' : place);
            }
        }
    };
    await visit(first, '-r', []);
    return {
        files,
        declared: bounded(declared, constraints),
        constraints,
        hashed,
        local: [...local].filter((place) => !isBelow(place, local)),
        findings,
    };
}

function isBelow(place: string, others: ReadonlySet<string>): boolean {
    return [...others].some((other) => place.startsWith(`${other}/`));
}

/** What is asked for, within the bounds of the constraints. */
function bounded(declared: ReadonlyMap<string, Declared>, constraints: ReadonlyMap<string, Declared>): Map<string, Declared> {
    return new Map(
        [...declared].map(([name, each]) => {
            const bound = constraints.get(name);
            return bound === undefined || bound.specifier === ''
                ? [name, each]
                : each.specifier === ''
                  ? [name, { ...each, specifier: bound.specifier, file: bound.file, line: bound.line }]
                  : [name, { ...each, specifier: `${each.specifier},${bound.specifier}` }];
        }),
    );
}

type BadInclude = 'circle' | 'outside' | 'absent' | 'no package';

function badInclude(folder: Folder, file: string, { path, line }: { path: string; line: number }, why: BadInclude): ProjectFinding {
    return {
        code: 'requirements/include-failed',
        severity: 'error',
        message:
            why === 'circle'
                ? `${file} includes ${path}, which includes it in turn: pip stops at such a circle.`
                : why === 'outside'
                  ? `${file} includes ${path}, which is outside of the folder: it is not in the image, and pip stops without it.`
                  : why === 'no package'
                    ? `${file} asks for ${path}, which is not in the folder: pip stops without it.`
                    : `${file} includes ${path}, which is not there: pip stops without it.`,
        file: folder.path === '' ? file : `${folder.path}/${file}`,
        line,
    };
}

/** The address that a requirement is fetched from; undefined for one of an index or of the project's own folder. */
function addressIn(line: RequirementLine): string | undefined {
    const written = line.kind === 'requirement' ? line.url : line.kind === 'location' ? line.location : undefined;
    return written !== undefined && /^[a-z][a-z0-9+.-]*:\/\//i.test(written) && !written.startsWith('file:') ? written : undefined;
}

/** The file or folder of the project that a line installs, or looks for packages in. pip takes it from where it is started, which is the project's folder. */
async function localPlace(folder: Folder, file: string, line: RequirementLine): Promise<string | undefined> {
    const linked = line.kind === 'option' ? /^(?:-f|--find-links)(?:\s+|=)["']?([^\s"']+)/.exec(line.text)?.[1] : undefined;
    const installed = line.kind === 'location' ? line.location : line.kind === 'requirement' ? line.url : undefined;
    const written = linked ?? (line.kind !== 'option' && 'marker' in line && !markerHolds(line.marker, {}) ? undefined : installed);
    const path = written?.replace(/^file:(?!\/)/, '').replace(/#.*$/, '');
    if (path === undefined || /^[a-z][a-z0-9+.-]*:/i.test(path)) {
        return undefined;
    }
    // Where packages are looked for, pip prefers what is beside the list.
    for (const directory of linked === undefined ? [''] : [directoryOf(file), '']) {
        const place = resolvePath(directory, path);
        if (place !== undefined && (place === '' || (await folder.exists(place)))) {
            return place;
        }
    }
    return undefined;
}

/** The path of a package of the project's own folder that is asked for and is not there. */
async function gonePackage(folder: Folder, line: RequirementLine): Promise<string | undefined> {
    if (line.kind !== 'location' || !markerHolds(line.marker, {}) || !/^\.[\\/]/.test(line.location)) {
        return undefined;
    }
    const place = resolvePath('', line.location.replace(/#.*$/, ''));
    return place !== undefined && place !== '' && !(await folder.exists(place)) ? line.location : undefined;
}

/** A path from a folder of the project; '' is the project itself, undefined what is outside. */
function resolvePath(directory: string, path: string): string | undefined {
    return path.startsWith('/') || /^[a-z]+:/i.test(path) ? undefined : pathInside(directory, path.replaceAll('\\', '/'));
}
