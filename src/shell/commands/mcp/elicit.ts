import * as vscode from 'vscode';
import type { Operation } from '../../../base/operation';
import { formModel, type FormField } from '../../../core/mcp/formModel';
import type { Elicitation, ElicitationAnswer } from '../../../ports/mcp';
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
    if (choice === undefined) {
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
            const rows = field.options.map((option) => ({ label: option.label, value: String(option.value) }));
            if (field.many) {
                const many = await unlessClosed(pickMany(op, rows, { title }));
                return many?.map((row) => row.value);
            }
            return (await unlessClosed(pick(op, rows, { title })))?.value;
        }
        case 'boolean': {
            const rows = [
                { label: vscode.l10n.t('Yes'), value: true },
                { label: vscode.l10n.t('No'), value: false },
            ];
            return (await unlessClosed(pick(op, rows, { title })))?.value;
        }
        case 'number': {
            const text = await input(op, title, field, (value) =>
                value === '' || !Number.isNaN(Number(value)) ? undefined : vscode.l10n.t('Type a number.'),
            );
            return text === undefined || text === '' ? undefined : Number(text);
        }
        case 'text':
        case 'json':
        case 'group':
            return await input(op, title, field, (value) =>
                field.required && value === '' ? vscode.l10n.t('An answer is needed.') : undefined,
            );
    }
}

async function input(
    op: Operation,
    title: string,
    field: FormField,
    validateInput: (value: string) => string | undefined,
): Promise<string | undefined> {
    const prompt = 'description' in field ? field.description : undefined;
    return await unlessClosed(askText(op, { title, validateInput, ...(prompt === undefined ? {} : { prompt }) }));
}
