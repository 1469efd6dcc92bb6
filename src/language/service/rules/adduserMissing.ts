import { describeBase } from '../data/describeBase';
import { commandsOf, systemPackages } from '../dockerfile/commandsOf';
import type { DockerfileDocument } from '../dockerfile/openDockerfile';
import type { Fix } from '../finding';
import type { Rule } from '../rule';
import type { ShellCommand } from '../dockerfile/shellCommands';
import { stageChain } from '../start/startCommand';

export const adduserMissing: Rule<DockerfileDocument> = {
    code: 'dockerfile/adduser-missing',
    title: 'adduser is not in this base image',
    severity: 'error',
    why: "Debian 13's slim images, to which the unnamed python:…-slim tags moved in August 2025, come without adduser and addgroup: a Dockerfile that built for years stops with exit code 127.",
    fix: 'automatic',
    *check(document) {
        for (const stage of document.model.stages) {
            const chain = stageChain(document.model.stages.slice(0, stage.index + 1));
            const base = chain[0]?.image;
            const facts = base === undefined ? undefined : describeBase(base);
            if (facts?.debian !== '13' || !(facts.variant === 'slim' || base?.repository === 'debian')) {
                continue;
            }
            const calls = commandsOf(stage.steps).filter(({ program }) => /^(adduser|addgroup)$/.test(program));
            if (calls.length === 0 || systemPackages(chain.flatMap(({ steps }) => steps)).has('adduser')) {
                continue;
            }
            for (const { command, program } of calls) {
                const word = command.words.find(({ text }) => text === program || text.endsWith(`/${program}`));
                if (word !== undefined) {
                    yield {
                        span: word,
                        message: `${program} is not in ${stage.imageText || 'this image'} (Debian 13): use ${program === 'adduser' ? 'useradd' : 'groupadd'}.`,
                        fixes: replacement(command, program),
                    };
                }
            }
        }
    },
};

/** The command in terms of useradd or groupadd; nothing when it says more than is understood here. */
function replacement(command: ShellCommand, program: string): readonly Fix[] {
    const words = command.words.map((word) => word.text);
    const args = words.slice(words.indexOf(program) + 1);
    const options: string[] = [];
    const names: string[] = [];
    let home = '--create-home';
    for (let at = 0; at < args.length; at += 1) {
        const [name = '', inline] = (args[at] ?? '').split('=', 2);
        const value = () => inline ?? args[(at += 1)] ?? '';
        if (name === '--disabled-password' || name === '--disabled-login' || name === '-D') {
            continue;
        } else if (name === '--gecos' || name === '--comment') {
            const text = value();
            options.push(...(text === '' ? [] : ['--comment', JSON.stringify(text)]));
        } else if (name === '--system' || name === '-S') {
            options.push('--system');
        } else if (name === '--no-create-home' || name === '-H') {
            home = '--no-create-home';
        } else if (
            name === '--uid' ||
            name === '-u' ||
            name === '--gid' ||
            name === '-g' ||
            name === '--home' ||
            name === '--shell' ||
            name === '-s' ||
            name === '--ingroup' ||
            name === '-G'
        ) {
            options.push(optionNames[name] ?? name, value());
        } else if (name === '--group') {
            options.push('--user-group');
        } else if (name.startsWith('-')) {
            return [];
        } else {
            names.push(name);
        }
    }
    const [name] = names;
    if (name === undefined || names.length > 1) {
        return [];
    }
    const text =
        program === 'adduser'
            ? ['useradd', home, ...options, name].join(' ')
            : ['groupadd', ...options.filter((option) => option !== '--user-group'), name].join(' ');
    return [
        {
            title: `Use ${program === 'adduser' ? 'useradd' : 'groupadd'}`,
            standing: 'preferred',
            edits: [{ span: { start: command.start, end: command.end }, newText: text }],
        },
    ];
}

const optionNames: Readonly<Record<string, string>> = {
    '-u': '--uid',
    '-g': '--gid',
    '--home': '--home-dir',
    '-s': '--shell',
    '--ingroup': '--gid',
    '-G': '--gid',
};
