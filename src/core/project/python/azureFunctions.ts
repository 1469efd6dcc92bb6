import { noNeeds } from '../stack';
import type { Detection, Site } from '../stack';
import type { PythonDependencies } from './dependencies';
import { choosePython } from './runtime';

/** The folders below this one that Azure Functions runs: each is a project of its own. */
export function functionFolders(files: readonly string[]): string[] {
    const described = new Set(
        files.flatMap((file) => {
            const at = /\/(function_app\.py|[^/]+\/function\.json)$/.exec(file)?.index;
            return at === undefined ? [] : [file.slice(0, at)];
        }),
    );
    return files
        .filter((file) => file.endsWith('/host.json'))
        .map((file) => file.slice(0, -'/host.json'.length))
        .filter((directory) => described.has(directory));
}

/** An app of Azure Functions: its host is what serves. */
export async function detectFunctions(site: Site, dependencies: PythonDependencies): Promise<Detection> {
    const { facts, folder } = site;
    const entry = folder.has('function_app.py') ? 'function_app.py' : 'host.json';
    facts.offer('language', 'Python', { file: dependencies.file ?? entry }, 'certain');
    facts.offer('framework', 'Azure Functions', { file: 'host.json' }, 'certain');
    facts.offer('entry', entry, { file: entry }, 'certain');
    facts.offer('server', 'func', { file: 'host.json' }, 'certain');
    facts.offer('port', 80, { file: 'host.json' }, 'certain');
    facts.offer('healthPath', '/', { file: 'host.json' }, 'guess');
    facts.offer('packageManager', dependencies.manager, { file: dependencies.file ?? 'host.json' }, 'certain');
    const runtime = await choosePython(site, dependencies);
    return {
        kind: 'web',
        findings: [...dependencies.findings, ...runtime.findings],
        needs: noNeeds,
        edits: [],
        certainty: 95,
        blueprint: {
            stack: 'functions',
            version: runtime.version,
            ...(dependencies.file !== undefined && dependencies.format === 'requirements' && { requirements: dependencies.file }),
        },
    };
}
