/** Who sends a request or owns an identity. */
export interface Principal {
    readonly kind: 'user' | 'managedIdentity' | 'anyone';
    readonly objectId: string;
    /** A user's sign-in name, or the identity's client id. */
    readonly name: string;
    /** How it proved who it is, as its token says. */
    readonly methods?: readonly string[];
}
