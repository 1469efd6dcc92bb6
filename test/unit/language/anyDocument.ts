import fc from 'fast-check';
import type { Snapshot } from '../../../src/language/service/snapshot';
import { ruleCases, snapshotOf } from './ruleCases';

const pieces = [
    'FROM ', 'python:3.13-slim', 'node', ' AS b', '--platform=$X ', 'RUN ', 'pip install ', '-r requirements.txt', 'apt-get update', ' && ', ' \\\n', '<<EOF\n', 'EOF\n', 'CMD ', 'ENTRYPOINT ', 'HEALTHCHECK ', 'CMD curl http://localhost:80/',
    '["', '", "', '"]', '[', ']', '"', "'", '$', '${', '}', '${PORT:-80}', 'ENV A=', 'ARG ', 'EXPOSE ', '8000', '2222', 'COPY ', '--from=b ', '. .', '../x', 'gunicorn ', '--bind ', '127.0.0.1:8000 ', ':', 'app:app', 'USER ', '# syntax=x\n', '# escape=`\n', '`', 'ONBUILD ',
    'flask', '==', '>=1,<2', '; python_version', ' @ ', '-e .', '--hash=sha256:', '-r a.txt', '!', '**/', '*', '[a-', '\\', '/', '.env', '\n', '\r\n', '\r', '\t', ' ', '\ufeff', '\0', '\u2028', '😀', 'adduser --gecos ', 'adduser ', 'python ', 'app.py', 'index.js', 'app = Flask(__name__)\n', 'app.run(', '.listen(', 'host=', 'port: ', '127.0.0.1', 'latest', 'linux/arm64', 'buster', 'PASSWORD=', 'id_rsa', 'root', 'pywin32', 'numpy==1.20.0', 'Flask_Cors\n', 'ssh-dss', 'Ciphers ', 'openssh-server', 'sshd_config ', '=', '{', '(', ')', '$(', '&', '|', ';',
]; // prettier-ignore

export const anyText = fc.oneof(
    { weight: 6, arbitrary: fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => parts.join('')) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => new TextDecoder().decode(bytes)) },
);
const names = [
    'Dockerfile',
    '.dockerignore',
    'requirements.txt',
    'a.txt',
    'app.py',
    'pyproject.toml',
    'sshd_config',
    'gunicorn.conf.py',
    '.env',
    '.python-version',
    'uv.lock',
    'index.js',
    'package.json',
    'src/x.py',
];

/** A project of scraps, seen from one of its documents. */
const anyScraps: fc.Arbitrary<Snapshot> = fc
    .record({
        kind: fc.constantFrom('dockerfile' as const, 'dockerignore' as const, 'requirements' as const),
        texts: fc.array(anyText, { minLength: names.length, maxLength: names.length }),
        alone: fc.boolean(),
        utf16: fc.boolean(),
        port: fc.option(fc.nat(70_000), { nil: undefined }),
    })
    .map(({ kind, texts, alone, utf16, port }) => {
        const files = new Map(names.map((name, at) => [name, texts[at] ?? '']));
        const document = { dockerfile: 'Dockerfile', dockerignore: '.dockerignore', requirements: 'requirements.txt' }[kind];
        return {
            kind,
            path: document,
            text: files.get(document) ?? '',
            encoding: utf16 ? 'utf16' : 'utf8',
            paths: alone ? undefined : names,
            facts:
                port === undefined
                    ? {}
                    : {
                          deploy: { port, ssh: 'on', build: 'acrTasks' },
                          profile: { port, framework: 'fastapi', healthPath: '/x', runtimeVersion: '3.12' },
                      },
            read: (path) => files.get(path),
        };
    });

const examples = ruleCases();
const exampleLines = [...new Set(examples.flatMap(({ files }) => [...files.values()].flatMap((text) => text.split(/(?<=\n)/))))];

/** An example of some rule with pieces taken out, put in, and cut short: the half-typed text of somebody who is in the middle of it. */
const anyEdited: fc.Arbitrary<Snapshot> = fc
    .record({
        example: fc.constantFrom(...examples),
        utf16: fc.boolean(),
        edits: fc.array(
            fc.record({
                file: fc.nat(9),
                at: fc.nat(2000),
                length: fc.oneof(fc.constant(0), fc.nat(12), fc.nat(2000)),
                text: fc.oneof(fc.constant(''), fc.constantFrom(...pieces), fc.constantFrom(...exampleLines)),
            }),
            { maxLength: 6 },
        ),
    })
    .map(({ example, utf16, edits }) => {
        const files = new Map(example.files);
        for (const { file, at, length, text } of edits) {
            const name = [...files.keys()][file % files.size]!;
            const before = files.get(name)!;
            const start = at % (before.length + 1);
            files.set(name, before.slice(0, start) + text + before.slice(start + length));
        }
        return { ...snapshotOf({ ...example, files }), encoding: utf16 ? ('utf16' as const) : ('utf8' as const) };
    });

/** Any project, however broken, seen from one of its documents. */
export const anySnapshot: fc.Arbitrary<Snapshot> = fc.oneof(anyScraps, anyEdited);
