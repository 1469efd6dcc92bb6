import assert from 'node:assert/strict';
import type { BuildStep } from '../../../../src/core/build/buildEvent';
import { explainBuildFailure, missingFileWords } from '../../../../src/core/build/explainBuildFailure';

const dockerfile = `FROM python:3.11-slim AS builder
WORKDIR /app
# comment
COPY requirements.txt .
RUN pip install \\
    -r requirements.txt

FROM builder
COPY --from=builder /app /app
RUN echo done
`;

const failed = (name: string, error: string): BuildStep => ({ id: `sha256:${name}`, name, state: 'failed', error });

// Messages as engines 20.10, 26, 28 (BuildKit) and the classic builder wrote them.
describe('why a build failed', () => {
    const check = (
        title: string,
        build: { name?: string; message: string; lines?: readonly string[]; id?: string; exitCode?: number },
        code: string,
        facts: object,
    ) =>
        it(title, () => {
            const steps =
                build.name === undefined
                    ? []
                    : [{ ...failed(build.name, build.message), ...(build.id === undefined ? {} : { id: build.id }) }];
            const explained = explainBuildFailure({
                message: build.message,
                journal: { steps, ...(steps[0] === undefined ? {} : { failedStep: steps[0] }), lastLines: build.lines ?? [] },
                dockerfile: 'Dockerfile',
                dockerfileText: dockerfile,
                tag: 'Bad:Tag',
                ...(build.exitCode === undefined ? {} : { exitCode: build.exitCode }),
            });
            const seen = Object.fromEntries(Object.keys(facts).map((key) => [key, explained.facts[key]]));
            assert.deepEqual({ code: explained.code, ...seen }, { code, ...facts });
        });

    check(
        'names the line of a RUN over several lines',
        {
            name: '[builder 4/4] RUN pip install     -r requirements.txt',
            message: 'process "/bin/sh -c pip install     -r requirements.txt" did not complete successfully: exit code: 1',
            lines: ['ERROR: No matching distribution found for flaskk==3'],
        },
        'build/step-failed',
        { line: 5, instruction: 'RUN', exitCode: 1, kind: 'package', reason: 'pip found no package flaskk==3.' },
    );
    check(
        'counts steps where the text differs',
        { name: '[builder 3/4] COPY $FILE .', message: 'failed to calculate checksum of ref abc: "/requirements.txt": not found' },
        'build/step-failed',
        { line: 4, instruction: 'COPY', missing: 'requirements.txt' },
    );
    check(
        'finds a step of a stage that is built on another',
        {
            name: '[stage-1 2/2] RUN echo done',
            message: 'executor failed running [/bin/sh -c echo done]: exit code: 127',
            lines: ['/bin/sh: 1: gunicorn: not found'],
        },
        'build/step-failed',
        { line: 10, kind: 'command', reason: 'There is no command gunicorn in the image.' },
    );
    check(
        'reads the classic builder’s numbering',
        {
            id: 'step 4',
            name: '[4/8] RUN pip install     -r requirements.txt',
            message: "The command '/bin/sh -c pip' returned a non-zero code: 2",
            exitCode: 2,
        },
        'build/step-failed',
        { line: 5, exitCode: 2 },
    );
    check(
        'reads the classic builder’s missing file',
        {
            id: 'step 3',
            name: '[3/8] COPY requirements.txt .',
            message:
                'COPY failed: file not found in build context or excluded by .dockerignore: stat requirements.txt: file does not exist',
        },
        'build/step-failed',
        { missing: 'requirements.txt', line: 4 },
    );
    check(
        'takes the line of a syntax error',
        {
            message:
                'failed to solve with frontend dockerfile.v0: failed to create LLB definition: dockerfile parse error line 3: unknown instruction: FORM',
        },
        'build/dockerfile-invalid',
        { line: 3, reason: 'unknown instruction: FORM.' },
    );
    check(
        'takes the newer spelling of a syntax error',
        { message: 'dockerfile parse error on line 7: unknown instruction: RUM (did you mean RUN?)' },
        'build/dockerfile-invalid',
        { line: 7 },
    );
    check(
        'tells a tag that is none',
        { message: 'invalid reference format: repository name (library/Bad) must be lowercase' },
        'build/bad-tag',
        { tag: 'Bad:Tag' },
    );
    check(
        'tells a base image that is not there',
        {
            name: '[internal] load metadata for docker.io/library/python:3.11-slim',
            message: 'docker.io/library/python:3.11-slim: not found',
        },
        'build/base-image',
        { image: 'python:3.11-slim', line: 1, reason: 'The registry has no such image.' },
    );
    check(
        'tells a registry that cannot be reached',
        {
            name: '[internal] load metadata for docker.io/library/python:3.11-slim',
            message: 'failed to do request: Head "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no such host',
        },
        'build/base-image',
        { reason: 'The registry cannot be reached.' },
    );
    check(
        'tells a private base image',
        {
            id: 'step 1',
            name: '[1/8] FROM python:3.11-slim',
            message: "pull access denied for python, repository does not exist or may require 'docker login'",
        },
        'build/base-image',
        { image: 'python:3.11-slim', line: 1 },
    );
    check(
        'tells a missing secret',
        { name: '[builder 4/4] RUN --mount=type=secret,id=tok cat', message: 'failed to solve: secret tok: not found' },
        'build/secret-missing',
        { secret: 'tok' },
    );
    check(
        'tells a full disk',
        { name: '[builder 3/4] COPY requirements.txt .', message: 'write /var/lib/docker/x: no space left on device' },
        'engine/no-space',
        { line: 4 },
    );
    check(
        'tells a foreign processor',
        {
            name: '[builder 4/4] RUN pip install     -r requirements.txt',
            message: 'process "/bin/sh" did not complete successfully: exit code: 255',
            lines: ['exec /bin/sh: exec format error'],
        },
        'build/step-failed',
        { kind: 'platform' },
    );
    check(
        'tells a step that was killed',
        {
            name: '[builder 4/4] RUN pip install     -r requirements.txt',
            message: 'process "/bin/sh" did not complete successfully: exit code: 137',
        },
        'build/step-failed',
        { reason: 'The step was killed, usually because it ran out of memory.' },
    );
    check(
        'prefers no network to no package',
        {
            name: '[builder 4/4] RUN pip install     -r requirements.txt',
            message: 'exit code: 1',
            lines: [
                "Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')",
                'ERROR: No matching distribution found for flask',
            ],
        },
        'build/step-failed',
        { kind: 'network' },
    );
    const whatIsToldOf = (title: string, lines: readonly string[], facts: object) =>
        check(
            title,
            { name: '[builder 4/4] RUN pip install     -r requirements.txt', message: 'exit code: 1', lines },
            'build/step-failed',
            facts,
        );
    whatIsToldOf(
        'takes no conflict between npm packages for a missing network',
        [
            'npm error code ERESOLVE',
            'npm error ERESOLVE unable to resolve dependency tree',
            'npm error While resolving: shop@undefined',
            'npm error Could not resolve dependency:',
            'npm error @react-router/serve@"^7.0.0" from the root project',
        ],
        { kind: 'package', reason: 'npm finds no versions that fit each other, beginning at @react-router/serve@"^7.0.0".' },
    );
    whatIsToldOf(
        'takes no module that a bundler misses for a host',
        ['error during build:', 'Could not resolve "./Shop.vue" from "src/main.js"'],
        {
            kind: 'other',
        },
    );
    whatIsToldOf(
        'takes no artifact that Maven misses for a host',
        ['[ERROR] Failed to execute goal on project shop: Could not resolve dependencies for project org.example:shop:jar:1.0'],
        { kind: 'other' },
    );
    for (const line of [
        'curl: (5) Could not resolve proxy: gate.example.org',
        'ssh: Could not resolve hostname gate.example.org: Name or service not known',
    ]) {
        whatIsToldOf(`names the host of ${line.slice(0, 30)}`, [line], {
            kind: 'network',
            reason: 'The build has no network: the name gate.example.org was not found.',
        });
    }
    whatIsToldOf('names the host that curl does not find', ['curl: (6) Could not resolve host: deb.example.org'], {
        kind: 'network',
        reason: 'The build has no network: the name deb.example.org was not found.',
    });
    whatIsToldOf(
        'names the host that apt does not find',
        ['Err:1 http://deb.debian.org/debian trixie InRelease', "  Could not resolve 'deb.debian.org'"],
        {
            kind: 'network',
            reason: 'The build has no network: the name deb.debian.org was not found.',
        },
    );
    for (const line of [
        'urllib3.exceptions.NameResolutionError: <HTTPSConnection>: Failed to resolve',
        'wget: bad address: Temporary failure in name resolution',
        'socket.gaierror: [Errno -2] Name or service not known',
    ]) {
        whatIsToldOf(`names no host where there is none: ${line.slice(0, 30)}`, [line], {
            kind: 'network',
            reason: 'The build has no network: a name was not found.',
        });
    }
    check(
        'quotes the last telling line when nothing is known',
        {
            name: '[builder 4/4] RUN pip install     -r requirements.txt',
            message: 'exit code: 3',
            lines: ['start', 'Error: the moon is full', 'bye'],
        },
        'build/step-failed',
        { reason: 'Error: the moon is full.' },
    );
    check('has words for a failure without a step', { message: 'frontend grpc server closed unexpectedly' }, 'build/failed', {
        reason: 'frontend grpc server closed unexpectedly.',
    });
});

describe('a file that the build did not find', () => {
    it('is named with the .dockerignore line that hides it', () => {
        const { reason } = missingFileWords('a.log', { kind: 'ignored', file: '.dockerignore', line: 3, rule: '*.log' });
        assert.match(reason, /line 3 of \.dockerignore \(\*\.log\)/);
    });
    it('is named with the one that differs in case', () => {
        assert.match(missingFileWords('Requirements.txt', { kind: 'absent', similar: 'requirements.txt' }).reason, /differ in case/);
    });
});
