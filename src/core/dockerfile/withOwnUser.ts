import type { Profile } from '../project/profile';
import { isOwnFolder } from './isOwnFolder';
import type { DockerfileFacts } from './readDockerfile';

/** Images whose tools and habits are known: they have a shell and start nothing that needs root. */
const knownBase = /^(docker\.io\/)?(library\/)?(python|node|ruby|golang|rust|debian|ubuntu|eclipse-temurin)(:|@|$)/;

/** What may have run as root without leaving something that only root can read or write outside of the app's folder. */
const harmless =
    /^(apt-get|apt|apk|pip3?|python3? -m (pip|compileall)|npm|npx tsc|yarn|pnpm|corepack enable|mkdir|rm|chmod|cd|echo|set|bundle|gem|composer|go|cargo|uv (sync|pip|lock)|(python3? )?(\.\/)?manage\.py|poetry|pipenv)\b/;

/** Programs that start as root and change to another user by themselves, or keep others running. */
const needsRoot =
    /\b(nginx|apache2?(ctl)?|apachectl|httpd|supervisord|cron|crond|sshd|gosu|su-exec|setpriv|service|systemctl|tini-static|dockerd)\b/;

/**
 * The file with a user of its own for the app, which may write to the app's folder and nowhere else; undefined where it could not be told that the app
 * still starts: a script in between, a port of root's, something installed into root's home, another image, a folder that is not known.
 */
export function withOwnUser(text: string, facts: DockerfileFacts, profile: Profile): string | undefined {
    const { command, workdir, user, stages } = facts;
    const last = stages.at(-1);
    const from =
        last === undefined
            ? ''
            : text
                  .split('\n')
                  .slice(last.line - 1)
                  .join('\n');
    const image = withArguments(last?.image ?? '', text);
    const folder = appFolder(workdir?.replace(/(?<=.)\/$/, '') ?? '', from);
    if (
        last === undefined ||
        user !== undefined ||
        command === undefined ||
        command.line <= last.line ||
        !knownBase.test(image) ||
        /\$|windows|nanoserver|\bubi/i.test(image) ||
        !isOwnFolder(folder) ||
        !readableByAll(from, facts, last.line) ||
        fetchesPython(image, from, profile) ||
        !startsWithoutRoot(command.text, facts, profile) ||
        foldersNamed(facts, profile, last.line).some((path) => path.startsWith('/') && !within(path, '/tmp') && !within(path, folder))
    ) {
        return undefined;
    }
    const place = placeOfStart(text, last.line);
    return place === undefined ? undefined : `${text.slice(0, place)}${userLines(image, folder, from, text)}${text.slice(place)}`;
}

