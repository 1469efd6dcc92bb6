const environment = String.raw`(?:process\.env|Bun\.env|(?<![\w.$])env)(?:\.([A-Za-z_]\w*)|\[["']([A-Za-z_]\w*)["']\])`;

/** `const token = process.env.TOKEN`, all of a line. */
const kept = new RegExp(String.raw`\b(?:const|let|var)\s+(\w+)\s*(?::\s*[\w\s|]{1,60})?=\s*${environment}[!;]?[ \t]*$`, 'gm');

/** `if (!process.env.TOKEN)`, and of a name that it was kept by. */
const guard = new RegExp(String.raw`\bif\s*\(\s*!\s*(?:${environment}|(\w+))\s*\)`, 'g');

/** What a guard does that lets nothing go on, after it has told why. */
const stops = /^[\s{]*(?:console\.\w+\([^;]{0,200}?\)[\s;]*)?(?:throw\b|process\.exit\()/;

/** The variables without which a script throws or ends, by its own guards. */
export function stopsWithout(code: string): ReadonlySet<string> {
    const names = new Map<string, string>();
    for (const [, name = '', dotted, quoted] of code.matchAll(kept)) {
        names.set(name, dotted ?? quoted ?? '');
    }
    const found = new Set<string>();
    for (const match of code.matchAll(guard)) {
        const [whole, dotted, quoted, name = ''] = match;
        const variable = dotted ?? quoted ?? names.get(name);
        const end = match.index + whole.length;
        if (variable !== undefined && stops.test(code.slice(end, end + 300))) {
            found.add(variable);
        }
    }
    return found;
}
