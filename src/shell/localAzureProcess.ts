import type { ChildProcess } from 'node:child_process';
import * as vscode from 'vscode';
import { Failure } from '../base/failure';
import type { Operation } from '../base/operation';
import { readLocalAzureConnection, type LocalAzureConnection } from '../views/localAzureConnection';
import type { Output } from './output';

const readyWithinMs = 30_000;

/** The local Azure of this window: one that was handed over in the environment, or a process of our own, ended with the window. */
export class LocalAzureProcess implements vscode.Disposable {
    private child: ChildProcess | undefined;
    private starting: Promise<LocalAzureConnection> | undefined;

    constructor(
        private readonly extensionUri: vscode.Uri,
        private readonly output: Output,
    ) {}

    /** The connection of a running local Azure, started now when there is none. Throws Failure 'localAzure/not-running'. */
    async connect(op: Operation): Promise<LocalAzureConnection> {
        const handedOver = readLocalAzureConnection(process.env.SLIPWAY_LOCAL_AZURE);
        if (handedOver !== undefined) {
            return handedOver;
        }
        this.starting ??= this.start(op).catch((error: unknown) => {
            this.starting = undefined;
            throw error;
        });
        return await this.starting;
    }

    stop(): void {
        this.child?.kill('SIGTERM');
        this.child = undefined;
        this.starting = undefined;
        void vscode.commands.executeCommand('setContext', 'slipway.localAzureRunning', false);
    }

    dispose(): void {
        this.stop();
    }

    private async start(op: Operation): Promise<LocalAzureConnection> {
        op.report(vscode.l10n.t('Starting the local Azure'));
        const { spawn } = await import('node:child_process');
        const entry = vscode.Uri.joinPath(this.extensionUri, 'dist', 'localAzure.js').fsPath;
        const child = spawn(process.execPath, [entry], {
            env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
            // By its channel it notices when this process is killed, and ends with its containers.
            stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        });
        this.child = child;
        child.stderr
            ?.setEncoding('utf8')
            .on('data', (text: string) => text.split('\n').forEach((line) => line !== '' && this.output.line(`local Azure: ${line}`)));
        const connection = await new Promise<LocalAzureConnection>((resolve, reject) => {
            const fail = (reason: string) => {
                clearTimeout(timer);
                child.kill('SIGTERM');
                reject(new Failure('localAzure/not-running', { reason }));
            };
            const timer = setTimeout(() => fail(vscode.l10n.t('it did not start in time')), readyWithinMs);
            op.signal.addEventListener('abort', () => fail(vscode.l10n.t('it was cancelled')), { once: true });
            child.once('error', (error) => fail(error.message));
            child.once('exit', (code) => fail(vscode.l10n.t('it ended with code {0}', String(code))));
            let text = '';
            child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
                text += chunk;
                const ready = readLocalAzureConnection(text.split('\n').find((line) => line.startsWith('{')));
                if (ready !== undefined) {
                    clearTimeout(timer);
                    resolve(ready);
                }
            });
        });
        child.once('exit', () => {
            if (this.child === child) {
                this.stop();
            }
        });
        void vscode.commands.executeCommand('setContext', 'slipway.localAzureRunning', true);
        return connection;
    }
}
