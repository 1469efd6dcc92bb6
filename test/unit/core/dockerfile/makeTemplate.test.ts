import assert from 'node:assert/strict';
import { makeTemplate } from '../../../../src/core/dockerfile/makeTemplate';
import { renderTemplate } from '../../../../src/core/dockerfile/renderTemplate';
import { containerize } from '../../../../src/workflows/containerize';
import { quietOperation } from '../../../../src/base/operation';
import { memoryFileSource } from '../project/memoryFileSource';

const projects: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['Flask', { 'app.py': 'from flask import Flask\napp = Flask(__name__)\n', 'requirements.txt': 'flask\n' }],
    ['Express', { 'package.json': '{"dependencies":{"express":"4"}}', 'server.js': 'require("express")().listen(3000)\n' }],
    ['a site', { 'index.html': '<h1>hi</h1>' }],
];

describe('a template made of a Dockerfile', () => {
    for (const [name, files] of projects) {
        it(`names the facts, and is the same file again when they are filled in: ${name}`, async () => {
            const { projects: found, files: made } = await containerize(quietOperation(), memoryFileSource(files));
            const [profile] = found;
            const text = made.find(({ path }) => path === 'Dockerfile')?.content ?? '';
            assert.ok(profile !== undefined && text !== '');
            const template = makeTemplate(text, profile);
            assert.match(template, /\{\{port\}\}/);
            assert.match(template, /\{\{runtimeVersion\}\}/);
            assert.deepEqual(renderTemplate(template, 'x', profile), { content: text, findings: [] });
        });
    }
});
