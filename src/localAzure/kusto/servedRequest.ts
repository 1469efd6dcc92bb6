/** One request that an instance answered, as the Application Insights SDK of an app would tell of it. */
export interface ServedRequest {
    /** Of the component that the app's settings named at that time. */
    readonly instrumentationKey: string;
    readonly startedMs: number;
    readonly durationMs: number;
    readonly method: string;
    readonly url: string;
    readonly status: number;
    /** W3C trace id: the caller's, or one of its own. */
    readonly traceId: string;
    readonly instanceId: string;
}
