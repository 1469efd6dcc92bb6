/** A distribution that no code imports and that a library or framework imports by itself, for what the code uses of it. */
export interface QuietNeed {
    /** What the code uses, in its own words: `EmailStr`, `mysql+pymysql://`, `corsheaders`. */
    readonly uses: string;
    /** As a requirements file asks for it. */
    readonly requirement: string;
    readonly insteadOf?: readonly string[];
    /** starting: the app does not start without. used: only what uses it fails. */
    readonly fails: 'starting' | 'used';
    readonly file: string;
    /** 1-based. */
    readonly line: number;
}
