import type { BuildContext } from '../ports/buildContext';

/** What a context may have to be asked about before it is sent. */
export type ContextQuestion = 'secrets' | 'size';

/** Nothing was sent. Ask, and build again with the question in `confirmed`. */
export type ContextAsk =
    | { readonly kind: 'ask'; readonly question: 'secrets'; readonly paths: readonly string[] }
    | {
          readonly kind: 'ask';
          readonly question: 'size';
          readonly bytes: number;
          readonly files: number;
          readonly largest: BuildContext['largest'];
      };

/** Beyond this a send takes long enough to ask whether something should have been ignored; over the internet much less does. */
const largeBytes = { engine: 300_000_000, azure: 100_000_000 } as const;

/** The question that a context still raises; undefined when it can be sent. */
export function askAboutContext(
    context: BuildContext,
    to: keyof typeof largeBytes,
    confirmed: readonly ContextQuestion[],
): ContextAsk | undefined {
    if (context.secrets.length > 0 && !confirmed.includes('secrets')) {
        return { kind: 'ask', question: 'secrets', paths: context.secrets };
    }
    if (context.bytes > largeBytes[to] && !confirmed.includes('size')) {
        return { kind: 'ask', question: 'size', bytes: context.bytes, files: context.files, largest: context.largest };
    }
    return undefined;
}
