interface Credential {
    getToken(scope: string | string[]): Promise<{ token: string; expiresOnTimestamp: number }>;
}
interface Options {
    readonly httpClient: unknown;
}

interface Request {
    url: string;
    readonly headers: { set(name: string, value: string): void };
}
interface Sender {
    sendRequest(request: Request): Promise<unknown>;
}
export interface ClientPolicy {
    create(next: Sender): Sender;
}

export class ResourceGraphClient {
    constructor(credential: Credential, options: { readonly requestPolicyFactories: (usual: ClientPolicy[]) => ClientPolicy[] });
    resources(query: {
        readonly subscriptions: readonly string[];
        readonly query: string;
    }): Promise<{ readonly count: number; readonly data: unknown }>;
}

export class LogsQueryClient {
    constructor(credential: Credential, options: Options);
    queryWorkspace(
        workspace: string,
        query: string,
        timespan: { readonly duration: string },
    ): Promise<{ readonly status: string; readonly tables: readonly { readonly rows: readonly unknown[][] }[] }>;
}

interface Poll {
    readonly updateIntervalInMs: number;
}

interface StorageAccount {
    readonly name?: string;
    readonly provisioningState?: string;
    readonly sku?: { readonly name: string };
    readonly tags?: Readonly<Record<string, string>>;
    readonly primaryEndpoints?: { readonly blob?: string };
}

export class StorageManagementClient {
    constructor(credential: Credential, subscription: string, options: Options);
    readonly storageAccounts: {
        checkNameAvailability(wanted: { readonly name: string; readonly type: string }): Promise<{ readonly nameAvailable?: boolean }>;
        beginCreateAndWait(group: string, name: string, account: object, poll: Poll): Promise<StorageAccount>;
        getProperties(group: string, name: string): Promise<StorageAccount>;
        update(group: string, name: string, change: object): Promise<StorageAccount>;
        listKeys(group: string, name: string): Promise<{ readonly keys?: readonly { readonly value?: string }[] }>;
        listByResourceGroup(group: string): AsyncIterable<StorageAccount>;
        delete(group: string, name: string): Promise<void>;
    };
}

interface Workspace {
    readonly customerId?: string;
    readonly retentionInDays?: number;
}

export class OperationalInsightsManagementClient {
    constructor(credential: Credential, subscription: string, options: Options);
    readonly workspaces: {
        beginCreateOrUpdateAndWait(group: string, name: string, workspace: object, poll: Poll): Promise<Workspace>;
        get(group: string, name: string): Promise<Workspace>;
        beginDeleteAndWait(group: string, name: string, poll: Poll): Promise<void>;
    };
    readonly sharedKeysOperations: { getSharedKeys(group: string, name: string): Promise<{ readonly primarySharedKey?: string }> };
}
