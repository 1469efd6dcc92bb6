import { noNeeds } from '../stack';
import type { Detection, Site } from '../stack';
import { builtServer } from './builtServer';
import type { BuiltServer } from './builtServer';
import { developingImport } from './developingImport';
import { installFindings } from './installFindings';
import { nodeBlueprint } from './nodeBlueprint';
import type { NodeFramework } from './nodeFrameworks';
import { offerToolchain, placeOf } from './nodeReading';
import type { NodeReading } from './nodeReading';
import { offerDeclaredPorts } from './statedPorts';
import { withoutServer } from './withoutServer';

/** A project whose framework builds what is served: a server of the framework's own, or files. */
export async function detectBuilt(reading: NodeReading, framework: NodeFramework): Promise<Detection> {
    const { site, manifest, opener, start, before, manager } = reading;
    const { folder, facts } = site;
    const at = (key: string) => placeOf(manifest, key);
    const built = await builtServer(site, manifest, opener ?? '', framework, start);
    if (built === undefined) {
        return withoutServer(site, manifest);
    }
    await offerToolchain(reading, undefined);
    facts.offer('framework', framework.name, at(opener ?? 'dependencies'), 'certain');
    facts.offer('entry', built.entry, built.place, 'likely');
    facts.offer('server', built.server, built.place, 'likely');
    if (start?.port !== undefined && built.server !== 'serve' && start.words[0] !== 'dev') {
        facts.offer('port', start.port, start, 'certain');
    }
    offerDeclaredPorts(site);
    if (built.stated !== undefined) {
        facts.offer('port', built.stated.port, built.stated, 'likely');
    }
    facts.offer('port', framework.port, at(opener ?? 'dependencies'), 'guess');
    facts.offer(
        'healthPath',
        site.hints.healthPath?.path ?? '/',
        site.hints.healthPath ?? at('scripts'),
        site.hints.healthPath === undefined ? 'guess' : 'certain',
    );
    // A copy of the server alone has no program that could change a database.
    const prepared = built.copies.length === 0 && before !== '';
    const importsMore =
        built.copies.length === 0 &&
        built.keepsDevelopment === 'prune' &&
        (await developingImport(folder, manifest, startedSources(folder, built))) !== undefined;
    const blueprint = nodeBlueprint(site, manifest, manager, {
        ...built,
        build: built.build,
        ...(importsMore && { keepsDevelopment: 'keep' as const }),
        ...(prepared && { command: `${before}${built.command}`, keepsDevelopment: 'keep' as const }),
    });
    return {
        kind: 'web',
        startCommand: ['sh', '-c', blueprint.command],
        findings: installFindings(site, manifest, manager),
        needs: noNeeds,
        edits: [],
        certainty: framework.kind === 'built' ? 88 : 55,
        blueprint,
    };
}

/** What of the project's own files is read again when a built server starts: its own server, and the settings of Next.js. */
function startedSources(folder: Site['folder'], { entry }: BuiltServer): string[] {
    return [
        ...(folder.has(entry) ? [entry] : []),
        ...(entry === 'next start' ? folder.files.filter((file) => /^next\.config\.\w+$/.test(file)) : []),
    ];
}
