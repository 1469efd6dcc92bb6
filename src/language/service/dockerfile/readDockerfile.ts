import { DockerfileParser } from 'dockerfile-ast';
import { linesOf } from '../lines';
import type { Place } from '../lines';
import type { Span } from '../span';
import { expand } from './expand';
import type { ImageReference } from './imageReference';
import { parseImageReference } from './imageReference';
import type { Flag, Step } from './step';
import { InstructionStep } from './instructionStep';

export interface Stage {
    readonly index: number;
    readonly name: string | undefined;
    readonly from: Step;
    /** The name after variables with known defaults are filled in; undefined when something is left open. */
    readonly image: ImageReference | undefined;
    readonly imageText: string;
    readonly imageSpan: Span;
    readonly platform: Flag | undefined;
    /** The earlier stage that this one continues; undefined when it starts from an image. */
    readonly base: Stage | undefined;
    readonly steps: readonly Step[];
}

export interface DockerfileModel {
    readonly text: string;
    readonly steps: readonly Step[];
    readonly stages: readonly Stage[];
    readonly escape: string;
    /** The `# syntax=` directive. */
    readonly syntax: string | undefined;
}

/** Reads any text; what is no Dockerfile gives steps with odd keywords and no stages. */
export function readDockerfile(text: string): DockerfileModel {
    const ast = DockerfileParser.parse(text);
    const lines = linesOf(text);
    const spanOf = (range: { readonly start: Place; readonly end: Place }): Span => ({
        start: lines.offsetAt(range.start),
        end: lines.offsetAt(range.end),
    });
    const escape = ast.getEscapeCharacter();
    const steps = ast.getInstructions().map((instruction) => new InstructionStep(text, instruction, escape, spanOf));
    return {
        text,
        steps,
        stages: readStages(steps),
        escape,
        syntax: ast
            .getDirectives()
            .find((directive) => directive.getName().toLowerCase() === 'syntax')
            ?.getValue(),
    };
}

function readStages(steps: readonly Step[]): readonly Stage[] {
    const stages: Stage[] = [];
    const defaults = new Map<string, string>();
    let current: Step[] | undefined;
    for (const step of steps) {
        if (step.keyword === 'FROM') {
            current = [];
            stages.push(readStage(stages, step, current, defaults));
        } else if (current !== undefined) {
            current.push(step);
        } else if (step.keyword === 'ARG') {
            for (const { name, value } of step.properties()) {
                if (value !== undefined) {
                    defaults.set(name, expand(value, defaults));
                }
            }
        }
    }
    return stages;
}

function readStage(stages: readonly Stage[], from: Step, steps: readonly Step[], defaults: ReadonlyMap<string, string>): Stage {
    const [image, as, name] = from.words();
    const written = expand(image?.text ?? '', defaults);
    const base = stages.findLast((stage) => stage.name?.toLowerCase() === written.toLowerCase());
    return {
        index: stages.length,
        name: /^as$/i.test(as?.text ?? '') ? name?.text : undefined,
        from,
        image: base === undefined ? parseImageReference(written) : undefined,
        imageText: written,
        imageSpan: image ?? from.keywordSpan,
        platform: from.flags().find((flag) => flag.name === 'platform'),
        base,
        steps,
    };
}
