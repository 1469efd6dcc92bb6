import { distributionIn } from '../../requirements/isListed';
import { missingBounds } from '../../requirements/knownConflicts';
import { misfits } from '../../requirements/pythonLimits';
import type { ProjectFinding, ProposedFile } from '../profile';
import type { Site } from '../stack';

/** What the list lacks, and what says so. */
export interface Missing {
    readonly requirement: string;
    readonly code: string;
    readonly message: string;
    readonly file: string;
    readonly line?: number;
    /** An error when it is not given. */
    readonly severity?: 'warning';
}

/** The normalised names of the distributions that are missing. */
export function nameOfAll(missing: readonly { readonly requirement: string }[]): string[] {
    return missing.map(({ requirement }) => distributionIn(requirement));
}

/** The list that is made where there is none. */
export const generatedList = 'requirements.txt';

/** A list from what the code imports, in the versions of the project's own environment when it has one. */
export async function makeRequirements(
    site: Site,
    missing: readonly Missing[],
    unknown: readonly ProjectFinding[],
    python: string,
): Promise<{ edits: ProposedFile[]; extra: string[]; findings: ProjectFinding[]; generated: string }> {
    const environment = await site.folder.installed();
    const lines = pinned(
        missing.map(({ requirement }) => requirement),
        environment?.versions ?? new Map(),
        python,
    );
    const content = `${[...new Set(lines)].sort().join('\n')}\n`;
    const path = site.facts.locate(generatedList);
    const [first] = missing;
    return {
        edits: [{ path, content, action: 'create', reason: 'Lists what the code imports: there was no list.' }],
        extra: [],
        findings: [
            {
                code: 'requirements/none',
                severity: 'warning',
                message: `Nothing lists what the app needs: its code, and what starts it, ask for ${missing.map((each) => each.requirement).join(', ')}.`,
                ...(first !== undefined && { file: first.file }),
                ...(first?.line !== undefined && { line: first.line }),
                fix: { title: `Make the list ${generatedList}`, path, content },
            },
            ...unknown,
        ],
        generated: generatedList,
    };
}

/** Requirements in the versions of an environment, as far as they work on the Python; with what those versions need beside them, in its versions too. */
function pinned(requirements: readonly string[], installed: ReadonlyMap<string, string>, python: string): string[] {
    const minor = /^\d+\.\d+/.exec(python)?.[0] ?? python;
    const pin = (requirement: string): { readonly name: string; readonly specifier: string; readonly line: string } => {
        const name = distributionIn(requirement);
        const version = installed.get(name);
        const specifier = version === undefined ? '' : `==${version}`;
        const misfit = misfits([{ name, specifier, file: '', line: 0 }], minor)[0];
        return version === undefined || /[<>=]/.test(requirement)
            ? { name, specifier: '', line: requirement }
            : misfit === undefined
              ? { name, specifier, line: `${requirement}${specifier}` }
              : { name, specifier: '', line: `${requirement}>=${misfit.needs}` };
    };
    const pins = requirements.map(pin);
    const known = new Map(pins.map(({ name, specifier }) => [name, { name, specifier, file: '', line: 0 }]));
    const bounds = missingBounds(known).map(({ requirement }) => {
        const name = distributionIn(requirement);
        return installed.has(name) ? pin(/^[\w.-]+/.exec(requirement)?.[0] ?? requirement).line : requirement;
    });
    return [...pins.map(({ line }) => line), ...bounds];
}
