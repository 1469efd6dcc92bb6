import * as vscode from 'vscode';
import { isFailure } from '../../../base/failure';
import { quietOperation, type Operation } from '../../../base/operation';
import { failureText } from '../../../views/failureText';
import { createRow, emptyRow, imageRow, registryRow, repositoryRow } from '../../../views/registryRows';
import { troubleRow } from '../../../views/troubleRow';
import { openCloud } from '../../cloud/openCloud';
import type { Shell } from '../../shell';
import type { RegistryNode } from '../../tree/registriesView';

const timeoutMs = 30_000;
const retry = { id: 'slipway.registry.refresh', title: vscode.l10n.t('Try again'), args: [] };

/** The rows of the registries' tree. Never asks for a sign-in and never throws; a subscription or tenant that fails is a row beside the rest. */
export async function registryRows(shell: Shell, node: RegistryNode | undefined): Promise<readonly RegistryNode[]> {
    const signal = AbortSignal.timeout(timeoutMs);
    const id = node?.row.id ?? 'registries';
    try {
        return await below(shell, { ...quietOperation(signal), log: (line) => shell.output.line(line) }, node);
    } catch (error) {
        return [trouble(id, error, signal.aborted)];
    }
}

async function below(shell: Shell, op: Operation, node: RegistryNode | undefined): Promise<readonly RegistryNode[]> {
    if (node === undefined) {
        return await registries(shell, op);
    }
    if (node.kind !== 'registry' && node.kind !== 'repository') {
        return [];
    }
    const opened = await openCloud(shell, op, 'silent');
    const { registry, tenantId } = node;
    const address = { loginServer: registry.loginServer, tenantId, permissions: registry.permissions };
    if (node.kind === 'registry') {
        const names = await opened.registries.repositories(op, address);
        return names.length === 0
            ? [note(emptyRow(node.row.id, vscode.l10n.t('Holds nothing yet')))]
            : names.map((repository) => ({
                  kind: 'repository',
                  row: repositoryRow(registry.id, repository),
                  registry,
                  tenantId,
                  repository,
              }));
    }
    const { repository } = node;
    const images = await opened.registries.images(op, address, repository);
    return images.length === 0
        ? [note(emptyRow(node.row.id, vscode.l10n.t('Holds nothing any more')))]
        : images.map((image) => ({
              kind: 'image',
              row: imageRow(registry.id, repository, image, Date.now()),
              registry,
              tenantId,
              repository,
              image,
          }));
}

async function registries(shell: Shell, op: Operation): Promise<readonly RegistryNode[]> {
    const { azure } = await openCloud(shell, op, 'silent');
    const { subscriptions, failures } = await azure.subscriptions.list(op);
    const lists = await Promise.all(
        subscriptions.map(async ({ id, name, tenantId }): Promise<readonly RegistryNode[]> => {
            try {
                const found = await azure.registries.list(op, id);
                return found.map((registry) => ({ kind: 'registry', row: registryRow(registry, name), registry, tenantId }));
            } catch (error) {
                return [trouble(`subscription ${id}`, error, op.signal.aborted, name)];
            }
        }),
    );
    const rows = [...lists.flat(), ...failures.map(({ tenantId, tenant, error }) => trouble(`tenant ${tenantId}`, error, false, tenant))];
    return rows.length === 0 ? [note(emptyRow('registries', vscode.l10n.t('No registry yet'))), note(createRow())] : rows;
}

function trouble(id: string, error: unknown, timedOut: boolean, where?: string): RegistryNode {
    const text = failureText(error, (sentence) => vscode.l10n.t(sentence));
    const what = timedOut ? vscode.l10n.t('Azure did not answer in time.') : text.what;
    const signIn = isFailure(error) && ['azure/not-signed-in', 'azure/more-proof-needed'].includes(error.code);
    const command = signIn ? { id: 'slipway.azure.signIn', title: vscode.l10n.t('Sign in'), args: [] } : retry;
    return note(troubleRow(id, where === undefined ? what : `${where}: ${what}`, text.why, command));
}

function note(row: RegistryNode['row']): RegistryNode {
    return { kind: 'note', row };
}
