// Makes plain CommonJS out of test/host for the extension host, which loads no TypeScript; types are checked by `npm run types`.
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { root } from './machine/root.mjs';

const from = path.join(root, 'test/host');
const to = path.join(root, 'out/test/host');
fs.rmSync(to, { recursive: true, force: true });
for (const name of fs.readdirSync(from, { recursive: true })) {
    if (name.endsWith('.ts')) {
        const target = path.join(to, name.replace(/\.ts$/, '.js'));
        const { outputText } = ts.transpileModule(fs.readFileSync(path.join(from, name), 'utf8'), {
            fileName: name,
            compilerOptions: {
                target: ts.ScriptTarget.ES2022,
                module: ts.ModuleKind.CommonJS,
                esModuleInterop: true,
                inlineSourceMap: true,
            },
        });
        fs.mkdirSync(path.dirname(target), { recursive: true });
        fs.writeFileSync(target, outputText);
    }
}
