/** Sections of Rails' settings that count on a developer's machine only. */
const away = /^(development|test)$/;

/** Rails' settings in YAML without what they say for development and tests, but for what another section takes over from there. Lines keep their places. */
export function deployedSections(text: string): string {
    const lines = text.split('\n');
    let name = '';
    const sections = lines.map((line) => {
        name = /^["']?([\w-]+)["']?:/.exec(line)?.[1] ?? name;
        return name;
    });
    const kept = new Set(sections.filter((section) => !away.test(section)));
    const anchors = new Map(lines.flatMap((line, at) => (/^\S+:[ \t]*&([\w-]+)/.exec(line) ?? []).slice(1).map((anchor) => [anchor, sections[at] ?? '']))); // prettier-ignore
    // What a section takes over may take something over itself; there are two that can be in question.
    for (let round = 0; round < 2; round++) {
        for (const [at, line] of lines.entries()) {
            const from = kept.has(sections[at] ?? '') ? anchors.get(/\*([\w-]+)/.exec(line)?.[1] ?? '') : undefined;
            if (from !== undefined) {
                kept.add(from);
            }
        }
    }
    return lines.map((line, at) => (kept.has(sections[at] ?? '') ? line : '')).join('\n');
}
