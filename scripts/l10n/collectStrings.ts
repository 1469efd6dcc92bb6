import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** Functions whose first argument is a sentence of the product. */
const sayers = new Set(['say', 'spoken', 'sentence', 'translate', 't']);
/** Properties that hold a sentence, in the tables of words. */
const told = new Set(['what', 'why', 'next', 'title', 'label', 'progress', 'headline', 'cause', 'fix']);
const tables = /^(views\/words\/|views\/\w*[wW]ords\.ts|shell\/commands\/table\.ts|core\/deploy\/planDeploy\.ts|core\/diagnose\/checks\w+\.ts)/;
/** What tells a rule of the setup: title, cause, evidence and fix, in this order; and what a button does. */
const setupRules = 'core/diagnose/engineRules.ts';
const setupSayers = new Set(['problem', 'warning', 'good', 'copy', 'open']);

/** Every sentence that the product says through vscode.l10n, a panel's `say` or a table of words, sorted; with the files that say it. */
export function collectStrings(root: string): ReadonlyMap<string, readonly string[]> {
    const found = new Map<string, string[]>();
    const src = path.join(root, 'src');
    const files = fs
        .readdirSync(src, { recursive: true, encoding: 'utf8' })
        .map((file) => file.replaceAll('\\', '/'))
        .filter((file) => file.endsWith('.ts') && /^(shell|views|panel|core\/(build|deploy|project|requirements|dockerfile|diagnose|image)|workflows|adapters)\//.test(file))
        .sort();
    for (const file of files) {
        const add = (text: string) => {
            // What is only filled in says nothing of its own.
            if (/[a-zA-Z]{2}/.test(text.replace(/\{\w+\}/g, ''))) {
                found.set(text, [...(found.get(text) ?? []), `src/${file}`]);
            }
        };
        const source = ts.createSourceFile(file, fs.readFileSync(path.join(src, file), 'utf8'), ts.ScriptTarget.Latest, true);
        const isReasoned = /^(core\/(project|requirements|dockerfile)\/|workflows\/containerize\.ts)/.test(file);
        visit(source, { isTable: tables.test(file), isSetup: file === setupRules, isCore: /^(core|workflows)\//.test(file), isReasoned, isDetailed: file.startsWith('core/deploy/'), isBuild: /^(core\/(build|image)\/|workflows\/buildInAzure)/.test(file), isVerdict: file.startsWith('core/diagnose/verdict'), isAdapter: file.startsWith('adapters/') }, add);
    }
    return new Map([...found].sort(([one], [other]) => (one < other ? -1 : 1)));
}

interface Kind {
    readonly isTable: boolean;
    readonly isSetup: boolean;
    readonly isCore: boolean;
    /** A `reason`, a finding's `message` and the `title` of its fix are sentences for the user, and not facts of a failure. */
    readonly isReasoned: boolean;
    /** Steps of a deploy have details: what it was, and what it will be. */
    readonly isDetailed: boolean;
    /** Why a build or a container failed, and what to do about it. */
    readonly isBuild: boolean;
    /** What a finding was read from. */
    readonly isVerdict: boolean;
    /** An adapter gives the reason of a failure, which is the outside's own words or a sentence of the product's. */
    readonly isAdapter: boolean;
}

function visit(node: ts.Node, kind: Kind, add: (text: string) => void): void {
    const reason = kind.isAdapter ? reasonIn(node) : undefined;
    if (reason !== undefined) {
        // One word is a code of the outside's, as a system's error has one.
        made(reason).filter((text) => text.includes(' ')).forEach(add);
    }
    if (ts.isCallExpression(node)) {
        const { expression } = node;
        const name = ts.isIdentifier(expression) ? expression.text : ts.isPropertyAccessExpression(expression) ? expression.name.text : '';
        const [first] = node.arguments;
        if (sayers.has(name) && first !== undefined) {
            literals(first).forEach(add);
        } else if (kind.isReasoned && name === 'tell') {
            // What a review tells of a Dockerfile: code, severity, line and the sentence.
            node.arguments.slice(3).flatMap(made).forEach(add);
        } else if (kind.isReasoned && (name === 'propose' || name === 'replace')) {
            // The reason of a file, or of a change to one.
            node.arguments.flatMap(literals).filter((text) => /^[A-Z].* .*\.$/.test(text)).forEach(add);
        } else if (name === 'report' && kind.isCore && first !== undefined) {
            made(first).forEach(add);
        } else if (kind.isSetup && setupSayers.has(name)) {
            // What was seen is the third: it is quoted as it is.
            const [title, cause, , fix] = name === 'copy' || name === 'open' ? node.arguments.slice(0, 1) : node.arguments;
            [title, cause, fix].flatMap((part) => (part === undefined ? [] : made(part))).forEach(add);
        }
    } else if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name)) {
        if (kind.isTable ? told.has(node.name.text) : kind.isSetup && node.name.text === 'title') {
            literals(node.initializer).forEach(add);
        } else if (kind.isTable && node.name.text === 'titles' && ts.isObjectLiteralExpression(node.initializer)) {
            // Words for the options of a choice.
            node.initializer.properties.flatMap((option) => (ts.isPropertyAssignment(option) ? literals(option.initializer) : [])).forEach(add);
        } else if (kind.isReasoned ? /^(reason|message|title)$/.test(node.name.text) : kind.isDetailed && /^(label|before|after)$/.test(node.name.text)) {
            made(node.initializer).forEach(add);
        } else if (kind.isBuild ? /^(reason|advice)$/.test(node.name.text) : kind.isVerdict && node.name.text === 'text') {
            made(node.initializer).forEach(add);
        }
    }
    if (kind.isDetailed && ts.isFunctionDeclaration(node) && (node.name?.text ?? '').endsWith("Words") && node.type?.kind === ts.SyntaxKind.StringKeyword) {
        // What a detail says is put into words by a function of its own.
        returned(node).flatMap(made).forEach(add);
    }
    ts.forEachChild(node, (child) => visit(child, kind, add));
}

/** What a function answers. */
function returned(node: ts.Node): readonly ts.Expression[] {
    const found: ts.Expression[] = [];
    ts.forEachChild(node, (child) => {
        found.push(...(ts.isReturnStatement(child) ? (child.expression === undefined ? [] : [child.expression]) : returned(child)));
    });
    return found;
}

/** A property or a constant of the name `reason`, one of a list of `reasons`, what is given for one to the function beside that makes the failure, or what an engine was asked to do. */
function reasonIn(node: ts.Node): ts.Expression | undefined {
    if ((ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node)) && ts.isIdentifier(node.name) && /^(reason|action)$/.test(node.name.text)) {
        return node.initializer;
    }
    if (ts.isPropertyAssignment(node) && ts.isVariableDeclaration(node.parent.parent) && ts.isIdentifier(node.parent.parent.name) && node.parent.parent.name.text === 'reasons') {
        return node.initializer;
    }
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
        return { fail: node.arguments[0], tell: node.arguments[0], unreadable: node.arguments[1], call: node.arguments[2] }[node.expression.text];
    }
    return undefined;
}

/** Sentences that core fills in itself: each value of a template is a place, `{0}`, `{1}` …, which the shell finds again in the finished sentence. */
function made(node: ts.Expression): readonly string[] {
    if (ts.isTemplateExpression(node)) {
        return [node.head.text + node.templateSpans.map((span, at) => `{${at.toString()}}${span.literal.text}`).join('')];
    }
    if (ts.isConditionalExpression(node)) {
        return [...made(node.whenTrue), ...made(node.whenFalse)];
    }
    if (ts.isBinaryExpression(node) && (node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken || node.operatorToken.kind === ts.SyntaxKind.BarBarToken)) {
        return [...made(node.left), ...made(node.right)];
    }
    // `$1` is what a pattern found.
    return ts.isParenthesizedExpression(node) ? made(node.expression) : literals(node).map((text) => text.replace('$1', '{0}'));
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
