import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../../../..');
const docs = readFileSync(path.join(root, 'docs/containerize-json.md'), 'utf8');

function sources(folder: string): string[] {
    return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .map((file) => readFileSync(path.join(root, folder, file), 'utf8'));
}

const unlisted = (words: Iterable<string>) => [...new Set(words)].filter((word) => !docs.includes(`\`${word}\``)).sort();

describe('docs/containerize-json.md', () => {
    const workflow = readFileSync(path.join(root, 'src/workflows/containerize.ts'), 'utf8');
    const all = [...['src/core/project', 'src/core/dockerfile', 'src/core/requirements'].flatMap(sources), workflow].join('\n');
    const detectors = sources('src/core/project').join('\n');

    it('lists every code that a finding can have', () => {
        const stated = [...all.matchAll(/'((?:scaffold|requirements|workspace|runtime|python|django)\/[a-z-]+)'/g)].map(([, code = '']) => code); // prettier-ignore
        const told = [...all.matchAll(/\btell\('([a-z-]+)'/g)].map(([, code = '']) => `scaffold/${code}`);
        assert.ok(stated.includes('requirements/server-missing') && stated.includes('python/module-gone'));
        assert.ok(told.includes('scaffold/root-user'));
        assert.deepEqual(unlisted([...stated, ...told]), []);
    });

    it('lists every framework', () => {
        const tables = [...detectors.matchAll(/^const frameworks\b[\s\S]*?^\];?/gm)].map(([table]) => table).join('\n');
        const pairs = [...tables.matchAll(/\[(?:'[^']+'|\/[^\n]*?\/i?), '([^']+)'/g)].map(([, name = '']) => name);
        const named = [...detectors.matchAll(/\b(?:framework|name): '([A-Z][a-z.][\w.]*(?: [A-Z][\w.]*)*)'/g)].map(([, name = '']) => name);
        assert.ok(pairs.includes('Gin') && pairs.includes('Laminas') && pairs.includes('Spring Boot') && named.includes('Flask'));
        assert.deepEqual(unlisted([...pairs, ...named]), []);
    });

    it('lists every service and every reason to write', () => {
        const kinds = [...detectors.matchAll(/\{ kind: '([a-z0-9 ]+)', driver:/g)].map((match) => match[1] ?? '');
        const reasons = [...detectors.matchAll(/reason: '((?:SQLite|uploads|log|file|folder)[^']*)'/g)].map((match) => match[1] ?? '');
        assert.ok(kinds.length > 10 && reasons.length > 10);
        assert.deepEqual(unlisted([...kinds, ...reasons]), []);
    });
});
