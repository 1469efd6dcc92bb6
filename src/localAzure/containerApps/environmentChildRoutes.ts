import { createHash } from 'node:crypto';
import { keepResources, propertiesOf, type KeptResource } from '../arm/keptResources';
import { requireLocation } from '../arm/requireLocation';
import { json } from '../http/answer';
import { objectBody, param, query, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { field, listField, textField, type JsonObject } from '../json';
import { systemData } from '../resources/resourceList';
import type { World } from '../world';
import type { AppOperations } from './appOperations';
import type { ContainerApps } from './containerApps';
import { verificationId, type ManagedEnvironments } from './managedEnvironments';

const subscription = '/subscriptions/{subscription}/providers/Microsoft.App';
const group = '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.App';
const path = `${group}/managedEnvironments/{environment}`;

/** Workload profiles that an environment can have, by name: cores, memory in GiB, and the family. */
const profiles: readonly (readonly [string, number, number, string])[] = [
    ['D4', 4, 16, 'GeneralPurpose'],
    ['D8', 8, 32, 'GeneralPurpose'],
    ['D16', 16, 64, 'GeneralPurpose'],
    ['D32', 32, 128, 'GeneralPurpose'],
    ['E4', 4, 32, 'MemoryOptimized'],
    ['E8', 8, 64, 'MemoryOptimized'],
    ['E16', 16, 128, 'MemoryOptimized'],
    ['E32', 32, 256, 'MemoryOptimized'],
];

/** What an environment says about its profiles, limits and names, and the certificates that are kept in it, never opened. */
export function environmentChildRoutes(
    world: World,
    operations: AppOperations,
    environments: ManagedEnvironments,
    apps: ContainerApps,
): readonly Route[] {
    const parentMs = (exchange: Exchange) => environments.find(exchange).createdMs;
    const named = (resource: KeptResource, properties: JsonObject): JsonObject => ({
        id: resource.id,
        name: resource.name,
        type: resource.type,
        location: resource.location,
        ...(resource.tags === undefined ? {} : { tags: resource.tags }),
        systemData: systemData(world, resource),
        properties,
    });
    const certificates = keepResources(world, {
        type: 'Microsoft.App/managedEnvironments/certificates',
        path: `${path}/certificates/{certificate}`,
        parentMs,
        check: (_, body) => {
            requireLocation(body, 'Microsoft.App/managedEnvironments/certificates');
        },
        put: { status: () => 200 },
        render: (certificate) => {
            const at = new Date(certificate.createdMs).toISOString();
            const value = textField(certificate.body, 'properties', 'value') ?? certificate.id;
            const digest = (algorithm: string) => createHash(algorithm).update(value);
            return named(
                certificate,
                propertiesOf(
                    certificate,
                    { subjectName: '', subjectAlternativeNames: [], issuer: '', issueDate: at, expirationDate: at, valid: true },
                    {
                        value: undefined,
                        password: undefined,
                        thumbprint: digest('sha1').digest('hex').toUpperCase(),
                        publicKeyHash: digest('sha256').digest('base64'),
                        provisioningState: 'Succeeded',
                    },
                ),
            );
        },
    });
    const managedCertificates = keepResources(world, {
        type: 'Microsoft.App/managedEnvironments/managedCertificates',
        path: `${path}/managedCertificates/{certificate}`,
        parentMs,
        put: {
            status: () => 201,
            headers: (exchange, certificate) =>
                operations.statusHeader(
                    exchange,
                    'managedCertificate',
                    certificate.location,
                    operations.start(4_000, () => undefined),
                ),
        },
        render: (certificate) =>
            named(
                certificate,
                propertiesOf(
                    certificate,
                    {},
                    {
                        domainControlValidation: textField(certificate.body, 'properties', 'domainControlValidation') ?? 'CNAME',
                        validationMethod: textField(certificate.body, 'properties', 'validationMethod') ?? 'CNAME',
                        provisioningState: 'Succeeded',
                    },
                ),
            ),
    });
    return [
        ...certificates.routes,
        ...managedCertificates.routes,
        {
            method: 'POST',
            path: `${path}/checkNameAvailability`,
            handle: (exchange) => {
                const environment = environments.find(exchange);
                const name = textField(objectBody(exchange), 'name') ?? '';
                const taken = certificates.under(environment.id).some((one) => one.name.toLowerCase() === name.toLowerCase());
                return json(200, {
                    nameAvailable: !taken,
                    ...(taken ? { reason: 'AlreadyExists', message: `The name '${name}' is already used.` } : {}),
                });
            },
        },
        {
            method: 'GET',
            path: `${path}/workloadProfileStates`,
            handle: (exchange) => {
                const environment = environments.find(exchange);
                const listed = listField(environment.properties, 'workloadProfiles') ?? [
                    { name: 'Consumption', workloadProfileType: 'Consumption' },
                ];
                return json(200, {
                    value: listed.map((profile) => {
                        const name = textField(profile, 'name') ?? 'Consumption';
                        const kind = textField(profile, 'workloadProfileType') ?? 'Consumption';
                        const count = field(profile, 'minimumCount');
                        return {
                            id: `${environment.id}/workloadProfileStates/${name}`,
                            name,
                            type: kind,
                            properties: {
                                ...(count === undefined
                                    ? {}
                                    : { currentCount: count, minimumCount: count, maximumCount: field(profile, 'maximumCount') ?? count }),
                                workloadProfileType: kind,
                                name,
                            },
                        };
                    }),
                });
            },
        },
        {
            method: 'GET',
            path: `${path}/usages`,
            handle: (exchange) => {
                environments.find(exchange);
                return json(200, {
                    value: (
                        [
                            ['GeneralPurpose', 'General Purpose', 100],
                            ['MemoryOptimized', 'Memory Optimized', 50],
                            ['Consumption', 'Consumption', 100],
                        ] as const
                    ).map(([family, words, limit]) => ({
                        name: { value: `ManagedEnvironment${family}Cores`, localizedValue: `Managed Environment ${words} Cores` },
                        usage: 0,
                        currentValue: 0,
                        limit,
                    })),
                });
            },
        },
        {
            method: 'GET',
            path: `${subscription}/locations/{location}/availableManagedEnvironmentsWorkloadProfileTypes`,
            handle: (exchange) =>
                json(200, {
                    value: profiles.map(([name, cores, memoryGiB, category], index) => ({
                        id: `/subscriptions/${param(exchange, 'subscription')}/providers/Microsoft.App/availableManagedEnvironmentsWorkloadProfileTypes/${name}`,
                        name,
                        type: 'Microsoft.App/availableManagedEnvironmentsWorkloadProfileTypes',
                        location: param(exchange, 'location'),
                        properties: {
                            displayName: `Dedicated-${name}`,
                            category,
                            cores,
                            memoryGiB,
                            ...(index === 0 ? { default: true } : {}),
                        },
                    })),
                }),
        },
        {
            method: 'POST',
            path: `${subscription}/getCustomDomainVerificationId`,
            handle: (exchange) => json(200, verificationId(`/subscriptions/${param(exchange, 'subscription')}`)),
        },
        {
            method: 'POST',
            path: `${group}/containerApps/{app}/listCustomHostNameAnalysis`,
            handle: (exchange) => {
                const app = apps.get(exchange);
                const host = query(exchange, 'customHostname')?.toLowerCase();
                // No name of the outside is looked up: the records that prove a domain are taken for set.
                const verified = (listField(app.configuration, 'ingress', 'customDomains') ?? []).some(
                    (domain) => textField(domain, 'name')?.toLowerCase() === host,
                );
                return json(200, {
                    ...(host === undefined ? {} : { hostName: host }),
                    isHostnameAlreadyVerified: verified,
                    customDomainVerificationTest: 'Passed',
                    hasConflictOnManagedEnvironment: false,
                    conflictWithEnvironmentCustomDomain: false,
                    cNameRecords: [],
                    txtRecords: [],
                    aRecords: [],
                    alternateTxtRecords: [verificationId(app.id)],
                });
            },
        },
    ];
}
