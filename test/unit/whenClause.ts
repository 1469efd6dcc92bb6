/** What a when clause may ask for, by its key; a key that is not there is undefined, as in VS Code. */
export type WhenContext = Readonly<Record<string, string | number | boolean | undefined>>;

/** Decides a when clause as VS Code does, as far as this extension's manifest uses them: && || ! ( ) == != =~ > <. Throws at anything else. */
export function decideWhen(clause: string | undefined, context: WhenContext): boolean {
    if (clause === undefined) {
        return true;
    }
    const tokens = [...clause.matchAll(/\s*(&&|\|\||==|!=|=~|>=|<=|>|<|!|\(|\)|\/(?:\\.|[^/\\])*\/i?|'[^']*'|[\w.:-]+)/gy)].map(
        (match) => match[1] ?? '',
    );
    let at = 0;
    const take = () => tokens[at++] ?? '';
    const or = (): boolean => {
        let value = and();
        while (tokens[at] === '||') {
            at++;
            value = and() || value;
        }
        return value;
    };
    const and = (): boolean => {
        let value = term();
        while (tokens[at] === '&&') {
            at++;
            value = term() && value;
        }
        return value;
    };
    const term = (): boolean => {
        const token = take();
        if (token === '!') {
            return !term();
        }
        if (token === '(') {
            const value = or();
            take();
            return value;
        }
        const value = token === 'true' ? true : token === 'false' ? false : context[token];
        switch (tokens[at]) {
            case '==':
                at++;
                return String(value ?? '') === take().replace(/^'|'$/g, '');
            case '!=':
                at++;
                return String(value ?? '') !== take().replace(/^'|'$/g, '');
            case '=~': {
                at++;
                const [, pattern = '', flags = ''] = /^\/(.*)\/(i?)$/.exec(take()) ?? [];
                return new RegExp(pattern, flags).test(String(value ?? ''));
            }
            case '>':
                at++;
                return Number(value) > Number(take());
            case '<':
                at++;
                return Number(value) < Number(take());
            default:
                return value !== undefined && value !== false && value !== 0 && value !== '';
        }
    };
    const decided = or();
    if (at !== tokens.length) {
        throw new Error(`cannot read the when clause ${clause}`);
    }
    return decided;
}
