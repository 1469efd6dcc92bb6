import * as vscode from 'vscode';
import { quietOperation, type Operation } from '../../../base/operation';
import type { EngineTerminal } from '../../../ports/engine';
import { failureSentence, failureText } from '../../../views/failureText';
import { windowEngine } from '../../engine';
import type { Shell } from '../../shell';
import { containerOf, imageOf } from './imageArgument';

/** Opens a terminal inside the container that runs from the image. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const reference = imageOf(argument);
    const { engine } = await windowEngine(op, shell.memory);
    const { id } = await containerOf(op, engine, reference);
    const written = new vscode.EventEmitter<string>();
    const closed = new vscode.EventEmitter<number>();
    const stop = new AbortController();
    let opened: Promise<EngineTerminal> | undefined;
    const decoder = new TextDecoder();
    const pty: vscode.Pseudoterminal = {
        onDidWrite: written.event,
        onDidClose: closed.event,
        open: (size) => {
            opened = engine.terminal(
                quietOperation(stop.signal),
                id,
                ['sh', '-c', 'command -v bash >/dev/null && exec bash; exec sh'],
                (bytes) => written.fire(decoder.decode(bytes, { stream: true })),
            );
            opened
                .then(async (terminal) => {
                    if (size !== undefined) {
                        await terminal.resize(size.columns, size.rows);
                    }
                    await terminal.ended;
                    closed.fire(0);
                })
                .catch((error: unknown) => written.fire(`${failureSentence(failureText(error))}\r\n`));
        },
        close: () => stop.abort(),
        handleInput: (text) =>
            void opened?.then(
                (terminal) => terminal.write(text),
                () => undefined,
            ),
        setDimensions: ({ columns, rows }) => void opened?.then((terminal) => terminal.resize(columns, rows)).catch(() => undefined),
    };
    vscode.window.createTerminal({ name: reference, pty }).show();
}
