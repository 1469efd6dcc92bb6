/** What can go wrong here, by code; the words are in views/words/workspace.ts. */
export const workspaceFailures = [
    'workspace/no-folder',
    'workspace/not-trusted',
    'workspace/file-unreadable',
    'workspace/write-failed',
] as const;

export type WorkspaceFailure = (typeof workspaceFailures)[number];
