import {
    azureChildren,
    azureRow,
    deploymentsPage,
    shownDeployments,
    stateKey,
    type AzureKnown,
    type TaggedDeployment,
} from '../../views/azureRows';
import type { LiveState, Row } from '../../views/projectRows';

/** How the view learns of what Slipway's tags mark in Azure. Neither ever throws: a row shows what went wrong. */
export interface AskAzure {
    readonly list: () => Promise<AzureKnown>;
    readonly state: (deployment: TaggedDeployment) => Promise<LiveState>;
}

/** How many states are asked for at the same time. */
const together = 8;

/** The part of the tree that shows Azure's own list of deployments: asked for when it is opened, states only for the rows that are shown. */
export class AzureDeployments {
    private known: AzureKnown = { kind: 'unasked' };
    private readonly states = new Map<string, LiveState>();
    private asking = 0;

    constructor(
        private readonly ask: AskAzure,
        private readonly changed: () => void,
    ) {}

    root(cloud: 'azure' | 'local'): Row {
        return azureRow(cloud, this.known);
    }

    children(): readonly Row[] {
        if (this.known.kind === 'unasked') {
            this.known = { kind: 'asking' };
            void this.list();
        }
        return azureChildren(this.known, this.states, Date.now());
    }

    /** Asks again when it is next looked at; what is shown stays until then. */
    forget(): void {
        this.asking += 1;
        this.states.clear();
        this.known = { kind: 'unasked' };
    }

    showMore(subscriptionId: string): void {
        if (this.known.kind === 'listed') {
            const subscriptions = this.known.subscriptions.map((one) =>
                one.kind === 'listed' && one.subscription.id === subscriptionId ? { ...one, shown: one.shown + deploymentsPage } : one,
            );
            this.known = { ...this.known, subscriptions };
            this.changed();
            void this.fetchStates();
        }
    }

    private async list(): Promise<void> {
        const round = this.asking;
        const known = await this.ask.list();
        if (round === this.asking) {
            this.known = known;
            this.changed();
            await this.fetchStates();
        }
    }

    private async fetchStates(): Promise<void> {
        const round = this.asking;
        const waiting = shownDeployments(this.known).filter((one) => !this.states.has(stateKey(one)));
        waiting.forEach((one) => this.states.set(stateKey(one), { kind: 'asking' }));
        const worker = async () => {
            for (let next = waiting.shift(); next !== undefined && round === this.asking; next = waiting.shift()) {
                const state = await this.ask.state(next);
                if (round === this.asking) {
                    this.states.set(stateKey(next), state);
                    this.changed();
                }
            }
        };
        await Promise.all(Array.from({ length: together }, worker));
    }
}
