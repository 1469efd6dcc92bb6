import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Authorization } from '../authorization/authorizationProvider';
import { json, type Answer } from '../http/answer';
import type { Exchange } from '../http/exchange';
import { readBody } from '../http/readBody';
import { writeAnswer } from '../http/writeAnswer';
import type { JsonObject } from '../json';
import type { Identities } from '../managedIdentity/identities';
import type { World } from '../world';
import { identityRefused, identityToken } from './identityEndpoint';
import type { InsideNetwork } from './insideNetwork';
import { completeChat } from './modelEndpoint';

/** What an app's container is given to reach its identity and the model. */
export interface InsideAccess {
    readonly network: string;
    readonly env: Readonly<Record<string, string>>;
    /** Azure's names that resolve in the container, each as `name:address`. */
    readonly hosts: readonly string[];
}

/** The endpoints that containers see: the identity's and the model's. Nothing else is there. */
export interface Inside {
    /** The app's way in, with a secret of its own; the network is made when the first app asks. undefined when the engine gives none. */
    join(appId: string, identity: () => JsonObject | undefined): Promise<InsideAccess | undefined>;
    forget(appId: string): void;
    /** The model's endpoint, as an app's settings name it; makes the network. */
    modelEndpoint(): Promise<string>;
    /** Whether a setting's value names the model's endpoint. */
    isNamedIn(values: Iterable<string>): boolean;
    close(): Promise<void>;
}

export interface InsideOptions {
    readonly world: World;
    readonly openNetwork: (handle: (incoming: IncomingMessage, outgoing: ServerResponse) => void) => Promise<InsideNetwork>;
    readonly identities: Identities;
    readonly authorization: Authorization;
    /** Answers in the endpoints' place where a fault was asked for. */
    readonly around?: (exchange: Omit<Exchange, 'params' | 'caller'>, proceed: () => Promise<Answer>) => Promise<Answer>;
}

/** The model's resource has its name under Azure's domain, as in Azure. */
const modelHost = 'local-models.openai.azure.com';
// Resolves in every container of Azure; here nothing answers there.
const loginHost = 'login.microsoftonline.com';

const largestBody = 4 * 1024 * 1024;

export function createInside({ world, openNetwork, identities, authorization, around }: InsideOptions): Inside {
    const apps = new Map<string, { readonly secret: string; readonly identity: () => JsonObject | undefined }>();
    let opening: Promise<InsideNetwork> | undefined;
    let origin: string | undefined;
    let model: string | undefined;

    function open(): Promise<InsideNetwork> {
        opening ??= openNetwork((incoming, outgoing) => void serve(incoming, outgoing)).then(
            (made) => {
                origin = made.origin;
                model = made.address === undefined ? `${made.origin}/model` : `http://${modelHost}:${new URL(made.origin).port}/model`;
                return made;
            },
            (error: unknown) => {
                opening = undefined;
                throw error;
            },
        );
        return opening;
    }

    async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
        try {
            const body = await readBody(incoming, largestBody);
            const gone = new AbortController();
            outgoing.once('close', () => gone.abort());
            const url = new URL(`${origin ?? 'http://inside'}${(incoming.url ?? '/').replace(/^\/+/, '/')}`);
            const exchange = {
                method: incoming.method ?? 'GET',
                url,
                headers: incoming.headers,
                body: body ?? Buffer.alloc(0),
                signal: gone.signal,
            };
            const proceed = () => Promise.resolve(body === undefined ? notFound : answer(exchange));
            writeAnswer(outgoing, await (around?.(exchange, proceed) ?? proceed()));
        } catch {
            outgoing.destroy();
        }
    }

    function answer(exchange: Omit<Exchange, 'params' | 'caller'>): Answer {
        const { method, url, headers } = exchange;
        if (method === 'GET' && url.pathname === '/msi/token') {
            const given = headers['x-identity-header'] ?? headers.secret;
            const app = [...apps.values()].find((one) => typeof given === 'string' && same(given, one.secret));
            return app === undefined ? identityRefused() : identityToken(world, identities, app.identity(), exchange);
        }
        const deployment = /^\/model\/openai\/deployments\/([\w.-]+)\/chat\/completions\/?$/.exec(url.pathname)?.[1];
        return method === 'POST' && deployment !== undefined ? completeChat(world, authorization, deployment, exchange) : notFound;
    }

    return {
        async join(appId, identity) {
            const secret = apps.get(appId)?.secret ?? randomBytes(24).toString('hex').toUpperCase();
            apps.set(appId, { secret, identity });
            try {
                const { network, origin: at, address } = await open();
                return {
                    network,
                    hosts: address === undefined ? [] : [modelHost, loginHost].map((name) => `${name}:${address}`),
                    env:
                        identity() === undefined
                            ? {}
                            : {
                                  IDENTITY_ENDPOINT: `${at}/msi/token`,
                                  IDENTITY_HEADER: secret,
                                  MSI_ENDPOINT: `${at}/msi/token`,
                                  MSI_SECRET: secret,
                              },
                };
            } catch (error) {
                world.log(`no network for identities: ${error instanceof Error ? error.message : String(error)}`);
                return undefined;
            }
        },
        forget: (appId) => void apps.delete(appId),
        modelEndpoint: async () => {
            await open();
            return model ?? '';
        },
        isNamedIn: (values) => model !== undefined && [...values].some((value) => value.startsWith(model ?? '')),
        async close() {
            await (await opening?.catch(() => undefined))?.close();
        },
    };
}

const notFound = json(404, { error: { code: '404', message: 'Resource not found' } });

function same(given: string, wanted: string): boolean {
    const a = Buffer.from(given);
    const b = Buffer.from(wanted);
    return a.length === b.length && timingSafeEqual(a, b);
}
