import assert from 'node:assert/strict';
import { readRemedy } from '../../../src/views/remedy';

describe('a button that was stored', () => {
    for (const remedy of [
        { kind: 'command', title: 'Deploy with Port 5000', command: 'slipway.deploy', args: [{ port: 5000 }] },
        { kind: 'copy', title: 'Copy Command', text: 'az account list' },
        { kind: 'open', title: 'Open Quotas', url: 'https://portal.azure.com/' },
    ]) {
        it(`is read back: ${remedy.title}`, () => assert.deepEqual(readRemedy(remedy), remedy));
    }

    for (const [title, value] of [
        ['nothing', undefined],
        ['another extension’s command', { kind: 'command', title: 'Run', command: 'workbench.action.terminal.new' }],
        ['a page that is no page', { kind: 'open', title: 'Open', url: 'file:///etc/passwd' }],
        ['a kind of its own', { kind: 'shell', title: 'Run', text: 'rm -rf ~' }],
        ['no title', { kind: 'copy', text: 'az account list' }],
    ] as const) {
        it(`is forgotten when it is ${title}`, () => assert.equal(readRemedy(value), undefined));
    }
});
