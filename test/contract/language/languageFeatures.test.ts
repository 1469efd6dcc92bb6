import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import type { CodeAction, CodeLens, CompletionItem, Hover, InlayHint } from 'vscode-languageserver/node';
import type { ProjectFacts } from '../../../src/language/protocol';
import type { LanguageSession, SessionSetup } from './languageSession';
import { bundle, languageSession } from './languageSession';

const dockerfile = [
    'ARG PORT=8000',
    'FROM python:3.8-slim',
    'ARG PORT=8000',
    'EXPOSE $PORT',
    'RUN pip install flask gunicorn',
    'RUN apt-get update && apt-get install curl',
    'CMD ["gunicorn", "app:app"]',
    '',
].join('\n');
const settings = { mode: 'rules', rules: {}, codeLens: 'on', inlayHints: 'on' } as const;

describe('the language server as it is shipped', function () {
    this.timeout(30_000);
    let session: LanguageSession;
    const start = async (setup: SessionSetup) => {
        session = await languageSession({ server: 'bundle', ...setup });
        return { textDocument: { uri: `${session.root}/Dockerfile` } };
    };
    before(function () {
        if (!existsSync(bundle) && process.env.CI !== 'true') {
            console.log('The language server was not built (npm run build): its features are not tested.');
            this.skip();
        }
    });
    afterEach(async () => {
        await session.end();
    });

    it('puts Build, Rehearse and Deploy above the first FROM, until the setting is off', async () => {
        const at = await start({ files: { Dockerfile: dockerfile } });
        await session.open('Dockerfile', 'dockerfile', dockerfile);
        const lenses = await session.ask<CodeLens[]>('textDocument/codeLens', at);
        assert.deepEqual(
            lenses.map(({ range, command }) => [range.start.line, command?.title, command?.command, command?.arguments]),
            [
                [1, 'Build', 'slipway.image.build', [at.textDocument.uri]],
                [1, 'Rehearse', 'slipway.image.rehearse', [at.textDocument.uri]],
                [1, 'Deploy', 'slipway.deploy', [at.textDocument.uri]],
            ],
        );
        await session.connection.sendNotification('workspace/didChangeConfiguration', { settings: { ...settings, codeLens: 'off' } });
        assert.deepEqual(await session.ask('textDocument/codeLens', at), []);
    });

    it('tells age, size and end of support of a base image, and nothing elsewhere', async () => {
        const at = await start({ files: { Dockerfile: dockerfile } });
        await session.open('Dockerfile', 'dockerfile', dockerfile);
        const hover = await session.ask<Hover>('textDocument/hover', { ...at, position: { line: 1, character: 8 } });
        const { value } = hover.contents as { value: string };
        assert.match(value, /\*\*Python 3\.8\*\*/);
        assert.match(value, /ended on 2024-10-07/);
        assert.match(value, /Roughly \d+ MB/);
        assert.equal(await session.ask('textDocument/hover', { ...at, position: { line: 4, character: 8 } }), null);
    });

    it('shows the port that counts where the text does not', async () => {
        const at = await start({ files: { Dockerfile: dockerfile } });
        await session.open('Dockerfile', 'dockerfile', dockerfile);
        const range = { start: { line: 0, character: 0 }, end: { line: 8, character: 0 } };
        const hints = await session.ask<InlayHint[]>('textDocument/inlayHint', { ...at, range });
        assert.deepEqual(
            hints.map(({ position, label }) => [position.line, label]),
            [
                [3, '= 8000'],
                [6, 'port 8000'],
            ],
        );
    });

    it('fixes all that is safe in one edit, and offers no fix-all without being asked for it', async () => {
        const at = await start({ files: { Dockerfile: dockerfile } });
        await session.open('Dockerfile', 'dockerfile', dockerfile);
        await session.diagnostics('Dockerfile');
        const range = { start: { line: 0, character: 0 }, end: { line: 8, character: 0 } };
        const ask = async (only?: string[]) =>
            await session.ask<CodeAction[]>('textDocument/codeAction', {
                ...at,
                range,
                context: { diagnostics: [], ...(only && { only }) },
            });
        const [all, ...others] = await ask(['source.fixAll']);
        assert.deepEqual(others, []);
        assert.equal(all!.kind, 'source.fixAll.slipway');
        const written = JSON.stringify(all!.edit?.documentChanges);
        for (const wanted of [' --no-cache-dir', ' --no-install-recommends', ' && rm -rf /var/lib/apt/lists/*']) {
            assert.ok(written.includes(JSON.stringify(wanted)), wanted);
        }
        assert.ok((await ask()).every(({ kind }) => kind === 'quickfix'));
    });

    it('gives completion, symbols and links only in full mode, and takes them back', async () => {
        const at = await start({ files: { Dockerfile: dockerfile }, settings: { mode: 'full' } });
        await session.open('Dockerfile', 'dockerfile', dockerfile);
        await session.diagnostics('Dockerfile');
        const methods = ['textDocument/completion', 'textDocument/documentSymbol', 'textDocument/documentLink'];
        assert.deepEqual([...session.registered].sort(), methods.toSorted());
        const items = await session.ask<CompletionItem[]>('textDocument/completion', { ...at, position: { line: 7, character: 0 } });
        assert.ok(items.some(({ label }) => label.startsWith('HEALTHCHECK')));
        const symbols = await session.ask<{ name: string }[]>('textDocument/documentSymbol', at);
        assert.deepEqual(
            symbols.map(({ name }) => name),
            ['ARG', 'FROM', 'ARG', 'EXPOSE', 'RUN', 'RUN', 'CMD'],
        );
        const [link] = await session.ask<{ range: { start: { line: number } } }[]>('textDocument/documentLink', at);
        assert.equal(link?.range.start.line, 1);
        await session.connection.sendNotification('workspace/didChangeConfiguration', { settings });
        await session.ask('textDocument/codeLens', at);
        assert.deepEqual([...session.registered], []);
    });

    it('registers nothing that another Dockerfile server gives in rules mode', async () => {
        const at = await start({ files: { Dockerfile: dockerfile } });
        await session.open('Dockerfile', 'dockerfile', dockerfile);
        await session.diagnostics('Dockerfile');
        await session.ask('textDocument/codeLens', at);
        assert.deepEqual([...session.registered], []);
    });

    it('reports a rule that throws once, leaves it off for that file, and goes on with the others', async () => {
        // A client that answers nonsense makes the rule about health paths throw.
        const broken = { profile: { healthPath: 5 } } as unknown as ProjectFacts;
        await start({ files: { Dockerfile: dockerfile }, facts: () => broken });
        await session.open('Dockerfile', 'dockerfile', dockerfile);
        const first = await session.diagnostics('Dockerfile');
        assert.ok(first.some(({ code }) => code === 'dockerfile/base-end-of-life'));
        for (const version of [2, 3, 4]) {
            await session.change('Dockerfile', version, `${dockerfile}# ${version}\n`);
            await session.diagnostics('Dockerfile');
        }
        const told = session.logged.filter((message) => message.includes("Slipway's rule"));
        assert.equal(told.length, 1);
        assert.match(told[0]!, /dockerfile\/health-path failed on Dockerfile/);
    });

    it('keeps the folders of a workspace apart', async () => {
        const gunicorn =
            'FROM python:3.13-slim\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCMD ["gunicorn", "app:app"]\n';
        const second = 'file:///second%20app';
        await start({
            files: { Dockerfile: gunicorn, 'requirements.txt': 'flask\n' },
            folders: { [second]: { Dockerfile: gunicorn, 'requirements.txt': 'flask\ngunicorn==23.0.0\n' } },
        });
        await session.open('Dockerfile', 'dockerfile', gunicorn);
        await session.open(`${second}/Dockerfile`, 'dockerfile', gunicorn);
        const missing = ({ code }: { readonly code?: unknown }) => code === 'dockerfile/server-missing';
        assert.ok((await session.diagnostics('Dockerfile')).some(missing));
        assert.ok(!(await session.diagnostics(`${second}/Dockerfile`)).some(missing));
    });

    it('knows the folder that comes to the workspace while a file of it is open', async () => {
        const gunicorn =
            'FROM python:3.13-slim\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCMD ["gunicorn", "app:app"]\n';
        const missing = ({ code }: { readonly code?: unknown }) => code === 'dockerfile/server-missing';
        await start({ files: {} });
        await session.open('file:///late/Dockerfile', 'dockerfile', gunicorn);
        assert.ok(!(await session.diagnostics('file:///late/Dockerfile')).some(missing));
        session.folders.set('file:///late', new Map(Object.entries({ Dockerfile: gunicorn, 'requirements.txt': 'flask\n' })));
        await session.connection.sendNotification('slipway/factsChanged');
        await session.diagnostics('file:///late/Dockerfile', (all) => all.some(missing));
    });

    it('says that a requirements file is UTF-16, which an editor shows like any other', async () => {
        const text = 'flask==3.1.2\n';
        await start({ files: { 'requirements.txt': text, 'requirements-dev.txt': text }, utf16: ['requirements.txt'] });
        for (const [file, expected] of [
            ['requirements.txt', ['requirements/utf16']],
            ['requirements-dev.txt', []],
        ] as const) {
            await session.open(file, 'pip-requirements', text);
            assert.deepEqual(
                (await session.diagnostics(file)).map(({ code }) => code),
                expected,
            );
        }
    });

    it('looks again with new facts when it is told that they changed', async () => {
        let port = 8000;
        await start({ files: { Dockerfile: dockerfile }, facts: () => ({ deploy: { port } }) });
        await session.open('Dockerfile', 'dockerfile', dockerfile);
        const mismatch = ({ code }: { readonly code?: unknown }) => code === 'dockerfile/port-mismatch';
        assert.ok(!(await session.diagnostics('Dockerfile')).some(mismatch));
        port = 5000;
        await session.connection.sendNotification('slipway/factsChanged');
        await session.diagnostics('Dockerfile', (all) => all.some(mismatch));
    });
});
