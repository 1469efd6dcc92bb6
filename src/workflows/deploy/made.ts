import type { ContainerApp, ContainerGroup, ContainerRegistry, Identity, Site, SiteConfig } from '../../core/deploy/resources';
import type { DeployResult } from '../../core/deploy/deployResult';
import type { DeployPlan } from '../../core/deploy/deployPlan';
import type { FoundImage } from '../../core/deploy/deployState';
import { learnedPort } from '../../core/deploy/learnedPort';
import { sentence, type Sentence } from '../../core/deploy/sentence';
import { Failure } from '../../base/failure';

/** What the steps of one run have made or found so far. */
export interface Made {
    image?: FoundImage;
    rehearsed?: Rehearsed;
    registry?: ContainerRegistry;
    /** The registry was created in this run: its name may take a moment to resolve. */
    registryIsNew?: boolean;
    identity?: Identity;
    /** `server/repository@sha256:…` */
    reference?: string;
    digest?: string;
    /** The app named this image already, and the registry had lost it: what runs may be waiting for it. */
    pushedAgain?: boolean;
    planId?: string;
    /** The app of whichever target. */
    app?: { readonly id: string; readonly name: string };
    site?: Site;
    config?: SiteConfig;
    containerApp?: ContainerApp;
    containerGroup?: ContainerGroup;
    /** Azure's time just before the change; undefined when nothing was changed. */
    changedMs?: number;
    /** Where an earlier run made the change: Azure's time by which an old container has been replaced. */
    settledMs?: number;
    /** The new image's reference, where it takes the place of another one. */
    replacing?: string;
    /** Names of the replicas that a restart is to replace, which may be younger than Azure's clock can tell. */
    replicasBefore?: readonly string[];
    /** What siteStatus reported before the change. */
    errorsBefore?: ReadonlySet<string>;
    verified?: Verified;
    /** What the app is told besides what the plan knew. Values may be secrets. */
    settings?: Readonly<Record<string, string>>;
    notes?: readonly Sentence[];
}

/** What the rehearsal found, or what an earlier one had found. */
export interface Rehearsed {
    /** The port that the app really listens on. */
    readonly port: number;
    /** Its answer there, when it is one to hold Azure's to. */
    readonly status: number | undefined;
    readonly notes: readonly Sentence[];
}

export interface Verified {
    readonly url: string;
    readonly status: number;
    readonly note: 'signIn' | 'clientError' | undefined;
    readonly instances: number;
    readonly evidence: DeployResult['evidence'];
}

/** The port that Azure is told. */
export function portOf(plan: DeployPlan, made: Made): number {
    return made.rehearsed?.port ?? learnedPort(plan.request);
}

/** A step needs what an earlier step made; a plan without that step is a mistake of the program. */
export function needed<Key extends keyof Made>(made: Made, key: Key): NonNullable<Made[Key]> {
    const value = made[key];
    if (value === undefined) {
        throw new Failure('internal/unexpected', { reason: `The plan has no step that makes ${key}.` });
    }
    return value;
}

/**
 * The path that the platform's probes may ask, which take any answer of 400 or more for a failure; undefined when the app gave one, or when nobody has seen
 * what it answers at its root.
 */
export function probedPath({ rehearsed }: Made, path: string): string | undefined {
    const status = rehearsed?.status;
    return status === undefined ? (path === '/' ? undefined : path) : status < 400 ? path : undefined;
}

/** The path of App Service's health check, which takes nothing but 2xx for health and replaces an instance that gives anything else; empty: none. */
export function checkedPath(made: Made, path: string): string {
    const status = made.rehearsed?.status ?? 200;
    return probedPath(made, path) === undefined || status >= 300 ? '' : path;
}

/** Says that the plan's health check was left out, where it was. */
export function checkNote(made: Made, path: string): readonly Sentence[] {
    return checkedPath(made, path) === '' ? [sentence('No health check was set: {path} was not seen to answer with 2xx.', { path })] : [];
}

/** Says that the plan's probes do not ask its path, where they do not. */
export function probeNote(made: Made, path: string): readonly Sentence[] {
    return probedPath(made, path) === undefined
        ? [sentence('The probes ask whether the port listens: {path} was not seen to answer well.', { path })]
        : [];
}
