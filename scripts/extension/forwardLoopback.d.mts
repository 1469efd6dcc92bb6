export function forwardLoopback(): Promise<{ readonly template: string; close(): void }>;
