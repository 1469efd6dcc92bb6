import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import { Cancelled, isCancelled, isFailure } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import { quietOperation, throwIfCancelled } from '../../../base/operation';
import type { McpFailure } from '../../../core/failures/mcp';
import type { WireExchange } from '../../../core/mcp/exchange';
import type { McpServerFacts } from '../../../core/mcp/serverFacts';
import type { McpSession, McpTarget } from '../../../ports/mcp';
import { failureSentence, failureText } from '../../../views/failureText';
import type { McpCatalog, McpServerShown } from '../../../views/mcpRows';
import { mcpToRemember, readRememberedMcp, type RememberedMcp } from '../../../views/rememberedMcp';
import { mcpFindServer } from '../../../workflows/mcpFindServer';
import type { Shell } from '../../shell';
import { accessTo, forgetAccess, offerAccess } from './access';
import { elicit } from './elicit';
import type { McpServerKnown } from './mcpServerKnown';
import { Opening } from './opening';
import { programOf } from './programConsent';

const noCatalog: McpCatalog = { tools: [], resources: [], templates: [], prompts: [] };
const exchangesKept = 200;
/** What a person can do something about, where one may be asked. */
const personal = new Set<string>(['mcp/unauthorized', 'mcp/sign-in-failed', 'mcp/command-not-trusted'] satisfies McpFailure[]);

/** One server of the window: connected on first use, shared by its row, its panel and its bridge. */
export class McpServer {
    readonly key: string;
    readonly fingerprint: string;
    catalog: McpCatalog = noCatalog;
    failureCode: string | undefined;
    /** The newest exchanges, for a panel that opens later. */
    readonly exchanges: WireExchange[] = [];
    private session: McpSession | undefined;
    private opening: Opening<McpSession> | undefined;
    private gone = false;
    private unasked = false;
    private problem: string | undefined;
    private readonly seen = new Set<string>();
    private readonly listeners = new Set<(exchange: WireExchange) => void>();
    private readonly changeListeners = new Set<() => void>();
    private exchangeCount = 0;
    private watching: AbortController | undefined;

    constructor(
        private readonly shell: Shell,
        private readonly changed: () => void,
        readonly known: McpServerKnown,
    ) {
        this.key = known.key;
        this.fingerprint = createHash('sha256')
            .update(JSON.stringify([known.reach, known.key]))
            .digest('hex');
    }

    /** Where it is looked for. */
    get url(): string {
        return this.known.reach.kind === 'http' ? this.known.reach.url : '';
    }

    shown(): McpServerShown {
        const facts = this.session?.facts ?? this.remembered()?.facts;
        return {
            key: this.key,
            label: this.known.label,
            source: this.known.source,
            origin: this.known.origin.kind,
            state:
                this.opening !== undefined
                    ? 'connecting'
                    : this.session !== undefined
                      ? 'connected'
                      : this.problem !== undefined
                        ? 'failed'
                        : 'idle',
            instances: [...this.seen],
            notices: this.session?.notices ?? [],
            ...(facts !== undefined && { facts }),
            ...(this.problem !== undefined && { problem: this.problem }),
        };
    }

    get facts(): McpServerFacts | undefined {
        return this.session?.facts;
    }

    /** What an earlier session, perhaps of another day, learned. */
    remembered(): RememberedMcp | undefined {
        const remembered = this.shell.memory.get(`mcp:${this.key}`, readRememberedMcp);
        return remembered?.lookedFor === this.url ? remembered : undefined;
    }

    /** Connecting asks something first: without a person it is not tried again. */
    get waitsForPerson(): boolean {
        return this.unasked;
    }

    /** The connected session, opened when there is none. `silent` asks nobody anything. Throws Failure 'mcp/…' or Cancelled. */
    async connect(op: Operation, ask: 'interactive' | 'silent' = 'interactive'): Promise<McpSession> {
        if (this.gone) {
            throw new Cancelled();
        }
        if (this.session !== undefined) {
            return this.session;
        }
        if (this.opening?.ask === 'silent' && ask === 'interactive') {
            // A click on a row unfolds it, too: what the tree may not ask, the panel asks after it.
            return await this.opening.session.catch((error: unknown) => {
                if (isFailure(error) && !personal.has(error.code)) {
                    throw error;
                }
                return this.connect(op, ask);
            });
        }
        const opening = (this.opening ??= new Opening(op, ask, (stoppable) => this.open(stoppable, ask)));
        this.tell();
        try {
            this.session = await opening.session.finally(() => this.ended(opening));
            this.problem = undefined;
            this.failureCode = undefined;
            this.unasked = false;
            this.watch(this.session);
            return this.session;
        } catch (error) {
            if (isCancelled(error)) {
                this.unasked = !opening.isCalledOff && !op.signal.aborted;
            } else {
                this.problem = failureSentence(failureText(error, (sentence) => vscode.l10n.t(sentence)));
                this.failureCode = isFailure(error) ? error.code : 'internal/unexpected';
            }
            throw error;
        } finally {
            this.tell();
        }
    }

