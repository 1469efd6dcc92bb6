/** The application id in an Application Insights connection string, by which its queries are asked; undefined in old strings, which name no more than a key. */
export function insightsAppId(connectionString: string | undefined): string | undefined {
    return /(?:^|;)\s*ApplicationId=([0-9a-f-]{36})(?:;|$)/i.exec(connectionString ?? '')?.[1];
}
