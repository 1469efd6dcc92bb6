import type { Node, ParseError } from 'jsonc-parser';
import { parseTree, printParseErrorCode } from 'jsonc-parser';
import { Failure } from '../../base/failure';
import type { ScaffoldFailure } from '../failures/scaffold';
import type { Overrides, SettableFact } from './factSheet';
import { settableFacts } from './factSheet';
import { readFactValue } from './factValue';
import type { WrongValue } from './factValue';

/** Where a team writes down what Slipway cannot read from its code; its shape is schemas/project.json. */
export const projectFile = '.slipway/project.json';

/** One fact of the file with the line (from 1) that states it. */
export interface StatedFact {
    readonly value: string;
    readonly line: number;
}
export type StatedFacts = Readonly<Partial<Record<SettableFact, StatedFact>>>;

/**
 * What the file states, by the project's folder ('' is the file's own). Comments and trailing commas are fine. Throws Failure 'scaffold/bad-project-file' for
 * what is no such file, with line and reason: a fact that is misspelled must not be lost without a word.
 */
export function readProjectFile(text: string): ReadonlyMap<string, StatedFacts> {
    const errors: ParseError[] = [];
    const root = parseTree(text, errors, { allowTrailingComma: true });
    const [first] = errors;
    if (first !== undefined || root === undefined) {
        throw refusal(text, first?.offset ?? 0, first === undefined ? 'It is empty' : printParseErrorCode(first.error));
    }
    const stated = new Map<string, StatedFacts>();
    for (const [name, value] of members(text, root, 'The file')) {
        if (name.value === 'facts') {
            stated.set('', facts(text, value));
        } else if (name.value === 'projects') {
            for (const [folder, inner] of members(text, value, 'projects')) {
                stated.set(String(folder.value).replace(/^\.\/|\/+$/g, ''), facts(text, inner));
            }
        } else if (name.value !== '$schema') {
            throw refusal(text, name.offset, `${String(name.value)} is neither facts nor projects`);
        }
    }
    return stated;
}

export function overridesIn(stated: StatedFacts): Overrides {
    return Object.fromEntries(Object.entries(stated).map(([fact, { value }]) => [fact, value]));
}

function facts(text: string, node: Node): StatedFacts {
    return Object.fromEntries(
        members(text, node, 'What is stated of a folder').map(([name, value]) => {
            const fact = settableFacts.find((known) => known === name.value);
            if (fact === undefined) {
                throw refusal(text, name.offset, `${String(name.value)} is none of ${settableFacts.join(', ')}`);
            }
            const { value: said } = value as { readonly value?: unknown };
            const isText = typeof said === 'string' && said.trim() !== '';
            if (!isText && !(fact === 'port' && Number.isInteger(said))) {
                throw refusal(text, value.offset, `${fact} is no text`);
            }
            const stated = readFactValue(fact, String(said));
            if (typeof stated !== 'string') {
                throw refusal(text, value.offset, reasonOf(fact, stated));
            }
            return [fact, { value: stated, line: lineOf(text, name.offset) }];
        }),
    );
}

function reasonOf(fact: SettableFact, wrong: WrongValue): string {
    switch (wrong.is) {
        case 'empty':
            return `${fact} is no text`;
        case 'port':
            return 'port is no number from 1 to 65535';
        case 'path':
            return `${fact} does not begin with /, or has blanks`;
        case 'version':
            return `${fact} is not written in numbers, such as 3.13`;
        case 'unknown':
            return `${fact} is none of ${wrong.known.join(', ')}`;
    }
}

function members(text: string, node: Node, what: string): readonly (readonly [name: Node, value: Node])[] {
    if (node.type !== 'object') {
        throw refusal(text, node.offset, `${what} is no object`);
    }
    return (node.children ?? []).flatMap(({ children }) => {
        const [name, value] = children ?? [];
        return name === undefined || value === undefined ? [] : [[name, value] as const];
    });
}

function refusal(text: string, offset: number, reason: string): Failure<ScaffoldFailure> {
    return new Failure('scaffold/bad-project-file', { file: projectFile, line: lineOf(text, offset), reason });
}

function lineOf(text: string, offset: number): number {
    return text.slice(0, offset).split('\n').length;
}
