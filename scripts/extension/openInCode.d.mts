export function openInCode(options: {
    readonly code: string;
    readonly scratch: string;
    readonly folder: string;
    readonly env: NodeJS.ProcessEnv;
}): Promise<unknown>;
