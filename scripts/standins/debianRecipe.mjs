import { bootstrap } from './bootstrap.mjs';
import { importImage } from './importImage.mjs';
import { certificateEnv } from './machineFiles.mjs';
import { labelInstructions } from './labelInstructions.mjs';

/** Debian's own slim image: what debootstrap's minimum has and nothing else, beside the machine's certificates. */
export function debianRecipe(codename, number) {
    return {
        name: `debian-${codename}`,
        standsFor: `debian:${codename}-slim`,
        tags: [`debian:${codename}-slim`, `debian:${codename}`, `debian:${number}-slim`, `debian:${number}`],
        async make({ dial, sources, files, labels }) {
            await bootstrap({ codename, sources: await sources(codename), files }, (tar) =>
                importImage(dial, tar, this.tags, [
                    ...Object.entries(certificateEnv).map(([name, value]) => `ENV ${name}=${value}`),
                    'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
                    'CMD ["bash"]',
                    ...labelInstructions(labels),
                ]),
            );
        },
    };
}
