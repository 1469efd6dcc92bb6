import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { kindOfPath } from '../../../src/language/service/snapshot';
import type { Snapshot } from '../../../src/language/service/snapshot';
import type { ProjectFacts } from '../../../src/language/protocol';
import type { Span } from '../../../src/language/service/span';

/** One example of test/fixtures/language/AREA/PROBLEM.txt: the first file is the document, `«…»` in it is what must be found. */
export interface RuleCase {
    readonly code: string;
    readonly kind: 'bad' | 'good';
    readonly title: string;
    readonly document: string;
    readonly files: ReadonlyMap<string, string>;
    readonly facts: ProjectFacts;
    readonly marked: readonly Span[];
}

const folder = path.resolve(__dirname, '../../fixtures/language');

export function ruleCases(): readonly RuleCase[] {
    return readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && entry.name !== 'grammars')
        .flatMap((area) =>
            readdirSync(path.join(folder, area.name)).flatMap((file) =>
                casesOf(`${area.name}/${path.basename(file, '.txt')}`, readFileSync(path.join(folder, area.name, file), 'utf8')),
            ),
        );
}

function casesOf(code: string, text: string): readonly RuleCase[] {
    return text
        .split(/^=== /m)
        .slice(1)
        .map((part) => {
            const [heading = '', ...bodies] = part.split(/^--- /m);
            const [, kind, title = ''] = /^(bad|good): (.*)/.exec(heading) ?? [];
            const files = new Map(bodies.map(readBody));
            const facts = files.get('facts.json');
            files.delete('facts.json');
            const [document = '', marked = ''] = [...files][0] ?? [];
            const { plain, spans } = unmark(marked);
            files.set(document, plain);
            return {
                code,
                kind: kind === 'good' ? 'good' : 'bad',
                title,
                document,
                files,
                facts: facts === undefined ? {} : (JSON.parse(facts) as ProjectFacts),
                marked: spans,
            };
        });
}

function readBody(body: string): readonly [string, string] {
    const [, name = '', open] = /^(\S+)( \(no final newline\))?\n/.exec(body) ?? [];
    const text = body
        .slice(body.indexOf('\n') + 1)
        .replaceAll('␀', '\0')
        .replaceAll('␍', '\r');
    return [name, open === undefined ? text : text.replace(/\n$/, '')];
}

function unmark(text: string): { plain: string; spans: readonly Span[] } {
    const spans: Span[] = [];
    let plain = '';
    for (const part of text.split('»')) {
        const [before = '', inside] = part.split('«');
        plain += before;
        if (inside !== undefined) {
            spans.push({ start: plain.length, end: plain.length + inside.length });
            plain += inside;
        }
    }
    return { plain, spans };
}

export function snapshotOf({ document, files, facts }: Pick<RuleCase, 'document' | 'files' | 'facts'>): Snapshot {
    return {
        kind: kindOfPath(document)!,
        path: document,
        text: files.get(document)!,
        encoding: 'utf8',
        paths: [...files.keys()].sort(),
        facts,
        read: (file) => files.get(file),
    };
}
