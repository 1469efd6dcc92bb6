import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import ts from 'typescript';

// Holds docs/architecture.md: which room may import which, even only a type; `import()` and `require` are counted.
const root = path.resolve(__dirname, '../..');
const allowed: Readonly<Record<string, readonly string[]>> = {
    base: [],
    core: ['base'],
    ports: ['core', 'base'],
    views: ['core', 'base'],
    language: ['core', 'base'],
    localAzure: ['core', 'base'],
    worker: ['core', 'base'],
    panel: ['views', 'core', 'base'],
    workflows: ['ports', 'core', 'base'],
    adapters: ['ports', 'core', 'base'],
    shell: ['workflows', 'adapters', 'views', 'ports', 'core', 'base', 'language'],
    cli: ['workflows', 'adapters', 'views', 'ports', 'core', 'base'],
    '.': ['shell'],
};
const pureRooms = ['core', 'base', 'views', 'language/service'];
const pureParsers = [
    '@lezer/python',
    '@lezer/javascript',
    '@lezer/common',
    'dockerfile-ast',
    'dockerfile-language-service',
    'vscode-languageserver-types',
    'vscode-languageserver-textdocument',
    'jsonc-parser',
    'smol-toml',
    'yaml',
    'fast-xml-parser',
    'zod',
];

interface Import {
    readonly from: string;
    readonly to: string;
}

const files = sources(path.join(root, 'src'));
const imports: readonly Import[] = files.flatMap((file) =>
    importsOf(file).map((to) => ({ from: relative(file), to: resolveImport(file, to) })),
);
const inside = imports.filter(({ to }) => to.startsWith('src/'));
const outside = imports.filter(({ to }) => !to.startsWith('src/'));

describe('the rooms of the house', () => {
    it('import only downwards, as the layer table says', () => {
        const wrong = inside.filter(({ from, to }) => {
            const [mine, theirs] = [room(from), room(to)];
            return mine !== theirs && !(allowed[mine] ?? []).includes(theirs);
        });
        assert.deepEqual(wrong, []);
    });

    it('leave the language server alone, its protocol types aside', () => {
        const wrong = inside.filter(
            ({ from, to }) => room(from) === 'shell' && room(to) === 'language' && to !== 'src/language/protocol.ts',
        );
        assert.deepEqual(wrong, []);
    });

    it('know vscode only in the shell and the entry', () => {
        const wrong = outside.filter(({ from, to }) => to === 'vscode' && room(from) !== 'shell' && from !== 'src/extension.ts');
        assert.deepEqual(wrong, []);
    });

    it('are pure where they say so: no Node built-in, no package but the named parsers', () => {
        const wrong = outside.filter(({ from, to }) => {
            const pure = pureRooms.some((name) => from.startsWith(`src/${name}/`));
            const name = packageName(to);
            return pure && (to.startsWith('node:') || builtinModules.includes(name) || !pureParsers.includes(name));
        });
        assert.deepEqual(wrong, []);
    });

    it('keep the adapters apart from each other', () => {
        const folder = (file: string) => file.split('/')[2];
        const wrong = inside.filter(({ from, to }) => room(from) === 'adapters' && room(to) === 'adapters' && folder(from) !== folder(to));
        assert.deepEqual(wrong, []);
    });

    it('have no import cycle, even through types', () => {
        assert.deepEqual(findCycle(), []);
    });

    it('import only files that are there', () => {
        assert.deepEqual(
            inside.filter(({ to }) => !existsSync(path.join(root, to))),
            [],
        );
    });
});

function sources(folder: string): string[] {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
        const at = path.join(folder, entry.name);
        return entry.isDirectory() ? sources(at) : entry.name.endsWith('.ts') ? [at] : [];
    });
}

function importsOf(file: string): string[] {
    const found: string[] = [];
    const visit = (node: ts.Node): void => {
        if (
            (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) &&
            node.moduleSpecifier !== undefined &&
            ts.isStringLiteral(node.moduleSpecifier)
        ) {
            found.push(node.moduleSpecifier.text);
        } else if (
            ts.isCallExpression(node) &&
            (node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.getText() === 'require')
        ) {
            const [argument] = node.arguments;
            if (argument !== undefined && ts.isStringLiteralLike(argument)) {
                found.push(argument.text);
            }
        } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal)) {
            found.push(node.argument.literal.text);
        }
        ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true));
    return found;
}

function resolveImport(file: string, to: string): string {
    if (!to.startsWith('.')) {
        return to;
    }
    const target = path.resolve(path.dirname(file), to);
    const withEnding = existsSync(target) && statSync(target).isFile() ? target : `${target}.ts`;
    return relative(withEnding);
}

function relative(file: string): string {
    return path.relative(root, file).split(path.sep).join('/');
}

function room(file: string): string {
    const parts = file.split('/');
    return parts.length === 2 ? '.' : (parts[1] ?? '');
}

function packageName(to: string): string {
    return to
        .split('/')
        .slice(0, to.startsWith('@') ? 2 : 1)
        .join('/');
}

function findCycle(): readonly string[] {
    const next = new Map<string, string[]>();
    for (const { from, to } of inside) {
        next.set(from, [...(next.get(from) ?? []), to]);
    }
    const done = new Set<string>();
    const trail: string[] = [];
    const walk = (file: string): readonly string[] => {
        const at = trail.indexOf(file);
        if (at >= 0) {
            return [...trail.slice(at), file];
        }
        if (done.has(file)) {
            return [];
        }
        trail.push(file);
        for (const to of next.get(file) ?? []) {
            const cycle = walk(to);
            if (cycle.length > 0) {
                return cycle;
            }
        }
        trail.pop();
        done.add(file);
        return [];
    };
    for (const file of next.keys()) {
        const cycle = walk(file);
        if (cycle.length > 0) {
            return cycle;
        }
    }
    return [];
}
