import { misfits, pythonMinors } from '../../requirements/pythonLimits';
import { markerHolds } from '../../requirements/marker';
import { satisfies } from '../../requirements/specifier';
import type { ProjectFinding } from '../profile';
import type { Site } from '../stack';
import type { PythonDependencies } from './dependencies';

export const defaultPython = '3.13';

export interface PythonRuntime {
    readonly version: string;
    /** The end of a sentence: why this one. */
    readonly reason: string;
    readonly findings: readonly ProjectFinding[];
}

/** The oldest Python that still gets security fixes. */
const oldestMaintained = 11;

/** Which Python: what the project states, else the newest on which its pins work. */
export async function choosePython(site: Site, dependencies: PythonDependencies): Promise<PythonRuntime> {
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
    const misfitOn = (minor: string) => misfitsOn(minor)[0];
    const findings: ProjectFinding[] = [];
    if (stated !== undefined) {
        facts.offer('runtimeVersion', stated.version, { file: stated.file, line: 1 }, 'certain');
    }
    if (dependencies.python !== undefined) {
        const { specifier, file, line } = dependencies.python;
        const exact = /^={2,3}\s*(\d+\.\d+\.\d+)$/.exec(specifier.trim())?.[1];
        const fitting = pythonMinors.filter((minor) => satisfies(`${minor}.0`, specifier) || satisfies(`${minor}.60`, specifier));
        const workable = fitting.find((minor) => misfitOn(minor) === undefined) ?? fitting[0];
        const old = /(\d\.\d+)/.exec(specifier)?.[1];
        const version = exact ?? workable ?? (/3\.1[4-9]/.test(specifier) ? old : old);
        if (version !== undefined) {
            // An open lower bound leaves the choice to us; a bound from above or an equality is a wish.
            facts.offer(
                'runtimeVersion',
                version,
                { file, line },
                /[=<~^]=?\s*3\.\d/.test(specifier) && !specifier.trim().startsWith('>=') ? 'certain' : 'likely',
            );
        }
    }
    // Without a list its versions come from there, and they work on that Python.
    const environment = dependencies.format === 'none' ? await folder.installed() : undefined;
    if (environment?.python !== undefined) {
        facts.offer('runtimeVersion', environment.python, { file: environment.file ?? 'pyproject.toml' }, 'likely');
    }
    const newest = pythonMinors.find((minor) => misfitOn(minor) === undefined);
    const misfit = misfitOn(defaultPython);
    if (newest !== undefined && newest !== defaultPython && misfit !== undefined) {
        facts.offer('runtimeVersion', newest, { file: misfit.requirement.file, line: misfit.requirement.line }, 'likely');
    }
    facts.offer(
        'runtimeVersion',
        defaultPython,
        { file: dependencies.file ?? folder.files.find((file) => file.endsWith('.py')) ?? '' },
        'guess',
    );
    const best = facts.best('runtimeVersion');
    const version = best?.value ?? defaultPython;
    const minor = /^\d+\.\d+/.exec(version)?.[0] ?? version;
    for (const wrong of misfitsOn(minor)) {
        findings.push({
            code: 'requirements/pin-unsupported',
            severity: 'error',
            message: `${wrong.requirement.name}${wrong.requirement.specifier} does not work on Python ${minor}: the first release that does is ${wrong.needs}.`,
            file: facts.locate(wrong.requirement.file),
            line: wrong.requirement.line,
        });
    }
    const age = Number(/^3\.(\d+)/.exec(version)?.[1]);
    if (age < oldestMaintained && best !== undefined) {
        findings.push({
            code: 'runtime/end-of-life',
            severity: 'warning',
            message: `Python ${minor} gets no more security fixes.`,
            ...(best.file !== '' && { file: best.file }),
            ...(best.line !== undefined && { line: best.line }),
        });
    }
    return {
        version,
        reason: reasonFor(
            best?.file ?? '',
            best?.confidence ?? 'guess',
            misfit !== undefined && version === newest ? `${misfit.requirement.name} does not work on a newer one` : undefined,
        ),
        findings,
    };
}

function reasonFor(file: string, confidence: string, misfit: string | undefined): string {
    if (confidence === 'guess') {
        return 'nothing in the project asks for another one';
    }
    return misfit ?? (file === '' ? 'you chose it' : `${file} asks for it`);
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
