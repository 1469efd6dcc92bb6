import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { folderFileSource } from '../../../../src/adapters/node/folderFileSource';
import { quietOperation } from '../../../../src/base/operation';
import type { Profile } from '../../../../src/core/project/profile';
import { containerize } from '../../../../src/workflows/containerize';

const fixtures = path.resolve(__dirname, '../../../fixtures/apps');
const golden = path.resolve(__dirname, '../../../golden');

/** UPDATE_GOLDEN=1 writes what is made now; look at the difference before it is committed. */
const update = process.env.UPDATE_GOLDEN === '1';

describe('what each fixture project gets', function () {
    this.timeout(20_000);
    for (const name of readdirSync(fixtures)) {
        it(`is what was looked at: ${name}`, async () => {
            const { projects, files } = await containerize(quietOperation(), folderFileSource(path.join(fixtures, name)));
            if (!files.some((file) => /(^|\/)Dockerfile$/.test(file.path) && file.action === 'create')) {
                hold(`${name}.said.json`, `${JSON.stringify(said(projects), undefined, 2)}\n`);
            }
            for (const file of files) {
                hold(`${name}.${file.path.replace(/^\./, '').replaceAll('/', '.')}`, file.content);
            }
        });
    }
});

/** What a project without a Dockerfile is told instead: silence there would be a fault. */
function said(projects: readonly Profile[]): unknown[] {
    assert.ok(projects.some(({ findings }) => findings.length > 0));
    return projects.map(({ folder, kind, findings }) => ({
        folder,
        kind,
        findings: findings.map(({ code, severity, message, file, line }) => ({ code, severity, message, file, line })),
    }));
}

function hold(name: string, content: string): void {
    const at = path.join(golden, name);
    if (update) {
        mkdirSync(golden, { recursive: true });
        writeFileSync(at, content);
    }
    assert.ok(existsSync(at), `${at} is missing: UPDATE_GOLDEN=1 writes it`);
    assert.equal(content, readFileSync(at, 'utf8'));
}
