import * as vscode from 'vscode';
import type { Operation } from '../../../base/operation';
import { formModel, type FormField } from '../../../core/mcp/formModel';
import type { Elicitation, ElicitationAnswer } from '../../../ports/mcp';
import { wrongText } from '../../../views/wrongText';
import { askText, pick, pickMany, unlessClosed } from '../../ask';

/** Asks the user what a server wants to know, saying which server asks; declining is always possible. */
export async function elicit(op: Operation, question: Elicitation): Promise<ElicitationAnswer> {
    const answer = vscode.l10n.t('Answer');
    const decline = vscode.l10n.t('Decline');
    const open = vscode.l10n.t('Open {0}', question.kind === 'url' ? question.domain : '');
    const yes = question.kind === 'url' ? open : answer;
    const detail = question.kind === 'url' ? `${question.message}\n\n${question.url}` : question.message;
    const choice = await vscode.window.showInformationMessage(
        vscode.l10n.t('{0} asks:', question.server),
        { modal: true, detail },
        yes,
        decline,
    );
    if (choice === undefined || op.signal.aborted) {
        // The box could not be closed when the call was stopped: what is pressed in it then answers nothing.
        return { action: 'cancel' };
    }
    if (choice !== yes) {
        return { action: 'decline' };
    }
    if (question.kind === 'url') {
        await vscode.env.openExternal(vscode.Uri.parse(question.url, true));
        return { action: 'accept' };
    }
    const content: Record<string, string | number | boolean | string[]> = {};
    for (const field of formModel(question.schema).fields) {
        const value = await askField(op, field, question.server);
        if (value === undefined && field.required) {
            return { action: 'cancel' };
        }
        if (value !== undefined) {
            content[field.path.join('.')] = value;
        }
    }
    return { action: 'accept', content };
}

async function askField(op: Operation, field: FormField, server: string): Promise<string | number | boolean | string[] | undefined> {
    const title = `${server}: ${field.label}`;
    switch (field.kind) {
        case 'choice': {
            const isInitial = (value: unknown) => (Array.isArray(field.initial) ? field.initial.includes(value) : value === field.initial);
            const rows = field.options.map(({ label, value }) => ({ label, value: String(value), picked: isInitial(value) }));
            if (field.many) {
                const many = await unlessClosed(pickMany(op, rows, { title }));
                return many?.map((row) => row.value);
            }
            return (await unlessClosed(pick(op, initialFirst(rows), { title })))?.value;
        }
        case 'boolean': {
            const rows = [
                { label: vscode.l10n.t('Yes'), value: true, picked: field.initial !== false },
                { label: vscode.l10n.t('No'), value: false, picked: field.initial === false },
            ];
            return (await unlessClosed(pick(op, initialFirst(rows), { title })))?.value;
        }
        case 'number': {
            const text = await input(op, title, field, (value) => (value === '' ? missing(field) : wrongNumber(field, Number(value))));
            return text === undefined || text === '' ? undefined : Number(text);
        }
        case 'text':
            return sent(field, await input(op, title, field, (value) => wrongText(field, value)));
        case 'json':
        case 'group':
            return sent(field, await input(op, title, field, (value) => (value === '' ? missing(field) : undefined)));
    }
}

/** A list that takes one answer begins at its first row. */
function initialFirst<Row extends { readonly picked: boolean }>(rows: readonly Row[]): readonly Row[] {
    return [...rows].sort((one, other) => Number(other.picked) - Number(one.picked));
}

/** An optional answer that was left empty is none: the server would take '' for one, and may refuse it. */
function sent({ required }: FormField, text: string | undefined): string | undefined {
    return text === '' && !required ? undefined : text;
}

function missing({ required }: FormField): string | undefined {
    return required ? vscode.l10n.t('An answer is needed.') : undefined;
}

function wrongNumber(field: Extract<FormField, { kind: 'number' }>, value: number): string | undefined {
    const { minimum = -Infinity, maximum = Infinity } = field;
    if (Number.isNaN(value) || (field.integer && !Number.isInteger(value))) {
        return field.integer ? vscode.l10n.t('Type a whole number.') : vscode.l10n.t('Type a number.');
    }
    if (value < minimum) {
        return vscode.l10n.t('It is at least {0}.', String(minimum));
    }
    return value > maximum ? vscode.l10n.t('It is at most {0}.', String(maximum)) : undefined;
}

async function input(
    op: Operation,
    title: string,
    field: FormField,
    validateInput: (value: string) => string | undefined,
): Promise<string | undefined> {
    const { description: prompt, initial } = field;
    const value = typeof initial === 'string' || typeof initial === 'number' ? String(initial) : undefined;
    return await unlessClosed(
        askText(op, { title, validateInput, ...(prompt !== undefined && { prompt }), ...(value !== undefined && { value }) }),
    );
}
