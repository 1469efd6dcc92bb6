import { shellWord } from '../shellWord';
import { noNeeds } from '../stack';
import type { Detection, Site } from '../stack';
import { developingImport } from './developingImport';
import { startedByFastify } from './fastifyPlugin';
import { findScript } from './findScript';
import { healthRoute } from './healthRoute';
import { installFindings } from './installFindings';
import { isPublishedTool } from './madeToInstall';
import { missingPackages } from './missingPackages';
import { hashesInside, nodeBlueprint } from './nodeBlueprint';
import type { NodeFramework } from './nodeFrameworks';
import { findLoopback, findNodePort, findPortVariable, withoutComments } from './nodePorts';
import type { NodePort } from './nodePorts';
import { offerToolchain, placeOf } from './nodeReading';
import type { NodeReading } from './nodeReading';
import { onItsRuntime } from './onItsRuntime';
import { opensPort } from './readStart';
import type { Script } from './script';
import { speaksOverStdio } from './speaksOverStdio';
import { examplePort, loadedPort, offerDeclaredPorts } from './statedPorts';
import { exportsNames } from './usualScript';
import { withoutServer } from './withoutServer';

/** Frameworks whose apps their own code opens, and nothing else. */
const isOpened = new Set(['Express', 'Koa', 'Fastify', 'Restify', 'Polka']);

/** A larger project opens a port somewhere. */
const mostSearched = 200;

