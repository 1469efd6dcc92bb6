import { joinPath } from '../paths';
import type { RequirementsDocument } from '../requirements/openRequirements';
import type { Rule } from '../rule';
import { commandsOf } from '../dockerfile/commandsOf';

export const requirementSource: Rule<RequirementsDocument> = {
    code: 'requirements/source-missing',
    title: 'A local project that is not in the image yet',
    severity: 'error',
    why: 'A line like "-e ." needs the project itself. When the Dockerfile copies only the requirements before it runs pip, there is nothing to install and the build stops.',
    fix: 'none',
    *check(document) {
        const dockerfile = document.dockerfile();
        if (dockerfile === undefined) {
            return;
        }
        const file = document.snapshot.path.slice(document.snapshot.path.lastIndexOf('/') + 1);
        const run = commandsOf(dockerfile.model.steps).find(({ args }) => args.some((arg) => arg.endsWith(file)))?.step;
        for (const { line, nameSpan } of document.lines) {
            const isLocal = line.kind === 'location' && /^(\.{1,2}([/\\]|$)|file:\.|[\w.-]+\/)/.test(line.location);
            if (run === undefined || line.kind !== 'location' || !isLocal) {
                continue;
            }
            const wanted = joinPath('', line.location.replace(/^file:/, '').replaceAll('\\', '/'));
            const there = dockerfile
                .sources()
                .some(
                    ({ step, source }) =>
                        step.start < run.start &&
                        (source === '' ||
                            source === wanted ||
                            wanted?.startsWith(`${source}/`) === true ||
                            (wanted === '' && /(pyproject\.toml|setup\.py)$/.test(source))),
                );
            const mounted = run.flags().some(({ name, value }) => name === 'mount' && value.includes('type=bind'));
            if (!there && !mounted) {
                yield {
                    span: nameSpan,
                    message: `${line.location} is not in the image when ${dockerfile.snapshot.path} runs pip: copy it before, or install it in a step of its own.`,
                };
            }
        }
    },
};
