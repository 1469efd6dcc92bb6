import type { ProjectSetup } from './engineSetup';

/** What a Dockerfile uses that builders learned later. */
export function dockerfileNeeds(text: string): ProjectSetup['dockerfileNeeds'] {
    return [
        ...(/^#\s*syntax\s*=/im.test(text) ? (['syntax'] as const) : []),
        ...(/^\s*RUN\s(?:[^\n]*\s)?--mount=/im.test(text) ? (['mount'] as const) : []),
        ...(/^\s*(?:RUN|COPY|ADD)\s[^\n]*<<-?["']?\w/im.test(text) ? (['heredoc'] as const) : []),
        ...(/^\s*(?:COPY|ADD)\s(?:[^\n]*\s)?--link\b/im.test(text) ? (['link'] as const) : []),
    ];
}
