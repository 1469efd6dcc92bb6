import type { NodeBlueprint } from '../../dockerfile/recipes/node';
import { noNeeds } from '../stack';
import type { Detection, Site } from '../stack';
import { findLoopback, findNodePort, localImports, withoutComments } from './nodePorts';
import { defaultNode, offerNodeVersion } from './nodeVersion';

const names = /^(?:src\/)?(?:server|app|index|main)\.[mc]?[jt]s$/;

/** What Node and Bun bring along: all that a script without a list of packages can import. */
const builtIn =
    /^(?:(?:node|bun):[\w/]+|bun|assert|assert\/strict|async_hooks|buffer|child_process|cluster|console|constants|crypto|dgram|diagnostics_channel|dns|dns\/promises|domain|events|fs|fs\/promises|http|http2|https|inspector|module|net|os|path|path\/(?:posix|win32)|perf_hooks|process|punycode|querystring|readline|readline\/promises|repl|stream|stream\/(?:consumers|promises|web)|string_decoder|sys|timers|timers\/promises|tls|tty|url|util|util\/types|v8|vm|worker_threads|zlib)$/;

/** More files than a script without a list of packages is made of. */
const mostFiles = 100;

const packages = /\b(?:from|import|import\(|require\()\s*['"]([^'"./][^'"]*)['"]/g;

/** A script that opens a port by itself and lies in a folder without a package.json: it imports nothing that would have to be installed. */
export async function detectLoneScript(site: Site): Promise<Detection | undefined> {
    const { folder, facts } = site;
    const found = await findScript(site);
    if (found === undefined) {
        return undefined;
    }
    const { script, code } = found;
    const server = /\bBun\.serve\(|from\s+['"]bun['"]/.test(code) ? 'bun' : 'node';
    const isTyped = /\.[mc]?ts$/.test(script);
    const place = { file: script };
    facts.offer('language', isTyped ? 'TypeScript' : 'JavaScript', place, 'certain');
    facts.offer('framework', 'Node.js', place, 'likely');
    facts.offer('entry', script, place, 'likely');
    facts.offer('server', server, place, 'certain');
    facts.offer('packageManager', 'none', place, 'certain');
    await offerNodeVersion(site, { text: '', dependencies: {}, devDependencies: {} });
    facts.offer('runtimeVersion', defaultNode, place, 'guess');
    for (const each of site.hints.ports.filter(({ how }) => how === 'environment')) {
        facts.offer('port', each.port, each, 'certain');
    }
    const port = await findNodePort(folder, script);
    if (port !== undefined) {
        facts.offer('port', port.port, port, port.confidence);
    }
    for (const each of site.hints.ports) {
        facts.offer('port', each.port, each, each.source === 'dockerfile' ? 'likely' : 'certain');
    }
    facts.offer('port', 3000, place, 'guess');
    facts.offer('healthPath', site.hints.healthPath?.path ?? '/', site.hints.healthPath ?? place, 'guess');
    const entry = facts.get('entry') ?? script;
    const runs = server === 'bun' ? `bun ${entry}` : isTyped ? `tsx ${entry}` : `node ${entry}`;
    const given = port?.variable === undefined ? '' : `env ${port.variable}=$PORT `;
    const opened = server === 'node' ? await findLoopback(folder, script, 'listens on all') : undefined;
    const blueprint: NodeBlueprint = {
        stack: 'node',
        version: facts.get('runtimeVersion') ?? defaultNode,
        versionReason: 'nothing in the project asks for another one',
        manager: 'npm',
        yarnBerry: 'classic',
        files: [],
        installNeeds: 'manifests',
        hasDependencies: 'none',
        buildEnv: {},
        prisma: 'none',
        prune: 'keep',
        copies: [],
        env: {},
        command: facts.overrides.startCommand ?? `exec ${given}${runs}`,
        port: Number(facts.get('port')),
        buildPackages: [],
        systemPackages: [],
        serves: 'app',
        ...(opened !== undefined && { loopback: 'opened' as const }),
        ...(server === 'node' && isTyped && { globals: ['tsx@4'] }),
    };
    return {
        kind: 'web',
        startCommand: ['sh', '-c', blueprint.command],
        findings: [],
        needs: noNeeds,
        edits: [],
        // Where another language has a list of what it needs, a script beside it is an aid.
        certainty: 50,
        blueprint,
    };
}

/** The script that opens a port, when nothing that it imports would have to be installed. */
async function findScript({ folder, facts }: Site): Promise<{ script: string; code: string } | undefined> {
    const candidates = folder.files.filter((file) => names.test(file)).sort((a, b) => a.split('/').length - b.split('/').length);
    for (const script of facts.overrides.entry === undefined ? candidates.slice(0, 8) : [facts.overrides.entry]) {
        const code = withoutComments((await folder.text(script)) ?? '');
        const opens =
            /\bBun\.serve\(|\bserve\(\{/.test(code) ||
            (/['"](?:node:)?http[s2]?['"]/.test(code) && /createServer\(|\bServer\(/.test(code) && code.includes('.listen('));
        if (opens && !/\bDeno\./.test(code) && (await needsNothing(folder, script, code))) {
            return { script, code };
        }
    }
    return undefined;
}

async function needsNothing(folder: Site['folder'], script: string, text: string): Promise<boolean> {
    const seen = new Map([[script, text]]);
    for (const [file, code] of seen) {
        if ([...code.matchAll(packages)].some(([, name = '']) => !builtIn.test(name))) {
            return false;
        }
        for (const next of localImports(folder, file, code)) {
            if (!seen.has(next) && seen.size < mostFiles) {
                seen.set(next, withoutComments((await folder.text(next)) ?? ''));
            }
        }
    }
    return true;
}
