import { armRefusal } from '../arm/armRefusal';
import { keepResources } from '../arm/keptResources';
import type { Resource } from '../arm/resource';
import { param, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { field, listField, textField, type JsonObject } from '../json';
import type { World } from '../world';

/** Whose tokens an identity also takes: kept, for nobody else issues tokens here. `identityOf` refuses when the identity is not there. */
export function federatedCredentialRoutes(world: World, identityOf: (exchange: Exchange) => Resource): readonly Route[] {
    const type = 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials';
    const kept = keepResources(world, {
        type,
        path: '/subscriptions/{subscription}/resourcegroups/{group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{name}/federatedIdentityCredentials/{credential}',
        methods: ['PUT', 'GET', 'DELETE', 'LIST'],
        parentMs: (exchange) => identityOf(exchange).createdMs,
        check: (exchange, body) => {
            check(body);
            const identity = identityOf(exchange).id;
            const same = kept
                .under(identity)
                .find(
                    (one) =>
                        one.name.toLowerCase() !== param(exchange, 'credential').toLowerCase() &&
                        textField(one.body, 'properties', 'issuer') === textField(body, 'properties', 'issuer') &&
                        textField(one.body, 'properties', 'subject') === textField(body, 'properties', 'subject'),
                );
            if (same !== undefined) {
                throw armRefusal(409, 'Conflict', 'Issuer and subject combination already exists for this Managed Identity.');
            }
        },
        put: {
            status: (known) => (known ? 200 : 201),
            headers: (_, resource) => (resource.createdMs === resource.changedMs ? { location: resource.id } : {}),
        },
        render: (resource) => ({
            id: resource.id,
            name: resource.name,
            type,
            properties: {
                issuer: textField(resource.body, 'properties', 'issuer') ?? '',
                subject: textField(resource.body, 'properties', 'subject') ?? '',
                audiences: listField(resource.body, 'properties', 'audiences') ?? [],
            },
        }),
    });
    return kept.routes;
}

function check(body: JsonObject): void {
    for (const name of ['issuer', 'subject', 'audiences']) {
        const value = field(body, 'properties', name);
        if (name === 'audiences' ? !Array.isArray(value) || value.length !== 1 : typeof value !== 'string' || value === '') {
            throw armRefusal(400, 'BadRequest', `The property '${name}' of the federated identity credential is missing or invalid.`);
        }
    }
}
