import { satisfies } from './specifier';

/** What the image is, as PEP 508's markers ask; `python` is a minor version such as `3.13`, undefined while it is not chosen. */
export interface MarkerEnvironment {
    readonly python?: string;
    /** Such as `x86_64`; undefined where the image's processor is not known. */
    readonly machine?: string;
}

const constants: Readonly<Record<string, string>> = {
    os_name: 'posix',
    sys_platform: 'linux',
    platform_system: 'Linux',
    platform_python_implementation: 'CPython',
    implementation_name: 'cpython',
    extra: '',
};

/** What people write has a few; each is a call inside of a call here. */
const mostBrackets = 200;

/**
 * True when a requirement with this marker is installed in a Linux image. A comparison whose answer is not known (no Python chosen yet, a variable or a
 * form that is no marker's) counts as true: what may be installed is taken into account.
 */
export function markerHolds(marker: string | undefined, environment: MarkerEnvironment): boolean {
    const tokens = marker?.match(/"[^"]*"|'[^']*'|[()]|===|~=|==|!=|<=|>=|<|>|[A-Za-z_][\w.]*/g) ?? [];
    let at = 0;
    const or = (): boolean => {
        let holds = and();
        while (tokens[at] === 'or') {
            at += 1;
            const right = and();
            holds ||= right;
        }
        return holds;
    };
    const and = (): boolean => {
        let holds = one();
        while (tokens[at] === 'and') {
            at += 1;
            const right = one();
            holds &&= right;
        }
        return holds;
    };
    const one = (): boolean => {
        if (tokens[at] === '(') {
            at += 1;
            const holds = or();
            at += tokens[at] === ')' ? 1 : 0;
            return holds;
        }
        const left = tokens[at++];
        const not = tokens[at] === 'not';
        at += not ? 1 : 0;
        const operator = `${not ? 'not ' : ''}${tokens[at++] ?? ''}`;
        const right = tokens[at++];
        return left === undefined || right === undefined || compare(left, operator, right, environment);
    };
    const opened = tokens.filter((token) => token === '(').length;
    return tokens.length === 0 || opened > mostBrackets || or();
}

function compare(left: string, operator: string, right: string, environment: MarkerEnvironment): boolean {
    const [name, literal, turned] = /^["']/.test(left)
        ? [right, left.slice(1, -1), true]
        : [left, right.replace(/^["']|["']$/g, ''), false];
    if (name === 'python_version' || name === 'python_full_version' || name === 'implementation_version') {
        const { python } = environment;
        if (python === undefined || operator.endsWith('in')) {
            return python === undefined || literal.split(/[,\s]+/).includes(python) === (operator === 'in');
        }
        const mirrored: Readonly<Record<string, string>> = { '<': '>', '>': '<', '<=': '>=', '>=': '<=' };
        const asked = turned ? (mirrored[operator] ?? operator) : operator;
        // A minor version alone: of a full one its first and its last releases are asked.
        const candidates = name === 'python_version' ? [python] : [`${python}.0`, `${python}.99`];
        return candidates.some((candidate) => satisfies(candidate, `${asked}${literal}`));
    }
    const value = name === 'platform_machine' ? environment.machine : Object.hasOwn(constants, name) ? constants[name] : undefined;
    if (value === undefined) {
        return true;
    }
    switch (operator) {
        case '==':
        case '===':
            return value === literal;
        case '!=':
            return value !== literal;
        case 'in':
            return turned ? value.includes(literal) : literal.includes(value);
        case 'not in':
            return turned ? !value.includes(literal) : !literal.includes(value);
        default:
            return true;
    }
}
