import assert from 'node:assert/strict';
import { tasksDockerfile } from '../../../../src/core/build/tasksDockerfile';

describe('A Dockerfile for ACR Tasks', () => {
    for (const [title, before, after, buildArgs] of [
        ['without a flag stays as it is', 'FROM node:22\nRUN npm ci\n', 'FROM node:22\nRUN npm ci\n', {}],
        [
            'loses the platform that Tasks builds on and for anyway',
            'FROM --platform=$BUILDPLATFORM node:22 AS build\nFROM --platform=${TARGETPLATFORM} node:22\nFROM --platform="linux/amd64" nginx\n',
            'FROM node:22 AS build\nFROM node:22\nFROM nginx\n',
            {},
        ],
        [
            'keeps its lines where FROM has several',
            'from \\\n  --platform=linux/amd64 \\\n  node:22\nRUN x\n',
            'from \\\n  \\\n  node:22\nRUN x\n',
            {},
        ],
        [
            'gets the variables that only BuildKit sets, where it declares them',
            'FROM go AS build\nARG TARGETOS TARGETARCH\nARG TARGETOS\nARG TARGETARCH\nARG MODE=fast\nRUN GOARCH=$TARGETARCH go build\n',
            'FROM go AS build\nARG TARGETOS TARGETARCH\nARG TARGETOS\nARG TARGETARCH\nARG MODE=fast\nRUN GOARCH=$TARGETARCH go build\n',
            { TARGETOS: 'linux', TARGETARCH: 'amd64' },
        ],
        ['gets them filled into FROM, which needs no declaration', 'FROM base-${TARGETARCH}\n', 'FROM base-amd64\n', {}],
        [
            'is not touched in comments and commands',
            '# FROM --platform=x y\nFROM a\nRUN echo FROM --platform=$BUILDPLATFORM\n',
            '# FROM --platform=x y\nFROM a\nRUN echo FROM --platform=$BUILDPLATFORM\n',
            {},
        ],
        [
            'loses caches and links, without which it means the same, and keeps other mounts',
            'FROM a\nRUN --mount=type=cache,target=/root/.cache/pip \\\n    --mount=target=/b,type=cache,sharing=locked --network=none --mount=type=secret,id=x \\\n    pip install x\nCOPY --link --chown=1:1 a b\nRUN echo --mount=type=cache\n',
            'FROM a\nRUN \\\n    --network=none --mount=type=secret,id=x \\\n    pip install x\nCOPY --chown=1:1 a b\nRUN echo --mount=type=cache\n',
            {},
        ],
        [
            'keeps a cache that begins as the folder of another stage',
            'FROM a\nRUN --mount=type=cache,from=b,target=/c cp /c /d\n',
            'FROM a\nRUN --mount=type=cache,from=b,target=/c cp /c /d\n',
            {},
        ],
        ['keeps the ends of its lines', 'FROM --platform=linux/amd64 a\r\nRUN b\r\n', 'FROM a\r\nRUN b\r\n', {}],
        ['that is none stays as it is', '\u0000{', '\u0000{', {}],
    ] as const) {
        it(title, () => {
            const read = tasksDockerfile(before);
            assert.deepEqual([read.text, read.buildArgs, read.foreign], [after, buildArgs, undefined]);
        });
    }

    for (const [title, text, buildArgs, foreign] of [
        ['is written out', 'FROM a\nFROM --platform=linux/arm64 b\n', {}, { line: 2, platform: 'linux/arm64' }],
        ['is an argument’s default', 'ARG P=linux/arm64\nFROM --platform=$P b\n', {}, { line: 2, platform: 'linux/arm64' }],
        ['is windows', 'FROM --platform=windows/amd64 b\n', {}, { line: 1, platform: 'windows/amd64' }],
    ] as const) {
        it(`names the line of a stage for another platform: ${title}`, () => {
            assert.deepEqual(tasksDockerfile(text, buildArgs).foreign, foreign);
        });
    }

    it('takes the build arguments that are given before its own', () => {
        const text = 'ARG P=linux/arm64\nFROM --platform=$P b\nARG TARGETARCH\n';
        assert.deepEqual(tasksDockerfile(text, { P: 'linux/amd64', TARGETARCH: 'other' }), {
            text: text.replace('--platform=$P ', ''),
            buildArgs: {},
        });
    });
});
