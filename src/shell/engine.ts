import * as vscode from 'vscode';
import { createContextReader } from '../adapters/context/contextReader';
import { openEngine, thisEnvironment, type OpenedEngine } from '../adapters/docker/openEngine';
import type { Operation } from '../base/operation';
import { Failure } from '../base/failure';
import type { ContextReader } from '../ports/buildContext';
import type { Engine } from '../ports/engine';
import type { Memory } from './memory';

/** Where the choice of `slipway.engine.select` is kept in the workspace's state. */
export const engineMemory = 'engine';

/** The engine that was chosen for this workspace, or that the settings or the environment name. Throws Failure 'engine/…'. */
export async function windowEngine(op: Operation, memory: Memory): Promise<OpenedEngine> {
    const chosen = chosenEngine(memory);
    return await openEngine(op, { environment: thisEnvironment(), ...(chosen === undefined ? {} : { chosen }) });
}

/** A URL or a context's name; the workspace's choice before the setting. */
export function chosenEngine(memory: Memory): string | undefined {
    const setting = vscode.workspace.getConfiguration('slipway').get<string>('engine.host', '');
    return memory.get(engineMemory, (value) => (typeof value === 'string' && value !== '' ? value : undefined)) ?? (setting || undefined);
}

export function windowContexts(): ContextReader {
    return createContextReader();
}

/** For plans that build, run and push nothing, such as a roll-back: they need no engine on this machine. */
export function noEngine(): Engine {
    return new Proxy({} as Engine, {
        get(_, name) {
            throw new Failure('internal/unexpected', { reason: `A plan without an image asked the engine for ${String(name)}.` });
        },
    });
}
