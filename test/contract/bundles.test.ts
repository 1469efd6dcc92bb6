import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const dist = path.resolve(__dirname, '../../dist');

// What each chunk keeps out of activation; a rename here is a decision about loading, not a detail.
const chunks = [
    'arm-appservice',
    'arm-containerregistry',
    'azure',
    'azureIdentity',
    'containerize',
    'deploy',
    'deployment',
    'engine',
    'fileSource',
    'image',
    'languageClient',
    'localAzure',
    'mcp',
    'ssh',
    'telemetry',
    'tree',
];

// Strings that each of these packages bears after minification, and Slipway's own code does not.
const foreign: readonly (readonly [string, RegExp])[] = [
    ['an Azure SDK', /azure-sdk-for-js|@azure\/|azsdk-js/],
    ['dockerode', /dockerode|docker-modem|DOCKER_CERT_PATH/],
    ['ssh2', /ssh-userauth|diffie-hellman-group|hmac-sha1/],
    ['the language client', /vscode-languageclient|textDocument\/didChange/],
    ['the MCP client', /modelcontextprotocol|tools\/list/],
    ['telemetry', /applicationinsights|InstrumentationKey/i],
    ['zod', /invalid_type|ZodError/],
    ['a Python or Dockerfile parser', /FunctionDefinition|AssignStatement/],
];

/** About what webpack made: `npm run build` comes first. */
describe('the bundles', () => {
    before(() => assert.ok(existsSync(path.join(dist, 'extension.js')), 'there is no dist/extension.js: npm run build'));

    for (const [what, pattern] of foreign) {
        it(`evaluate no part of ${what} at activation, only later`, () => {
            const later = bundles().filter((file) => path.basename(file) !== 'extension.js');
            assert.ok(
                later.some((file) => pattern.test(readFileSync(file, 'utf8'))),
                'no bundle bears these strings: they tell nothing any more',
            );
            assert.equal(pattern.exec(readFileSync(path.join(dist, 'extension.js'), 'utf8'))?.[0], undefined);
        });
    }

    it('keep the eager one within 60 kB', () => {
        assert.ok(statSync(path.join(dist, 'extension.js')).size <= 60_000);
    });

    it('have a chunk for every part that is loaded when it is first used', () => {
        const there = readdirSync(path.join(dist, 'chunks'));
        assert.deepEqual(
            chunks.filter((name) => !there.includes(`${name}.js`)),
            [],
        );
    });

    it('ask VS Code and Node for modules, and nothing else that would have to be installed beside them', () => {
        const asked = bundles().flatMap((file) =>
            [...readFileSync(file, 'utf8').matchAll(/=\s*require\("([^"./][^"]*)"\)/g)].map((match) => match[1] ?? ''),
        );
        // Optional parts of ssh2 and ws: both catch that they are missing.
        const optional = new Set(['vscode', 'cpu-features', 'bufferutil', 'utf-8-validate']);
        const wrong = asked.filter((name) => !optional.has(name) && !process.getBuiltinModule(name));
        assert.ok(asked.length > 0);
        assert.deepEqual([...new Set(wrong)], []);
    });

    it('dial out by the modules that VS Code puts its proxy and certificates behind, never by their node: names', () => {
        const dialling = bundles().flatMap((file) =>
            [...readFileSync(file, 'utf8').matchAll(/require\("((?:node:)?(?:https?|net|tls))"\)/g)].map((match) => match[1] ?? ''),
        );
        assert.ok(dialling.includes('https'), 'nothing dials out');
        assert.deepEqual(
            dialling.filter((name) => name.startsWith('node:')),
            [],
        );
    });
});

function bundles(): string[] {
    return [dist, path.join(dist, 'chunks')].flatMap((folder) =>
        readdirSync(folder)
            .filter((name) => name.endsWith('.js'))
            .map((name) => path.join(folder, name)),
    );
}
