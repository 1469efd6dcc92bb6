import * as z from 'zod';
import {
    bearerTokenAuthenticationPolicy,
    createHttpHeaders,
    createPipelineFromOptions,
    createPipelineRequest,
} from '@azure/core-rest-pipeline';
import type { Operation } from '../../base/operation';
import type { Insights } from '../../ports/azure';
import type { ResolveEndpoint } from '../../ports/resolveEndpoint';
import { credentialFor } from './credential';
import { translate } from './failures';
import { failOnError, resolvingHttpClient } from './httpClient';
import { operations } from './operations';
import { read } from './read';
import { partsOf, type Session } from './session';

const componentBody = z.object({ properties: z.object({ ConnectionString: z.string() }) });
const listedBody = z.object({ properties: z.object({ AppId: z.string().nullish(), InstrumentationKey: z.string().nullish() }) });
const queryBody = z.object({
    tables: z.array(z.object({ columns: z.array(z.object({ name: z.string() })), rows: z.array(z.array(z.unknown())) })),
});

/** A query may be long, and its answer have many rows; neither without end. */
const idsInOneQuery = 400;

/** Application Insights by the thin client. Azure makes the workspace behind it where none is named. */
export function insights(session: Session, resolve: ResolveEndpoint): Insights {
    const { cloud } = session;
    const host = new URL(cloud.insightsUrl).host;
    const httpClient = resolvingHttpClient(
        resolve,
        (other) => other.toLowerCase() === host,
        () => undefined,
    );

    /** The first table's rows, each by the names of its columns. */
    async function query(
        op: Operation,
        tenantId: string | undefined,
        appId: string,
        text: string,
    ): Promise<readonly Record<string, unknown>[]> {
        const pipeline = createPipelineFromOptions({
            userAgentOptions: { userAgentPrefix: 'slipway' },
            retryOptions: session.retryOptions,
        });
        pipeline.addPolicy(
            bearerTokenAuthenticationPolicy({
                credential: credentialFor(session.tokens, tenantId),
                scopes: `${cloud.insightsUrl}/.default`,
            }),
            { phase: 'Sign' },
        );
        pipeline.addPolicy(failOnError);
        const request = createPipelineRequest({
            url: `${cloud.insightsUrl}/v1/apps/${encodeURIComponent(appId)}/query`,
            method: 'POST',
            abortSignal: op.signal,
            headers: createHttpHeaders({ accept: 'application/json', 'content-type': 'application/json' }),
            body: JSON.stringify({ query: text }),
        });
        let body: unknown;
        try {
            body = JSON.parse((await pipeline.sendRequest(httpClient, request)).bodyAsText ?? '');
        } catch (error) {
            throw translate(op, host, error);
        }
        const [table] = read(queryBody, body).tables;
        return (table?.rows ?? []).map((row) => Object.fromEntries((table?.columns ?? []).map(({ name }, index) => [name, row[index]])));
    }

    return {
        async create(op, id, { location, tags }) {
            const answer = await session.arm.perform(op, {
                operation: operations.createInsights,
                params: { component: id },
                tenantId: session.tenantOf(partsOf(id).subscriptionId),
                body: {
                    location,
                    kind: 'web',
                    tags,
                    properties: { Application_Type: 'web', Flow_Type: 'Bluefield', Request_Source: 'rest' },
                },
            });
            return read(componentBody, answer).properties.ConnectionString;
        },
        async appIdOf(op, app, instrumentationKey) {
            const subscription = partsOf(app).subscriptionId;
            const items = await session.arm.list(op, {
                operation: operations.listInsights,
                params: { subscription },
                tenantId: session.tenantOf(subscription),
            });
            const found = items
                .map((item) => read(listedBody, item).properties)
                .find(({ InstrumentationKey }) => InstrumentationKey?.toLowerCase() === instrumentationKey.toLowerCase());
            return found?.AppId ?? undefined;
        },
        async instancesOf(op, site, appId, traceIds) {
            const found = new Map<string, string>();
            const tenantId = session.tenantOf(partsOf(site).subscriptionId);
            // Hexadecimal digits and nothing else: they become part of a query.
            const ids = traceIds.filter((id) => /^[0-9a-f]{32}$/.test(id));
            for (let from = 0; from < ids.length; from += idsInOneQuery) {
                const list = ids.slice(from, from + idsInOneQuery).map((id) => `'${id}'`);
                const rows = await query(
                    op,
                    tenantId,
                    appId,
                    `requests | where timestamp > ago(1d) | where operation_Id in (${list.join(', ')}) | summarize count() by operation_Id, cloud_RoleInstance`,
                );
                for (const { operation_Id: id, cloud_RoleInstance: instance } of rows) {
                    if (typeof id === 'string' && typeof instance === 'string' && instance !== '') {
                        found.set(id, instance);
                    }
                }
            }
            return found;
        },
    };
}
