import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

/** Whoever ticks the list off looks for these sentences: they have to be those that the doctor says. */
describe('The checklist for Windows', () => {
    const checklist = read('docs/windows-checklist.md');
    const rules = read('src/core/diagnose/engineRules.ts');

    for (const [, said = ''] of checklist.matchAll(/"([A-Z][^"]+?)"/g)) {
        it(`quotes the doctor: ${said}`, () => {
            // What a rule fills in is left open in the list.
            assert.ok(rules.includes(said.replace(/ ….*$/, ' ${')) || rules.includes(`'${said}'`), said);
        });
    }

    for (const [, command = ''] of checklist.matchAll(/command `([^`]+)`/g)) {
        it(`names a command that the doctor copies: ${command}`, () => assert.ok(rules.includes(command), command));
    }

    it('names the pipes that are tried', () => {
        const candidates = read('src/adapters/docker/candidates.ts');
        for (const [, pipe = ''] of checklist.matchAll(/npipe:\/{4}\.\/pipe\/(\w+)/g)) {
            assert.ok(candidates.includes(pipe), pipe);
        }
    });
});
