import { copiedByName } from './dockerignore';
import { judgePath, parseIgnore } from './ignore';

/** What a build from sources starts from: without one of them `COPY . .` copies nothing that could be built. */
const manifests = ['pom.xml', 'build.gradle', 'build.gradle.kts', 'package.json', 'go.mod', 'Cargo.toml', 'composer.json', 'Gemfile', 'pyproject.toml', 'requirements.txt']; // prettier-ignore

/**
 * An ignore file of the project that would hold back what a Dockerfile of ours copies, such as Quarkus' own, which lets nothing but `target/` through:
 * what it leaves out comes back, what no image must have stays out (`rendered`), and what it lets through by name still comes through. Undefined when it
 * holds nothing of that back, or cannot be read. `present` answers which paths of the context are there.
 */
export function openedIgnore(existing: string, dockerfile: string, rendered: string, present: ReadonlySet<string>): string | undefined {
    const rules = readRules(existing);
    const copied = copiedByName(dockerfile).map((path) => path.replace(/^\.\//, ''));
    const needed = [...copied.filter((path) => path !== '.'), ...(copied.includes('.') ? manifests : [])];
    if (rules === undefined || !needed.some((path) => present.has(path) && judgePath(rules, path).ignored)) {
        return undefined;
    }
    const kept = rules.filter(({ negated }) => negated).map(({ text }) => text);
    return [
        existing.replace(/\n*$/, ''),
        '',
        '# Added by Slipway: the image is built from the sources, which the lines above leave out.',
        '!**',
        '',
        rendered.replace(/\n*$/, ''),
        ...(kept.length === 0 ? [] : ['', '# What the lines above let through', ...kept]),
        '',
    ].join('\n');
}

function readRules(text: string): ReturnType<typeof parseIgnore> | undefined {
    try {
        return parseIgnore(text);
    } catch {
        return undefined; // a pattern that no builder reads, either
    }
}
