import { describeOthers } from './describeOthers';
import type { OthersRow } from './describeOthers';

const web = '<Project Sdk="Microsoft.NET.Sdk.Web"><TargetFramework>net8.0</TargetFramework></Project>';
const goServer = 'package main\n\nfunc main() { load("./assets/config.json"); http.ListenAndServe(":"+conf.Port, nil) }\n';

const pom = (inner: string) => `<project>\n<modelVersion>4.0.0</modelVersion>\n${inner}\n</project>\n`;
const bootParent =
    '<parent><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-parent</artifactId><version>3.2.0</version></parent>';
const ownParent = '<parent><groupId>com.example</groupId><artifactId>shop</artifactId><version>1</version></parent>';
const plugin =
    '<build><plugins><plugin><groupId>org.springframework.boot</groupId><artifactId>spring-boot-maven-plugin</artifactId></plugin></plugins></build>';
const starter =
    '<dependencies><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-web</artifactId></dependency></dependencies>';
const app = (pack: string, name: string) =>
    `package ${pack};\n@SpringBootApplication\npublic class ${name} { public static void main(String[] a) {} }\n`;

const database = (rest: string) => `default: &default
  adapter: postgresql
development: &development
  <<: *default
  username: <%= ENV.fetch("POSTGRES_USER") %>
  password: <%= ENV.fetch("POSTGRES_PASSWORD") %>
test:
  <<: *default
  host: <%= ENV.fetch("TEST_HOST") %>
production:
  <<: *default
${rest}`;
const rails = { Gemfile: 'gem "rails"\ngem "pg"\n', 'config/application.rb': 'module Shop; end\n', 'config.ru': 'run Rails.application\n' };

