import type * as vscode from 'vscode';

/** What the user typed for a project's variables, secret or not: in VS Code's secret storage only, per folder, project and profile. */
export class AppVariables {
    private readonly key: string;

    constructor(
        private readonly secrets: vscode.SecretStorage,
        folder: vscode.Uri,
        /** The folder of the project within, and the profile; each may be empty. */
        project: readonly string[],
    ) {
        this.key = ['variables', folder.toString(), ...project].join('|');
    }

    async read(): Promise<Readonly<Record<string, string>>> {
        const text = await this.secrets.get(this.key);
        let value: unknown;
        try {
            value = text === undefined ? undefined : JSON.parse(text);
        } catch {
            return {};
        }
        return typeof value === 'object' && value !== null
            ? Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
            : {};
    }

    /** Replaces what is kept. */
    async keep(values: Readonly<Record<string, string>>): Promise<void> {
        await (Object.keys(values).length === 0 ? this.secrets.delete(this.key) : this.secrets.store(this.key, JSON.stringify(values)));
    }
}
