import type * as z from 'zod';
import { Failure } from '../../base/failure';
import type { AzureFailure } from '../../core/failures/azure';

/** Parses a body at the door. What does not have the shape that Azure documents is a failure that says where. */
export function read<T>(schema: z.ZodType<T>, body: unknown): T {
    const parsed = schema.safeParse(body);
    if (!parsed.success) {
        const issue = parsed.error.issues[0];
        throw new Failure<AzureFailure>(
            'azure/unreadable-answer',
            { reason: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}` },
            parsed.error,
        );
    }
    return parsed.data;
}
