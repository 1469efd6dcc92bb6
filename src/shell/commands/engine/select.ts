import * as vscode from 'vscode';
import { engineCandidates, usualPaths, type EngineCandidate } from '../../../adapters/docker/candidates';
import { listDockerContexts } from '../../../adapters/docker/dockerConfig';
import { parseEndpoint } from '../../../adapters/docker/endpoint';
import { listEngines, thisEnvironment } from '../../../adapters/docker/openEngine';
import type { Operation } from '../../../base/operation';
import { chosenEngine, engineMemory } from '../../engine';
import type { Shell } from '../../shell';
import { pick } from '../../ask';

interface Item extends vscode.QuickPickItem {
    /** Empty gives the choice back to the Docker configuration. */
    readonly choice: string;
}

/** Lets the user choose among the engines that answer now; the choice holds for this workspace. */
export async function run(shell: Shell, op: Operation): Promise<void> {
    op.report(vscode.l10n.t('Looking for Docker engines'));
    const environment = thisEnvironment();
    const configured = await engineCandidates(environment, undefined).catch((): readonly EngineCandidate[] => []);
    const contexts = (await listDockerContexts(environment)).flatMap(({ name, host, tls }): EngineCandidate[] => {
        const endpoint = parseEndpoint(host);
        const withTls = endpoint?.kind === 'tcp' && tls !== undefined ? { ...endpoint, tls } : endpoint;
        return withTls === undefined ? [] : [{ endpoint: withTls, source: 'chosen', context: name }];
    });
    const usual = usualPaths(environment).map((path): EngineCandidate => ({ endpoint: { kind: 'socket', path }, source: 'usual' }));
    const engines = await listEngines(op, environment, [...contexts, ...configured, ...usual]);
    const seen = new Set<string>();
    const items: Item[] = [
        {
            label: `$(settings-gear) ${vscode.l10n.t('As Docker is configured')}`,
            description: vscode.l10n.t('DOCKER_HOST, the current context, or the usual place'),
            choice: '',
        },
    ];
    const inUse = chosenEngine(shell.memory);
    for (const { endpoint, context, source } of engines) {
        if (!seen.has(endpoint)) {
            seen.add(endpoint);
            const choice = context ?? endpoint;
            const about = context === undefined ? source : endpoint;
            items.push({
                label: `$(server) ${choice}`,
                description: choice === inUse ? `${about} · ${vscode.l10n.t('in use')}` : about,
                choice,
            });
        }
    }
    const chosen = await pick(op, items, {
        title: vscode.l10n.t('Slipway: Select Docker Engine'),
        placeHolder: engines.length === 0 ? vscode.l10n.t('No engine answers now') : vscode.l10n.t('Used for this workspace'),
    });
    await shell.memory.set(engineMemory, chosen.choice);
    shell.projects.watchAgain();
}