const rows: readonly OthersRow[] = [
    {
        title: 'a settings file that the code of Go names says the port from whatever folder',
        files: {
            'go.mod': 'module shop\n\ngo 1.22\n',
            'main.go': goServer,
            'assets/config.json': '{\n  "data": "data",\n  "port": "8001"\n}\n',
        },
        expected: { port: 8001 },
    },
    {
        title: 'also where it puts the path together, but not one that no code names',
        files: {
            'go.mod': 'module shop\n\ngo 1.22\n',
            'main.go': goServer.replace('"./assets/config.json"', 'filepath.Join("assets", "config.json")'),
            'assets/config.json': '{"port": 8001}',
            'examples/settings.json': '{"port": 9999}',
        },
        expected: { port: 8001 },
    },
    {
        title: 'a settings file in a folder that nothing names says no port',
        files: {
            'go.mod': 'module shop\n\ngo 1.22\n',
            'main.go': goServer.replace('./assets/config.json', 'x'),
            'assets/config.json': '{"port": 8001}',
        },
        expected: { port: 8080 },
    },
    {
        title: 'Spring Boot that no plugin packs is started by its class, beside its libraries',
        files: {
            'pom.xml': pom(`${bootParent}<artifactId>shop</artifactId>${starter}`),
            'src/main/java/com/example/ShopApplication.java': app('com.example', 'ShopApplication'),
        },
        expected: { framework: 'Spring Boot', has: ['dependency:copy-dependencies', '-cp \\"/app/lib/*\\" com.example.ShopApplication'] },
    },
    {
        title: 'one whose plugin comes from a parent elsewhere is packed, as far as anybody can tell',
        files: {
            'pom.xml': pom(`${ownParent}<artifactId>web</artifactId>${starter}`),
            'src/main/java/com/example/ShopApplication.java': app('com.example', 'ShopApplication'),
        },
        expected: { has: ['-jar /app/app.jar'], lacks: ['copy-dependencies'] },
    },
    {
        title: 'of several modules that start, each is told, whether a plugin packs it or not; what others lean on is no app',
        files: {
            'pom.xml': pom(
                `<packaging>pom</packaging>${bootParent}<groupId>com.example</groupId><artifactId>shop</artifactId><modules><module>web</module><module>engine</module><module>common</module></modules>`,
            ),
            'web/pom.xml': pom(
                `${ownParent}<artifactId>web</artifactId><dependencies><dependency><groupId>com.example</groupId><artifactId>common</artifactId></dependency></dependencies>${starter}${plugin}`,
            ),
            'web/src/main/java/com/web/WebApplication.java': app('com.web', 'WebApplication'),
            'engine/pom.xml': pom(`${ownParent}<artifactId>engine</artifactId>${starter}`),
            'engine/src/main/java/com/engine/EngineApplication.java': app('com.engine', 'EngineApplication'),
            'common/pom.xml': pom(`${ownParent}<artifactId>common</artifactId>${starter}`),
            'common/src/main/java/com/common/CommonApplication.java': app('com.common', 'CommonApplication'),
        },
        expected: { folders: ['engine', 'web'] },
    },
    {
        title: 'a module of a build whose root has no plugin either is started by its class',
        files: {
            'pom.xml': pom(
                `<packaging>pom</packaging>${bootParent}<groupId>com.example</groupId><artifactId>shop</artifactId><modules><module>engine</module></modules>`,
            ),
            'engine/pom.xml': pom(`${ownParent}<artifactId>engine</artifactId>${starter}`),
            'engine/src/main/java/com/engine/EngineApplication.java': app('com.engine', 'EngineApplication'),
        },
        expected: { has: ['--projects engine --also-make', 'copy-dependencies', '-cp \\"/app/lib/*\\" com.engine.EngineApplication'] },
    },
    {
        title: 'a plugin of the root packs its modules',
        files: {
            'pom.xml': pom(
                `<packaging>pom</packaging>${bootParent}<groupId>com.example</groupId><artifactId>shop</artifactId><modules><module>engine</module><module>web</module></modules>${plugin}`,
            ),
            'engine/pom.xml': pom(`${ownParent}<artifactId>engine</artifactId>${starter}`),
            'engine/src/main/java/com/engine/EngineApplication.java': app('com.engine', 'EngineApplication'),
            'web/pom.xml': pom(`${ownParent}<artifactId>web</artifactId>${starter}`),
            'web/src/main/java/com/web/WebApplication.java': app('com.web', 'WebApplication'),
        },
        expected: { folders: ['engine', 'web'], has: ['-jar /app/app.jar'], lacks: ['copy-dependencies'] },
    },
    {
        title: "what Rails' settings read for development and tests is not asked for",
        files: { ...rails, 'config/database.yml': database('  url: <%= ENV["SHOP_URL"] %>\n') },
        expected: { variables: ['SHOP_URL', 'SECRET_KEY_BASE'] },
    },
    {
        title: 'but for what production takes over from them',
        files: { ...rails, 'config/database.yml': database('').replace('production:\n  <<: *default', 'production:\n  <<: *development') },
        expected: { required: ['POSTGRES_USER', 'POSTGRES_PASSWORD', 'DATABASE_URL', 'SECRET_KEY_BASE'] },
    },
    {
        title: 'a setting without which C# throws is required',
        files: {
            'web.csproj': web,
            'Program.cs': `var key = builder.Configuration["Jwt"];
#if DEBUG
if (string.IsNullOrEmpty(key)) key = "development only";
#else
if (string.IsNullOrEmpty(key)) throw new InvalidOperationException("none");
#endif
string? issuer = configuration["Jwt:Issuer"];
if (issuer is null || issuer == "x")
{
    throw new Exception("none");
}
var mail = Environment.GetEnvironmentVariable("SHOP_MAIL");
if (mail == null)
{
    logger.LogWarning("no mail");
}
var sender = builder.Configuration.GetSection("Mail:Sender").Value ?? throw new Exception();
var section = builder.Configuration.GetSection("Shop");
var a = section["Secret"] ?? throw new Exception();
var b = section["Label"];
var c = builder.Configuration.GetSection("Other")["Token"]!;
`,
        },
        expected: {
            required: ['Jwt', 'Jwt__Issuer', 'Mail__Sender', 'Other__Token', 'Shop__Secret'],
            optional: ['SHOP_MAIL', 'Shop__Label'],
        },
    },
    {
        title: 'so is what a class of settings marks as required and .NET checks, and what the settings file has is not',
        files: {
            'web.csproj': web,
            'Program.cs':
                'builder.Services.AddOptions<MailOptions>().BindConfiguration(MailOptions.Section).ValidateDataAnnotations().ValidateOnStart();\nbuilder.Services.AddOptions<ShopOptions>()\n    .Bind(builder.Configuration.GetSection("Shop"))\n    .ValidateDataAnnotations();\n',
            'MailOptions.cs':
                'public class MailOptions\n{\n    public const string Section = "Mail";\n    [Required, EmailAddress]\n    public string From { get; set; } = null!;\n    [Required]\n    public string Server { get; set; }\n    public string Label { get; set; }\n}\n',
            'ShopOptions.cs': 'public sealed record ShopOptions\n{\n    [Required]\n    public required string ApiKey { get; init; }\n}\n',
            'appsettings.json': '{\n  "Mail": {\n    "Server": "mail.example.com"\n  }\n}\n',
        },
        expected: { required: ['Mail__From', 'Shop__ApiKey'] },
    },
    {
        title: 'a variable of Rust that has another value where it is missing is optional',
        files: {
            'Cargo.toml': '[package]\nname = "shop"\n[dependencies]\naxum = "0.7"\n',
            'src/main.rs':
                'fn main() {\n    let secret = std::env::var("JWT_SECRET").unwrap_or_else(|_| "default-secret".to_string());\n    let level = env::var("LEVEL_NAME").unwrap_or("info".into());\n    let key = env::var("API_KEY").ok().unwrap_or_default();\n    let token = env::var("SHOP_TOKEN").unwrap();\n    axum::serve(listener("0.0.0.0:3000"), app);\n}\n',
        },
        expected: { required: ['SHOP_TOKEN'], optional: ['JWT_SECRET', 'LEVEL_NAME', 'API_KEY'], shown: ['LEVEL_NAME=info'] },
    },
    {
        title: 'what viper reads by a path is a variable where it replaces the dots, and a database next door is asked for',
        files: {
            'go.mod': 'module shop\n\ngo 1.22\nrequire (\n\tgithub.com/gin-gonic/gin v1.10.1\n\tgorm.io/driver/mysql v1.6.0\n)\n',
            'main.go':
                'package main\n\nfunc main() {\n\tviper.SetConfigFile("config/config.yaml")\n\tviper.SetEnvKeyReplacer(strings.NewReplacer(".", "_"))\n\tviper.AutomaticEnv()\n\topen(viper.GetString("database.host"), viper.GetString("database.user"), viper.GetString("database.password"))\n\tkey(viper.GetString("jwt.secret"))\n\tgin.Default().Run(":" + viper.GetString("server.port"))\n}\n',
            'config/config.yaml': 'server:\n  port: 3080\ndatabase:\n  host: localhost\n  user: shop\n  password: "1234"\n',
        },
        expected: {
            port: 3080,
            required: ['DATABASE_HOST', 'DATABASE_PASSWORD', 'JWT_SECRET'],
            optional: ['DATABASE_USER'],
            services: ['mysql'],
        },
    },
    {
        title: 'nothing of the kind where viper is not told to replace them',
        files: {
            'go.mod': 'module shop\n\ngo 1.22\n',
            'main.go':
                'package main\n\nfunc main() {\n\tviper.AutomaticEnv()\n\topen(viper.GetString("database.host"))\n\thttp.ListenAndServe(":8080", nil)\n}\n',
        },
        expected: { variables: [] },
    },
    {
        title: 'what another app of the same solution reads is no need of the one that is chosen',
        files: {
            'Shop.sln': '',
            'Shop/Shop.csproj': web,
            'Shop/Program.cs': 'var key = Configuration["Shop:Key"];\napp.Run();\n',
            'Pages/Pages.csproj': web,
            'Pages/Program.cs': 'var key = Configuration["Pages:Secret"];\napp.Run();\n',
            'Common/Common.csproj': '<Project Sdk="Microsoft.NET.Sdk"></Project>',
            'Common/Mail.cs': 'var key = Configuration["Mail:Token"];\n',
        },
        expected: { entry: 'Shop.dll', variables: ['Mail__Token', 'Shop__Key'] },
    },
    {
        title: 'a variable that Ruby asks for before it uses it is optional',
        files: {
            Gemfile: 'gem "sinatra"\n',
            'app.rb':
                'require "sinatra"\npassword = ENV["CACHE_PASSWORD"]\nif password && !password.empty?\n  connect(password)\nend\ntoken = ENV["SHOP_TOKEN"]\n',
        },
        expected: { required: ['SHOP_TOKEN'], optional: ['CACHE_PASSWORD'] },
    },
    {
        title: 'a mysqli of the root namespace of PHP is a MySQL',
        files: { 'index.php': '<?php\n$db = new \\mysqli($host, $user, $password, $name);\n' },
        expected: { services: ['mysql'] },
    },
    {
        title: "Sinatra's ActiveRecord takes the address of its database from DATABASE_URL, and its Rakefile has the migrations",
        files: {
            Gemfile: 'gem "sinatra"\ngem "sinatra-activerecord"\ngem "pg"\n',
            Rakefile: 'require "sinatra/activerecord/rake"\n',
            'config.ru': 'run Shop\n',
            'app.rb': 'class Shop < Sinatra::Base\nend\n',
            'config/database.yml': 'production:\n  adapter: postgresql\n  database: shop\n',
            'db/migrate/20240101000000_make_orders.rb': 'class MakeOrders < ActiveRecord::Migration[7.0]\nend\n',
        },
        expected: {
            needs: {
                variables: [{ name: 'DATABASE_URL', required: true, secret: true, file: 'Gemfile', line: 3 }],
                services: [{ kind: 'postgres', variable: 'DATABASE_URL', file: 'config/database.yml', line: 2 }],
                writes: [],
                migrations: [{ command: 'bundle exec rake db:migrate', file: 'db/migrate/20240101000000_make_orders.rb' }],
            },
        },
    },
    {
        title: 'but for an app that says itself where it is',
        files: {
            Gemfile: 'gem "sinatra"\ngem "sinatra-activerecord"\ngem "pg"\n',
            'app.rb': 'require "sinatra"\nActiveRecord::Base.establish_connection(host: ENV["SHOP_HOST"])\n',
        },
        expected: { variables: ['SHOP_HOST'] },
    },
    {
        title: "phpmig's migrations are told",
        files: {
            'composer.json': '{"require":{"slim/slim":"3.12.3","davedevelopment/phpmig":"^1.2"}}',
            'public/index.php': '<?php\n',
            'phpmig.php': '<?php\nreturn [];\n',
        },
        expected: {
            needs: { variables: [], services: [], writes: [], migrations: [{ command: 'vendor/bin/phpmig migrate', file: 'phpmig.php' }] },
        },
    },
];

describeOthers('Apps of other stacks as later blind samples hold them', rows);