    /**
     * Lists everything anew. What was deployed since may be another server, or another era of one: where no session would be lost by it, or where the lists
     * cannot be had, everything learned is forgotten and the server is met again.
     */
    async refresh(op: Operation): Promise<void> {
        const { session } = this;
        if (session === undefined) {
            await this.connect(op);
        } else if (session.facts.transport === 'http' && session.facts.session === 'none') {
            await this.meetAgain(op);
        } else {
            await this.relist(op, session).catch(async (error: unknown) => {
                if (isCancelled(error) || this.known.reach.kind !== 'http') {
                    throw error;
                }
                await this.meetAgain(op);
            });
        }
    }

    private async relist(op: Operation, session: McpSession): Promise<void> {
        this.catalog = await list(op, session, 'refresh');
        this.tell();
    }

    private async meetAgain(op: Operation): Promise<void> {
        this.forgetEra();
        // In the same turn, before anything is redrawn: a redraw would connect by itself, and ask nobody.
        await this.connect(op);
    }

    /** Something else may answer there since: the next use meets it as a stranger. Keys and sign-ins stay. */
    forgetEra(): void {
        const { session } = this;
        this.watching?.abort();
        this.session = undefined;
        this.problem = undefined;
        this.unasked = false;
        void this.shell.memory.set(`mcp:${this.key}`, undefined);
        void session?.close().catch(() => undefined);
    }

    private ended(opening: Opening<McpSession>): void {
        if (this.opening === opening) {
            this.opening = undefined;
        }
    }

    /** It was removed, or another one took its place: nothing connects to it any more. */
    get isGone(): boolean {
        return this.gone;
    }

    /** Ends the connection for good. */
    async retire(): Promise<void> {
        this.gone = true;
        await this.disconnect();
    }

    /** Ends the connection, also one that is being made; the next use opens another one. */
    async disconnect(): Promise<void> {
        const { session } = this;
        this.unasked = false;
        this.opening?.callOff();
        this.opening = undefined;
        this.watching?.abort();
        this.session = undefined;
        this.problem = undefined;
        this.tell();
        await session?.close();
    }

    /** Ends the connection and forgets what was learned, with every key and sign-in. */
    async forget(): Promise<void> {
        const found = this.session?.facts.url ?? this.remembered()?.facts.url;
        await this.disconnect();
        await this.shell.memory.set(`mcp:${this.key}`, undefined);
        await forgetAccess(this.shell, this.known, found);
    }

    /** What connecting with this server's headers and sign-in takes, for the bridge and the checks. */
    async target(op: Operation, ask: 'interactive' | 'silent'): Promise<McpTarget> {
        const url = this.session?.facts.url ?? this.remembered()?.facts.url ?? this.url;
        return { url, ...(await accessTo(this.shell, op, this.known, ask)) };
    }

    sawInstance(name: string): void {
        if (!this.seen.has(name)) {
            this.seen.add(name);
            this.tell();
        }
    }

    onExchange(listen: (exchange: WireExchange) => void): () => void {
        this.listeners.add(listen);
        return () => this.listeners.delete(listen);
    }

    /** Another state, or other lists. */
    onChange(listen: () => void): () => void {
        this.changeListeners.add(listen);
        return () => this.changeListeners.delete(listen);
    }

    private tell(): void {
        this.changeListeners.forEach((listen) => listen());
        this.changed();
    }

    private async open(op: Operation, ask: 'interactive' | 'silent'): Promise<McpSession> {
        const wasKnown = this.remembered() !== undefined;
        const session = this.known.reach.kind === 'program' ? await this.openProgram(op, ask) : await this.openHttp(op, ask);
        try {
            this.catalog = await list(op, session, 'use');
            throwIfCancelled(op);
        } catch (error) {
            await session.close();
            if (wasKnown && !isCancelled(error) && this.known.reach.kind === 'http') {
                // From memory nothing is asked while connecting: only now it shows that another server, or another era of it, is there.
                await this.shell.memory.set(`mcp:${this.key}`, undefined);
                return await this.open(op, ask);
            }
            throw error;
        }
        await this.shell.memory.set(`mcp:${this.key}`, mcpToRemember(this.url, session));
        if (!op.signal.aborted) {
            await this.shell.mcp.share(this.known, session.facts);
        }
        return session;
    }

