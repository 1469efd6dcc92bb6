import { armRefusal } from '../arm/armRefusal';
import { keepResources, type KeptResource } from '../arm/keptResources';
import type { Route } from '../http/router';
import { field, listField, objectField, textField, type JsonObject } from '../json';
import type { World } from '../world';
import { holds } from './policyCondition';
import { scopePaths } from './scopePaths';
import type { Written } from './written';

export interface Policies {
    readonly routes: readonly Route[];
    /** The assignment that denies a write; undefined when none does. */
    denies(written: Written, methods: readonly string[]): KeptResource | undefined;
    /** Refuses it in ARM's words. */
    check(written: Written, methods: readonly string[]): void;
}

/** `Microsoft.Authorization/policyDefinitions` and their assignments: of the effects `deny` alone is done. */
export function createPolicies(world: World): Policies {
    const definitions = keepResources(world, {
        type: 'Microsoft.Authorization/policyDefinitions',
        path: '/subscriptions/{subscription}/providers/Microsoft.Authorization/policyDefinitions/{definition}',
        put: { status: () => 201 },
        render: ({ id, name, type, body }) => ({
            id,
            name,
            type,
            properties: { policyType: 'Custom', mode: 'All', ...objectField(body, 'properties') },
        }),
    });
    const assignments = scopePaths.slice(0, 2).map((scope) =>
        keepResources(world, {
            type: 'Microsoft.Authorization/policyAssignments',
            path: `${scope}/providers/Microsoft.Authorization/policyAssignments/{assignment}`,
            put: { status: () => 201 },
            check: (_, body) => {
                const id = textField(body, 'properties', 'policyDefinitionId') ?? '';
                if (definitionOf(id) === undefined) {
                    throw armRefusal(
                        404,
                        'PolicyDefinitionNotFound',
                        `The policy definition '${id.split('/').at(-1) ?? ''}' could not be found.`,
                    );
                }
            },
            render: ({ id, name, type, body }) => ({
                id,
                name,
                type,
                properties: { enforcementMode: 'Default', ...objectField(body, 'properties') },
            }),
        }),
    );

    function definitionOf(id: string): KeptResource | undefined {
        return definitions.under('').find((one) => one.id.toLowerCase() === id.toLowerCase());
    }

    function denies(written: Written, methods: readonly string[]): KeptResource | undefined {
        const at = `${written.id.toLowerCase()}/`;
        return assignments
            .flatMap((one) => one.under(''))
            .find((assignment) => {
                const scope = assignment.id.slice(0, assignment.id.toLowerCase().lastIndexOf('/providers/microsoft.authorization/'));
                const enforced = textField(assignment.body, 'properties', 'enforcementMode') !== 'DoNotEnforce';
                const rule = field(
                    definitionOf(textField(assignment.body, 'properties', 'policyDefinitionId') ?? '')?.body,
                    'properties',
                    'policyRule',
                );
                return (
                    enforced &&
                    at.startsWith(`${scope.toLowerCase()}/`) &&
                    /^deny$/i.test(textField(rule, 'then', 'effect') ?? '') &&
                    holds(field(rule, 'if'), { written, methods })
                );
            });
    }

    return {
        routes: [...definitions.routes, ...assignments.flatMap((one) => one.routes)],
        denies,
        check(written, methods) {
            const assignment = denies(written, methods);
            if (assignment !== undefined) {
                throw armRefusal(403, 'RequestDisallowedByPolicy', wordsOf(written, assignment), {}, detailsOf(written, assignment));
            }
        },
    };
}

/** With the assignment's own reason where it gives one, as Azure does. A write that is denied for its caller, not for itself, names no resource. */
function wordsOf({ name }: Written, assignment: KeptResource): string {
    const reason = textField((listField(assignment.body, 'properties', 'nonComplianceMessages') ?? [])[0], 'message');
    return reason === undefined
        ? `Resource '${name}' was disallowed by policy. Policy identifiers: '[{"policyAssignment":{"name":"${assignment.name}","id":"${assignment.id}"}}]'.`
        : `Resource '${name}' was disallowed by policy. Reasons: '${reason}'. See error details for policy resource IDs.`;
}

function detailsOf({ name }: Written, assignment: KeptResource): JsonObject {
    return {
        target: name,
        additionalInfo: [
            {
                type: 'PolicyViolation',
                info: {
                    policyDefinitionId: textField(assignment.body, 'properties', 'policyDefinitionId') ?? '',
                    policyAssignmentId: assignment.id,
                    policyAssignmentName: assignment.name,
                    policyDefinitionEffect: 'deny',
                },
            },
        ],
    };
}
