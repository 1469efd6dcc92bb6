/** The instrumentation key in an Application Insights connection string; older strings name nothing else. */
export function insightsKey(connectionString: string | undefined): string | undefined {
    return /(?:^|;)\s*InstrumentationKey=([0-9a-f-]{36})\s*(?:;|$)/i.exec(connectionString ?? '')?.[1];
}
