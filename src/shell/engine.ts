import * as vscode from 'vscode';
import { createContextReader } from '../adapters/context/contextReader';
import { openEngine, thisEnvironment, type OpenedEngine } from '../adapters/docker/openEngine';
import type { Operation } from '../base/operation';
import type { ContextReader } from '../ports/buildContext';

/** The engine that the settings or the environment name. Throws Failure 'engine/…'. */
export async function windowEngine(op: Operation): Promise<OpenedEngine> {
    const chosen = vscode.workspace.getConfiguration('slipway').get<string>('engine.host', '');
    return await openEngine(op, { environment: thisEnvironment(), ...(chosen === '' ? {} : { chosen }) });
}

export function windowContexts(): ContextReader {
    return createContextReader();
}
