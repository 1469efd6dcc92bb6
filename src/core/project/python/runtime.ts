import { misfits, pythonMinors } from '../../requirements/pythonLimits';
import type { Misfit, Pinned } from '../../requirements/pythonLimits';
import { markerHolds } from '../../requirements/marker';
import { satisfies } from '../../requirements/specifier';
import type { ProjectFinding } from '../profile';
import type { Site } from '../stack';
import type { PythonDependencies } from './dependencies';
import { pinFindings } from './pinFindings';
import { newestForCode, oldestForCode } from './pythonOfCode';
import type { PyModule } from './pythonModules';
import type { RequiredImport } from './requiredImports';

export const defaultPython = '3.13';

export interface PythonRuntime {
    readonly version: string;
    /** The end of a sentence: why this one. */
    readonly reason: string;
    readonly findings: readonly ProjectFinding[];
    /** What the list asks for and does not work on it. */
    readonly misfits: readonly Misfit[];
}

/** What the app's modules say by what they use. */
export interface CodeOfApp {
    readonly imports: readonly RequiredImport[];
    readonly reached: readonly PyModule[];
    /** Bounds that the list does not state, and gets. */
    readonly bounds?: readonly Pinned[];
}

interface Offer {
    readonly version: string;
    readonly file: string;
    readonly line?: number;
    readonly confidence: 'certain' | 'likely' | 'guess';
    /** The end of a sentence, where it is not that the file asks for it. */
    readonly because?: string;
}

function surest(offers: readonly Offer[]): Offer | undefined {
    return (
        offers.find(({ confidence }) => confidence === 'certain') ?? offers.find(({ confidence }) => confidence === 'likely') ?? offers[0]
    );
}

function minorOf(version: string): number {
    return Number(/^3\.(\d+)/.exec(version)?.[1] ?? '13');
}

/** The oldest Python that still gets security fixes. */
const oldestMaintained = 11;

