import assert from 'node:assert/strict';
import { openFolder } from '../../../../../src/core/project/folder';
import { findLoopback, findNodePort, findPortVariable, withoutComments } from '../../../../../src/core/project/node/nodePorts';
import { memoryFileSource } from '../memoryFileSource';

/** Beginnings that nothing ends: a pattern that read on from each of them would take minutes for texts of this length. */
const hostile: readonly (readonly [string, string])[] = [
    ['calls of listen', '\napp.listen(Config'],
    ['settings of listen', '\napp.listen({'],
    ['settings of listen with a port', '\napp.listen({port:'],
    ['settings of listen with a host', '\napp.listen({host:'],
    ['settings of a server', 'Server({host:'],
    ['defaults in what is taken from the environment', 'PORT=3000,'],
    ['choices by a variable', 'process.env.PORT ?'],
    ['declarations of a port', 'const port='],
    ['declarations of a host', 'const host='],
    ['declarations of hosts on localhost', "const host='localhost'\n"],
    ['comments', '/* '],
];

/** Names that are begun anew in each of their parts. */
const names: readonly string[] = ['getEnv', 'port', 'PORT_', 'Config', 'host'];

const length = 300_000;

describe('what opens a port is read in a time that grows with the text', () => {
    const rows = [
        ...hostile.map(([title, text]) => [title, text.repeat(length / text.length)] as const),
        ...names.flatMap((name) =>
            ['app.listen(', 'const ', 'process.env.', 'port = '].map(
                (before) => [`a long name of ${name} behind ${before}`, before + name.repeat(length / name.length)] as const,
            ),
        ),
    ];
    for (const [title, text] of rows) {
        it(title, async () => {
            const folder = await openFolder(memoryFileSource({ 'server.js': text }));
            const begun = performance.now();
            await findNodePort(folder, 'server.js');
            await findPortVariable(folder, 'server.js');
            await findLoopback(folder, 'server.js', 'listens on localhost');
            // A tenth of a second where nothing else runs; what grows with the square of the length takes a minute and more.
            assert.ok(performance.now() - begun < 8000);
        });
    }
});

describe('comments of code', () => {
    for (const [title, code, expected] of [
        ['become spaces', 'a /* b\nc */ d // e\nf', 'a     \n     d     \nf'],
        ['that nothing ends are none', "a; /* b\nlisten('/*')", "a; /* b\nlisten('/*')"],
        ['behind the last end are blanked as well', '/* a */ b // c', '        b     '],
        ['leave addresses alone', "get('http://a')", "get('http://a')"],
    ] as const) {
        it(title, () => {
            assert.equal(withoutComments(code), expected);
        });
    }
});
