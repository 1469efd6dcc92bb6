import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

// The command table is read as text: importing it would need vscode, and the unit tests have no stub of it.
const root = path.resolve(__dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
interface Manifest {
    readonly main: string;
    readonly activationEvents: readonly string[];
    readonly extensionKind: readonly string[];
    readonly browser?: string;
    readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
    readonly contributes: {
        readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
        readonly menus: Readonly<Record<string, readonly { readonly command: string }[]>>;
        readonly keybindings: readonly { readonly command: string }[];
        readonly configuration: readonly { readonly properties: Readonly<Record<string, { readonly scope?: string }>> }[];
    };
}
const manifest = JSON.parse(read('package.json')) as Manifest;
const strings = JSON.parse(read('package.nls.json')) as Readonly<Record<string, string>>;
const declared = manifest.contributes.commands.map((row) => row.command).sort();
const settings = Object.assign({}, ...manifest.contributes.configuration.map((part) => part.properties)) as Readonly<
    Record<string, { readonly scope?: string }>
>;

describe('the manifest', () => {
    it('declares exactly the commands of the table', () => {
        const table = [...read('src/shell/commands/table.ts').matchAll(/^ {4}'(slipway\.[\w.]+)': \{/gm)]
            .map((match) => match[1] ?? '')
            .sort();
        assert.deepEqual(table, declared);
    });

    it('names only declared commands in menus and key bindings', () => {
        const used = [...Object.values(manifest.contributes.menus).flat(), ...manifest.contributes.keybindings].map((row) => row.command);
        assert.deepEqual(
            used.filter((command) => !declared.includes(command)),
            [],
        );
    });

    it('names only declared commands in the buttons of failures', () => {
        const words = [
            'workspace',
            'scaffold',
            'engine',
            'build',
            'registry',
            'azure',
            'azureErrors',
            'deploy',
            'localAzure',
            'ssh',
            'mcp',
            'internal',
        ].map((area) => read(`src/views/words/${area}.ts`));
        const used = words.join('\n').matchAll(/command: '(slipway\.[\w.]+)'/g);
        assert.deepEqual(
            [...used].map((match) => match[1] ?? '').filter((command) => !declared.includes(command)),
            [],
        );
    });

    it('has words for every placeholder', () => {
        const keys = [...read('package.json').matchAll(/"%([^%"]+)%"/g)].map((match) => match[1] ?? '');
        assert.deepEqual(
            keys.filter((key) => strings[key] === undefined),
            [],
        );
        assert.deepEqual(
            Object.keys(strings).filter((key) => !keys.includes(key)),
            [],
        );
    });

    it('activates by root-level file names, languages and views, never by * or a glob', () => {
        const wrong = manifest.activationEvents.filter((event) => !/^(workspaceContains:[\w.-]+|onLanguage:[\w-]+)$/.test(event));
        assert.deepEqual(wrong, []);
    });

    it('runs where the workspace is, and has no browser entry', () => {
        assert.deepEqual(manifest.extensionKind, ['workspace']);
        assert.equal(manifest.browser, undefined);
    });

    it('lets no workspace choose the cloud, the engine or the sign-in', () => {
        assert.equal(settings['slipway.cloud']?.scope, 'machine');
        assert.equal(settings['slipway.azure.signIn']?.scope, 'machine');
        const restricted = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
        assert.deepEqual(
            restricted.filter((name) => settings[name] === undefined),
            [],
        );
        assert.ok(restricted.includes('slipway.cloud') && restricted.includes('slipway.engine.host'));
    });

    it('points at pictures that are there', () => {
        assert.ok(existsSync(path.join(root, 'media/icon.png')));
        assert.ok(existsSync(path.join(root, 'media/slipway.svg')));
    });
});
