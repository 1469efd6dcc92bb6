import assert from 'node:assert/strict';
import { lint } from '../../../src/language/service/lint';
import { snapshotOf } from './ruleCases';

/** What the fix of a container that runs as root writes, by the image that it is made from. */
const rows: readonly (readonly [string, string])[] = [
    ['node:22-slim', 'USER node\n'],
    ['mcr.microsoft.com/dotnet/aspnet:8.0', 'USER app\n'],
    ['mcr.microsoft.com/dotnet/aspnet:10.0', 'USER app\n'],
    ['mcr.microsoft.com/dotnet/aspnet:6.0', 'RUN useradd --create-home --uid 10001 app\nUSER app\n'],
    ['python:3.13-slim', 'RUN useradd --create-home --uid 10001 app\nUSER app\n'],
    ['python:3.13-slim\nWORKDIR /srv/shop/', 'RUN useradd --create-home --uid 10001 app && chown -R app /srv/shop\nUSER app\n'],
    ['python:3.13-alpine\nWORKDIR /app', 'RUN adduser -D -u 10001 app && chown -R app /app\nUSER app\n'],
    ['mcr.microsoft.com/dotnet/aspnet:8.0\nWORKDIR /app', 'RUN chown -R app /app\nUSER app\n'],
    ['node:22-slim\nWORKDIR /app', 'RUN find /app -exec chown -h node {} + -name node_modules -prune\nUSER node\n'],
    ['python:3.13-slim\nWORKDIR /usr/src', 'RUN useradd --create-home --uid 10001 app\nUSER app\n'],
    ['python:3.13-slim\nWORKDIR $WHERE', 'RUN useradd --create-home --uid 10001 app\nUSER app\n'],
];

describe('the user that a container is given', () => {
    for (const [image, expected] of rows) {
        it(`is the image's own where it has one, and owns the app's folder: ${image.replace('\n', ' ')}`, () => {
            const files = new Map([['Dockerfile', `FROM ${image}\nCMD ["serve"]\n`]]);
            const example = {
                code: 'dockerfile/root-user',
                kind: 'bad' as const,
                title: image,
                document: 'Dockerfile',
                files,
                facts: {},
                marked: [],
            };
            const { findings } = lint(snapshotOf(example), { severities: {}, broken: new Set() });
            const fixes = findings.filter(({ code }) => code === example.code).flatMap((finding) => finding.fixes ?? []);
            assert.deepEqual(
                fixes.flatMap(({ edits }) => edits.map(({ newText }) => newText)),
                [expected],
            );
        });
    }
});
