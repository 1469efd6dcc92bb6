import { readDockerfile } from '../../dockerfile/readDockerfile';
import { splitCommand } from '../hints/splitCommand';
import { noNeeds, type Detection, type Site } from '../stack';

/** One command by its words; several, such as `a && b`, by a shell. */
function execForm(text: string): readonly string[] {
    const [first = [], ...more] = splitCommand(text);
    return more.length === 0 && !/\$|^exec\s/.test(text) ? first : ['sh', '-c', text];
}

/** The ports of servers that listen without being told, by their images. */
const ownPorts: readonly (readonly [RegExp, number])[] = [
    [/(^|\/)nginx-unprivileged(:|$)/, 8080],
    [/(^|\/)(nginx|httpd|caddy|traefik)(:|$)/, 80],
    [/(^|\/)php:[\w.-]*apache/, 80],
    [/(^|\/)wordpress(:(?![\w.-]*fpm)|$)/, 80],
    [/(^|\/)tomcat(:|$)/, 8080],
];

/** A folder of which nothing is known but its own Dockerfile: what that makes is the app, on the port that it exposes. */
export async function detectDockerfile({ folder, facts }: Site): Promise<Detection | undefined> {
    const file = 'Dockerfile';
    const text = folder.has(file) ? await folder.text(file) : undefined;
    const written = text === undefined ? undefined : readDockerfile(text);
    const stage = written?.stages.at(-1);
    if (written === undefined || stage === undefined) {
        return undefined;
    }
    facts.offer('entry', file, { file, line: stage.line }, 'certain');
    const port = written.env.get('PORT');
    if (port !== undefined && /^\d{1,5}$/.test(port.value)) {
        facts.offer('port', port.value, { file, line: port.line }, 'certain');
    }
    // Port 22 is a terminal's, as App Service wants it beside the app's own.
    const ports = written.ports.filter((exposed) => exposed.port !== 22);
    (ports.length === 0 ? written.ports : ports).forEach((exposed) =>
        facts.offer('port', exposed.port, { file, line: exposed.line }, 'likely'),
    );
    const own = ownPorts.find(([image]) => image.test(stage.image));
    if (own !== undefined) {
        facts.offer('port', own[1], { file, line: stage.line }, 'guess');
    }
    if (written.command !== undefined) {
        facts.offer('startCommand', written.command.text, { file, line: written.command.line }, 'certain');
    }
    facts.offer('healthPath', '/', { file }, 'guess');
    return {
        kind: 'web',
        ...(written.command === undefined ? {} : { startCommand: execForm(written.command.text) }),
        findings: [],
        needs: noNeeds,
        edits: [],
        certainty: 10,
    };
}
