/** Extensions that the official image lacks and `docker-php-ext-install` makes, each with the Debian packages that it is compiled against. */
export const compiled: Readonly<Record<string, readonly string[]>> = {
    bcmath: [],
    bz2: ['libbz2-dev'],
    calendar: [],
    exif: [],
    gd: ['libfreetype-dev', 'libjpeg62-turbo-dev', 'libpng-dev'],
    gettext: [],
    gmp: ['libgmp-dev'],
    intl: ['libicu-dev'],
    ldap: ['libldap-dev'],
    mysqli: [],
    opcache: [],
    pcntl: [],
    pdo_mysql: [],
    pdo_pgsql: ['libpq-dev'],
    pgsql: ['libpq-dev'],
    soap: ['libxml2-dev'],
    sockets: [],
    tidy: ['libtidy-dev'],
    xsl: ['libxslt1-dev'],
    zip: ['libzip-dev'],
};

/** Extensions that come from PECL, and what they are compiled against. */
export const fromPecl: Readonly<Record<string, readonly string[]>> = {
    apcu: [],
    igbinary: [],
    imagick: ['libmagickwand-dev'],
    memcached: ['libmemcached-dev', 'libssl-dev', 'zlib1g-dev'],
    mongodb: ['libssl-dev'],
    redis: [],
};

/** Whether an image needs a step for the extension; the others are in PHP itself or are not to be had. */
export function isMadeForImage(extension: string): boolean {
    return Object.hasOwn(compiled, extension) || Object.hasOwn(fromPecl, extension);
}

/** What `pecl install` is told; the newest release but where a PHP (such as `8.0`) is too old for that. Source: mlocati/docker-php-extension-installer, issue 1074. */
export function peclPackage(extension: string, php: string): string {
    return extension === 'mongodb' && /^(7\.|8\.0)/.test(php) ? 'mongodb-1.20.1' : extension;
}
