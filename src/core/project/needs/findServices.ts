import type { NeededService, NeededVariable } from '../profile';
import type { ReadVariable } from './readVariable';
import { SearchedTexts } from './searchedTexts';
import type { SourceText } from './sourceText';

interface Service {
    readonly kind: string;
    /** The line of a manifest that asks for a client of it. */
    readonly driver: RegExp;
    /** An address of it. */
    readonly scheme?: RegExp;
    /** The line of a settings file that names it. */
    readonly setting?: RegExp;
    /** Names of the variable that says where it is, best first. */
    readonly variables: readonly RegExp[];
}

const anyDatabase = [/(^|_)DATABASE_?(URL|URI|DSN)$/i, /(^|_)DB_?(URL|URI|DSN)$/i, /^SQLALCHEMY_DATABASE_URI$/i, /ConnectionStrings__(Default|Database|Db|.*(Context|Connection))/i]; // prettier-ignore
const databaseHost = [/^(DATABASE|DB|SQL)_?(HOST|HOSTNAME|SERVER)$/i, /^SPRING_DATASOURCE_URL$/, /(^|_)(DATABASE|DB)(_|$)/i];

/** What apps lean on. Drivers are matched on lines of manifests of every language; addresses anywhere in the code. */
const services: readonly Service[] = [
    { kind: 'postgres', driver: /(^|["'\s,[(])(psycopg(2|2-binary|-binary)?|asyncpg|pg8000|aiopg|psycopg2cffi|piccolo\[postgres\]|django-tenants)(?=$|["'\s,\]=<>~!;[)])|"(pg|@mikro-orm\/postgresql|@fastify\/postgres|pg-promise|postgres|pg-pool|pg-native|@neondatabase\/serverless|@payloadcms\/db-postgres|@vercel\/postgres|slonik)"\s*:|github\.com\/(lib\/pq|jackc\/pgx)|gorm\.io\/driver\/postgres|uptrace\/bun\/driver\/pgdriver|(org\.postgresql|<artifactId>(r2dbc-)?postgresql<|quarkus-(jdbc-postgresql|reactive-pg-client))|gem\s+["']pg["']|Npgsql|^[ \t]*(tokio-postgres|deadpool-postgres|postgres)\s*=|(sqlx|diesel|sea-orm)\b[^\n]*postgres/, scheme: /\b(postgres(?:ql)?(?:\+\w+)?|jdbc:postgresql|postgis):\/\/|['"]pgsql:(host|dbname)=/, setting: /["']driver["']\s*=>\s*["']([pP]do_)?[pP]gsql["']|"github\.com\/jinzhu\/gorm\/dialects\/postgres|"github\.com\/(lib\/pq|jackc\/pgx)|"gorm\.io\/driver\/postgres"|\bpg_connect\s*\(|django\.db\.backends\.postgresql|django\.contrib\.gis\.db\.backends\.postgis|provider\s*=\s*"postgresql"|^[ \t]*adapter:\s*postgresql|dialect\s*:\s*['"]postgres(ql)?['"]|type\s*:\s*['"]postgres['"]|PostgresDsn|(?:from|require\()\s*['"](?:pg|postgres|pg-promise)['"]|\bsqlalchemy\.dialects\.postgresql\b/, variables: [/POSTGRES\w*_?(URL|URI|DSN|CONN(?!ECTIONS|_MAX)\w*)$/i, ...anyDatabase, /^(POSTGRES|PG)\w*_?(HOST|SERVER)$/i, /^PGHOST$/, ...databaseHost, /POSTGRES|^PG/i] },
    { kind: 'mysql', driver: /(^|["'\s,[(])(mysqlclient|mysql-python|torndb|pymysql|aiomysql|asyncmy|mysql-connector-python|mysql-connector|flask[-_]mysqldb|flask-mysql)(?=$|["'\s,\]=<>~!;[)])|"(mysql|mysql2|mariadb|@mikro-orm\/(mysql|mariadb)|@fastify\/mysql)"\s*:|go-sql-driver\/mysql|gorm\.io\/driver\/mysql|mysql-connector-(j|java)|mariadb-java-client|quarkus-(jdbc-(mysql|mariadb)|reactive-mysql-client)|gem\s+["'](mysql2|trilogy)["']|MySql(Connector|\.Data|\.EntityFrameworkCore)|Pomelo\.EntityFrameworkCore|(sqlx|diesel|sea-orm)\b[^\n]*mysql/i, scheme: /\b(mysql(?:\+\w+)?|mariadb(?:\+\w+)?|jdbc:mysql):\/\/|['"]mysql:(?:(host|dbname|unix_socket)=|['"]\s{0,9}\.|\{?\$)/, setting: /["']driver["']\s*=>\s*["']([pP]do_)?[mM]ysqli?["']|["']dbdriver["']\s*=>\s*["']mysqli?["']|"github\.com\/jinzhu\/gorm\/dialects\/mysql|"github\.com\/go-sql-driver\/mysql|"gorm\.io\/driver\/mysql"|\b(new\s+\\?mysqli|mysqli_connect)\s*\(|django\.db\.backends\.mysql|provider\s*=\s*"mysql"|^[ \t]*adapter:\s*(mysql2|trilogy)|dialect\s*:\s*['"](mysql|mariadb)['"]|type\s*:\s*['"]mysql['"]|\bsqlalchemy\.dialects\.mysql\b/, variables: [/MYSQL\w*_?(URL|URI|DSN)$/i, ...anyDatabase, /^MYSQL\w*_?(HOST|SERVER)$/i, ...databaseHost, /MYSQL/i] },
    { kind: 'sqlserver', driver: /(^|["'\s,[(])(pyodbc|pymssql|mssql-django|django-mssql-backend|aioodbc)(?=$|["'\s,\]=<>~!;[)])|"(mssql|tedious|@mikro-orm\/mssql)"\s*:|EntityFrameworkCore\.SqlServer|Microsoft\.Data\.SqlClient|System\.Data\.SqlClient|go-mssqldb|gorm\.io\/driver\/sqlserver|mssql-jdbc|quarkus-(jdbc-mssql|reactive-mssql-client)|^[ \t]*(bb8-)?tiberius\s*=|sqlx\b[^\n]*mssql|ext-(pdo_)?sqlsrv/i, scheme: /\b(mssql(?:\+\w+)?|jdbc:sqlserver|sqlserver):\/\//, setting: /provider\s*=\s*"sqlserver"|"gorm\.io\/driver\/sqlserver"|["']ENGINE["']\s*:\s*["'](mssql|sql_server\.pyodbc)["']|dialect\s*:\s*['"]mssql['"]/, variables: [/SQL\w*(CONN\w*|URL|DSN)/i, ...anyDatabase, /CONNECTION_?STRING/i, ...databaseHost] },
    { kind: 'oracle', driver: /(^|["'\s,[(])(oracledb|cx_oracle)(?=$|["'\s,\]=<>~!;[)])|"(oracledb|@mikro-orm\/oracledb)"\s*:|com\.oracle\.database\.jdbc|quarkus-jdbc-oracle|Oracle\.(ManagedDataAccess|EntityFrameworkCore)|godror\/godror|sijms\/go-ora|gem\s+["']ruby-oci8["']|ext-oci8/i, scheme: /\bjdbc:oracle:|\boracle(?:\+\w+)?:\/\//, setting: /django\.db\.backends\.oracle/, variables: [/ORACLE\w*_?(URL|URI|DSN|CONN\w*)$/i, ...anyDatabase, /ORACLE/i, ...databaseHost] },
    { kind: 'mongodb', driver: /(^|["'\s,[(])(pymongo|motor|mongoengine|flask-pymongo|flask-mongoengine|mongokit|beanie|odmantic|djongo)(?=$|["'\s,\]=<>~!;[)])|"(mongodb|mongoose|@mikro-orm\/mongodb|@fastify\/mongodb|@nestjs\/mongoose|@payloadcms\/db-mongodb|monk)"\s*:|go\.mongodb\.org\/mongo-driver|spring-boot-starter-data-mongodb|quarkus-mongodb-(panache|client)|gem\s+["'](mongoid|mongo|mongo_mapper)["']|MongoDB\.Driver|^[ \t]*mongodb\s*=|jenssegers\/mongodb|mongodb\/laravel/, scheme: /\bmongodb(?:\+srv)?:\/\//, setting: /provider\s*=\s*"mongodb"|"go\.mongodb\.org\/mongo-driver/, variables: [/MONGO\w*_?(URL|URI|DSN|CONN\w*)$/i, /MONGO\w*_?(HOST\w*|SERVER)$/i, /MONGO/i, ...anyDatabase, /^DATABASE$|^DB_(URL|URI|HOST|CONNECTION)/i] },
    { kind: 'redis', driver: /(^|["'\s,[(])(redis|aioredis|django-redis|channels-redis|channels_redis|flask-redis|rq|django-rq|arq|saq|celery\[redis\]|hiredis|coredis|fastapi-limiter|redis-om|faststream\[redis\])(?=$|["'\s,\]=<>~!;[)])|"(redis|@fastify\/redis|ioredis|bull|bullmq|connect-redis|@upstash\/redis|handy-redis|bee-queue|kue|tedis|@nestjs\/bull(mq)?)"\s*:|go-redis\/redis|redis\/go-redis|gomodule\/redigo|spring-boot-starter-data-redis|redis\.clients|gem\s+["'](redis|sidekiq|resque)["']|StackExchange\.?Redis|StackExchangeRedis|predis\/predis|^[ \t]*(redis|deadpool-redis|fred)\s*=/, scheme: /\brediss?:\/\//, setting: /django_redis|RedisCache|RedisDsn|"github\.com\/(go-redis\/redis|redis\/go-redis|gomodule\/redigo)/, variables: [/REDIS\w*_?(URL|URI|DSN|CONN\w*)$/i, /BROKER_?URL$/i, /REDIS\w*_?HOST/i, /REDIS/i, /^(CACHE|KV|QUEUE)_?(URL|HOST)$/i] },
    { kind: 'rabbitmq', driver: /(^|["'\s,[(])(pika|aio-pika|aio_pika|amqpstorm|celery\[librabbitmq\]|faststream\[rabbit\])(?=$|["'\s,\]=<>~!;[)])|"(amqplib|amqp-connection-manager|rascal)"\s*:|streadway\/amqp|rabbitmq\/amqp091-go|spring-boot-starter-amqp|gem\s+["'](bunny|sneakers)["']|RabbitMQ\.Client|MassTransit\.RabbitMQ|^[ \t]*lapin\s*=|php-amqplib/, scheme: /\b(amqps?|pyamqp):\/\//, setting: /^[ \t]*(from|import)[ \t]+amqp\b/, variables: [/(AMQP|RABBIT\w*|CLOUDAMQP)_?(URL|URI)$/i, /BROKER_?URL$/i, /RABBIT|AMQP/i] },
    { kind: 'celery broker', driver: /(^|["'\s,[(])(celery|django-celery-beat)(?=$|["'\s,\]=<>~!;[)])/, variables: [/CELERY_?BROKER/i, /BROKER_?(URL|URI)$/i, /REDIS\w*_?(URL|URI)$/i, /AMQP\w*URL|RABBIT/i, /REDIS/i] },
    { kind: 'elasticsearch', driver: /(^|["'\s,[(])(elasticsearch(-dsl)?|opensearch-py|django-elasticsearch-dsl)(?=$|["'\s,\]=<>~!;[)])|"(@elastic\/elasticsearch|@opensearch-project\/opensearch)"\s*:|elastic\/go-elasticsearch|spring-boot-starter-data-elasticsearch|gem\s+["'](elasticsearch\S*|searchkick)["']|Elastic\.Clients/, variables: [/(^|_)(ELASTIC\w*|OPENSEARCH\w*|ES)_?(URL|URI|HOST\w*|NODES?|ENDPOINT)$/i, /ELASTIC|OPENSEARCH|^ES_/i] },
    { kind: 'memcached', driver: /(^|["'\s,[(])(pymemcache|pylibmc|python-memcached|aiomcache)(?=$|["'\s,\]=<>~!;[)])|"memjs"\s*:|gem\s+["']dalli["']/, variables: [/MEMCACHE/i] },
    { kind: 'cassandra', driver: /(^|["'\s,[(])(cassandra-driver|scylla-driver|aiocassandra)(?=$|["'\s,\]=<>~!;[)])|"cassandra-driver"\s*:|gocql\/gocql/, variables: [/CASSANDRA|SCYLLA/i] },
    { kind: 'kafka', driver: /(^|["'\s,[(])(kafka-python|aiokafka|confluent-kafka|faust-streaming|faststream\[kafka\])(?=$|["'\s,\]=<>~!;[)])|"(?:kafkajs|node-rdkafka|@confluentinc\/kafka-javascript)"\s*:|segmentio\/kafka-go|confluent-kafka-go|twmb\/franz-go|IBM\/sarama|Shopify\/sarama|spring-kafka|reactor-kafka|quarkus-(messaging|smallrye-reactive-messaging)-kafka|Confluent\.Kafka|^[ \t]*rdkafka\s*=|gem\s+["'](ruby-kafka|rdkafka|karafka)["']|php-rdkafka|ext-rdkafka/, setting: /["'](?:\w+_)?KAFKA_(?:BOOTSTRAP_SERVERS?|BROKERS?(?:_URLS?)?)["']/, variables: [/KAFKA\w*(BOOTSTRAP|BROKER|URL|SERVERS)/i, /KAFKA|BOOTSTRAP_SERVERS/i] },
    { kind: 'azure storage', driver: /(^|["'\s,[(])azure-(storage-(blob|queue|file-share)|data-tables)(?=$|["'\s,\]=<>~!;[)])|"@azure\/(storage-(blob|queue)|data-tables)"\s*:|Azure\.(Storage\.Blobs|Data\.Tables)/, setting: /"type"\s*:\s*"(blob|queue|table)(Trigger)?"|^[ \t]*@\w+\.(blob|queue|table)_(trigger|input|output)\(/, variables: [/^AzureWebJobsStorage$/, /STORAGE\w*CONN|AZURE_STORAGE|BLOB/i, /STORAGE/i] },
    { kind: 'azure cosmos', driver: /(^|["'\s,[(])azure-cosmos(?=$|["'\s,\]=<>~!;[)])|"@azure\/cosmos"\s*:|Microsoft\.Azure\.Cosmos/, setting: /"type"\s*:\s*"cosmosDB(Trigger)?"|^[ \t]*@\w+\.cosmos_db_\w+\(/, variables: [/COSMOS/i] },
    { kind: 'azure service bus', driver: /(^|["'\s,[(])azure-servicebus(?=$|["'\s,\]=<>~!;[)])|"@azure\/service-bus"\s*:|Azure\.Messaging\.ServiceBus/, setting: /"type"\s*:\s*"serviceBus(Trigger)?"|^[ \t]*@\w+\.service_bus_\w+\(/, variables: [/SERVICE_?BUS/i] },
    { kind: 'dynamodb', driver: /(^|["'\s,[(])(pynamodb|flask-dynamo|dynamorm|boto3-stubs\[dynamodb\])(?=$|["'\s,\]=<>~!;[)])|"(@aws-sdk\/(client|lib)-dynamodb|dynamoose|electrodb)"\s*:|aws-sdk-go-v2\/service\/dynamodb|<artifactId>dynamodb(-enhanced)?<|software\.amazon\.awssdk:dynamodb|AWSSDK\.DynamoDBv2|gem\s+["']aws-sdk-dynamodb["']|^[ \t]*aws-sdk-dynamodb\s*=/, setting: /\b(client|resource)\(\s*["']dynamodb["']|\bnew AWS\.DynamoDB\b|"github\.com\/aws\/aws-sdk-go(-v2)?\/service\/dynamodb/, variables: [/DYNAMO/i, /(^|_)TABLE(_?NAME)?$/i] },
    { kind: 's3', driver: /"(@aws-sdk\/client-s3|multer-s3|@strapi\/provider-upload-aws-s3)"\s*:|(^|["'\s,[(])django-storages\[(s3|boto3)\]/, setting: /\bMinio(\.Client)?\(|\bS3(Boto3|Manifest)?(Static)?Storage\b|\bstorages\.backends\.s3|\b(boto3|\w*session)\.(client|resource)\(\s*["']s3["']/, variables: [/MINIO_\w*(ENDPOINT|URL|HOST)/i, /(S3|AWS)\w*BUCKET|BUCKET/i, /S3|AWS_/] },
]; // prettier-ignore

/** How code reads a variable where it connects: at once, or under a name of its own. */
const read = String.raw`(?:process\.env(?:\.|\[['"])|\b(?:environ(?:\.get\(|\[)|getenv\()\s*['"])(\w+)`;

/** The call that connects to a kind of service, up to its address. */
const connects: Readonly<Record<string, string>> = {
    mongodb: String.raw`\b(?:mongoose\s*\.(?:connect|createConnection)|MongoClient(?:\.connect)?|AsyncIOMotorClient)\(\s*`,
    redis: String.raw`\b(?:new (?:IO)?Redis|Redis\.from_url|redis\.(?:createClient|from_url))\(\s*(?:\{\s*url\s*:\s*)?`,
    postgres: String.raw`\b(?:(?:Pool|Client)\(\s*\{\s*connectionString\s*:|postgres\(|neon\(|create_pool\(|psycopg2?\.connect\()\s*`,
};

/** The variable that code connects with, whatever it is called. */
function connectedBy(kind: string, sources: readonly SourceText[]): string | undefined {
    const call = connects[kind];
    if (call === undefined) {
        return undefined;
    }
    const pattern = new RegExp(String.raw`${call}(?:${read}|([A-Za-z_]\w{0,40})\s*[,)!}])`);
    for (const { text } of sources) {
        const [, direct, named] = pattern.exec(text) ?? [];
        const name =
            direct ?? (named === undefined ? undefined : new RegExp(String.raw`\b${named}\s*(?::\s*\w+\s*)?=\s*${read}`).exec(text)?.[1]);
        if (name !== undefined) {
            return name;
        }
    }
    return undefined;
}

/** A variable that says which kind of service there is, such as `DB_CONNECTION=mysql`. */
export interface NamedKind {
    readonly kind: string;
    readonly file: string;
    readonly line: number;
}

const kindNames: readonly (readonly [RegExp, string])[] = [
    [/^(postgres(ql)?|pgsql|pg|pdo_pgsql)$/i, 'postgres'],
    [/^(mysql2?|mysqli|mariadb|pdo_mysql)$/i, 'mysql'],
    [/^(sqlsrv|mssql|sqlserver)$/i, 'sqlserver'],
    [/^(oracle|oracledb)$/i, 'oracle'],
    [/^(mongo(db)?)$/i, 'mongodb'],
    [/^redis$/i, 'redis'],
];

/** The kinds of services that variables name by their values: what an example file gives outranks the code's default. */
export function namedKinds(shown: readonly ReadVariable[], inCode: readonly ReadVariable[]): NamedKind[] {
    const seen = new Set<string>();
    return [...shown, ...inCode].flatMap(({ name, default: value, file, line }) => {
        const names = /^(DB|DATABASE|TYPEORM|CACHE|SESSION|QUEUE)_(CONNECTION|DRIVER|CLIENT|TYPE|DIALECT|ENGINE|PROVIDER|STORE)$/.test(
            name,
        );
        if (!names || value === undefined || seen.has(name)) {
            return [];
        }
        seen.add(name);
        const kind = kindNames.find(([pattern]) => pattern.test(value))?.[1];
        return kind === undefined ? [] : [{ kind, file, line }];
    });
}

/** Variables that only tests read. */
const ofTests = /(^|_)TEST(S|ING)?(_|$)/i;

const sameDatabase = new Set(['postgres', 'mysql', 'sqlserver', 'oracle', 'mongodb']);
/** Databases that an app reaches through the same libraries, so that a driver for another one may be left over. */
const relational = new Set(['postgres', 'mysql', 'sqlserver', 'oracle']);

/**
 * The backing services that an app leans on: a driver in a manifest, an address in the code, a setting. `addresses` maps variables to addresses that
 * examples and compose files give them, so that a variable's kind is known even when its name does not tell; `named` are kinds that variables name, `composed` those that a
 * compose file makes the app wait for.
 */
export function findServices(
    manifests: readonly SourceText[],
    sources: readonly SourceText[],
    variables: readonly NeededVariable[],
    addresses: ReadonlyMap<string, string>,
    named: readonly NamedKind[] = [],
    composed: readonly NamedKind[] = [],
): NeededService[] {
    const served = variables.filter(({ name }) => !ofTests.test(name));
    const code = new SearchedTexts(sources);
    const listed = new SearchedTexts(manifests, 'lines');
    const imported = new SearchedTexts(sources.filter(({ file }) => file.endsWith('.py')).map(importLines), 'lines');
    const found: NeededService[] = [];
    const taken = new Set<string>();
    const onlyListed = new Set<string>();
    for (const service of services) {
        const setting = code.find(service.setting);
        // Laravel's settings hold every kind of database; a variable names the one that is used.
        const isOneOfMany =
            sameDatabase.has(service.kind) &&
            /(^|\/)config\/database\.php$/.test(setting?.file ?? '') &&
            named.some(({ kind }) => sameDatabase.has(kind));
        const used =
            (isOneOfMany ? undefined : setting) ??
            named.find(({ kind }) => kind === service.kind) ??
            imported.find(service.driver) ??
            code.find(service.scheme) ??
            variables.find((each) =>
                [each.default, addresses.get(each.name)].some((address) => service.scheme?.test(address ?? '') === true),
            ) ??
            composed.find(({ kind }) => kind === service.kind);
        const inList = listed.find(service.driver);
        const place = (isOneOfMany ? undefined : setting) ?? named.find(({ kind }) => kind === service.kind) ?? inList ?? used;
        if (
            used === undefined &&
            relational.has(service.kind) &&
            !variables.some(
                ({ name }) =>
                    service.variables.at(-1)?.test(name) === true &&
                    !anyDatabase.some((any) => any.test(name)) &&
                    !databaseHost.some((any) => any.test(name)),
            )
        ) {
            onlyListed.add(service.kind);
        }
        if (
            place === undefined ||
            (service.kind === 'celery broker' && found.some(({ kind }) => kind === 'redis' || kind === 'rabbitmq'))
        ) {
            continue;
        }
        const addressed = (among: readonly NeededVariable[]) => among.find((each) => service.scheme?.test(each.default ?? '') === true || service.scheme?.test(addresses.get(each.name) ?? '') === true); // prettier-ignore
        const called = (among: readonly NeededVariable[]) =>
            service.variables
                .map((pattern) =>
                    among.find(
                        (each) =>
                            pattern.test(each.name) &&
                            !(sameDatabase.has(service.kind) && taken.has(each.name)) &&
                            !otherKind(service, each, addresses),
                    ),
                )
                .find((each) => each !== undefined);
        // What tests connect to counts where nothing else is read.
        const byAddress = addressed(served) ?? (called(served) === undefined ? addressed(variables) : undefined);
        const byName = called(served) ?? called(variables);
        const connected = byAddress === undefined ? connectedBy(service.kind, sources) : undefined;
        const variable = (byAddress ?? variables.find(({ name }) => name === connected) ?? byName)?.name;
        if (variable !== undefined) {
            taken.add(variable);
        }
        found.push({ kind: service.kind, ...(variable !== undefined && { variable }), file: place.file, line: place.line });
    }
    // Where the code says which database it is, the driver of another one is left over.
    const isKnown = found.some(({ kind }) => relational.has(kind) && !onlyListed.has(kind));
    return found.filter(({ kind }) => !isKnown || !onlyListed.has(kind));
}

/** The modules that Python source imports, as their distributions are named, each in its own line: what is imported is used, whatever lists it. */
function importLines({ file, text }: SourceText): SourceText {
    const lines = text
        .split('\n')
        .map((line) =>
            /^\s*(?:from|import)\s+mysql\.connector\b/.test(line)
                ? 'mysql-connector'
                : (/^\s*(?:from|import)\s+(azure(?:\.\w+)+|\w+)/.exec(line)?.[1]?.replaceAll('.', '-') ?? ''),
        );
    return { file, text: lines.join('\n') };
}

/** True when a variable's own default is the address of another kind of service. */
function otherKind(service: Service, variable: NeededVariable, addresses: ReadonlyMap<string, string>): boolean {
    const address = variable.default ?? addresses.get(variable.name) ?? '';
    return services.some((other) => other !== service && other.scheme?.test(address) === true);
}
