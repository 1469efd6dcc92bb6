import { commandsOf } from '../dockerfile/commandsOf';
import type { DockerfileDocument } from '../dockerfile/openDockerfile';
import type { Stage } from '../dockerfile/readDockerfile';
import type { Step } from '../dockerfile/step';
import type { Fix } from '../finding';
import { joinPath } from '../paths';
import type { Rule } from '../rule';

const installers: readonly { readonly program: RegExp; readonly verbs: readonly string[]; readonly files: readonly string[] }[] = [
    { program: /^pip(\d(\.\d+)?)?$/, verbs: ['install'], files: ['requirements.txt'] },
    { program: /^npm$/, verbs: ['ci', 'install', 'i'], files: ['package.json', 'package-lock.json'] },
    { program: /^yarn$/, verbs: ['install', '--frozen-lockfile', '--immutable'], files: ['package.json', 'yarn.lock'] },
    { program: /^bundle$/, verbs: ['install'], files: ['Gemfile', 'Gemfile.lock'] },
];

export const layerOrder: Rule<DockerfileDocument> = {
    code: 'dockerfile/layer-order',
    title: 'Every change of the code installs the dependencies again',
    severity: 'info',
    why: 'A layer is reused only while everything above it is unchanged. With the code copied before the dependencies are installed, a changed line costs a whole install and a push of the largest layer.',
    fix: 'offered',
    *check(document) {
        for (const stage of document.model.stages) {
            const copy = stage.steps.find((step) => isWholeCopy(step));
            for (const { step, command, program, args } of copy === undefined ? [] : commandsOf(stage.steps)) {
                const installer = installers.find((one) => one.program.test(program) && one.verbs.some((verb) => args.includes(verb)));
                if (
                    copy === undefined ||
                    installer === undefined ||
                    step.start < copy.start ||
                    args.some((arg) => /^(-e|--editable|-g|--global|\.{1,2}(\/.*)?|[^[]*\[.*\])$/.test(arg))
                ) {
                    continue;
                }
                const file = args.find((arg) => installer.files.includes(arg.replace(/^.*\//, '')));
                if (program.startsWith('pip') && file === undefined) {
                    continue;
                }
                yield {
                    span: { start: command.start, end: command.end },
                    message:
                        'The code is copied before this: every change of it runs this again. Copy only what the install reads, install, then copy the rest.',
                    fixes: reorder(document, stage, copy, step, installer.files),
                };
            }
        }
    },
};

function isWholeCopy(step: Step): boolean {
    const [first, ...more] = step.words();
    return (
        step.keyword === 'COPY' &&
        first !== undefined &&
        more.length === 1 &&
        /^(\.\/?|\/)$/.test(first.text) &&
        !step.flags().some(({ name }) => name === 'from')
    );
}

/** Only when both are neighbours, so that nothing between them can depend on the order. */
function reorder(document: DockerfileDocument, stage: Stage, copy: Step, run: Step, files: readonly string[]): readonly Fix[] {
    const at = stage.steps.indexOf(copy);
    const there = files.filter((file) => document.snapshot.paths?.includes(joinPath(document.root(), file) ?? file) !== false);
    if (stage.steps[at + 1] !== run || there.length === 0 || document.text.slice(run.start, run.end).includes('<<')) {
        return [];
    }
    const { text } = document;
    const flags = copy
        .flags()
        .map((flag) => `${text.slice(flag.start, flag.end)} `)
        .join('');
    const first = `COPY ${flags}${there.join(' ')} ./`;
    return [
        {
            title: `Copy ${there.join(' and ')} first`,
            standing: 'offered',
            edits: [
                {
                    span: { start: copy.start, end: run.end },
                    newText: [first, text.slice(run.start, run.end), text.slice(copy.start, copy.end)].join('\n'),
                },
            ],
        },
    ];
}
