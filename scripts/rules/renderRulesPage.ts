import type { RuleFact } from '../../src/language/service/rule';
import type { DocumentKind } from '../../src/language/service/snapshot';

export interface RuleExample {
    readonly code: string;
    readonly kind: 'bad' | 'good';
    readonly title: string;
    readonly document: string;
    readonly files: ReadonlyMap<string, string>;
}

const chapters: Record<DocumentKind, string> = {
    dockerfile: 'Dockerfile',
    requirements: 'Requirements files',
    dockerignore: '.dockerignore',
};
const fixes: Record<RuleFact['fix'], string> = { automatic: 'quick fix, also with “fix all”', offered: 'quick fix', none: 'none' };

/** docs/rules.md: a table of every rule, then a section each with its reason and its first bad and good example. */
export function renderRulesPage(rules: readonly RuleFact[], examples: readonly RuleExample[]): string {
    const kinds: readonly DocumentKind[] = ['dockerfile', 'requirements', 'dockerignore'];
    return [
        '# Rules',
        '',
        '<!-- Written by `npm run rules` from src/language/service and test/fixtures/language; a test holds it current. -->',
        '',
        'What Slipway says while you type, in Dockerfiles, requirements files and `.dockerignore`. Set the severity of a rule with `slipway.lint.rules`, such as',
        '`{ "dockerfile/root-user": "off" }`; the words are `error`, `warning`, `info`, `hint` and `off`.',
        '',
        ...kinds.flatMap((kind) =>
            table(
                chapters[kind],
                rules.filter((rule) => rule.kind === kind),
            ),
        ),
        ...rules.flatMap((rule) =>
            section(
                rule,
                examples.filter(({ code }) => code === rule.code),
            ),
        ),
    ].join('\n');
}

function anchor(code: string): string {
    return code.replace('/', '-');
}

function table(title: string, rules: readonly RuleFact[]): readonly string[] {
    return [
        `## ${title}`,
        '',
        '| Rule | | Severity | Fix |',
        '| --- | --- | --- | --- |',
        ...rules.map(
            ({ code, title: words, severity, fix }) => `| [\`${code}\`](#${anchor(code)}) | ${words} | ${severity} | ${fixes[fix]} |`,
        ),
        '',
    ];
}

function section({ code, title, why, severity, fix }: RuleFact, examples: readonly RuleExample[]): readonly string[] {
    return [
        `<a id="${anchor(code)}"></a>`,
        '',
        `### ${code}`,
        '',
        `**${title}.** ${why}`,
        '',
        `Severity: ${severity}. Fix: ${fixes[fix]}.`,
        '',
        ...(['bad', 'good'] as const).flatMap((kind) => example(examples.find((one) => one.kind === kind))),
    ];
}

function example(one: RuleExample | undefined): readonly string[] {
    if (one === undefined) {
        return [];
    }
    return [
        `${one.kind === 'bad' ? 'Found' : 'Accepted'}: ${one.title}.`,
        '',
        ...[...one.files].flatMap(([name, text]) => ['```text', `# ${name}`, text.replaceAll('\0', '␀').trimEnd(), '```', '']),
    ];
}
