import { createHash } from 'node:crypto';
import { keepResources, propertiesOf } from '../arm/keptResources';
import { requireLocation } from '../arm/requireLocation';
import type { Route } from '../http/router';
import { textField } from '../json';
import { locationDisplayName } from '../resources/locations';
import type { World } from '../world';

const type = 'Microsoft.Web/certificates';

/** TLS certificates of a resource group: kept, never opened, so that what only the certificate knows stays empty. */
export function certificateRoutes(world: World): readonly Route[] {
    const thumbprints = new Map<string, string>();
    return keepResources(world, {
        type,
        path: '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Web/certificates/{certificate}',
        listing: 'tracked',
        check: (_, body) => {
            requireLocation(body, type);
        },
        put: { status: () => 200 },
        onWrite: (certificate) => {
            const blob = textField(certificate.body, 'properties', 'pfxBlob') ?? certificate.id;
            thumbprints.set(certificate.id, createHash('sha1').update(blob).digest('hex').toUpperCase());
        },
        render: (certificate) => {
            const group = certificate.id.split('/')[4] ?? '';
            const at = new Date(certificate.createdMs).toISOString();
            const location = locationDisplayName(certificate.location);
            return {
                id: certificate.id,
                name: certificate.name,
                type,
                location,
                ...(certificate.tags === undefined ? {} : { tags: certificate.tags }),
                properties: propertiesOf(
                    certificate,
                    {
                        friendlyName: '',
                        subjectName: '',
                        hostNames: [],
                        issuer: '',
                        issueDate: at,
                        expirationDate: at,
                        keyVaultId: '',
                        keyVaultSecretName: '',
                        keyVaultSecretStatus: 'Initialized',
                        serverFarmId: null,
                    },
                    {
                        password: null,
                        pfxBlob: null,
                        cerBlob: null,
                        thumbprint: thumbprints.get(certificate.id) ?? '',
                        webSpace: `${group}-${location.replaceAll(' ', '')}webspace`,
                        resourceGroup: group,
                    },
                ),
            };
        },
    }).routes;
}
