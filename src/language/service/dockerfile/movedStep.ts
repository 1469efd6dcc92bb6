import type { Span } from '../span';
import type { ShellCommand, Word } from './shellCommands';
import type { Flag, Property, Step } from './step';

/** A step that was read where it stood in another text: what it reads is reused, only the places are new. */
export class MovedStep implements Step {
    readonly start: number;
    readonly end: number;
    #words: readonly Word[] | undefined;
    #commands: readonly ShellCommand[] | undefined;

    private constructor(
        private readonly step: Step,
        private readonly by: number,
    ) {
        this.start = step.start + by;
        this.end = step.end + by;
    }

    static of(step: Step, by: number): Step {
        if (by === 0) {
            return step;
        }
        return step instanceof MovedStep ? MovedStep.of(step.step, step.by + by) : new MovedStep(step, by);
    }

    get keyword(): string {
        return this.step.keyword;
    }

    get keywordSpan(): Span {
        return this.#moved(this.step.keywordSpan);
    }

    get body(): Span {
        return this.#moved(this.step.body);
    }

    flags(): readonly Flag[] {
        return this.step.flags().map((flag) => ({ ...this.#moved(flag), valueSpan: this.#moved(flag.valueSpan) }));
    }

    words(): readonly Word[] {
        return (this.#words ??= this.#movedWords(this.step.words()));
    }

    json(): readonly Word[] | undefined {
        return this.step.json() === undefined ? undefined : this.words();
    }

    commands(): readonly ShellCommand[] {
        return (this.#commands ??= this.step.commands().map((command) => ({
            words: this.#movedWords(command.words),
            start: command.start + this.by,
            end: command.end + this.by,
        })));
    }

    properties(): readonly Property[] {
        return this.step.properties().map((property) => ({
            ...this.#moved(property),
            valueSpan: property.valueSpan === undefined ? undefined : this.#moved(property.valueSpan),
        }));
    }

    /** By hand, since there are thousands: a spread takes several times as long. */
    #movedWords(words: readonly Word[]): readonly Word[] {
        return words.map(({ text, start, end }) => ({ text, start: start + this.by, end: end + this.by }));
    }

    #moved<Placed extends Span>(placed: Placed): Placed {
        return { ...placed, start: placed.start + this.by, end: placed.end + this.by };
    }
}
