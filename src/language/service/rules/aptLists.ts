import { commandsOf } from '../dockerfile/commandsOf';
import type { DockerfileDocument } from '../dockerfile/openDockerfile';
import type { Rule } from '../rule';

export const aptLists: Rule<DockerfileDocument> = {
    code: 'dockerfile/apt-lists',
    title: "apt's package lists stay in the layer",
    severity: 'info',
    why: 'Some 20 MB that nothing reads again, in every push and pull; and an apt-get update in a layer of its own is reused when the lists are long outdated.',
    fix: 'automatic',
    *check(document) {
        const finalSteps = new Set(document.finalSteps);
        for (const step of document.model.steps.filter((one) => one.keyword === 'RUN' && finalSteps.has(one))) {
            const commands = commandsOf([step]);
            const update = commands.find(({ program, args }) => /^apt(-get)?$/.test(program) && args.includes('update'));
            const installs = commands.filter(({ program, args }) => /^apt(-get)?$/.test(program) && args.includes('install'));
            const cleans = commands.some(({ program, args }) => program === 'rm' && args.some((arg) => arg.includes('/var/lib/apt/lists')));
            const cached = step.flags().some(({ name, value }) => name === 'mount' && value.includes('/var/lib/apt'));
            const last = installs.at(-1);
            if (update !== undefined && last === undefined && commands.length === 1) {
                yield {
                    span: update.command,
                    message: 'Alone in a layer, apt-get update is reused when it is long outdated; put update and install into one RUN.',
                };
            } else if (update !== undefined && last !== undefined && !cleans && !cached) {
                const end = last.command.end;
                yield {
                    span: update.command,
                    message: "apt's package lists stay in this layer; remove them in the same RUN.",
                    fixes: [
                        {
                            title: 'Remove the lists in the same RUN',
                            standing: 'preferred',
                            edits: [
                                {
                                    span: { start: end, end },
                                    newText: document.text.slice(step.start, end).includes('<<')
                                        ? '\nrm -rf /var/lib/apt/lists/*'
                                        : ' && rm -rf /var/lib/apt/lists/*',
                                },
                            ],
                        },
                    ],
                };
            }
        }
    },
};
