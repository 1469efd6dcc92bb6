import { Failure, isFailure } from '../base/failure';
import type { Operation } from '../base/operation';
import { explainAzureError } from '../core/diagnose/explainAzureError';
import type { Engine, LayerProgress, PushedImage, RegistryLogin } from '../ports/engine';
import { requirePlatform } from './buildImage';

export interface PushRequest {
    /** An image of the engine: its id or a tag. */
    readonly image: string;
    /** Where it goes, with the registry's host and a tag. */
    readonly reference: string;
    /** Already checked for this repository: the engine would retry a refused one for most of a minute. */
    readonly login: RegistryLogin;
    /** Refused before anything is sent when the image is for another one; not checked when left out. */
    readonly platform?: string;
}

/**
 * Tags and pushes; when the connection broke once, pushes again, which skips what has arrived. Throws Failure 'engine/…' or 'registry/…', and Cancelled.
 */
export async function pushImage(
    op: Operation,
    engine: Engine,
    request: PushRequest,
    onLayer: (layer: LayerProgress) => void,
): Promise<PushedImage> {
    const { image, reference, login, platform } = request;
    if (platform !== undefined) {
        await requirePlatform(op, engine, image, platform);
    }
    if (image !== reference) {
        await engine.tag(op, image, reference);
    }
    op.report(`Pushing ${reference}`);
    try {
        return await engine.push(op, reference, login, onLayer);
    } catch (error) {
        if (!isFailure(error) || error.code !== 'engine/push-failed') {
            throw error;
        }
        if (error.facts.retried === 'yes') {
            // The engine itself has tried often enough.
            throw explained(error, reference);
        }
        op.log(`${reference}: ${String(error.facts.reason)}; once more`);
        return await engine.push(op, reference, login, onLayer).catch((again: unknown) => {
            throw explained(again, reference);
        });
    }
}

/** The engine passes on what the registry said; the catalogue knows what it means. */
function explained(error: unknown, reference: string): unknown {
    if (!isFailure(error) || error.code !== 'engine/push-failed') {
        return error;
    }
    const reason = String(error.facts.reason);
    const { code, facts } = explainAzureError({ status: 0, code: '', message: reason, details: [] });
    const [server = '', ...repository] = reference.split('/');
    return facts.row === undefined
        ? error
        : new Failure(
              code,
              {
                  ...facts,
                  server,
                  registry: server.split('.')[0],
                  repository: repository.join('/').split(/[:@]/)[0],
                  reason,
                  role: 'AcrPush',
              },
              error,
          );
}
