import type { RequirementLine } from './parseRequirements';

/** A requirements file from its lines, one physical line each; what parseRequirements reads back is the same but for line numbers. */
export function renderRequirements(lines: readonly RequirementLine[]): string {
    return lines.map((line) => `${renderLine(line)}\n`).join('');
}

function renderLine(line: RequirementLine): string {
    const content = renderContent(line);
    return line.comment === undefined ? content : content === '' ? `# ${line.comment}` : `${content}  # ${line.comment}`;
}

function renderContent(line: RequirementLine): string {
    switch (line.kind) {
        case 'requirement': {
            const extras = line.extras.length === 0 ? '' : `[${line.extras.join(',')}]`;
            const url = line.url === undefined ? '' : ` @ ${line.url}`;
            return `${line.name}${extras}${line.specifier}${url}${marker(line.marker)}${hashes(line.hashes)}`;
        }
        case 'location': {
            const extras = line.extras.length === 0 ? '' : `[${line.extras.join(',')}]`;
            return `${line.editable === 'editable' ? '-e ' : ''}${line.location}${extras}${marker(line.marker)}${hashes(line.hashes)}`;
        }
        case 'include':
            return `${line.option} ${line.path}`;
        case 'option':
        case 'invalid':
            return line.text;
        case 'blank':
            return '';
    }
}

function marker(text: string | undefined): string {
    return text === undefined ? '' : ` ; ${text}`;
}

function hashes(list: readonly string[]): string {
    return list.map((hash) => ` --hash=${hash}`).join('');
}
