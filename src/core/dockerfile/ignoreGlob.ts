/** A pattern that the builder would refuse; `pattern` is as it was written. */
export class BadPattern extends Error {
    constructor(readonly pattern: string) {
        super(`syntax error in pattern: ${pattern}`);
        this.name = 'BadPattern';
    }
}

/** Decides whether one context path (with `/`, no leading `/`) is what the glob names. */
export type PathTest = (path: string) => boolean;

/**
 * Compiles one cleaned pattern (no `!`) as the builder does: `**` crosses directories, `*` and `?` do not, a class follows regular expression rules and not
 * glob rules because the builder hands it to a regular expression unchanged. Throws BadPattern.
 */
export function compileIgnoreGlob(pattern: string): PathTest {
    checkGlobSyntax(pattern);
    let kind: 'exact' | 'prefix' | 'suffix' | 'regex' = 'exact';
    let source = '';
    const chars = Array.from(pattern);
    let i = 0;
    for (let token = 0; i < chars.length; token++) {
        const char = chars[i++] ?? '';
        if (char === '*' && chars[i] === '*') {
            i++;
            if (chars[i] === '/') {
                i++;
            }
            if (i < chars.length) {
                source += '(.*/)?';
                kind = 'regex';
            } else if (kind === 'exact') {
                kind = 'prefix';
            } else {
                source += '.*';
                kind = 'regex';
            }
            // A leading `**` makes the rest a suffix test, until a later wildcard turns it into an expression.
            if (token === 0) {
                kind = 'suffix';
            }
        } else if (char === '*' || char === '?') {
            source += char === '*' ? '[^/]*' : '[^/]';
            kind = 'regex';
        } else if (char === '\\') {
            source += `\\${chars[i++] ?? '\\'}`;
            kind = 'regex';
        } else {
            source += '.+()|{}$'.includes(char) ? `\\${char}` : char;
            if (char === '[' || char === ']') {
                kind = 'regex';
            }
        }
    }
    switch (kind) {
        case 'exact':
            return (path) => path === pattern;
        case 'prefix': {
            const prefix = pattern.replace(/\*\*\/?$/, '');
            return (path) => path.startsWith(prefix);
        }
        case 'suffix': {
            const suffix = pattern.slice(2);
            return (path) => path.endsWith(suffix) || (suffix.startsWith('/') && path === suffix.slice(1));
        }
        case 'regex': {
            const expression = toJavaScript(source, pattern);
            return (path) => expression.test(path);
        }
    }
}

/** The builder validates every pattern with a shell glob matcher first: unclosed or empty classes, bad ranges and a trailing backslash fail the build. */
function checkGlobSyntax(pattern: string): void {
    const chars = Array.from(pattern);
    let i = 0;
    const classMember = (): void => {
        if (i >= chars.length || chars[i] === '-' || chars[i] === ']') {
            throw new BadPattern(pattern);
        }
        if (chars[i] === '\\') {
            i++;
        }
        // A member may not be the last thing in the pattern: the class would never be closed.
        if (++i >= chars.length) {
            throw new BadPattern(pattern);
        }
    };
    while (i < chars.length) {
        const char = chars[i++];
        if (char === '\\') {
            if (i++ >= chars.length) {
                throw new BadPattern(pattern);
            }
        } else if (char === '[') {
            if (chars[i] === '^') {
                i++;
            }
            for (let members = 0; chars[i] !== ']' || members === 0; members++) {
                classMember();
                if (chars[i] === '-') {
                    i++;
                    classMember();
                }
            }
            i++;
        }
    }
}

/** The builder's expression has RE2's syntax; this gives it JavaScript's. Only classes, lone brackets and escapes differ. */
function toJavaScript(source: string, pattern: string): RegExp {
    const chars = Array.from(source);
    let out = '^';
    let i = 0;
    const escape = (): string => {
        const char = chars[i++] ?? '';
        if (/[dDwWsSbB]/.test(char)) {
            return `\\${char}`;
        }
        if (/[A-Za-z0-9]/.test(char)) {
            throw new BadPattern(pattern);
        }
        return literal(char);
    };
    while (i < chars.length) {
        const char = chars[i++] ?? '';
        if (char === '\\') {
            out += escape();
        } else if (char === '[') {
            out += '[';
            if (chars[i] === '^') {
                i++;
                out += '^';
            }
            for (let members = 0; chars[i] !== ']' || members === 0; members++) {
                if (i >= chars.length) {
                    throw new BadPattern(pattern);
                }
                const member = chars[i++] ?? '';
                out += member === '\\' ? escape() : member === '-' ? '-' : literal(member);
            }
            i++;
            out += ']';
        } else {
            out += char === ']' ? '\\]' : char === '/' ? '\\/' : char;
        }
    }
    try {
        return new RegExp(`${out}$`, 'u');
    } catch {
        throw new BadPattern(pattern);
    }
}

function literal(char: string): string {
    return /[$()*+.?[\\\]^{|}/-]/.test(char) ? `\\${char}` : char;
}
