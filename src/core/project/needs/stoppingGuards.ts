import { withoutComments } from '../node/nodePorts';
import { importsEnv } from './importsEnv';
import type { ReadVariable } from './readVariable';

/** How a language asks for a variable, keeps it under a name, tests that it is missing, and stops. */
interface Language {
    readonly files: RegExp;
    /** A name that is given a variable's value as it is: groups `name` and `variable`, with `other` for a second name that tells whether it is there. */
    readonly holds: readonly RegExp[];
    /** The line that begins a condition; group `condition`, and `rest` for what follows on the line. */
    readonly begins: RegExp;
    readonly or: RegExp;
    /** What part of a condition says that something is missing; group `variable`, or `name` for what holds one. */
    readonly missing: readonly RegExp[];
    /** A part that is true where the app is deployed. */
    readonly deployed: RegExp;
    readonly stops: RegExp;
    /** What begins a block whose errors are caught, and what catches them: group `kinds` for those that it is for, where it says some. */
    readonly tries?: { readonly begins: RegExp; readonly catches: RegExp };
    /** A line that states what must be there, by itself; its group `condition` is of what is there. */
    readonly states?: { readonly line: RegExp; readonly there: readonly RegExp[] };
    /** How the code asks for a variable whose name it keeps elsewhere. */
    readonly asksByName: RegExp;
}

const jsRead = String.raw`(?:process|Bun)\.env(?:\.(?<variable>[A-Za-z_]\w*)|\[["'](?<quoted>[A-Za-z_]\w*)["']\])`;
const pythonRead = String.raw`(?:\w+\.)?(?:environ\.get|getenv)\( ?["'](?<variable>\w+)["'](?:, ?(?:None|""|''))? ?\)`;
const csharpRead = String.raw`(?:(?:\w+\.)?[cC]onfig(?:uration)?\[ ?"(?<variable>[\w:.-]+)" ?\]|(?:System\.)?Environment\.GetEnvironmentVariable\( ?"(?<quoted>\w+)" ?\))!?`;
const goRead = String.raw`os\.Getenv\("(?<variable>\w+)"\)`;