/** True where some code of the project opens a port; without any its app is made for a platform that calls it, or for its tests. */
async function opensAnything(folder: Site['folder']): Promise<boolean> {
    const sources = folder.files.filter(
        (file) => /\.(m|c)?[jt]sx?$/.test(file) && !/(^|\/)(tests?|__tests__|public)\/|\.(test|spec)\./.test(file),
    );
    for (const file of sources.slice(0, mostSearched)) {
        if (/\blisten\b|createServer|\bserve\b|\bstart\w*\(/.test(withoutComments((await folder.text(file)) ?? ''))) {
            return true;
        }
    }
    return sources.length > mostSearched;
}

/** A project that starts a script of its own, which opens the port itself. */
export async function detectServer(reading: NodeReading, framework: NodeFramework | undefined): Promise<Detection> {
    const { site, manifest, opener, start, before, manager } = reading;
    const { folder, facts } = site;
    const named = await findScript(site, manifest, start);
    const script = await onItsRuntime(
        folder,
        manager.name,
        framework?.name,
        manifest,
        (await startedByFastify(folder, manifest, named)) ?? named,
    );
    const source = script?.source;
    const port = source === undefined ? undefined : await findNodePort(folder, source);
    const text = source === undefined ? '' : withoutComments((await folder.text(source)) ?? '');
    const listens = script?.command !== undefined || port !== undefined || opensPort.test(text);
    const isTool = framework === undefined && isPublishedTool(manifest) && start === undefined && !opensPort.test(text);
    if (script === undefined || isTool || (framework === undefined && !listens)) {
        // What is only started while one develops it runs as well, unless it is made to be installed.
        const runs =
            manifest.scripts.start !== undefined ||
            (manifest.published === 'unpublished' && (start !== undefined || (text !== '' && !exportsNames.test(text))));
        return script === undefined || isTool || !runs
            ? withoutServer(site, manifest)
            : { ...withoutServer(site, manifest), kind: 'worker' };
    }
    if (
        script.confidence === 'guess' &&
        script.command === undefined &&
        port === undefined &&
        isOpened.has(framework?.name ?? '') &&
        Object.keys(facts.overrides).length === 0 &&
        !(await opensAnything(folder))
    ) {
        return { ...withoutServer(site, manifest), kind: 'none', reason: 'nothing in it listens on a port' };
    }
    if (framework?.name === 'NestJS' && onlyTakesMessages(text) && Object.keys(facts.overrides).length === 0) {
        return { ...withoutServer(site, manifest), kind: 'worker' };
    }
    if (framework?.name === 'MCP' && Object.keys(facts.overrides).length === 0 && (await speaksOverStdio(folder, script.source))) {
        const { kind, ...rest } = withoutServer(site, manifest);
        return kind === 'library'
            ? { ...rest, kind }
            : {
                  ...rest,
                  kind,
                  reason: 'it is an MCP server that talks over standard input and output to who starts it: nothing in it listens on a port',
              };
    }
    await offerToolchain(reading, source);
    facts.offer(
        'framework',
        framework?.name ?? 'Node.js',
        framework === undefined ? { file: script.source } : placeOf(manifest, opener ?? ''),
        framework === undefined ? 'likely' : 'certain',
    );
    facts.offer('entry', script.entry, script.place, script.confidence);
    facts.offer('server', script.server, script.place, 'certain');
    const portVariable = await offerPorts(reading, framework, script, port, text);
    const health = site.hints.healthPath ?? healthRoute(script.source, text);
    facts.offer('healthPath', health.path, health, site.hints.healthPath === undefined ? 'guess' : 'certain');
    const entry = facts.get('entry') ?? script.entry;
    const { beside } = script;
    const missing =
        script.runner === 'npx tsx' && !('tsx' in { ...manifest.dependencies, ...manifest.devDependencies }) ? ('tsx' as const) : undefined;
    const runs =
        script.server === 'bun'
            ? `bun ${shellWord(entry)}`
            : `${script.runner === undefined ? 'node' : (missing ?? script.runner)} ${beside?.flags ?? ''}${shellWord(entry)}${beside?.after ?? ''}`;
    const settings = `${beside?.environment ?? ''}${portVariable === undefined ? '' : `${portVariable}=$PORT `}`;
    const loopback =
        script.server === 'bun' || script.command !== undefined
            ? undefined
            : await findLoopback(folder, script.source, framework?.name === 'Fastify' ? 'listens on localhost' : 'listens on all');
    const blueprint = nodeBlueprint(site, manifest, manager, {
        ...(loopback !== undefined && { loopback: 'opened' as const }),
        ...(missing === undefined ? script.globals !== undefined && { globals: script.globals } : { globals: [`${missing}@4`] }),
        build: script.build,
        hashes: await hashesInside(folder, manifest),
        command: `${before}exec ${settings === '' ? '' : `env ${settings}`}${script.command ?? runs}`,
        keepsDevelopment:
            script.runner === undefined &&
            before === '' &&
            beside?.developing === undefined &&
            (await developingImport(folder, manifest, [script.source])) === undefined
                ? 'prune'
                : 'keep',
        env: {},
        copies: [],
    });
    return {
        kind: 'web',
        startCommand: ['sh', '-c', blueprint.command],
        findings: [
            ...installFindings(site, manifest, manager),
            ...(script.server === 'bun' ? [] : await missingPackages(site, manifest, manager, script.source)),
            ...(loopback === undefined
                ? []
                : [
                      {
                          code: 'scaffold/loopback',
                          severity: 'info' as const,
                          message:
                              'The code listens on localhost, where nothing outside of the container reaches it: the image opens it to all addresses. An edit is not needed.',
                          file: facts.locate(loopback.file),
                          line: loopback.line,
                      },
                  ]),
        ],
        needs: noNeeds,
        edits: [],
        certainty: framework === undefined ? 70 : 88,
        blueprint,
    };
}

/** Offers every port that is stated for a script, the surest first; answers the variable that gives it when that is not PORT. */
async function offerPorts(
    { site, start }: NodeReading,
    framework: NodeFramework | undefined,
    script: Script,
    port: NodePort | undefined,
    text: string,
): Promise<string | undefined> {
    const { folder, facts } = site;
    for (const each of site.hints.ports.filter(({ how }) => how === 'environment')) {
        facts.offer('port', each.port, each, 'certain');
    }
    const loaded = await loadedPort(folder, script.source, text);
    if (loaded !== undefined) {
        facts.offer('port', loaded.port, loaded, 'certain');
    }
    if (port !== undefined) {
        facts.offer('port', port.port, port, port.confidence);
    }
    const asked = port === undefined ? await findPortVariable(folder, script.source) : undefined;
    const shown = port === undefined ? await examplePort(site, asked) : undefined;
    if (shown !== undefined) {
        facts.offer('port', shown.port, shown, 'likely');
    }
    for (const hint of start?.port === undefined ? [] : [start]) {
        facts.offer('port', hint.port ?? 0, hint, 'likely');
    }
    offerDeclaredPorts(site);
    facts.offer('port', framework?.port ?? 3000, script.place, 'guess');
    // The code may read another variable than the one that platforms set.
    return (port ?? shown)?.variable ?? (asked === 'PORT' ? undefined : asked);
}

/** True for a main file of Nest that listens to the messages of other services alone: nothing in it answers HTTP. */
function onlyTakesMessages(text: string): boolean {
    return /\b(createMicroservice|startAllMicroservices)\b/.test(text) && !/\.listen\(\s*[^)\s]/.test(text);
}
