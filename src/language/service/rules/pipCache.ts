import { commandsOf } from '../dockerfile/commandsOf';
import type { DockerfileDocument } from '../dockerfile/openDockerfile';
import type { Rule } from '../rule';

export const pipCache: Rule<DockerfileDocument> = {
    code: 'dockerfile/pip-cache',
    title: "pip's download cache stays in the layer",
    severity: 'info',
    why: 'Every wheel is in the image twice: once installed and once in /root/.cache. That is pushed, pulled and stored each time.',
    fix: 'automatic',
    *check(document) {
        const env = document.env();
        const off = env.has('PIP_NO_CACHE_DIR') || env.has('PIP_CACHE_DIR');
        const finalSteps = new Set(document.finalSteps);
        for (const { step, command, program, args } of off ? [] : commandsOf(document.model.steps.filter((one) => finalSteps.has(one)))) {
            const isPip = /^pip(\d(\.\d+)?)?$/.test(program) || (program.startsWith('python') && args[0] === '-m' && args[1] === 'pip');
            const word = command.words.find(({ text }) => text === 'install');
            const cached = step.flags().some(({ name, value }) => name === 'mount' && value.includes('type=cache'));
            if (
                isPip &&
                word !== undefined &&
                !cached &&
                !args.includes('--no-cache-dir') &&
                !document.text.slice(step.start, step.end).includes('rm -rf /root/.cache')
            ) {
                yield {
                    span: { start: command.start, end: word.end },
                    message: "pip's cache stays in this layer; --no-cache-dir, or a cache mount, keeps it out.",
                    fixes: [
                        {
                            title: 'Add --no-cache-dir',
                            standing: 'preferred',
                            edits: [
                                {
                                    span: { start: word.end, end: word.end },
                                    newText: step.json() === undefined ? ' --no-cache-dir' : ', "--no-cache-dir"',
                                },
                            ],
                        },
                    ],
                };
            }
        }
    },
};
