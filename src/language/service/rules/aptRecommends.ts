import { commandsOf } from '../dockerfile/commandsOf';
import type { DockerfileDocument } from '../dockerfile/openDockerfile';
import type { Rule } from '../rule';

export const aptRecommends: Rule<DockerfileDocument> = {
    code: 'dockerfile/apt-recommends',
    title: 'apt-get install without --no-install-recommends',
    severity: 'info',
    why: 'Recommended packages often double the layer: longer pushes, pulls and cold starts, and more to patch.',
    fix: 'automatic',
    *check(document) {
        const configured = document.text.includes('Install-Recommends');
        for (const { command, program, args } of configured ? [] : commandsOf(document.model.steps)) {
            const word = command.words.find(({ text }) => text === 'install');
            if (/^apt(-get)?$/.test(program) && word !== undefined && !args.some((arg) => arg.startsWith('--no-install-recommends'))) {
                yield {
                    span: { start: command.start, end: word.end },
                    message: 'Recommended packages come along; --no-install-recommends leaves them out.',
                    fixes: [
                        {
                            title: 'Add --no-install-recommends',
                            standing: 'preferred',
                            edits: [{ span: { start: word.end, end: word.end }, newText: ' --no-install-recommends' }],
                        },
                    ],
                };
            }
        }
    },
};
