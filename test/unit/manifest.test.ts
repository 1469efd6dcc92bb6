import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

// The command table is read as text: importing it would need vscode, and the unit tests have no stub of it.
const root = path.resolve(__dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
interface Manifest {
    readonly main: string;
    readonly scripts: Readonly<Record<string, string>>;
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

    it('activates by root-level file names, languages, views and links, never by * or a glob', () => {
        const wrong = manifest.activationEvents.filter((event) => !/^(workspaceContains:[\w.-]+|onLanguage:[\w-]+|onUri)$/.test(event));
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

    it('has everything built before vsce packs it', () => {
        assert.equal(manifest.scripts['vscode:prepublish'], 'node scripts/prepublish.mjs');
        assert.ok(existsSync(path.join(root, 'scripts/prepublish.mjs')));
    });

    it('points at pictures that are there', () => {
        const named = [...read('package.json').matchAll(/"(media\/[^"]+)"/g)].map((match) => match[1] ?? '');
        assert.ok(named.length > 10);
        assert.deepEqual(
            named.filter((file) => !existsSync(path.join(root, file))),
            [],
        );
    });

    it('has a page for each feature, with a picture that is there and three mistakes, and keeps no picture that none shows', () => {
        const pages = readdirSync(path.join(root, 'docs/features'));
        const overview = read('docs/README.md');
        const shown = new Set([...read('README.md').matchAll(/docs\/pictures\/([^)]+)\)/g)].map(([, name]) => name));
        for (const page of pages) {
            const text = read(`docs/features/${page}`);
            assert.ok(overview.includes(`features/${page}`), page);
            assert.equal(/## The three mistakes[^]*/.exec(text)?.[0].match(/^\d\. /gm)?.length, 3, page);
            const pictures = [...text.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(([, picture = '']) => picture);
            assert.ok(pictures.length > 0, page);
            for (const picture of pictures) {
                assert.ok(existsSync(path.join(root, 'docs/features', picture)), `${page}: ${picture}`);
                shown.add(path.basename(picture));
            }
        }
        assert.deepEqual(
            readdirSync(path.join(root, 'docs/pictures')).filter((name) => !shown.has(name)),
            [],
        );
    });
});

describe('telemetry.json', () => {
    interface Listed {
        readonly events: Readonly<Record<string, Readonly<Record<string, { readonly isMeasurement?: boolean }>>>>;
    }
    const listed = (JSON.parse(read('telemetry.json')) as Listed).events;
    const code = read('src/shell/telemetry.ts');
    const body = /export interface TelemetryEvents \{([\s\S]*?)\n\}/.exec(code)?.[1] ?? '';
    const declaredEvents = Object.fromEntries(
        [...body.matchAll(/readonly (\w+): \{([^}]*)\}/g)].map((match) => [
            match[1] ?? '',
            Object.fromEntries([...(match[2] ?? '').matchAll(/readonly (\w+): (\w+)/g)].map((part) => [part[1] ?? '', part[2] ?? ''])),
        ]),
    );

    it('lists exactly the events and properties of the code', () => {
        const names = (events: Readonly<Record<string, object>>) =>
            Object.fromEntries(Object.entries(events).map(([name, properties]) => [name, Object.keys(properties).sort()]));
        assert.ok(Object.keys(declaredEvents).length >= 3);
        assert.deepEqual(names(listed), names(declaredEvents));
    });

    it('calls numbers measurements', () => {
        for (const [event, properties] of Object.entries(declaredEvents)) {
            for (const [name, type] of Object.entries(properties)) {
                assert.equal(listed[event]?.[name]?.isMeasurement === true, type === 'number', `${event}.${name}`);
            }
        }
    });

    it('has no other way out: nothing but the telemetry class sends', () => {
        const sources = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
        assert.deepEqual(
            sources.filter((file) => /extension-telemetry|sendTelemetry/.test(read(`src/${file}`))),
            [path.join('shell', 'telemetry.ts')],
        );
    });
});
