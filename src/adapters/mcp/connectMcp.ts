import { Failure } from '../../base/failure';
import { throwIfCancelled } from '../../base/operation';
import type { McpFailure } from '../../core/failures/mcp';
import type { McpNotice } from '../../core/mcp/notice';
import type { ConnectMcp, McpLimits, McpTarget } from '../../ports/mcp';
import { boundLists } from './boundLists';
import { clientOptions, prepare } from './clientOptions';
import { dial } from './dial';
import { answerElicitation } from './elicitation';
import { translateFailure } from './failures';
import { defaultLimits } from './limits';
import { negotiate } from './negotiate';
import { signInWith } from './oauth';
import type { HttpTransport, LinkOptions } from './openLink';
import { watchProbe } from './probeWatch';
import { boundQuestions } from './questions';
import { record } from './record';
import { renewing } from './renewing';
import { openSession } from './session';
import { Signals } from './signals';
import { waitForTasks } from './tasks';
import { tolerate } from './tolerate';
import { traceRequests } from './traceRequests';

const noticesKept = 500;

/**
 * Speaks with one MCP server over HTTP, whichever revision it implements. What departs from the specification is tolerated where that is safe, and told through
 * `onNotice`. Nothing a server sends is executed or opened here.
 */
export const connectMcp: ConnectMcp = async (op, target) => {
    checkUrl(target.url);
    throwIfCancelled(op);
    const limits: McpLimits = { ...defaultLimits, ...target.limits };
    const notices: McpNotice[] = [];
    const onNotice = (notice: McpNotice) => {
        const isNew = !notices.some(
            (known) => known.code === notice.code && known.detail === notice.detail && known.method === notice.method,
        );
        if (isNew && notices.length < noticesKept) {
            notices.push(notice);
            target.onNotice?.(notice);
        }
    };
    const signals = new Signals();
    const { questions, asking } = boundQuestions(target);
    const wire = wireOf(asking, limits, signals, onNotice);
    const signIn = target.auth?.kind === 'oauth' ? signInWith(target.auth.flow, target.url) : undefined;
    const tokens = target.auth?.kind === 'token' ? target.auth.token : undefined;
    let lastTransport: HttpTransport | undefined;
    const options: LinkOptions = {
        url: target.url,
        headers: target.headers ?? {},
        fetch: wire.fetch,
        authProvider: tokens === undefined ? signIn?.provider : { token: () => tokens(op) },
        limits,
        clientOptions: clientOptions(asking),
        prepare: (client) => prepare(client, asking, signals, onNotice),
        onTransport: (transport) => {
            lastTransport = transport;
        },
    };
    const link = renewing({
        open: (opening, prior) => negotiate(opening, { options, prior, probeAnswer: wire.probeAnswer, onNotice }),
        prior: target.prior,
        signIn: async (opening) => {
            if (signIn?.isPending() === true) {
                await signIn.finish(opening, async (parameters) => lastTransport?.finishAuth(parameters));
                return 'signed in';
            }
            const token = await tokens?.(opening, wire.challenge() ?? '');
            return token === undefined ? 'not possible' : 'signed in';
        },
        onNotice,
        translate: (error, method, signal) => translateFailure(error, { url: target.url, method, limits, signal }),
    });
    return await openSession(op, { target, limits, link, signals, notices, onNotice, questions });
};

function checkUrl(url: string): void {
    const protocol = URL.canParse(url) ? new URL(url).protocol : '';
    if (protocol !== 'http:' && protocol !== 'https:') {
        throw new Failure<McpFailure>('mcp/bad-url', { url });
    }
}

function wireOf(target: McpTarget, limits: McpLimits, signals: Signals, onNotice: (notice: McpNotice) => void) {
    const recorded = record(dial(target), target.url, Object.keys(target.headers ?? {}), (exchange) => {
        signals.exchange(exchange);
        target.onExchange?.(exchange);
    });
    const probed = watchProbe(recorded);
    const traced = traceRequests(probed.fetch);
    const bound = boundLists(limits);
    const bounded = tolerate(traced, { limits, onNotice, bound, intercept: (_request, message) => Promise.resolve(message) });
    const tasks = waitForTasks({
        url: target.url,
        fetch: bounded,
        elicit: (params, signal) => answerElicitation(target, params, signal),
        onStatus: (text) => signals.status(text),
    });
    return {
        fetch: tolerate(traced, { limits, onNotice, bound, intercept: tasks }),
        probeAnswer: probed.answer,
        challenge: probed.challenge,
    };
}
