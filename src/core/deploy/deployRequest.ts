import type { Needs, ProposedFile } from '../project/profile';
import { learnedPort } from './learnedPort';
import type { AppKind, Subscription } from './resources';
import type { TargetName } from './target';

/** What the user asks for. Everything optional has a default that the plan shows; editing a plan is asking again with the field set. */
export interface DeployRequest {
    readonly target: TargetName;
    /** Absolute path; part of what makes names unique, never sent anywhere. */
    readonly folder: string;
    readonly projectName: string;
    readonly source: ImageSource;
    /** The port that the app listens on in its container. */
    readonly port: number;
    /** A path that answers without signing in. */
    readonly healthPath: string;
    /** The status that the path gave when the image was rehearsed. */
    readonly expectedStatus?: number;
    /** Settings of the app; values may be secrets. */
    readonly env: Readonly<Record<string, string>>;
    /** Values that were given for earlier deploys: what the rehearsal runs with, and what an app is told that does not have them yet. May be secrets. */
    readonly knownEnv?: Readonly<Record<string, string>>;
    /** What the code was seen to need. */
    readonly needs?: Pick<Needs, 'variables' | 'services' | 'writes'>;
    /** The user saw that required settings have no value, and goes on. */
    readonly missingSettings?: 'agreed';
    /** The user takes an app over although what it was before cannot be kept. */
    readonly wayBack?: 'forgone';
    readonly subscriptionId?: string;
    readonly name?: string;
    readonly region?: string;
    readonly sku?: string;
    /** How many instances a new App Service plan has, such as `2`; one unless given. */
    readonly instances?: string;
    readonly resourceGroup?: string;
    /** The name of a registry to use or to create. */
    readonly registry?: string;
    /** The name of an App Service plan to use or to create. */
    readonly plan?: string;
    /** The name of the App Service Environment that a new plan of an Isolated size is in. */
    readonly hostingEnvironment?: string;
    /** What a web app's container is started with in place of the image's own command; empty for the image's own. As it is unless given. */
    readonly startCommand?: string;
    /** Who pulls for a new web app: an identity of its own resource (the default), or the one that lives and dies with the app. */
    readonly pullIdentity?: 'user' | 'system';
    /** Up to how many instances Azure may add by the traffic to a new plan, such as `5`; empty or absent: their number is fixed. */
    readonly autoscale?: string;
    /** How Azure Monitor changes the number of the plan's instances by their CPU, such as `1-5 70/30`, or `off`; empty or absent: as it is. */
    readonly cpuScale?: string;
    /** Whether what a web app writes below /home outlives its container, and is shared by its instances; as it is unless given. */
    readonly home?: 'on' | 'off';
    /** Whether a web app sends what it does to Application Insights; as it is unless given. */
    readonly insights?: 'on' | 'off';
    /** The client id of the Entra app registration with which visitors of a web app sign in, or `off`; empty or absent: as it is. */
    readonly signIn?: string;
    /** A slot of the web app that was deployed last, to use or to create, instead of what visitors see. */
    readonly slot?: string;
    /** The name of a Container Apps environment to use or to create. */
    readonly environment?: string;
    /** CPUs and gigabytes of a container, such as `0.5 vCPU, 1 GB`; one of the target's `containerSizes`. */
    readonly size?: string;
    /** The fewest and the most replicas of a container app, such as `0-3`. */
    readonly replicas?: string;
    /** When a container app gets another replica: `http 50`, `cpu 70` or `memory 80`. As it is unless given. */
    readonly scaleRule?: string;
    /** What asks a container app how it is: one of `probeSets`. As it is unless given. */
    readonly probes?: string;
    /** What a new container app is: an app, Azure Functions whose host scales by its triggers, or a job. */
    readonly appKind?: AppKind;
    /** When a job starts by itself: a cron expression in UTC; empty: by hand. As it is unless given. */
    readonly schedule?: string;
    /** What starts a job by itself: a scaler of KEDA, such as `azure-queue queueName=orders connection=@STORAGE_CONNECTION_STRING`; empty: nothing. As it is unless given. */
    readonly events?: string;
    /** When a container group's container that has ended is started again; as it is unless given. */
    readonly restartPolicy?: string;
    /** The client id of a service principal that pulls for a container group; its secret is the setting `pullSecret`. As it is unless given. */
    readonly pullPrincipal?: string;
    /** Which revisions of a container app run: the newest alone, or as many as are left active. */
    readonly revisions?: 'single' | 'multiple';
    /** How much of the traffic a new revision gets when several run, in percent, such as `20`; all of it unless given. */
    readonly trafficPercent?: string;
    /** The last deployment of this folder: updated in place, and nothing is asked. Counts for the same target only. */
    readonly previous?: PreviousDeployment;
    /** Where a folder is built: on this machine's engine unless it says Azure. */
    readonly buildIn?: 'azure';
    /** Push without running the image here first. */
    readonly rehearse?: 'skip';
    /** Yes to updating an app that Slipway did not create. */
    readonly takeOver?: 'agreed';
    /** Yes to opening a container app to the internet that was not. */
    readonly expose?: 'agreed';
    /** Yes to deleting a container group and making it anew, for what cannot be changed in place. */
    readonly replace?: 'agreed';
    /** Look at everything again that a deploy in place takes for settled: the identity, its role, the resource group. */
    readonly check?: 'everything';
}

export type ImageSource =
    /** An image that the engine has. */
    | { readonly kind: 'image'; readonly reference: string }
    /** An image that was pushed before: what a roll-back runs again. */
    | { readonly kind: 'digest'; readonly digest: string }
    /** A folder with a Dockerfile, after `files` are written. */
    | {
          readonly kind: 'build';
          /** Absolute path. */
          readonly context: string;
          /** Relative to the context, with `/`. */
          readonly dockerfile: string;
          readonly buildArgs?: Readonly<Record<string, string>>;
          readonly files: readonly ProposedFile[];
      };

/** What is remembered of a deployment: a cache, since Azure's own tags tell the same. */
export interface PreviousDeployment {
    readonly target: TargetName;
    readonly subscription: Subscription;
    readonly resourceId: string;
    readonly registryId: string;
    readonly repository: string;
    readonly digest: string;
    readonly url: string;
    readonly deployedMs: number;
    /** What the rehearsal of this digest found: the port that was asked for, the one that the app listens on, and its answer there. */
    readonly rehearsed?: { readonly requestedPort: number; readonly port: number; readonly status?: number };
}

/** The request without the last deployment when that went elsewhere: it says nothing of this target's app. */
export function forItsTarget(request: DeployRequest): DeployRequest {
    const { previous, ...rest } = request;
    // What its rehearsal found out about the image is true anywhere.
    return previous === undefined || previous.target === request.target ? request : { ...rest, port: learnedPort(request) };
}
