import { Failure } from '../base/failure';
import type { Operation } from '../base/operation';
import type { BuildEvent } from '../core/build/buildEvent';
import type { EngineFailure } from '../core/failures/engine';
import type { BuildContext, ContextReader } from '../ports/buildContext';
import type { BuildRequest, BuiltImage, Engine } from '../ports/engine';
import { askAboutContext, type ContextAsk, type ContextQuestion } from './askAboutContext';

/** Everything of a build but its context, which is scanned here. */
export interface BuildImageRequest extends Omit<BuildRequest, 'context'> {
    /** Absolute path of the folder to build. */
    readonly folder: string;
    /** Relative to the folder, with `/`. */
    readonly dockerfile: string;
    /** What the user has agreed to send. */
    readonly confirmed?: readonly ContextQuestion[];
}

export type BuildImageResult = { readonly kind: 'built'; readonly image: BuiltImage; readonly context: BuildContext } | ContextAsk;

/** Azure's hosts run linux/amd64 images only; an image for it that the engine builds as another would fail there with "exec format error". */
const azurePlatform = 'linux/amd64';

/**
 * Scans the folder, asks where something should not be sent unseen, and builds. The platform is linux/amd64 unless given.
 * Throws Failure 'build/…' or 'engine/…', and Cancelled.
 */
export async function buildImage(
    op: Operation,
    { engine, contexts }: { readonly engine: Engine; readonly contexts: ContextReader },
    request: BuildImageRequest,
    onEvent: (event: BuildEvent) => void,
): Promise<BuildImageResult> {
    const { folder, dockerfile, confirmed = [], ...rest } = request;
    op.report('Looking at the files');
    const context = await contexts.scan(op, { root: folder, dockerfile });
    const ask = askAboutContext(context, 'engine', confirmed);
    if (ask !== undefined) {
        return ask;
    }
    const platform = rest.platform ?? azurePlatform;
    op.report('Building');
    const image = await engine.build(op, { ...rest, platform, context }, (event) => {
        if (event.kind === 'step' && event.step.state === 'running' && /^\[.*\d\/\d+\]/.test(event.step.name)) {
            op.report(event.step.name);
        }
        onEvent(event);
    });
    return { kind: 'built', image, context };
}

/** Makes sure that an image runs where it is going. Throws Failure 'engine/no-such-image' or 'engine/wrong-platform'. */
export async function requirePlatform(op: Operation, engine: Engine, reference: string, wanted: string): Promise<void> {
    const image = await engine.image(op, reference);
    if (image === undefined) {
        throw new Failure<EngineFailure>('engine/no-such-image', { image: reference });
    }
    const platform = `${image.os}/${image.architecture}`;
    if (platform !== wanted) {
        throw new Failure<EngineFailure>('engine/wrong-platform', { image: reference, platform, wanted });
    }
}
