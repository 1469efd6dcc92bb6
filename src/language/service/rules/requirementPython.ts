import { compareVersions, firstWheel, leastPython, wheelsAsOf } from '../data/wheels';
import { describeBase } from '../data/describeBase';
import { systemPackages } from '../dockerfile/commandsOf';
import type { RequirementsDocument } from '../requirements/openRequirements';
import type { Rule } from '../rule';

export const requirementPython: Rule<RequirementsDocument> = {
    code: 'requirements/python-version',
    title: 'A pin that the Python of the image cannot install',
    severity: 'error',
    why: 'The pinned version asks for a newer Python, or has no wheel for this one: pip then compiles it, for which slim images have no compiler, and the build stops after minutes with pages of output.',
    fix: 'offered',
    *check(document) {
        const dockerfile = document.dockerfile();
        const base = dockerfile?.chain[0]?.image;
        const facts = base?.repository === 'python' ? describeBase(base) : undefined;
        const python = facts?.version;
        if (dockerfile === undefined || python === undefined) {
            return;
        }
        const packages = systemPackages(dockerfile.model.steps);
        const compiles = facts?.variant === '' || packages.has('gcc') || packages.has('build-essential') || packages.has('build-base');
        for (const { line, name, nameSpan } of document.lines) {
            const pin = line.kind === 'requirement' ? /^===?([\d.]+)$/.exec(line.specifier)?.[1] : undefined;
            if (
                line.kind !== 'requirement' ||
                name === undefined ||
                pin === undefined ||
                line.marker?.includes('python_version') === true
            ) {
                continue;
            }
            const asks = leastPython[name]?.find(([from]) => (compareVersions(pin, from) ?? -1) >= 0)?.[1];
            const first = firstWheel[name]?.[python];
            if (asks !== undefined && (compareVersions(python, asks) ?? 0) < 0) {
                yield { span: nameSpan, message: `${line.name} ${pin} needs Python ${asks} or newer, and the image has ${python}.` };
            } else if (first !== undefined && !compiles && facts?.variant === 'slim' && (compareVersions(pin, first) ?? 0) < 0) {
                const at = document.text.indexOf(pin, nameSpan.end);
                yield {
                    span: nameSpan,
                    message: `${line.name} ${pin} has no wheel for Python ${python} (the first that has one is ${first}, as of ${wheelsAsOf}), and ${dockerfile.chain[0]?.imageText ?? 'the image'} has no compiler.`,
                    fixes: [
                        {
                            title: `Use ${first}`,
                            standing: 'offered',
                            edits: [{ span: { start: at, end: at + pin.length }, newText: first }],
                        },
                    ],
                };
            }
        }
    },
};
