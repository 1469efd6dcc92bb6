export function usableCode(): string | undefined;
