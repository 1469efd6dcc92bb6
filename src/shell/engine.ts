import * as vscode from 'vscode';
import { createContextReader } from '../adapters/context/contextReader';
import { openEngine, thisEnvironment, type OpenedEngine } from '../adapters/docker/openEngine';
import type { Operation } from '../base/operation';
import type { ContextReader } from '../ports/buildContext';
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
