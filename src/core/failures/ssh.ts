/** What can go wrong here, by code; the words are in views/words/ssh.ts. */
export const sshFailures = ['ssh/no-sshd'] as const;

export type SshFailure = (typeof sshFailures)[number];