    private async openHttp(op: Operation, ask: 'interactive' | 'silent'): Promise<McpSession> {
        const { connectMcp } = await import(/* webpackChunkName: "mcpClient" */ '../../../adapters/mcp/connectMcp');
        let cookies: 'keep' | 'drop' = 'drop';
        for (let round = 0; ; round++) {
            const remembered = this.remembered();
            const url = remembered?.facts.url ?? this.url;
            const target: McpTarget = {
                url,
                ...(await accessTo(this.shell, op, this.known, ask)),
                ...this.listening(),
                cookies,
                ...(remembered !== undefined && { prior: remembered.memory }),
            };
            try {
                // Where it was found before, nothing else need be tried.
                return remembered === undefined ? await mcpFindServer(op, connectMcp, target) : await connectMcp(op, target);
            } catch (error) {
                if (remembered !== undefined && isFailure(error) && ['mcp/not-an-endpoint', 'mcp/no-common-version'].includes(error.code)) {
                    await this.shell.memory.set(`mcp:${this.key}`, undefined);
                    continue;
                }
                if (isFailure(error) && error.code === 'mcp/session-lost' && cookies === 'drop') {
                    // Instances that keep sessions to themselves: with affinity, answering its cookie keeps this client at one.
                    cookies = 'keep';
                    continue;
                }
                const isRefused = isFailure(error) && (error.code === 'mcp/unauthorized' || error.code === 'mcp/sign-in-failed');
                const refusedAt = isFailure(error) && typeof error.facts.url === 'string' ? error.facts.url : url;
                if (!isRefused || ask === 'silent' || round >= 2 || !(await offerAccess(this.shell, op, this.known, refusedAt))) {
                    throw error;
                }
            }
        }
    }

    private async openProgram(op: Operation, ask: 'interactive' | 'silent'): Promise<McpSession> {
        const program = await programOf(this.shell, op, this.known, ask);
        const { connectMcpProgram } = await import(/* webpackChunkName: "mcpClient" */ '../../../adapters/mcp/connectMcpProgram');
        return await connectMcpProgram(op, program, this.listening());
    }

    private listening(): Pick<McpTarget, 'onElicit' | 'onExchange' | 'onLog'> {
        return {
            onElicit: elicit,
            onExchange: (told) => {
                // Every connection counts from one.
                const exchange = { ...told, id: ++this.exchangeCount };
                this.exchanges.push(exchange);
                if (this.exchanges.length > exchangesKept) {
                    this.exchanges.shift();
                }
                this.listeners.forEach((listen) => listen(exchange));
            },
            onLog: ({ level, text }) => this.shell.output.line(`MCP ${this.known.label} ${level}: ${text}`),
        };
    }

    /** Follows the server's own news of changed lists until the connection ends. */
    private watch(session: McpSession): void {
        this.watching?.abort();
        const stop = new AbortController();
        this.watching = stop;
        const op = quietOperation(stop.signal);
        void session
            .watch(op, ({ kind }) => {
                if (kind !== 'resource') {
                    void this.relist(op, session).catch(() => undefined);
                }
            })
            .catch(() => undefined);
    }
}

/** Everything that a server says it has; a list that fails is empty when another one has something. */
async function list(op: Operation, session: McpSession, cache: 'use' | 'refresh'): Promise<McpCatalog> {
    const has = (name: string) => session.facts.capabilities[name] !== undefined;
    const none = () => Promise.resolve([]);
    const [tools, resources, templates, prompts] = await Promise.allSettled([
        has('tools') ? session.tools(op, cache) : none(),
        has('resources') ? session.resources(op, cache) : none(),
        has('resources') ? session.resourceTemplates(op, cache) : none(),
        has('prompts') ? session.prompts(op, cache) : none(),
    ]);
    if (tools.status === 'rejected') {
        throw tools.reason;
    }
    const of = <T>(outcome: PromiseSettledResult<readonly T[]>) => (outcome.status === 'fulfilled' ? outcome.value : []);
    return { tools: tools.value, resources: of(resources), templates: of(templates), prompts: of(prompts) };
}
