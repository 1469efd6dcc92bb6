import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/python';
import { lineAt } from '../textLines';

/** Something that only Pythons from a minor version on can read. */
export interface NewerPython {
    /** 10 for Python 3.10. */
    readonly minor: number;
    /** As Python writes it. */
    readonly uses: string;
    /** 1-based. */
    readonly line: number;
}

/** What may be newer than Python 3.9, wherever it stands: most files have nothing of it and are not parsed again. */
const perhaps = /^[ \t]*(?:match|type)[ \t]+\S|\b(?:def|class)[ \t]+\w+\[|\bexcept[ \t]*\*|\||\b[rR]?[fF][rR]?["']/m;

/**
 * The newest syntax of a file that Pythons from 3.9 on differ in: `match` and `X | None` (3.10), `except*` (3.11), type parameters and f-strings that repeat
 * their own quote (3.12). Annotations of a function's own variables are not evaluated, and with `from __future__ import annotations` none is.
 */
export function newestSyntax(text: string): NewerPython | undefined {
    if (!perhaps.test(text)) {
        return undefined;
    }
    const later = /^from[ \t]+__future__[ \t]+import[ \t]*(?:\([^)]{0,400}|[^\n]{0,400})\bannotations\b/m.test(text);
    let newest: { readonly minor: number; readonly uses: string; readonly at: number } | undefined;
    parser.parse(text).iterate({
        enter: ({ name, from, node }) => {
            if ((name === 'TypeDef' && (later || isLocal(node))) || name === 'LambdaExpression' || isConditional(node, text)) {
                return false;
            }
            const found = newerIn(node, text);
            if (found !== undefined && found.minor > (newest?.minor ?? 9)) {
                newest = { ...found, at: from };
            }
            return undefined;
        },
    });
    return newest === undefined ? undefined : { minor: newest.minor, uses: newest.uses, line: lineAt(text, newest.at) };
}

function newerIn(node: SyntaxNode, text: string): { readonly minor: number; readonly uses: string } | undefined {
    switch (node.name) {
        case 'TypeParamList':
            return { minor: 12, uses: 'def name[T]' };
        case 'TypeDefinition':
            return { minor: 12, uses: 'type name = …' };
        case 'FormatString':
            return repeatsQuote(node, text) ? { minor: 12, uses: 'f"{…"…"…}"' } : undefined;
        case 'TryStatement':
            return node.getChildren('except').some((each) => each.nextSibling?.name === '*') ? { minor: 11, uses: 'except*' } : undefined;
        case 'MatchStatement':
            return { minor: 10, uses: 'match' };
        case 'BinaryExpression':
            return node.getChild('BitOp') !== null &&
                text.slice(node.getChild('BitOp')?.from, node.getChild('BitOp')?.to) === '|' &&
                (node.getChild('None') !== null || node.parent?.name === 'TypeDef')
                ? { minor: 10, uses: 'X | None' }
                : undefined;
        default:
            return undefined;
    }
}

/** True for what only some releases of Python run, or a type checker reads. */
function isConditional(node: SyntaxNode, text: string): boolean {
    const body = node.name === 'IfStatement' ? node.getChild('Body') : null;
    return (
        body !== null &&
        /\bif\b[^\n]{0,200}\b(?:version_info|TYPE_CHECKING)\b/.test(text.slice(node.from, Math.min(body.from, node.from + 300)))
    );
}

/** True for the annotation of a variable inside of a function. */
function isLocal(type: SyntaxNode): boolean {
    if (type.parent?.name !== 'AssignStatement') {
        return false;
    }
    for (let above = type.parent.parent; above !== null; above = above.parent) {
        if (above.name === 'FunctionDefinition' || above.name === 'ClassDefinition') {
            return above.name === 'FunctionDefinition';
        }
    }
    return false;
}

/** True where a string inside of the braces begins with the quote that the whole one is in. */
function repeatsQuote(whole: SyntaxNode, text: string): boolean {
    const quote = quoteOf(text, whole.from);
    const inside = (node: SyntaxNode, depth: number): boolean => {
        for (let child = node.firstChild; child !== null && depth < 20; child = child.nextSibling) {
            const isText = child.name === 'String' || child.name === 'FormatString';
            if ((isText && quoteOf(text, child.from) === quote) || inside(child, depth + 1)) {
                return true;
            }
        }
        return false;
    };
    return inside(whole, 0);
}

function quoteOf(text: string, at: number): string {
    return /["']{3}|["']/.exec(text.slice(at, at + 6))?.[0] ?? '';
}
