import * as vscode from 'vscode';
import type { Row } from '../../views/projectRows';
import { rowTooltip } from '../../views/rowTooltip';

/** A row as VS Code draws it. */
export function treeItem(row: Row): vscode.TreeItem {
    const item = new vscode.TreeItem(row.label, states[row.expandable]);
    item.id = row.id;
    item.iconPath = new vscode.ThemeIcon(row.icon, row.color === undefined ? undefined : new vscode.ThemeColor(row.color));
    item.contextValue = row.context;
    item.tooltip = rowTooltip(row);
    if (row.description !== undefined) {
        item.description = row.description;
    }
    item.accessibilityInformation = { label: [row.label, row.description].filter((part) => part !== undefined).join(', ') };
    if (row.command !== undefined) {
        item.command = { command: row.command.id, title: row.command.title, arguments: [...row.command.args] };
    }
    return item;
}

const states: Readonly<Record<Row['expandable'], vscode.TreeItemCollapsibleState>> = {
    expanded: vscode.TreeItemCollapsibleState.Expanded,
    collapsed: vscode.TreeItemCollapsibleState.Collapsed,
    leaf: vscode.TreeItemCollapsibleState.None,
};
