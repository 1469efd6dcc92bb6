import fs from 'node:fs';

/** What kind of Debian this machine is: `{ id: 'debian' | 'ubuntu' …, root }`, or undefined when apt does not rule it. */
export function debianLike() {
    let text;
    try {
        text = fs.readFileSync('/etc/os-release', 'utf8');
    } catch {
        return undefined;
    }
    const field = (name) => new RegExp(`^${name}="?([^"\\n]*)`, 'm').exec(text)?.[1] ?? '';
    const id = field('ID');
    if (![id, ...field('ID_LIKE').split(' ')].includes('debian')) {
        return undefined;
    }
    return { id, root: process.getuid?.() === 0 };
}
