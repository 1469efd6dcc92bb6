import type { WorkspaceFailure } from '../../core/failures/workspace';
import type { Wording } from './wording';

export const workspaceWords: Record<WorkspaceFailure, Wording> = {
    'workspace/no-folder': {
        what: 'There is no folder to work on.',
        next: 'Open the folder of your app and try again.',
        remedies: () => [{ kind: 'command', title: 'Open Folder', command: 'workbench.action.files.openFolder' }],
    },
    'workspace/not-trusted': {
        what: 'This workspace is not trusted.',
        why: 'Building and deploying run what the folder brings along.',
        next: 'Trust the workspace to go on.',
        remedies: () => [{ kind: 'command', title: 'Manage Workspace Trust', command: 'workbench.trust.manage' }],
    },
    'workspace/file-unreadable': {
        what: '{file} cannot be read.',
        why: 'The reason: {reason}.',
        next: 'Check its permissions and try again.',
    },
    'workspace/write-failed': {
        what: '{file} could not be written; its old content is unchanged.',
        why: 'The reason: {reason}.',
        next: 'Check the disk and the permissions of the folder, then try again.',
    },
};
