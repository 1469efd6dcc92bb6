import type { DockerfileDocument } from './dockerfile/openDockerfile';
import type { Span } from './span';

export interface Lens {
    readonly span: Span;
    readonly title: string;
    /** Takes the document's address as its first argument. */
    readonly command: string;
}

/** Build, rehearse and deploy, above the first FROM; none in a file that builds nothing. */
export function codeLenses(document: DockerfileDocument): readonly Lens[] {
    const from = document.model.stages[0]?.from;
    return from === undefined
        ? []
        : [
              { span: from.keywordSpan, title: 'Build', command: 'slipway.image.build' },
              { span: from.keywordSpan, title: 'Rehearse', command: 'slipway.image.rehearse' },
              { span: from.keywordSpan, title: 'Deploy', command: 'slipway.deploy' },
          ];
}
