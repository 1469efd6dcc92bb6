import * as vscode from 'vscode';
import { Cancelled, isCancelled } from '../base/failure';
import { throwIfCancelled, type Operation } from '../base/operation';

type Stop = Pick<Operation, 'signal'>;

/** What every question has: whose it is, and what it wants to know. */
interface About {
    readonly title: string;
    readonly placeHolder?: string;
}

// A question that follows a wait would otherwise close without a word: the palette, a notification or a panel takes the focus meanwhile. Escape still closes it.
const stays = { ignoreFocusOut: true, matchOnDescription: true, matchOnDetail: true } as const;

/** One of the rows. Throws Cancelled on Escape and as soon as the operation is stopped. */
export async function pick<Row extends vscode.QuickPickItem>(op: Stop, rows: readonly Row[], about: About): Promise<Row> {
    return await stoppable(op, (token) => vscode.window.showQuickPick(rows, { ...about, ...stays }, token));
}

/** Any number of the rows, none among them; those with `picked` are ticked at first. Throws Cancelled as `pick` does. */
export async function pickMany<Row extends vscode.QuickPickItem>(op: Stop, rows: readonly Row[], about: About): Promise<readonly Row[]> {
    return await stoppable(op, (token) => vscode.window.showQuickPick(rows, { ...about, ...stays, canPickMany: true }, token));
}

/** A line of text, which may be empty where `validateInput` has nothing against it. Throws Cancelled as `pick` does. */
export async function askText(op: Stop, options: vscode.InputBoxOptions & { readonly title: string }): Promise<string> {
    return await stoppable(op, (token) => vscode.window.showInputBox({ ...options, ignoreFocusOut: true }, token));
}

/** What a press on a row's button leads to: other rows, an answer without choosing, or nothing that the list would show. */
export type Pressed<Row> =
    { readonly kind: 'rows'; readonly rows: readonly Row[] } | { readonly kind: 'answer'; readonly row: Row } | undefined;

/** One of the rows, which have buttons; the cursor stands on `active`. Throws Cancelled as `pick` does, and what `press` throws. */
export async function pickWithButtons<Row extends vscode.QuickPickItem>(
    op: Stop,
    rows: readonly Row[],
    about: About & { readonly active?: Row | undefined },
    press: (row: Row, button: vscode.QuickInputButton) => Promise<Pressed<Row>>,
): Promise<Row> {
    throwIfCancelled(op);
    const list = vscode.window.createQuickPick<Row>();
    list.title = about.title;
    list.placeholder = about.placeHolder;
    list.items = rows;
    if (about.active !== undefined) {
        // An empty list would take the cursor away, and with it what Enter does.
        list.activeItems = [about.active];
    }
    Object.assign(list, stays);
    const stop = () => list.hide();
    op.signal.addEventListener('abort', stop, { once: true });
    try {
        return await new Promise<Row>((resolve, reject) => {
            list.onDidAccept(() => {
                const [chosen] = list.selectedItems;
                if (chosen !== undefined) {
                    resolve(chosen);
                }
            });
            list.onDidTriggerItemButton(({ item, button }) => {
                press(item, button).then((pressed) => {
                    if (pressed?.kind === 'answer') {
                        resolve(pressed.row);
                    } else if (pressed !== undefined) {
                        list.items = pressed.rows;
                    }
                }, reject);
            });
            list.onDidHide(() => reject(new Cancelled()));
            list.show();
        });
    } finally {
        op.signal.removeEventListener('abort', stop);
        list.dispose();
    }
}

/** The answer, or undefined where Escape means no more than "leave it as it is". */
export async function unlessClosed<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
    return await answer.catch((error: unknown) => {
        if (isCancelled(error)) {
            return undefined;
        }
        throw error;
    });
}

async function stoppable<Answer>(op: Stop, question: (token: vscode.CancellationToken) => Thenable<Answer | undefined>): Promise<Answer> {
    throwIfCancelled(op);
    const source = new vscode.CancellationTokenSource();
    const stop = () => source.cancel();
    op.signal.addEventListener('abort', stop, { once: true });
    try {
        const answer = await question(source.token);
        throwIfCancelled(op);
        if (answer === undefined) {
            throw new Cancelled();
        }
        return answer;
    } finally {
        op.signal.removeEventListener('abort', stop);
        source.dispose();
    }
}
