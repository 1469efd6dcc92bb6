import * as vscode from 'vscode';
import { quietOperation } from '../../../base/operation';
import { slug } from '../../../core/deploy/names';
import { imageRows } from '../../../views/imageRows';
import type { Row, Setup } from '../../../views/projectRows';
import { windowEngine } from '../../engine';
import type { Shell } from '../../shell';
import { runLabel } from './imageArgument';

/** The rows of a project's images, and what this machine has; no rows where no engine answers: the doctor tells why, not the tree. */
export async function engineImages(shell: Shell, folder: vscode.Uri): Promise<{ readonly rows: readonly Row[]; readonly setup: Setup }> {
    const account = await knownAccount();
    const op = quietOperation(AbortSignal.timeout(10_000));
    try {
        const { engine } = await windowEngine(op, shell.memory);
        const [images, containers] = await Promise.all([engine.images(op), engine.containers(op, runLabel)]);
        const name = vscode.workspace.getWorkspaceFolder(folder)?.name ?? '';
        const deployed = shell.memory.deployment(folder)?.image;
        return {
            rows: imageRows(folder.toString(), slug(name), images, containers, Date.now(), deployed),
            setup: { engine: 'answers', account },
        };
    } catch {
        return { rows: [], setup: { engine: 'silent', account } };
    }
}

/** Whether there is an account to sign in with, as far as VS Code knows without asking. Every other way was set up outside of it. */
async function knownAccount(): Promise<Setup['account']> {
    if (vscode.workspace.getConfiguration('slipway').get<string>('azure.signIn', 'vscode') !== 'vscode') {
        return 'known';
    }
    try {
        return (await vscode.authentication.getAccounts('microsoft')).length > 0 ? 'known' : 'none';
    } catch {
        return 'none';
    }
}

/**
 * Calls `changed` after the engine told of images or containers, at most once a second, until `signal` stops it. Where no engine answers, or it went away, it
 * is asked again after a while, later each time.
 */
export async function watchImages(shell: Shell, signal: AbortSignal, changed: () => void): Promise<void> {
    const op = quietOperation(signal);
    let timer: NodeJS.Timeout | undefined;
    const soon = () => {
        timer ??= setTimeout(() => {
            timer = undefined;
            changed();
        }, 1_000);
    };
    let waitMs = 2_000;
    // A function, because control flow analysis believes that a signal cannot change.
    const stopped = () => signal.aborted;
    while (!stopped()) {
        try {
            const { engine } = await windowEngine(op, shell.memory);
            waitMs = 2_000;
            soon();
            await engine.watch(op, soon);
        } catch {
            // The next round asks again.
        }
        if (!stopped()) {
            soon();
            await new Promise<void>((resolve) => {
                const done = () => {
                    clearTimeout(wait);
                    signal.removeEventListener('abort', done);
                    resolve();
                };
                const wait = setTimeout(done, waitMs);
                signal.addEventListener('abort', done, { once: true });
            });
            waitMs = Math.min(waitMs * 2, 60_000);
        }
    }
    clearTimeout(timer);
}
