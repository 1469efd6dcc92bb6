import type { Step } from '../dockerfile';

/** The user that apps run as where the image brings none. A number, so that a platform can check that it is not root. */
export const appUser = '10001:10001';

/** Made with useradd: Debian's slim images from trixie on have no adduser. */
export const makeAppUser: Step = {
    kind: 'run',
    commands: [
        'groupadd --gid 10001 app',
        'useradd --uid 10001 --gid app --create-home --shell /usr/sbin/nologin app',
        'install -d -o app -g app /app',
    ],
    comment: 'The app runs as a user of its own, without rights on the system; only its folder is its own.',
};

export const useAppUser: Step = { kind: 'user', name: appUser, comment: 'A number, so that a platform can check that it is not root.' };

export const header: readonly string[] = ['Made by Slipway. It is yours now: edit it as you like.'];
