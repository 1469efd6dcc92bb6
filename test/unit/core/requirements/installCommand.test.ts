import assert from 'node:assert/strict';
import { isFailure } from '../../../../src/base/failure';
import { installCommand } from '../../../../src/core/requirements/installCommand';

describe('The command that adds a package of npm', () => {
    for (const [files, name, expected] of [
        [['package-lock.json'], 'left-pad', 'npm install left-pad'],
        [['yarn.lock'], '@azure/identity', 'yarn add @azure/identity'],
        [['pnpm-lock.yaml', 'package-lock.json'], 'express', 'pnpm add express'],
        [['bun.lock'], 'zod', 'bun add zod'],
    ] as const) {
        it(`is ${expected}`, () => assert.equal(installCommand(name, new Set<string>(files)), expected));
    }
    for (const name of ['$(touch /tmp/x)', 'a; rm -rf ~', '--global', '../up', 'a b', 'a\nb', '-x', '', 'x'.repeat(300)]) {
        it(`is none for ${JSON.stringify(name.slice(0, 20))}`, () =>
            assert.throws(
                () => installCommand(name, new Set()),
                (error) => isFailure(error) && error.code === 'workspace/write-failed',
            ));
    }
});
