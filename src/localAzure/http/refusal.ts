import type { Answer } from './answer';

/** Thrown by a handler whose answer is an error; carries the whole answer in the provider's own shape. */
export class Refusal extends Error {
    constructor(readonly answer: Answer) {
        super(`HTTP ${answer.status}`);
        this.name = 'Refusal';
    }
}
