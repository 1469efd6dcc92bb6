import fc from 'fast-check';
import type { Snapshot } from '../../../src/language/service/snapshot';

const pieces = [
    'FROM ', 'python:3.13-slim', 'node', ' AS b', '--platform=$X ', 'RUN ', 'pip install ', '-r requirements.txt', 'apt-get update', ' && ', ' \\\n', '<<EOF\n', 'EOF\n', 'CMD ', 'ENTRYPOINT ', 'HEALTHCHECK ', 'CMD curl http://localhost:80/',
    '["', '", "', '"]', '[', ']', '"', "'", '$', '${', '}', '${PORT:-80}', 'ENV A=', 'ARG ', 'EXPOSE ', '8000', '2222', 'COPY ', '--from=b ', '. .', '../x', 'gunicorn ', '--bind ', '127.0.0.1:8000 ', ':', 'app:app', 'USER ', '# syntax=x\n', '# escape=`\n', '`', 'ONBUILD ',
    'flask', '==', '>=1,<2', '; python_version', ' @ ', '-e .', '--hash=sha256:', '-r a.txt', '!', '**/', '*', '[a-', '\\', '/', '.env', '\n', '\r\n', '\r', '\t', ' ', '\ufeff', '\0', '\u2028', '😀', 'adduser --gecos ', 'openssh-server', 'sshd_config ', '=', '{', '(', ')', '$(', '&', '|', ';',
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
    'src/x.py',
];

/** Any project, however broken, seen from one of its documents. */
export const anySnapshot: fc.Arbitrary<Snapshot> = fc
    .record({
        kind: fc.constantFrom('dockerfile' as const, 'dockerignore' as const, 'requirements' as const),
        texts: fc.array(anyText, { minLength: names.length, maxLength: names.length }),
        alone: fc.boolean(),
        port: fc.option(fc.nat(70_000), { nil: undefined }),
    })
    .map(({ kind, texts, alone, port }) => {
        const files = new Map(names.map((name, at) => [name, texts[at] ?? '']));
        const document = { dockerfile: 'Dockerfile', dockerignore: '.dockerignore', requirements: 'requirements.txt' }[kind];
        return {
            kind,
            path: document,
            text: files.get(document) ?? '',
            encoding: 'utf8',
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
