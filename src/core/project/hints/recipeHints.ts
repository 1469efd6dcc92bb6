const servers = /^(?:[\w./-]*\/)?(?:gunicorn|uvicorn|hypercorn|daphne|granian|waitress-serve|streamlit|chainlit|sanic|fastapi|litestar|panel|flask|quart|python[\d.]*)$/; // prettier-ignore
const serving = /^(run|serve|start|server|up|web|api|app|prod|production|dev|run[-_].*|start[-_].*|serve[-_].*)$/;

/** The commands of a Makefile's or justfile's recipes that start a server, with the file's own variables filled in; those of recipes that say so come first. */
export function recipeCommands(text: string): { readonly value: string; readonly line: number }[] {
    const values = new Map<string, string>();
    const named: { value: string; line: number }[] = [];
    const others: { value: string; line: number }[] = [];
    let recipe = '';
    for (const [at, line] of text.split(/\r?\n/).entries()) {
        const assigned = /^(?:export\s+)?([A-Za-z_]\w*)\s*(?::{1,2}|\?|)=(.*)/.exec(line);
        const head = /^@?([A-Za-z][\w-]*)(?:\s[^:=]*)?:(?!=)/.exec(line);
        if (assigned?.[1] !== undefined) {
            values.set(assigned[1], (assigned[2] ?? '').trim().replace(/^(["'])(.*)\1$/, '$2'));
        } else if (head?.[1] !== undefined) {
            recipe = head[1];
        } else if (/^[\t ]+\S/.test(line)) {
            const value = filled(line.trim().replace(/^[@-]+/, ''), values);
            const programs = value.split(/&&|;|\s/).map((word) => word.trim());
            const program = programs.find((word) => servers.test(word));
            if (program === undefined || (program.includes('python') && !serving.test(recipe))) {
                continue;
            }
            (serving.test(recipe) ? named : others).push({ value, line: at + 1 });
        }
    }
    return [...named, ...others];
}

/** `$(NAME)` and `${NAME}` of make, `{{NAME}}` of just; `$$NAME` is the shell's. */
function filled(words: string, values: ReadonlyMap<string, string>, depth = 0): string {
    const next = words.replace(
        /\$\((\w+)\)|\$\{(\w+)\}|\{\{\s*(\w+)\s*\}\}/g,
        (whole, make: string | undefined, braces: string | undefined, just: string | undefined) => values.get(make ?? braces ?? just ?? '') ?? whole, // prettier-ignore
    );
    return next === words || depth > 4 ? next.replaceAll('$$', '$') : filled(next, values, depth + 1);
}
