import assert from 'node:assert/strict';
import type { CodeAction } from 'vscode-languageserver/node';
import type { LanguageSession } from './languageSession';
import { languageSession } from './languageSession';

const dockerfile = [
    'FROM python:3.12-slim',
    'WORKDIR /app',
    'COPY requirements.txt .',
    'RUN pip install --no-cache-dir -r requirements.txt',
    'COPY . .',
    'EXPOSE 8000',
    'CMD ["gunicorn", "--bind", "0.0.0.0:8000", "app:app"]',
    '',
].join('\n');
const files = {
    Dockerfile: dockerfile,
    'requirements.txt': 'Flask==3.1.2\n',
    'app.py': 'from flask import Flask\napp = Flask(__name__)\n',
};
const isMissing = ({ code }: { readonly code?: unknown }) => code === 'dockerfile/server-missing';

describe('the language server as a process', function () {
    this.timeout(30_000);
    let session: LanguageSession;
    beforeEach(async () => {
        session = await languageSession({ files });
    });
    afterEach(async () => {
        await session.end();
    });

    it('says that gunicorn is missing, offers to add it to the other file, and is content once that is done', async () => {
        await session.open('Dockerfile', 'dockerfile', dockerfile);
        const first = (await session.diagnostics('Dockerfile', (all) => all.some(isMissing))).find(isMissing)!;
        assert.equal(first.source, 'slipway');
        assert.equal(first.codeDescription?.href, 'file:///rules.md#dockerfile-server-missing');
        const actions: CodeAction[] = await session.connection.sendRequest('textDocument/codeAction', {
            textDocument: { uri: `${session.root}/Dockerfile` },
            range: first.range,
            context: { diagnostics: [first] },
        });
        const fix = actions.find(({ title }) => title === 'Add gunicorn to requirements.txt')!;
        assert.deepEqual(fix.edit?.documentChanges, [
            {
                textDocument: { uri: `${session.root}/requirements.txt`, version: null },
                edits: [{ range: { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } }, newText: 'gunicorn\n' }],
            },
        ]);
        session.files.set('requirements.txt', 'Flask==3.1.2\ngunicorn\n');
        await session.connection.sendNotification('workspace/didChangeWatchedFiles', {
            changes: [{ uri: `${session.root}/requirements.txt`, type: 2 }],
        });
        await session.diagnostics('Dockerfile', (all) => !all.some(isMissing));
    });

    it('sees an unsaved edit of the other file', async () => {
        await session.open('Dockerfile', 'dockerfile', dockerfile);
        await session.diagnostics('Dockerfile', (all) => all.some(isMissing));
        await session.open('requirements.txt', 'pip-requirements', 'Flask==3.1.2\ngunicorn==23.0.0\n');
        await session.diagnostics('Dockerfile', (all) => !all.some(isMissing));
    });

    it('publishes nothing incomplete: no state between the first look and the whole answer is seen', async () => {
        await session.open('Dockerfile', 'dockerfile', dockerfile);
        await session.diagnostics('Dockerfile');
        assert.equal(session.published('Dockerfile').length, 1);
        assert.ok(session.published('Dockerfile')[0]!.some(isMissing));
    });

    it('takes a changed severity without being started again', async () => {
        await session.open('Dockerfile', 'dockerfile', dockerfile);
        await session.diagnostics('Dockerfile', (all) => all.some(isMissing));
        await session.connection.sendNotification('workspace/didChangeConfiguration', {
            settings: { mode: 'rules', rules: { 'dockerfile/server-missing': 'off' }, codeLens: 'on', inlayHints: 'on' },
        });
        await session.diagnostics('Dockerfile', (all) => !all.some(isMissing));
    });

    it('works on an untitled document, of which no folder is known', async () => {
        await session.open('untitled:Untitled-1', 'dockerfile', dockerfile);
        const found = await session.diagnostics('untitled:Untitled-1');
        assert.ok(!found.some(isMissing));
    });
});
