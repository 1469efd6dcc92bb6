import type { Inside } from '../inside/inside';
import { isObject, listField, objectField, textField, type JsonObject, type JsonValue } from '../json';
import type { PodOptions, PodPhase } from '../pods/pod';

interface Owner {
    readonly id: string;
    identity?: JsonObject | undefined;
    configuration: JsonObject;
}

/** The way to the endpoints inside for the replicas of an app or a job; `values`: those of the variables, one of which may name the model. */
export function insideOf(inside: Inside, owner: Owner, values: () => Iterable<string>): NonNullable<PodOptions['inside']> {
    return (phase) => {
        const identity = () => identityIn(phase, owner);
        return identity() === undefined && !inside.isNamedIn(values())
            ? Promise.resolve(undefined)
            : inside.join(keyOf(owner.id, phase), identity);
    };
}

export function leaveInside(inside: Inside, id: string): void {
    inside.forget(keyOf(id, 'init'));
    inside.forget(keyOf(id, 'main'));
}

function keyOf(id: string, phase: PodPhase): string {
    return `${id}/${phase}`;
}

/** `identitySettings` keep an identity from init containers (`Main`), from the others (`Init`) or from both (`None`). */
function identityIn(phase: PodPhase, { identity, configuration }: Omit<Owner, 'id'>): JsonObject | undefined {
    const withheld = (listField(configuration, 'identitySettings') ?? [])
        .filter((entry) => !['all', phase].includes((textField(entry, 'lifecycle') ?? 'All').toLowerCase()))
        .map((entry) => (textField(entry, 'identity') ?? '').toLowerCase());
    if (identity === undefined || withheld.length === 0) {
        return identity;
    }
    const users: Record<string, JsonValue | undefined> = objectField(identity, 'userAssignedIdentities') ?? {};
    const left = Object.fromEntries(Object.entries(users).filter(([id]) => !withheld.includes(id.toLowerCase())));
    const system = textField(identity, 'principalId') !== undefined && !withheld.includes('system');
    if (!system && Object.keys(left).length === 0) {
        return undefined;
    }
    const rest = Object.fromEntries(Object.entries(identity).filter(([name]) => system || name !== 'principalId'));
    return isObject(identity.userAssignedIdentities) ? { ...rest, userAssignedIdentities: left } : rest;
}