/** An image with the values that the file itself has for its arguments. */
function withArguments(image: string, text: string): string {
    return image.replace(/\$\{?(\w+)\}?/g, (whole, name: string) => {
        const values = [...text.matchAll(/^[ \t]*ARG[ \t]+(\w+)=["']?([\w.-]+)/gim)];
        return values.find(([, known]) => known === name)?.[2] ?? whole;
    });
}

/** The folder that the app was copied to: it may start in one further in. */
function appFolder(workdir: string, from: string): string {
    const named = [...from.matchAll(/^[ \t]*WORKDIR[ \t]+["']?(\/[^\s"']*?)\/?["']?[ \t]*\r?$/gim)].map(([, path = '']) => path);
    return named.filter((path) => isOwnFolder(path) && within(workdir, path)).sort((a, b) => a.length - b.length)[0] ?? workdir;
}

/** What the app writes to as its code says, and what the file makes or names for it. */
function foldersNamed({ runs, env }: DockerfileFacts, { needs }: Profile, line: number): readonly string[] {
    const made = runs
        .filter((run) => run.line >= line)
        .flatMap(({ text }) => text.split(/&&|;|\|\|?/))
        .filter((part) => /^\s*mkdir\b/.test(part))
        .flatMap((part) => part.trim().split(/\s+/).slice(1));
    const named = [...env].filter(([key]) => /(^|_)(DATA|DATABASE|DB|LOGS?|MEDIA|SQLITE|STATE|STORAGE|UPLOADS?)(_|$)/.test(key));
    return [...needs.writes.map(({ path }) => path), ...made, ...named.map(([, { value }]) => value.replace(/^sqlite:\/{3}/, ''))];
}

/** True where uv brings a Python of its own, which it keeps in the home of root. */
function fetchesPython(image: string, from: string, { evidence }: Profile): boolean {
    const version = /(?:^|\/)python:(\d+\.\d+)/.exec(image)?.[1];
    const asked = evidence.find(({ fact, file }) => fact === 'runtimeVersion' && /(^|\/)\.python-version$/.test(file))?.value;
    return (
        /\buv (sync|venv|run|python)\b/.test(from) &&
        (!/(^|\/)python:/.test(image) || (asked !== undefined && version !== undefined && asked !== version))
    );
}

/** Nothing that the app reads lies in root's home, as far as the commands tell. */
function readableByAll(from: string, facts: DockerfileFacts, line: number): boolean {
    const commands = facts.runs
        .filter((run) => run.line >= line)
        .flatMap(({ text }) => text.split(/&&|;|\|\|?/))
        .map((part) => part.trim().replace(/^(?:(?:--mount=|[A-Z_]+=)\S+\s+)*/, ''))
        .filter((part) => part !== '');
    return (
        commands.every((command) => harmless.test(command)) &&
        !/^\s*(VOLUME|SHELL|ONBUILD)\b/im.test(from) &&
        !/\/root\b|~\/|\s--user\b|\bplaywright\b|\bHOME=/.test(from) &&
        (!/\bpoetry (install|sync)\b/.test(from) ||
            /virtualenvs\.create false|VIRTUALENVS_CREATE=(false|0)|VIRTUALENVS_IN_PROJECT=(true|1)/i.test(from)) &&
        (!/\bpipenv (install|sync)\b/.test(from) || /--system\b|PIPENV_VENV_IN_PROJECT=1/.test(from)) &&
        !(/\bcorepack\b/.test(from) && /\b(pnpm|yarn)\b/.test(facts.command?.text ?? ''))
    );
}

function startsWithoutRoot(command: string, { ports, env }: DockerfileFacts, profile: Profile): boolean {
    const numbers = [...ports.map(({ port }) => port), Number(env.get('PORT')?.value ?? 8000), profile.port ?? 8000];
    return (
        numbers.every((port) => port >= 1024) &&
        !/(^|[\s:='"])(80|443)\b/.test(command) &&
        !needsRoot.test(command) &&
        !/\.(sh|bash)\b/.test(command)
    );
}

function within(path: string, folder: string): boolean {
    return path === folder || path.startsWith(`${folder}/`);
}

/** The start of the first line of the last stage that says how the container starts, and behind which nothing is done that may need root. */
function placeOfStart(text: string, line: number): number | undefined {
    const lines = text.split('\n');
    let continued = false;
    let place: number | undefined;
    for (let at = line; at < lines.length; at += 1) {
        const one = lines[at] ?? '';
        if (!continued && /^\s*(ADD|COPY|RUN|WORKDIR)\b/i.test(one)) {
            place = undefined;
        } else if (!continued && place === undefined && /^\s*(CMD|ENTRYPOINT)\b/i.test(one)) {
            // A comment right above belongs to it.
            let first = at;
            while (first > line && /^\s*#/.test(lines[first - 1] ?? '')) {
                first -= 1;
            }
            place = lines.slice(0, first).reduce((sum, { length }) => sum + length + 1, 0);
        }
        continued = /\\\s*$/.test(one) || (continued && /^\s*(#|$)/.test(one));
    }
    return place;
}

function userLines(image: string, folder: string, from: string, text: string): string {
    const make = /alpine/i.test(image)
        ? ['addgroup -g 10001 app', 'adduser -D -u 10001 -G app app']
        : ['groupadd --gid 10001 app', 'useradd --uid 10001 --gid app --create-home --shell /usr/sbin/nologin app'];
    // Giving files away copies them into a layer of their own. Packages are only read, but servers for developing keep caches beside them.
    const give = /\b(npm|yarn|pnpm)\b|node_modules/.test(from)
        ? `find ${folder} -exec chown -h app:app {} + -name node_modules -prune`
        : `chown -R app:app ${folder}`;
    const lines = [
        '# The app runs as a user of its own, without rights on the system; only its folder is its own.',
        `RUN ${[...make, give].join(' && \\\n    ')}`,
        '# A number, so that a platform can check that it is not root.',
        'USER 10001:10001',
    ].join('\n');
    return `${lines}\n`.replaceAll('\n', text.includes('\r\n') ? '\r\n' : '\n');
}
