/** What there is of one deployment in Azure, as it was read: registry → identity and role → app → instances. */
export interface DeploymentPicture {
    /** Undefined when the image is from no registry that can be read. */
    readonly registry:
        | {
              readonly name: string;
              readonly id: string;
              readonly repository: string;
              readonly digest: string | undefined;
              readonly state: 'there' | 'gone';
          }
        | undefined;
    readonly identity:
        { readonly name: string; readonly id: string; readonly role: string; readonly may: 'assigned' | 'absent' | 'unknown' } | undefined;
    readonly app: {
        /** Such as `App Service`. */
        readonly type: string;
        readonly name: string;
        readonly id: string;
        /** The platform's own word. */
        readonly state: string;
        readonly health: Health;
        readonly digest: string | undefined;
    };
    readonly instances: readonly {
        readonly name: string;
        readonly state: string;
        readonly health: Health;
        readonly digest: string | undefined;
        /** The platform's own words for what is wrong; '' when nothing is. */
        readonly why: string;
    }[];
}

export type Health = 'good' | 'bad' | 'waiting';