const languages: readonly Language[] = [
    {
        files: /\.(m|c)?(j|t)sx?$|\.(vue|svelte|astro)$/,
        holds: [new RegExp(String.raw`^[ \t]*(?:export )?(?:const|let|var) (?<name>\w+)(?:: \w+(?: \| \w+)*)? ?= ?${jsRead}(?: as \w+)?;?[ \t]*$`)],
        begins: /^[ \t]*(?:\} else )?if ?\((?<condition>.*?)\)(?<rest> ?\{.*| [\w.$]+[ (].*)?$/,
        or: /\|\|/,
        missing: [
            new RegExp(String.raw`^! ?${jsRead}$`),
            new RegExp(String.raw`^(?:typeof )?${jsRead}(?:\?\.length)? ===? ?(?:undefined|null|0|["'](?:undefined)?["'])$`),
            /^!(?<name>\w+)$/,
            /^(?:typeof )?(?<name>\w+) ===? ?(?:undefined|null|["'](?:undefined)?["'])$/,
        ],
        deployed: /^(?:process\.env\.NODE_ENV ===? ?["']production["']|process\.env\.NODE_ENV !==? ?["'](?:test|development)["']|is_?prod(?:uction)?|prod(?:uction)?)$/i,
        stops: /^[ \t]*(?:\}? ?(?:return )?)?(?:throw\b|process\.exit\()|[;{)] *(?:throw\b|process\.exit\()/,
        tries: { begins: /^[ \t]*(?:\} ?)?try ?\{/, catches: /^[ \t]*\} ?catch\b/ },
        asksByName: /process\.env\[\w+\]/,
    },
    {
        files: /\.py$/,
        holds: [new RegExp(String.raw`^[ \t]*(?<name>\w+)(?:: [\w |[\]]{1,60})? ?= ?${pythonRead}[ \t]*$`)],
        begins: /^[ \t]*(?:el)?if (?<condition>[^:]+):(?<rest>.*)$/,
        or: / or /,
        missing: [
            new RegExp(String.raw`^not ${pythonRead}$`),
            new RegExp(String.raw`^${pythonRead} (?:is|==) None$`),
            /^["'](?<variable>\w+)["'] not in (?:\w+\.)?environ$/,
            /^not ["'](?<variable>\w+)["'] in (?:\w+\.)?environ$/,
            /^not (?<name>\w+)$/,
            /^(?<name>\w+) (?:is|==) (?:None|""|'')$/,
        ],
        deployed: /^(?:not (?:settings\.)?DEBUG|is_?prod(?:uction)?)$/i,
        stops: /^[ \t]*(?:raise\b|(?:sys\.|os\._)?exit\(|quit\()/,
        states: {
            line: /^[ \t]*assert (?<condition>[^,]+)/,
            there: [
                new RegExp(String.raw`^${pythonRead}(?: is not None)?$`),
                /^["'](?<variable>\w+)["'] in (?:\w+\.)?environ$/,
                /^(?<name>\w+)(?: is not None)?$/,
            ],
        },
        tries: { begins: /^[ \t]*try ?:/, catches: /^[ \t]*except\b(?<kinds>[^:]*):/ },
        asksByName: /getattr\((?:\w+\.)*\w+, ?\w+[,)]|(?:environ\.get|getenv)\(\w+[,)]|\bin (?:\w+\.)?environ\b|environ\[\w+\]/,
    },
    {
        files: /\.go$/,
        holds: [
            new RegExp(String.raw`^[ \t]*(?:var )?(?<name>\w+) :?= ${goRead}[ \t]*$`),
            /^[ \t]*(?<name>\w+), (?<other>\w+) :?= os\.LookupEnv\("(?<variable>\w+)"\)[ \t]*$/,
        ],
        begins: /^[ \t]*if (?<condition>[^{]+)\{(?<rest>.*)$/,
        or: /\|\|/,
        missing: [
            new RegExp(String.raw`^${goRead} == ""$`),
            new RegExp(String.raw`^\w+ := ${goRead}; \w+ == ""$`),
            /^_, \w+ := os\.LookupEnv\("(?<variable>\w+)"\); !\w+$/,
            /^(?:len\((?<name>\w+)\) == 0)$/,
            /^(?<name>\w+) == ""$/,
            /^!(?<name>\w+)$/,
        ],
        deployed: /^$/,
        stops: /^[ \t]*(?:\w+\.)?(?:Fatal\w*|Panic\w*|panic|os\.Exit)\(|^[ \t]*return .*(?:errors\.New|fmt\.Errorf)\(/,
        asksByName: /os\.Getenv\([a-z]\w*\)/,
    },
    {
        files: /\.cs$/,
        holds: [new RegExp(String.raw`^[ \t]*(?:var|string\??) (?<name>\w+) ?= ?${csharpRead};[ \t]*$`)],
        begins: /^[ \t]*(?:else )?if ?\((?<condition>.*?)\)(?<rest> ?\{.*| throw\b.*)?$/,
        or: /\|\|/,
        missing: [
            new RegExp(String.raw`^string\.IsNullOr(?:Empty|WhiteSpace)\(${csharpRead}\)$`, 'i'),
            new RegExp(String.raw`^${csharpRead} (?:==|is) null$`),
            /^string\.IsNullOr(?:Empty|WhiteSpace)\((?<name>\w+)\)$/i,
            /^(?<name>\w+) (?:==|is) (?:null|"")$/,
        ],
        deployed: /^(?:!\w*\.?Environment\.IsDevelopment\(\)|\w*\.?Environment\.IsProduction\(\))$/,
        stops: /^[ \t]*(?:throw\b|Environment\.(?:Exit|FailFast)\()|[;{)] *(?:throw\b|Environment\.(?:Exit|FailFast)\()/,
        asksByName: /(?!)/,
    },
]; // prettier-ignore

/** A line that says what is taken where the one before has nothing. */
const goesOn = /^[ \t]*(?:\|\||\?\?)/;
/** A name is tested near to where it is given its value; further on it may be another one's. */
const mostLinesBetween = 40;
/** What a guard says before it stops. */
const mostLinesInside = 6;

/** Variables without which the code stops of its own accord: it tests them, and throws or exits. Lists of names that it goes through count, too. */
export function stoppingGuards(file: string, text: string): ReadVariable[] {
    const language = languages.find(({ files }) => files.test(file));
    if (language === undefined || !/env|config/i.test(text)) {
        return [];
    }
    const code = language.files.test('x.py') ? text.replace(/^[ \t]*#.*$/gm, '') : withoutComments(text);
    const named = importsEnv.test(code) ? code.replace(/(?<![\w.$])env(?=[.[])/g, 'process.env') : code;
    const released = language.files.test('x.cs') ? asReleased(named) : named;
    const lines = released.split('\n').map((line) => (line.length > 400 ? '' : line.replace(/\r$/, '')));
    const held = new Map<string, { readonly variable: string; readonly line: number }>();
    const found: ReadVariable[] = [];
    const demand = (groups: Groups, line: number) => {
        const kept = groups?.name === undefined ? undefined : held.get(groups.name);
        const variable = groups?.variable ?? groups?.quoted ?? kept?.variable;
        const at = kept?.line ?? line;
        if (variable !== undefined && line - at <= mostLinesBetween) {
            found.push({ name: variable.replaceAll(':', '__'), how: 'demanded', file, line: at + 1 });
        }
    };
    for (const [at, line] of lines.entries()) {
        const holder = goesOn.test(lines[at + 1] ?? '') ? undefined : firstMatch(language.holds, line);
        if (holder !== undefined) {
            const variable = holder.variable ?? holder.quoted ?? '';
            for (const name of [holder.name, holder.other]) {
                if (name !== undefined) {
                    held.set(name, { variable, line: at });
                }
            }
        }
        for (const name of destructuredNames(language, line)) {
            held.set(name, { variable: name, line: at });
        }
        const given = holder === undefined ? /^[ \t]*(?:if\b.{0,200}?[):] )?(?:(?:const|let|var) )?(\w+) ?(?::|\?\?|\|\|)?=(?![=>])/.exec(line)?.[1] : undefined; // prettier-ignore
        if (given !== undefined) {
            // It has another value now, or is another one's name.
            held.delete(given);
        }
        const guard = language.begins.exec(line)?.groups;
        if (guard !== undefined && stopsInside(language, lines, at, guard.rest ?? '') && !isCaught(language, lines, at)) {
            for (const part of missingParts(language, guard.condition ?? '')) {
                demand(firstMatch(language.missing, part), at);
            }
        }
        const stated = language.states?.line.exec(line)?.groups?.condition;
        for (const part of stated?.split(' and ') ?? []) {
            demand(firstMatch(language.states?.there ?? [], part.trim()), at);
        }
    }
    return [...found, ...listed(language, file, lines)];
}

/** C# as a build for release takes it: without what only one for debugging has. Lines keep their places. */
function asReleased(code: string): string {
    let isDebug = false;
    return code
        .split('\n')
        .map((line) => {
            const directive = /^[ \t]*#(\w+)(?:[ \t]+(\w+))?/.exec(line);
            isDebug = directive === null ? isDebug : directive[1] === 'if' && directive[2] === 'DEBUG';
            return isDebug ? '' : line;
        })
        .join('\n');
}

type Groups = Readonly<Record<string, string | undefined>> | undefined;

function firstMatch(patterns: readonly RegExp[], text: string): Groups {
    for (const pattern of patterns) {
        const match = pattern.exec(text);
        if (match !== null) {
            return match.groups;
        }
    }
    return undefined;
}

/** `A` and `B` of `const { A, B } = process.env;` on one line. */
function destructuredNames({ files }: Language, line: string): string[] {
    const inner = files.test('x.ts') ? /^[ \t]*(?:const|let|var) \{([\w, ]+)\} = process\.env\b/.exec(line)?.[1] : undefined;
    return inner?.split(',').map((name) => name.trim()) ?? [];
}

/** The parts of which each alone makes the condition true, where the app is deployed. */
function missingParts({ or, deployed, files }: Language, condition: string): string[] {
    return condition.split(or).flatMap((part) => {
        const all = part.split(files.test('x.py') ? / and / : /&&/).map((each) => each.trim());
        const asked = all.filter((each) => !deployed.test(each));
        return asked.length === 1 ? asked : [];
    });
}

function stopsInside({ stops, files }: Language, lines: readonly string[], at: number, rest: string): boolean {
    const depth = indentOf(lines[at] ?? '');
    const inline = rest.trim();
    if (inline !== '' && inline !== '{') {
        const now = inline.slice(0, beginsFunction.exec(inline)?.index ?? inline.length);
        return stops.test(now.replace(/^\{\s*/, '')) || stops.test(now);
    }
    const opened = files.test('x.cs') && inline === '' && lines[at + 1]?.trim() === '{' ? 1 : 0;
    const inside = lines.slice(at + 1 + opened, at + 1 + opened + mostLinesInside);
    const end = inside.findIndex((line) => line.trim() !== '' && indentOf(line) <= depth);
    // Without a brace, and without Python's indentation, one statement belongs to it.
    const body = end < 0 ? inside : inside.slice(0, end);
    const later = body.findIndex((line) => beginsFunction.test(line) && !stops.test(line.slice(0, beginsFunction.exec(line)?.index)));
    const now = later < 0 ? body : body.slice(0, later);
    return (files.test('x.ts') && inline === '' ? now.slice(0, 1) : now).some((line) => stops.test(line));
}

/** Further away than anybody writes a handler from what it is for. */
const mostLinesToHandler = 120;

/** True for a guard whose error is caught by a handler around it, within the same function, that goes on. */
function isCaught({ tries, stops }: Language, lines: readonly string[], at: number): boolean {
    const inside = lines.slice(at, at + mostLinesInside).find((line) => stops.test(line)) ?? '';
    if (tries === undefined || !/\b(?:raise|throw)\b/.test(inside)) {
        return false;
    }
    let depth = indentOf(lines[at] ?? '');
    for (let above = at - 1; above >= Math.max(0, at - mostLinesToHandler) && depth > 0; above -= 1) {
        const line = lines[above] ?? '';
        if (line.trim() === '' || indentOf(line) >= depth) {
            continue;
        }
        depth = indentOf(line);
        if (tries.begins.test(line)) {
            const below = lines.slice(at, at + mostLinesToHandler);
            const handler = below.findIndex((each) => indentOf(each) === depth && tries.catches.test(each));
            const kinds = tries.catches.exec(below[handler] ?? '')?.groups?.kinds?.trim() ?? '';
            const raised = /\braise +(\w+)/.exec(inside)?.[1] ?? '';
            const body = below.slice(handler + 1);
            const end = body.findIndex((each) => each.trim() !== '' && indentOf(each) <= depth);
            const isFor =
                kinds === '' ||
                /\b(?:Base)?Exception\b/.test(kinds) ||
                (raised !== '' && new RegExp(String.raw`\b${raised}\b`).test(kinds));
            return handler >= 0 && isFor && !body.slice(0, end < 0 ? body.length : end).some((each) => stops.test(each));
        }
        if (beginsFunction.test(line)) {
            return false;
        }
    }
    return false;
}

/** What is only done when something calls it. */
const beginsFunction = /=>|\bfunction\b|^[ \t]*(?:async )?def\b|\bfunc\b|\blambda\b/;

function indentOf(line: string): number {
    return line.length - line.trimStart().length;
}

/** Code that goes through names and stops for one does so right there. */
const mostLinesToStop = 9;
const asRequired = /requir|mandator|needed|must|expect|missing/i;

const beginsList = /^[ \t]*(?:export )?(?:(?:const|let|var) )?(\w+)(?:: [^=]{1,40})? ?:?= ?(?:\[\]string)?[[({]/;

/** Names in a list that says that they are required, where the code asks for each of them and stops: `["A", "B"]`, also over several lines. */
function listed(language: Language, file: string, lines: readonly string[]): ReadVariable[] {
    if (
        !lines.some((line) => language.asksByName.test(line)) ||
        !lines.some((line) => language.stops.test(line) || /\bSystemExit\b/.test(line))
    ) {
        return [];
    }
    const beside = wordsBesideAsking(language, lines);
    // Attributes of anything have names in capitals: those count that the file itself takes from the environment, or declares as settings.
    const byAttribute = lines.some((line) => /\bgetattr\(/.test(line)) && !lines.some((line) => /(?:environ|getenv)\b.{0,9}\w+[,)\]]/.test(line) && language.asksByName.test(line.replace(/\bgetattr\(/g, ''))); // prettier-ignore
    const declared = new Set(
        byAttribute
            ? lines.flatMap(
                  (line) =>
                      /^[ \t]+([A-Z]\w*)\s*[:=]/.exec(line)?.[1] ?? /(?:environ|getenv).{0,9}["']([A-Z]\w*)["']/.exec(line)?.[1] ?? [],
              )
            : [],
    );
    const found: ReadVariable[] = [];
    let inside = false;
    for (const [at, line] of lines.entries()) {
        const opened = beginsList.exec(line);
        const named =
            opened !== null &&
            asRequired.test(opened[1] ?? '') &&
            (/env|var|missing/i.test(opened[1] ?? '') || beside.has(opened[1] ?? ''));
        const nearby = /[[(]["'][A-Z]/.test(line) && isGoneThrough(language, lines.slice(at, at + mostLinesToStop));
        if (named || inside || nearby) {
            for (const [, name = ''] of line.matchAll(/["']([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)["'](?=\s*(?:[,\])}]|$))/g)) {
                if (!byAttribute || declared.has(name)) {
                    found.push({ name, how: 'demanded', file, line: at + 1 });
                }
            }
        }
        inside = (named || inside) && !/[\])}]/.test(opened === null ? line : line.slice(opened[0].length));
    }
    return found;
}

/** True where code asks for each of the names that its first line lists, and stops for one, before another function begins. */
function isGoneThrough({ asksByName, stops }: Language, lines: readonly string[]): boolean {
    const asks = lines.slice(0, 3).findIndex((line) => asksByName.test(line));
    const next = lines.findIndex((line, at) => at > asks && beginsFunction.test(line));
    return asks >= 0 && lines.slice(0, next < 0 ? lines.length : next).some((line) => stops.test(line) || /\bSystemExit\b/.test(line));
}

/** The words on lines at which the code asks for what it has the names of, but for those of lists that begin there. */
function wordsBesideAsking({ asksByName }: Language, lines: readonly string[]): ReadonlySet<string> {
    const beside = lines.filter((_, at) => lines.slice(at, at + 3).some((each) => asksByName.test(each)));
    return new Set(beside.flatMap((line) => line.replace(beginsList, '').split(/\W+/)));
}
