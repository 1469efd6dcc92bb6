import { distributionIn } from '../../requirements/isListed';
import { pinConflicts } from '../../requirements/pinConflicts';
import type { ProjectFinding, ProposedFile } from '../profile';
import type { Site } from '../stack';
import { asInstalled } from './asInstalled';
import { conflictFindings } from './conflictFindings';
import type { PythonDependencies } from './dependencies';
import { graphicsWheels } from './graphicsWheels';
import { listEdits } from './listEdits';
import { generatedList, makeRequirements, nameOfAll } from './makeRequirements';
import type { Missing } from './makeRequirements';
import { missingImports } from './missingImports';
import type { NeededBounds } from './neededBounds';
import type { PyModule } from './pythonModules';
import type { QuietNeed } from './quietNeed';
import { quietNeeds } from './quietNeeds';
import type { RequiredImport } from './requiredImports';
import type { PythonRuntime } from './runtime';
import { installedNames } from './serve';
import type { ServePlan } from './serve';

/** Adds what the app needs to start and its list lacks: the server, what its code imports, and bounds that its own pins imply. Makes a list when there is none. */
export async function completeRequirements(
    site: Site,
    dependencies: PythonDependencies,
    plan: ServePlan,
    at: { file: string; line: number },
    code: {
        readonly imports: readonly RequiredImport[];
        readonly reached: readonly PyModule[];
        readonly named: readonly QuietNeed[];
        readonly drivers: readonly RequiredImport[];
        readonly runtime: PythonRuntime;
        readonly bounds: NeededBounds;
    },
): Promise<{ edits: ProposedFile[]; extra: string[]; findings: ProjectFinding[]; generated?: string; added: readonly string[] }> {
    const python = code.runtime.version;
    const names = installedNames(dependencies, /^\d+\.\d+/.exec(python)?.[0]);
    const missing: Missing[] = [];
    const { file } = dependencies;
    const where = file ?? 'the project';
    if (
        plan.requires !== undefined &&
        !plan.requires.anyOf.some((name) => names.has(name)) &&
        !(await mentioned(site, dependencies, plan.requires.add))
    ) {
        const name = plan.requires.add;
        missing.push({
            requirement: name,
            code: 'requirements/server-missing',
            message: `The app is started by ${name}, but ${where} does not ask for it: the container would stop with "${name}: not found".`,
            file: site.facts.locate(file ?? at.file),
            ...(file === undefined && { line: at.line }),
        });
    }
    for (const bound of code.bounds.byPins) {
        missing.push({
            requirement: bound.requirement,
            code: 'requirements/bound-missing',
            message: `${bound.because.name}${bound.because.specifier} only works with ${bound.requirement}: ${bound.reason}.`,
            file: site.facts.locate(bound.because.file),
            line: bound.because.line,
        });
    }
    for (const { uses, requirement, file: source, line } of code.bounds.byCode) {
        if (!nameOfAll(missing).includes(distributionIn(requirement))) {
            missing.push({
                requirement,
                code: 'requirements/bound-missing',
                message: `The code uses ${uses}, which newer releases no longer have, and ${where} lets one be installed: ${requirement} keeps it.`,
                file: site.facts.locate(source),
                line,
            });
        }
    }
    const lock = dependencies.lock === undefined ? '' : ((await site.folder.text(dependencies.lock)) ?? '');
    const lacking = await asInstalled(site.folder, dependencies, missingImports(code.imports, names, lock, python));
    for (const { module, requirement, file: source, line } of lacking) {
        if (requirement !== undefined && !nameOfAll(missing).includes(distributionIn(requirement))) {
            missing.push({
                requirement,
                code: 'requirements/import-missing',
                message: code.drivers.some((each) => each.file === source && each.line === line)
                    ? `Django reaches its database through ${module.split('.')[0] ?? module}, but ${where} does not ask for ${requirement}: the app would stop with ModuleNotFoundError.`
                    : `The code imports ${module.split('.')[0] ?? module}, but ${where} does not ask for ${requirement}: the app would stop with ModuleNotFoundError.`,
                file: site.facts.locate(source),
                line,
            });
        }
    }
    // Without a list, what the code imports is what there will be.
    const known = new Set([...names, ...nameOfAll(missing)]);
    for (const { uses, requirement, fails, file: source, line } of quietNeeds(code.reached, code.named, known, lock, plan.server, python)) {
        missing.push({
            requirement,
            code: 'requirements/import-missing',
            message:
                fails === 'starting'
                    ? `The code uses ${uses}, which needs ${requirement}, but ${where} does not ask for it: the app would stop while it starts.`
                    : `The code uses ${uses}, which needs ${requirement}, but ${where} does not ask for it: what uses it would fail.`,
            file: site.facts.locate(source),
            line,
            ...(fails === 'used' && { severity: 'warning' as const }),
        });
    }
    const unknown = lacking
        .filter(({ requirement }) => requirement === undefined)
        .map(({ module, why, file: source, line }): ProjectFinding => ({
            code: why === 'gone' ? 'python/module-gone' : 'requirements/import-unknown',
            severity: 'warning',
            message:
                why === 'gone'
                    ? `Python ${python} no longer has the module ${module}.`
                    : `The code imports ${module}, and nothing says which distribution it comes from: add it to the requirements yourself.`,
            file: site.facts.locate(source),
            line,
        }));
    // A server alone is the image's business: only imports make a list worth keeping. One that is there and cannot be read stays as it is.
    if (
        dependencies.format === 'none' &&
        missing.some((each) => each.code === 'requirements/import-missing') &&
        !(await site.folder.exists(generatedList))
    ) {
        return { ...(await makeRequirements(site, missing, unknown, python)), added: nameOfAll(missing) };
    }
    // A lock was resolved, and what hashes hold is not changed by hand.
    const conflicts =
        dependencies.format !== 'requirements' || dependencies.lock !== undefined || dependencies.hashed
            ? []
            : pinConflicts(dependencies.declared);
    const lists = await listEdits(site.folder, dependencies, [...conflicts, ...code.runtime.misfits]);
    const findings = missing.map(({ requirement, code, message, file: place, line, severity }): ProjectFinding => {
        const fix = lists.fix(requirement);
        return {
            code,
            severity: severity ?? 'error',
            message,
            file: place,
            ...(line !== undefined && { line }),
            ...(fix !== undefined && { fix: { ...fix, path: site.facts.locate(fix.path) } }),
        };
    });
    const wanted = missing.map((each) => each.requirement);
    const edits = lists.edits(wanted).map((edit): ProposedFile => ({ ...edit, path: site.facts.locate(edit.path) }));
    return {
        edits,
        extra: lists.areInstalled ? [] : wanted,
        findings: [
            ...(await conflictFindings(site, conflicts)),
            ...findings,
            ...lists.findings,
            ...(await graphicsWheels(site.folder, dependencies)),
            ...unknown,
        ],
        added: nameOfAll(missing),
    };
}

/** True when the lock or a part of the list that is not read structurally names a distribution. */
async function mentioned(site: Site, dependencies: PythonDependencies, name: string): Promise<boolean> {
    const lock =
        dependencies.lock === undefined || dependencies.manager === 'pipenv' ? undefined : await site.folder.text(dependencies.lock);
    return new RegExp(String.raw`^name\s*=\s*"${name}"`, 'm').test(lock ?? '') && dependencies.manager === 'uv'
        ? dependencies.declared.has(name)
        : false;
}
