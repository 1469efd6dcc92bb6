import { DockerfileParser } from 'dockerfile-ast';
import type { Place } from '../lines';
import { linesOf } from '../lines';
import type { Span } from '../span';
import { InstructionStep } from './instructionStep';
import type { Step } from './step';

export interface StepsRead {
    readonly steps: readonly Step[];
    readonly escape: string;
    /** The `# syntax=` directive. */
    readonly syntax: string | undefined;
}

/** The instructions of any text, in order. */
export function readSteps(text: string): StepsRead {
    const ast = DockerfileParser.parse(text);
    const lines = linesOf(text);
    const spanOf = (range: { readonly start: Place; readonly end: Place }): Span => ({
        start: lines.offsetAt(range.start),
        end: lines.offsetAt(range.end),
    });
    const escape = ast.getEscapeCharacter();
    return {
        steps: ast.getInstructions().map((instruction) => new InstructionStep(text, instruction, escape, spanOf)),
        escape,
        syntax: ast
            .getDirectives()
            .find((directive) => directive.getName().toLowerCase() === 'syntax')
            ?.getValue(),
    };
}
