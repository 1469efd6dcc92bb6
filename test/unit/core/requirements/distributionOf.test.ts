import assert from 'node:assert/strict';
import { distributionOf } from '../../../../src/core/requirements/distributionOf';

describe('The distribution of a module', () => {
    for (const [module, distribution] of [
        ['PIL', 'pillow'],
        ['opentelemetry.trace', 'opentelemetry-api'],
        ['opentelemetry.sdk.trace', 'opentelemetry-sdk'],
        ['opentelemetry.instrumentation.fastapi', 'opentelemetry-instrumentation-fastapi'],
        ['opentelemetry.exporter.otlp.proto', 'opentelemetry-exporter-otlp'],
        ['azure.identity', 'azure-identity'],
        ['azure', undefined],
        ['constructor', undefined],
    ] as const) {
        it(`of ${module}`, () => {
            assert.equal(distributionOf(module), distribution);
        });
    }
});
