import type { Blueprint } from '../../dockerfile/blueprint';
import type { ProjectFinding, ProposedFile } from '../profile';
import { noNeeds } from '../stack';
import type { Detection, Site } from '../stack';

/** What the simpler stacks find out, before it becomes facts and a detection. */
export interface Found {
    readonly language: string;
    readonly framework: string;
    readonly entry: string;
    readonly server: string;
    readonly manager: string;
    readonly version: {
        readonly value: string;
        readonly file: string;
        readonly line?: number;
        readonly confidence: 'certain' | 'likely' | 'guess';
    };
    readonly place: { readonly file: string; readonly line?: number };
    readonly entryPlace?: { readonly file: string; readonly line?: number };
    readonly port?: {
        readonly value: number;
        readonly file: string;
        readonly line?: number;
        readonly confidence: 'certain' | 'likely' | 'guess';
    };
    readonly defaultPort: number;
    readonly healthPath?: string;
    readonly certainty: number;
    readonly apart?: readonly string[];
    readonly findings?: readonly ProjectFinding[];
    readonly edits?: readonly ProposedFile[];
    /** Made when the facts are settled. */
    readonly blueprint: (settled: {
        readonly port: number;
        readonly version: string;
        readonly entry: string;
        readonly startCommand: string | undefined;
    }) => Blueprint;
    readonly startCommand: (port: number) => readonly string[];
}

/** Writes the facts of a find on the sheet and makes the detection from what the sheet answers. */
export function settle(site: Site, found: Found): Detection {
    const { facts, hints } = site;
    facts.offer('language', found.language, found.place, 'certain');
    facts.offer('framework', found.framework, found.place, 'certain');
    facts.offer('entry', found.entry, found.entryPlace ?? found.place, 'likely');
    facts.offer('server', found.server, found.place, 'likely');
    facts.offer('packageManager', found.manager, found.place, 'certain');
    facts.offer('runtimeVersion', found.version.value, found.version, found.version.confidence);
    for (const hint of hints.ports.filter(({ how }) => how === 'environment')) {
        facts.offer('port', hint.port, hint, 'certain');
    }
    if (found.port !== undefined) {
        facts.offer('port', found.port.value, found.port, found.port.confidence);
    }
    for (const hint of hints.ports) {
        facts.offer('port', hint.port, hint, 'likely');
    }
    facts.offer('port', found.defaultPort, found.place, 'guess');
    facts.offer(
        'healthPath',
        hints.healthPath?.path ?? found.healthPath ?? '/',
        hints.healthPath ?? found.place,
        hints.healthPath === undefined ? 'guess' : 'certain',
    );
    const port = Number(facts.get('port'));
    const settled = {
        port,
        version: facts.get('runtimeVersion') ?? found.version.value,
        entry: facts.get('entry') ?? found.entry,
        startCommand: facts.overrides.startCommand,
    };
    return {
        kind: 'web',
        startCommand: settled.startCommand === undefined ? found.startCommand(port) : ['sh', '-c', settled.startCommand],
        findings: found.findings ?? [],
        needs: noNeeds,
        edits: found.edits ?? [],
        certainty: found.certainty,
        ...(found.apart !== undefined && { apart: found.apart }),
        blueprint: found.blueprint(settled),
    };
}
