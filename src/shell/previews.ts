import * as vscode from 'vscode';

const scheme = 'slipway-preview';

/** Read-only documents with the content that a file would have, shown as the right side of a diff. */
export class Previews implements vscode.TextDocumentContentProvider, vscode.Disposable {
    private readonly contents = new Map<string, string>();
    private readonly changed = new vscode.EventEmitter<vscode.Uri>();
    readonly onDidChange = this.changed.event;

    register(): vscode.Disposable {
        return vscode.Disposable.from(vscode.workspace.registerTextDocumentContentProvider(scheme, this), this);
    }

    provideTextDocumentContent(uri: vscode.Uri): string {
        return this.contents.get(uri.toString()) ?? '';
    }

    /** The document that shows `content` as the future of `file`. */
    future(file: vscode.Uri, content: string): vscode.Uri {
        const uri = file.with({ scheme, query: `of=${file.scheme}` });
        this.contents.set(uri.toString(), content);
        this.changed.fire(uri);
        return uri;
    }

    /** An empty document in the place of a file that does not exist yet. */
    nothing(file: vscode.Uri): vscode.Uri {
        return file.with({ scheme, query: 'nothing' });
    }

    dispose(): void {
        this.contents.clear();
        this.changed.dispose();
    }
}
