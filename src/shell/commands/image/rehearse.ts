import * as vscode from 'vscode';
import type { Operation } from '../../../base/operation';
import { windowEngine } from '../../engine';
import type { Shell } from '../../shell';

/** Tells which engine answers, and why none does. */
export async function run(shell: Shell, op: Operation): Promise<void> {
    op.report(vscode.l10n.t('Looking for the Docker engine'));
    const { engine, endpoint, source } = await windowEngine(op);
    const facts = await engine.facts(op);
    const words = vscode.l10n.t('The engine answers: {0} {1} at {2} ({3}).', facts.kind, facts.version, endpoint, source);
    shell.output.heading(words);
    void vscode.window.showInformationMessage(words);
}
