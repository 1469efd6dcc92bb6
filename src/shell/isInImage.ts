import * as vscode from 'vscode';
import { judge, parseIgnore } from '../core/dockerfile/ignore';

const never = /^(\.git|\.vscode|\.idea|node_modules|\.venv|__pycache__)\//;

/** Whether a file of the folder is sent to the builder, as far as the folder's .dockerignore says: reads that one file. */
export async function isInImage(folder: vscode.Uri, file: vscode.Uri): Promise<boolean> {
    const path = file.path.slice(folder.path.replace(/\/$/, '').length + 1);
    if (path === '' || never.test(path)) {
        return false;
    }
    if (path === 'Dockerfile' || path === '.dockerignore') {
        return true;
    }
    try {
        const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, '.dockerignore')));
        const rules = parseIgnore(text);
        let parent: readonly boolean[] | undefined;
        let ignored = false;
        path.split('/').forEach((_, index, parts) => {
            const verdict = judge(rules, parts.slice(0, index + 1).join('/'), parent);
            parent = verdict.inForce;
            ({ ignored } = verdict);
        });
        return !ignored;
    } catch {
        // No list, or one that the builder refuses: everything counts.
        return true;
    }
}
