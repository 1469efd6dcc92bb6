import { Failure } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import type { EngineFailure } from '../../../core/failures/engine';
import type { ContainerState, Engine } from '../../../ports/engine';
import { referenceOfRow } from '../../../views/imageRows';

/** Marks the containers that a user started from a row. */
export const runLabel = 'slipway.run';

/** The image that a tree item stands for. Throws Failure 'engine/no-such-image' when the command was not started from one. */
export function imageOf(argument: unknown): string {
    const reference = imageOfRow(argument);
    if (reference === undefined) {
        throw new Failure<EngineFailure>('engine/no-such-image', { image: '' });
    }
    return reference;
}

/** The image that a tree item stands for; undefined for anything else. */
export function imageOfRow(argument: unknown): string | undefined {
    const row = typeof argument === 'object' && argument !== null && 'row' in argument ? argument.row : undefined;
    return typeof row === 'object' && row !== null && 'id' in row && typeof row.id === 'string' ? referenceOfRow(row.id) : undefined;
}

/** The container that runs from the image, the newest when there are several. Throws Failure 'engine/no-such-container'. */
export async function containerOf(op: Operation, engine: Engine, reference: string): Promise<ContainerState> {
    const containers = await engine.containers(op, runLabel);
    const [newest] = containers
        .filter(({ image, state }) => image === reference && state === 'running')
        .sort((a, b) => (b.startedAt ?? '').localeCompare(a.startedAt ?? ''));
    if (newest === undefined) {
        throw new Failure<EngineFailure>('engine/no-such-container', { container: reference });
    }
    return newest;
}