/** Which Python: what the project states, else the newest on which its pins work; in any case one that can read its code. */
export async function choosePython(site: Site, dependencies: PythonDependencies, code?: CodeOfApp): Promise<PythonRuntime> {
    const { folder, facts } = site;
    const stated = await statedVersion(site);
    // A lock says which versions are installed; without one the list's own bounds do.
    const installed = [
        ...dependencies.locked.values(),
        ...[...dependencies.declared.values()].filter(({ name }) => !dependencies.locked.has(name)),
    ];
    const misfitsOn = (minor: string) =>
        misfits(
            installed.filter(({ marker }) => markerHolds(marker, { python: minor })),
            minor,
        );
    const misfitOn = (minor: string) => misfitsOn(minor)[0] ?? misfits(code?.bounds ?? [], minor)[0];
    const offers: Offer[] = [];
    if (stated !== undefined) {
        offers.push({ version: stated.version, file: stated.file, line: 1, confidence: 'certain' });
    }
    const gone = code === undefined ? undefined : newestForCode(code.imports, new Set(dependencies.declared.keys()));
    const hasAll = (minor: string) => gone === undefined || minorOf(minor) <= gone.minor;
    if (dependencies.python !== undefined) {
        const { specifier, file, line } = dependencies.python;
        const exact = /^={2,3}\s*(\d+\.\d+\.\d+)$/.exec(specifier.trim())?.[1];
        const fitting = pythonMinors.filter((minor) => satisfies(`${minor}.0`, specifier) || satisfies(`${minor}.60`, specifier));
        const workable =
            fitting.find((minor) => misfitOn(minor) === undefined && hasAll(minor)) ??
            fitting.find((minor) => misfitOn(minor) === undefined) ??
            fitting[0];
        const old = /(\d\.\d+)/.exec(specifier)?.[1];
        const version = exact ?? workable ?? old;
        if (version !== undefined) {
            // An open lower bound leaves the choice to us; a bound from above or an equality is a wish.
            const isWish = /[=<~^]=?\s*3\.\d/.test(specifier) && !specifier.trim().startsWith('>=');
            offers.push({ version, file, line, confidence: isWish ? 'certain' : 'likely' });
        }
    }
    // Without a list its versions come from there, and they work on that Python.
    const environment = dependencies.format === 'none' ? await folder.installed() : undefined;
    if (environment?.python !== undefined) {
        offers.push({ version: environment.python, file: environment.file ?? 'pyproject.toml', confidence: 'likely' });
    }
    const newest = pythonMinors.find((minor) => misfitOn(minor) === undefined);
    // What rules out the next newer one: that others rule out ours is no reason to go so far back.
    const above = newest === undefined ? undefined : pythonMinors[pythonMinors.indexOf(newest) - 1];
    const misfit = misfitOn(above ?? defaultPython);
    const withAll = pythonMinors.find((minor) => misfitOn(minor) === undefined && hasAll(minor));
    if (gone !== undefined && withAll !== undefined && (newest === undefined || minorOf(withAll) < minorOf(newest))) {
        offers.push({
            version: withAll,
            file: gone.file,
            line: gone.line,
            confidence: 'likely',
            because: `newer ones no longer have ${gone.uses}`,
        });
    }
    if (newest !== undefined && newest !== defaultPython && misfit !== undefined) {
        const { name, file, line } = misfit.requirement;
        offers.push({ version: newest, file, line, confidence: 'likely', because: `${name} does not work on a newer one` });
    }
    const anywhere = dependencies.file ?? folder.files.find((file) => file.endsWith('.py')) ?? '';
    offers.push({ version: defaultPython, file: anywhere, confidence: 'guess', because: 'nothing in the project asks for another one' });
    const findings: ProjectFinding[] = [];
    const asked = surest(offers);
    const set = facts.overrides.runtimeVersion;
    const wanted = set ?? asked?.version ?? defaultPython;
    // What is at least as new as our newest reads everything.
    const needs = code === undefined || minorOf(wanted) >= minorOf(defaultPython) ? undefined : oldestForCode(code.reached);
    if (needs !== undefined && minorOf(wanted) < needs.minor) {
        const reading = pythonMinors.filter((minor) => minorOf(minor) >= needs.minor);
        const version = reading.find((minor) => misfitOn(minor) === undefined && hasAll(minor)) ?? reading.at(-1) ?? defaultPython;
        offers.unshift({
            version,
            file: needs.file,
            line: needs.line,
            confidence: 'certain',
            because: `older ones do not know ${needs.uses}`,
        });
        const of = /^\d+\.\d+/.exec(wanted)?.[0] ?? wanted;
        if (set !== undefined || asked?.confidence === 'certain') {
            findings.push({
                code: 'runtime/too-old',
                severity: set === undefined ? 'warning' : 'error',
                message:
                    set === undefined
                        ? `${needs.file} uses ${needs.uses}, which came with Python 3.${needs.minor}: ${asked?.file ?? ''} asks for ${of}, on which the app would stop while it starts.`
                        : `${needs.file} uses ${needs.uses}, which came with Python 3.${needs.minor}: on ${of}, which you chose, the app would stop while it starts.`,
                file: facts.locate(needs.file),
                line: needs.line,
            });
        }
    }
    for (const { version, file, line, confidence } of offers) {
        facts.offer('runtimeVersion', version, { file, ...(line !== undefined && { line }) }, confidence);
    }
    const best = facts.best('runtimeVersion');
    const version = best?.value ?? defaultPython;
    const minor = /^\d+\.\d+/.exec(version)?.[0] ?? version;
    if (minorOf(version) < oldestMaintained && best !== undefined) {
        findings.push({
            code: 'runtime/end-of-life',
            severity: 'warning',
            message: `Python ${minor} gets no more security fixes.`,
            ...(best.file !== '' && { file: best.file }),
            ...(best.line !== undefined && { line: best.line }),
        });
    }
    const chosen = surest(offers);
    const older = misfit !== undefined && version === newest ? `${misfit.requirement.name} does not work on a newer one` : undefined;
    const reason = set === undefined ? (chosen?.because ?? older ?? `${facts.locate(chosen?.file ?? '')} asks for it`) : 'you chose it';
    const misfitting = misfitsOn(minor);
    return {
        version,
        reason,
        misfits: misfitting,
        findings: [...(await pinFindings(folder, dependencies, misfitting, minor)), ...findings],
    };
}
async function statedVersion({ folder }: Site): Promise<{ version: string; file: string } | undefined> {
    for (const [file, pattern] of [
        ['.python-version', /^[ \t]*(?:cpython[-@])?(\d+\.\d+)(?:\.\d+)?\s*$/m],
        ['runtime.txt', /^[ \t]*python-(\d+\.\d+)/m],
        ['.tool-versions', /^python\s+(\d+\.\d+)/m],
        ['mise.toml', /^[ \t]*python\s*=\s*["'](\d+\.\d+)/m],
    ] as const) {
        const version = pattern.exec((await folder.text(file)) ?? '')?.[1];
        if (version !== undefined) {
            return { version, file };
        }
    }
    return undefined;
}
