import * as vscode from 'vscode';
import type { ContainerRegistry, RepositoryImage } from '../../core/deploy/resources';
import type { Row } from '../../views/projectRows';
import { troubleRow } from '../../views/troubleRow';
import { isAnotherAzure } from './isAnotherAzure';
import { treeItem } from './treeItem';

/** A row with what it stands for: what a command on it needs. */
export type RegistryNode =
    | { readonly kind: 'registry'; readonly row: Row; readonly registry: ContainerRegistry; readonly tenantId: string }
    | {
          readonly kind: 'repository';
          readonly row: Row;
          readonly registry: ContainerRegistry;
          readonly tenantId: string;
          readonly repository: string;
      }
    | {
          readonly kind: 'image';
          readonly row: Row;
          readonly registry: ContainerRegistry;
          readonly tenantId: string;
          readonly repository: string;
          readonly image: RepositoryImage;
      }
    | { readonly kind: 'note'; readonly row: Row };

/** Answers the rows below a node, or the registries themselves. Never throws: what went wrong is a row. */
export type RegistryRows = (node: RegistryNode | undefined) => Promise<readonly RegistryNode[]>;

/** The registries of the chosen subscriptions with what they hold. Asks Azure only when it is looked at. */
export class RegistriesView implements vscode.TreeDataProvider<RegistryNode> {
    private readonly changed = new vscode.EventEmitter<RegistryNode | undefined>();
    readonly onDidChangeTreeData = this.changed.event;
    private rows: RegistryRows | undefined;

    register(rows: RegistryRows): vscode.Disposable {
        this.rows = rows;
        return vscode.Disposable.from(
            vscode.window.createTreeView('slipway.registries', { treeDataProvider: this, showCollapseAll: true, canSelectMany: true }),
            this.changed,
            vscode.workspace.onDidGrantWorkspaceTrust(() => this.refresh()),
            vscode.workspace.onDidChangeConfiguration((event) => {
                if (isAnotherAzure(event)) {
                    this.refresh();
                }
            }),
        );
    }

    /** Asks again, below one node or everything. */
    refresh(node?: RegistryNode): void {
        this.changed.fire(node);
    }

    getTreeItem({ row }: RegistryNode): vscode.TreeItem {
        return treeItem(row);
    }

    async getChildren(node?: RegistryNode): Promise<RegistryNode[]> {
        if (!vscode.workspace.isTrusted) {
            const command = { id: 'workbench.trust.manage', title: vscode.l10n.t('Trust this workspace'), args: [] };
            return [
                {
                    kind: 'note',
                    row: troubleRow('registries', vscode.l10n.t('Azure is asked only in a trusted workspace'), undefined, command),
                },
            ];
        }
        return [...((await this.rows?.(node)) ?? [])];
    }
}
