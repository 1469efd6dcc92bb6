import { DockerfileParser, type Instruction } from 'dockerfile-ast';
import type { BuildStep } from './buildEvent';

export interface StepLocation {
    /** 1-based. */
    readonly line: number;
    /** The keyword, in capitals. */
    readonly instruction: string;
    /** The whole instruction on one line. */
    readonly text: string;
}

/** Finds the instruction that a step of the build came from; undefined for the builder's own steps. */
export function locateStep(dockerfile: string, step: Pick<BuildStep, 'id' | 'name'>): StepLocation | undefined {
    const name = /^\[([^\]]*\D)?(\d+)\/\d+\] (.*)/s.exec(step.name);
    if (name === null) {
        return undefined;
    }
    const [, scope = '', number = '', text = ''] = name;
    const instructions = DockerfileParser.parse(dockerfile).getInstructions();
    // The classic builder counts every instruction of the file.
    if (step.id.startsWith('step ')) {
        return locationOf(instructions[Number(number) - 1]);
    }
    const alike = instructions.filter((instruction) => oneLine(instruction) === collapse(text));
    return locationOf(alike.length === 1 ? alike[0] : byCount(instructions, scope.trim().split(' ').at(-1) ?? '', Number(number)));
}

/** BuildKit counts, in each stage, FROM and what makes a layer. */
function byCount(instructions: readonly Instruction[], stage: string, wanted: number): Instruction | undefined {
    let index = -1;
    let alias = '';
    let count = 0;
    const stages = new Set<string>();
    for (const instruction of instructions) {
        const keyword = instruction.getKeyword();
        if (keyword === 'FROM') {
            const text = instruction.getTextContent();
            const image = /^\s*FROM\s+(?:--\S+\s+)*(\S+)/i.exec(text)?.[1]?.toLowerCase() ?? '';
            // Nothing is fetched for these, so that they are no step.
            count = image === 'scratch' || stages.has(image) ? 0 : 1;
            alias = /\sAS\s+(\S+)/i.exec(text)?.[1]?.toLowerCase() ?? '';
            stages.add(alias);
            index++;
        } else if (layerMakers.has(keyword)) {
            count++;
        } else {
            continue;
        }
        const here = stage === '' || stage.includes('/') ? true : stage === `stage-${index.toString()}` || stage.toLowerCase() === alias;
        if (here && count === wanted) {
            return instruction;
        }
    }
    return undefined;
}

const layerMakers = new Set(['RUN', 'COPY', 'ADD', 'WORKDIR']);

function locationOf(instruction: Instruction | undefined): StepLocation | undefined {
    return (
        instruction && { line: instruction.getRange().start.line + 1, instruction: instruction.getKeyword(), text: oneLine(instruction) }
    );
}

function oneLine(instruction: Instruction): string {
    return collapse(
        instruction
            .getTextContent()
            .replace(/^[ \t]*#.*$/gm, '')
            .replace(/\\[ \t]*\r?\n/g, ' '),
    );
}

function collapse(text: string): string {
    return text.replace(/\s+/g, ' ').trim();
}
