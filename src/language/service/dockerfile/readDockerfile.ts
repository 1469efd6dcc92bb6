import type { Span } from '../span';
import { expand } from './expand';
import type { ImageReference } from './imageReference';
import { parseImageReference } from './imageReference';
import type { Flag, Step } from './step';
import { readSteps } from './readSteps';
import { rereadSteps } from './rereadSteps';

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

/** How many readings are kept to start from: an open Dockerfile or two, and those that requirements files look at. */
const keptModels = 6;
const recent: DockerfileModel[] = [];

/**
 * Reads any text; what is no Dockerfile gives steps with odd keywords and no stages. The same text gives the same model again, and one that differs
 * by an edit is read around the edit only: the parser takes half of a keystroke's time in a long file.
 */
export function readDockerfile(text: string): DockerfileModel {
    const known = recent.find((model) => model.text === text);
    const model = known ?? readChanged(text) ?? readAll(text);
    if (recent[0] !== model) {
        const at = known === undefined ? recent.length : recent.indexOf(known);
        recent.splice(at, 1);
        recent.unshift(model);
        recent.splice(keptModels);
    }
    return model;
}

/** Without what was read before. */
export function readAll(text: string): DockerfileModel {
    const { steps, escape, syntax } = readSteps(text);
    return { text, steps, stages: readStages(steps), escape, syntax };
}

function readChanged(text: string): DockerfileModel | undefined {
    for (const before of recent) {
        const steps = rereadSteps(before, text);
        if (steps !== undefined) {
            return { text, steps, stages: readStages(steps), escape: before.escape, syntax: before.syntax };
        }
    }
    return undefined;
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
