import { describeOthers } from './describeOthers';
import type { OthersRow } from './describeOthers';

const web = '<Project Sdk="Microsoft.NET.Sdk.Web"><TargetFramework>net8.0</TargetFramework></Project>';
const oldQuarkus =
    '<project><artifactId>shop</artifactId><version>1.2</version><properties><quarkus.version>1.3.2.Final</quarkus.version></properties><dependencies><dependency><groupId>io.quarkus</groupId><artifactId>quarkus-jdbc-postgresql</artifactId></dependency></dependencies></project>';
const resource = { 'src/main/java/com/example/Res.java': 'package com.example;\npublic class Res {}\n' };

const rows: readonly OthersRow[] = [
    {
        title: 'a script of Ruby is named without the dot that its start command has in front',
        files: {
            Gemfile: 'gem "sinatra"\n',
            'serve.rb': 'require "sinatra"\n',
            Procfile: 'web: bundle exec ruby ./serve.rb\n',
        },
        expected: { entry: 'serve.rb', has: ['bundle exec ruby serve.rb'] },
    },
    {
        title: 'Quarkus before 1.12 leaves its jar beside a folder of libraries, and its settings say where the database is by another name',
        files: {
            ...resource,
            'pom.xml': oldQuarkus,
            'src/main/resources/application.properties': 'quarkus.datasource.url=jdbc:postgresql://localhost:5432/shop\n',
        },
        expected: {
            entry: 'target/shop-1.2-runner.jar',
            required: ['QUARKUS_DATASOURCE_URL'],
            has: ['target/*-runner.jar', 'cp -r target/lib /out/lib', 'COPY --from=build /out/ /app/', '-jar /app/app.jar'],
        },
    },
    {
        title: 'so does a newer one that is told to, and no other',
        files: {
            ...resource,
            'pom.xml': oldQuarkus.replace('1.3.2', '3.8.0'),
            'src/main/resources/application.properties': '%prod.quarkus.package.jar.type=legacy-jar\n',
        },
        expected: { entry: 'target/shop-1.2-runner.jar', has: ['cp -r target/lib /out/lib'] },
    },
    {
        title: 'Quarkus from 1.12 on makes a folder of its own',
        files: { ...resource, 'pom.xml': oldQuarkus.replace('1.3.2', '1.12.0') },
        expected: { entry: 'target/quarkus-app/quarkus-run.jar', has: ['/src/target/quarkus-app/'], lacks: ['/out'] },
    },
    {
        title: 'a gem is a library, whatever its specs serve',
        files: {
            Gemfile: 'source "https://rubygems.org"\ngemspec\n',
            'shop.gemspec': 'Gem::Specification.new\n',
            'lib/shop.rb': 'module Shop; end\n',
            'spec/dummy/Gemfile': 'gem "sinatra"\n',
            'spec/dummy/app.rb': 'require "sinatra"\n',
        },
        expected: { folders: [''], kind: 'library', language: 'Ruby', codes: ['scaffold/not-a-web-app'] },
    },
    {
        title: "what PHP's server tells of a request is no variable of the app's",
        files: {
            'index.php':
                '<?php\necho $_SERVER["REQUEST_METHOD"], $_SERVER["REMOTE_ADDR"], $_SERVER["HTTP_HOST"], $_SERVER["HTTPS"], $_SERVER["SHOP_MODE"];\n',
        },
        expected: { variables: ['SHOP_MODE'] },
    },
    {
        title: "a page of Yii's is told that it is deployed, and finds the folders that it writes into",
        files: {
            'composer.json': '{"require":{"php":">=8.1","yiisoft/yii2":"~2.0.47"}}',
            'web/index.php':
                "<?php\ndefined('YII_DEBUG') or define('YII_DEBUG', true);\ndefined('YII_ENV') or define('YII_ENV', 'dev');\nrequire __DIR__ . '/../vendor/autoload.php';\n",
        },
        expected: { framework: 'Yii', has: ['auto_prepend_file', '"YII_ENV") ?: "prod"', 'mkdir -p runtime web/assets'] },
    },
    {
        title: 'a Yii that says itself what it is, is not told',
        files: {
            'composer.json': '{"require":{"yiisoft/yii2":"~2.0.47"}}',
            'web/index.php': "<?php\ndefine('YII_ENV', 'prod');\n",
        },
        expected: { framework: 'Yii', lacks: ['auto_prepend_file'] },
    },
    {
        title: 'PHP keeps what it compiled, which its image has to be given before 8.5',
        files: { 'index.php': '<?php\n' },
        expected: { has: ['docker-php-ext-install opcache'] },
    },
    {
        title: 'a Dockerfile beside a project further in says the port, though the solution is what is built',
        files: {
            'Shop.sln': '',
            'Shop/Shop.csproj': web,
            'Shop/Program.cs': 'app.Run();\n',
            'Shop/Dockerfile':
                'FROM mcr.microsoft.com/dotnet/aspnet:6.0 AS base\nEXPOSE 443\nEXPOSE 80\nFROM mcr.microsoft.com/dotnet/sdk:6.0 AS build\nCOPY ["Shop/Shop.csproj", "Shop/"]\nFROM base AS final\nENTRYPOINT ["dotnet", "Shop.dll"]\n',
        },
        expected: { folders: [''], entry: 'Shop.dll', port: 80 },
    },
    {
        title: 'what C# reads by GetValue is a variable, without a section in front of it too',
        files: {
            'web.csproj': web,
            'Program.cs':
                'var place = builder.Configuration.GetValue<string>("ShopSettings");\nvar label = Configuration.GetValue<string>("Label", "none");\nvar hosts = Configuration.GetValue<string>("AllowedHosts");\n',
        },
        expected: { variables: ['ShopSettings', 'Label'], shown: ['Label=none'] },
    },
    {
        title: 'before Go had modules, the imports say the framework, and what Godeps keeps is of others',
        files: {
            'main.go': 'package main\n\nimport "example.com/shop/web"\n\nfunc main() { web.Start() }\n',
            'web/web.go':
                'package web\n\nimport "github.com/gorilla/mux"\n\nfunc Start() { http.ListenAndServe(":"+os.Getenv("PORT"), mux.NewRouter()) }\n',
            'Godeps/Godeps.json': '{"ImportPath":"example.com/shop"}',
            'Godeps/_workspace/src/github.com/x/y/y.go': 'package y\n\nvar a = os.Getenv("Y_SECRET")\n',
        },
        expected: { framework: 'Gorilla', variables: [] },
    },
    {
        title: 'Jekyll makes a site of a page alone, without settings',
        files: { Gemfile: 'source "https://rubygems.org"\ngem "jekyll"\n', 'index.html': '<h1>Shop</h1>\n' },
        expected: { framework: 'Jekyll', entry: '_site/index.html', has: ['jekyll build'] },
    },
    {
        title: "Diesel's migrations are its own, whatever their folders are called",
        files: {
            'Cargo.toml': '[package]\nname = "shop"\n[dependencies]\nactix-web = "4"\ndiesel = "2"\n',
            'src/main.rs': 'fn main() { HttpServer::new(app).bind("0.0.0.0:8080"); }\n',
            'migrations/2024-01-01-000000_shop/down.sql': 'drop table a;\n',
            'migrations/2024-01-01-000000_shop/up.sql': 'create table a ();\n',
        },
        expected: {
            needs: {
                variables: [],
                services: [],
                writes: [],
                migrations: [{ command: 'diesel migration run', file: 'migrations/2024-01-01-000000_shop/up.sql' }],
            },
        },
    },
    {
        title: "Quarkus' port in YAML, whatever else has a port there",
        files: {
            ...resource,
            'pom.xml': oldQuarkus.replace('1.3.2', '3.8.0'),
            'src/main/resources/application.yml':
                'quarkus:\n  datasource:\n    jdbc:\n      url: ${SHOP_URL}\n  management:\n    port: 9001\n  http:\n    port: 8880\n',
        },
        expected: { port: 8880 },
    },
    {
        title: "what Quarkus' settings name and leave empty is required",
        files: {
            ...resource,
            'pom.xml': oldQuarkus.replace('1.3.2', '3.8.0'),
            'src/main/resources/application.properties':
                'quarkus.datasource.db-kind=postgresql\nquarkus.datasource.username=\nquarkus.datasource.jdbc.url= \n',
        },
        expected: { required: ['QUARKUS_DATASOURCE_JDBC_URL', 'QUARKUS_DATASOURCE_USERNAME', 'QUARKUS_DATASOURCE_PASSWORD'] },
    },
    {
        title: 'of the programs of a crate the one that Cargo runs by itself',
        files: {
            'Cargo.toml': '[package]\nname = "shop"\ndefault-run = "server"\n[dependencies]\naxum = "0.8"\n',
            'src/bin/add_users.rs': 'fn main() {}\n',
            'src/bin/server.rs': 'fn main() { let l = TcpListener::bind("0.0.0.0:8088"); }\n',
        },
        expected: { entry: 'src/bin/server.rs', port: 8088, has: ['/server'] },
    },
    {
        title: 'or the one that serves, where nothing says which',
        files: {
            'Cargo.toml': '[package]\nname = "shop"\n[dependencies]\naxum = "0.8"\n',
            'src/bin/add_users.rs': 'fn main() {}\n',
            'src/bin/web.rs': 'fn main() { axum::serve(l, app); }\n',
        },
        expected: { entry: 'src/bin/web.rs' },
    },
    {
        title: 'the page that Apache is told to show first is that of an app in PHP',
        files: {
            '.htaccess': 'RewriteEngine On\nDirectoryIndex server.php\n',
            'server.php': '<?php\n',
            'package.json': '{"name":"shop","main":"app.js"}',
        },
        expected: { language: 'PHP', entry: 'server.php', has: ['DocumentRoot /var/www/html#'] },
    },
    {
        title: 'a page further in is served from the folder of the settings that name it',
        files: { 'public/.htaccess': 'DirectoryIndex $(id)/start.php\n', 'public/$(id)/start.php': '<?php\n' },
        expected: { entry: 'public/$(id)/start.php', has: ['DocumentRoot /var/www/html/public#'] },
    },
    {
        title: 'a port that any user may open goes first among those that a Dockerfile beside a project exposes',
        files: { 'Web/Web.csproj': web, 'Web/Dockerfile': 'FROM a\nEXPOSE 80\nEXPOSE 5080\nEXPOSE 443\n' },
        expected: { port: 5080 },
    },
    {
        title: 'Quarkus is told in YAML, too, to make one jar',
        files: {
            ...resource,
            'pom.xml': oldQuarkus.replace('1.3.2', '3.8.0'),
            'src/main/resources/application.yml': 'quarkus:\n  package:\n    type: uber-jar\n',
        },
        expected: { entry: 'target/shop-1.2-runner.jar', has: ['-jar /app/app.jar'], lacks: ['/out/lib'] },
    },
    {
        title: 'a workspace of crates none of which serves is a library',
        files: {
            'Cargo.toml': '[workspace]\nmembers = ["lib/", "cli"]\n',
            'lib/Cargo.toml': '[package]\nname = "shop"\n',
            'lib/src/lib.rs': 'pub fn a() {}\n',
            'cli/Cargo.toml': '[package]\nname = "shop-cli"\n',
            'cli/src/main.rs': 'fn main() {}\n',
        },
        expected: { folders: [''], kind: 'library', language: 'Rust' },
    },
    {
        title: 'a workspace one of whose crates serves is none',
        files: {
            'Cargo.toml': '[workspace]\nmembers = ["lib", "web"]\n',
            'lib/Cargo.toml': '[package]\nname = "shop"\n',
            'lib/src/lib.rs': 'pub fn a() {}\n',
            'web/Cargo.toml': '[package]\nname = "web"\n[dependencies]\naxum = "0.8"\n',
            'web/src/main.rs': 'fn main() { axum::serve(l, app); }\n',
        },
        expected: { folders: ['web'], kind: 'web' },
    },
    {
        title: 'what PHP sets itself is nothing to fill in',
        files: {
            'index.php': '<?php\nrequire "lib/a.php";\n$_ENV["SHOP_ROOT"] = __DIR__;\n',
            'lib/a.php': '<?php\necho $_ENV["SHOP_ROOT"] . $_ENV["SHOP_NAME"];\n',
        },
        expected: { variables: ['SHOP_NAME'] },
    },
    {
        title: "the address that Rails' settings for production name is required, and not another one beside it",
        files: {
            Gemfile: 'gem "rails"\ngem "pg"\n',
            'config.ru': 'run Rails.application\n',
            'config/database.yml':
                'default: &default\n  adapter: postgresql\n\ndevelopment:\n  <<: *default\n\n# of the platform\nproduction:\n  <<: *default\n  url: <%= ENV["SHOP_PRIVATE_URL"] %>\n',
        },
        expected: { required: ['SHOP_PRIVATE_URL', 'SECRET_KEY_BASE'], services: ['postgres'] },
    },
    {
        title: "what envconfig's tags require is required, and what they give is a default",
        files: {
            'go.mod': 'module shop\n\ngo 1.24\n',
            'main.go':
                'package main\n\ntype C struct {\n\tA string `envconfig:"SHOP_A" required:"true"`\n\tB string `envconfig:"SHOP_B" default:"b"`\n\tC string `required:"true" envconfig:"SHOP_C" default:"c"`\n\tD string `envconfig:"SHOP_D"`\n}\n\nfunc main() { http.ListenAndServe(":8080", nil) }\n',
        },
        expected: { required: ['SHOP_A'], optional: ['SHOP_B', 'SHOP_C', 'SHOP_D'], shown: ['SHOP_B=b', 'SHOP_C=c'] },
    },
    {
        title: 'the Java that a property of the build names with a dash',
        files: {
            'pom.xml':
                '<project><packaging>war</packaging><properties><java-version>1.6</java-version></properties><artifactId>servlet-api</artifactId></project>',
            'src/main/webapp/WEB-INF/web.xml': '<web-app></web-app>',
        },
        expected: { framework: 'Servlet', runtimeVersion: '8' },
    },
    {
        title: 'a page beside a program in a language without a recipe is that one, where the Procfile starts it',
        files: {
            Procfile: 'web: perl app.pl daemon -l http://*:$PORT\n',
            'app.pl': 'use Mojolicious::Lite;\n',
            'index.html': '<h1>Shop</h1>\n',
        },
        expected: { kind: 'none', codes: ['scaffold/unknown-language'] },
    },
    {
        title: 'so is one in the public folder of such a program',
        files: { 'mix.exs': 'defmodule Shop do\nend\n', 'public/index.html': '<h1>Shop</h1>\n' },
        expected: { kind: 'none', codes: ['scaffold/unknown-language'] },
    },
    {
        title: 'a page at the top, with nothing that starts another program, is served',
        files: { cpanfile: '', 'index.html': '<h1>Shop</h1>\n' },
        expected: { kind: 'web', framework: 'static' },
    },
    {
        title: 'of several servers of a solution the one with pages is what people open',
        files: {
            'src/Shops.sln': '',
            'src/Shop.Api/Shop.Api.csproj': web,
            'src/Shop.Api/Program.cs': 'app.Run();\n',
            'src/Shop.Web/Shop.Web.csproj': web,
            'src/Shop.Web/Pages/Index.cshtml': '@page\n',
        },
        expected: { entry: 'Shop.Web.dll' },
    },
    {
        title: 'or the one that is called like the solution',
        files: {
            'Zoo.sln': '',
            'Admin/Admin.csproj': web,
            'Admin/Pages/Index.cshtml': '@page\n',
            'Zoo/Zoo.csproj': web,
        },
        expected: { entry: 'Zoo.dll' },
    },
    {
        title: 'a database of PHP whose address is put together',
        files: {
            'index.php': '<?php\nnew PDO("mysql:" . http_build_query($config, "", ";"), "root", "");\n',
        },
        expected: { services: ['mysql'], has: ['docker-php-ext-install opcache pdo_mysql'] },
    },
    {
        title: "where Mongoid's settings look for the database of Rails",
        files: {
            Gemfile: 'gem "rails"\ngem "mongoid"\n',
            'config.ru': 'run Rails.application\n',
            'config/mongoid.yml': 'production:\n  clients:\n    default:\n      uri: <%= ENV["SHOP_MONGO_URI"] %>\n',
        },
        expected: { variables: ['SHOP_MONGO_URI', 'SECRET_KEY_BASE'], services: ['mongodb'] },
    },
    {
        title: 'a composer.json that only describes the project installs nothing',
        files: { 'composer.json': '{"name":"a/shop","require":{"php":">=8.1","ext-json":"*"}}', 'index.php': '<?php\n' },
        expected: { packageManager: 'composer', lacks: ['composer'] },
    },
    {
        title: 'unless the code loads what Composer makes',
        files: { 'composer.json': '{"require":{}}', 'index.php': '<?php\nrequire __DIR__ . "/vendor/autoload.php";\n' },
        expected: { has: ['composer install'] },
    },
];

describeOthers('apps of samples other than Python and Node', rows);
