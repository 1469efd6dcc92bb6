import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** Functions whose first argument is a sentence of the product. */
const sayers = new Set(['say', 'spoken', 'sentence', 'translate', 't']);
/** Properties that hold a sentence, in the tables of words. */
const told = new Set(['what', 'why', 'next', 'title', 'label', 'progress', 'headline', 'cause', 'fix']);
const tables = /^(views\/words\/|views\/\w*[wW]ords\.ts|shell\/commands\/table\.ts)/;

/** Every sentence that the product says through vscode.l10n, a panel's `say` or a table of words, sorted; with the files that say it. */
export function collectStrings(root: string): ReadonlyMap<string, readonly string[]> {
    const found = new Map<string, string[]>();
    const src = path.join(root, 'src');
    const files = fs
        .readdirSync(src, { recursive: true, encoding: 'utf8' })
        .map((file) => file.replaceAll('\\', '/'))
        .filter((file) => file.endsWith('.ts') && /^(shell|views|panel|core\/deploy|workflows)\//.test(file))
        .sort();
    for (const file of files) {
        const add = (text: string) => {
            // What is only filled in says nothing of its own.
            if (/[a-zA-Z]{2}/.test(text.replace(/\{\w+\}/g, ''))) {
                found.set(text, [...(found.get(text) ?? []), `src/${file}`]);
            }
        };
        const source = ts.createSourceFile(file, fs.readFileSync(path.join(src, file), 'utf8'), ts.ScriptTarget.Latest, true);
        visit(source, tables.test(file), add);
    }
    return new Map([...found].sort(([one], [other]) => (one < other ? -1 : 1)));
}

function visit(node: ts.Node, isTable: boolean, add: (text: string) => void): void {
    if (ts.isCallExpression(node)) {
        const { expression } = node;
        const name = ts.isIdentifier(expression) ? expression.text : ts.isPropertyAccessExpression(expression) ? expression.name.text : '';
        const [first] = node.arguments;
        if (sayers.has(name) && first !== undefined) {
            literals(first).forEach(add);
        }
    } else if (isTable && ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) && told.has(node.name.text)) {
        literals(node.initializer).forEach(add);
    }
    ts.forEachChild(node, (child) => visit(child, isTable, add));
}

/** The texts that an expression can be, as far as they are written out. */
function literals(node: ts.Expression): readonly string[] {
    if (ts.isStringLiteralLike(node)) {
        return [node.text];
    }
    if (ts.isConditionalExpression(node)) {
        return [...literals(node.whenTrue), ...literals(node.whenFalse)];
    }
    return ts.isParenthesizedExpression(node) ? literals(node.expression) : [];
}

/** The places to fill in a sentence, sorted. */
export function placeholders(sentence: string): readonly string[] {
    return [...sentence.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').sort();
}
