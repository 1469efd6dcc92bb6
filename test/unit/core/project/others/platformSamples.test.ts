import { describeOthers } from './describeOthers';
import type { OthersRow } from './describeOthers';

const boot = '@SpringBootApplication\npublic class App { public static void main(String[] a) {} }\n';

const rows: readonly OthersRow[] = [
    {
        title: 'a program of .NET that waits for messages is a worker, the others are choices, and what it waits on is named',
        files: {
            'Shop.Orders/Shop.Orders.csproj':
                '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net8.0</TargetFramework></PropertyGroup><ItemGroup><PackageReference Include="Microsoft.Extensions.Hosting" Version="8.0.0" /><PackageReference Include="MassTransit.RabbitMQ" Version="8.0.0" /></ItemGroup></Project>',
            'Shop.Orders/Program.cs': 'Host.CreateDefaultBuilder(args).Build().Run();\n',
            'Shop.Mails/Shop.Mails.csproj': '<Project Sdk="Microsoft.NET.Sdk.Worker"></Project>',
            'Shop.Names/Shop.Names.csproj': '<Project Sdk="Microsoft.NET.Sdk"></Project>',
        },
        expected: { kind: 'worker', language: 'C#', entry: 'Shop.Mails.dll', folders: [''] },
    },
    {
        title: 'a console program of .NET is told as none',
        files: { 'Hello.csproj': '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType></PropertyGroup></Project>' },
        expected: { kind: 'none' },
    },
    {
        title: 'what Diesel is linked to, and a layer of dependencies where nothing else keeps them',
        files: {
            'Cargo.toml':
                '[package]\nname = "shelf"\n\n[dependencies]\naxum = "0.8"\ndiesel = { version = "2", features = ["postgres", "r2d2"] }\n',
            'Cargo.lock': '',
            'src/main.rs': 'fn main() {}\n',
        },
        expected: {
            framework: 'Axum',
            has: [
                "COPY Cargo.toml Cargo.lock ./\nRUN mkdir src && \\\n    echo 'fn main() {}' > src/main.rs && \\\n    cargo build --release --locked\nCOPY . .\n",
                'touch src/main.rs && \\\n    cargo build --release --locked --bin shelf',
                'ca-certificates libpq5',
            ],
            mounted: ['WORKDIR /src\nCOPY . .\n'],
        },
    },
    {
        title: 'databases that are built into the binary, and a package beside it that Cargo needs whole',
        files: {
            'Cargo.toml':
                '[package]\nname = "shelf"\n\n[dependencies]\naxum = "0.8"\nrusqlite = { version = "0.31", features = ["bundled"] }\nshared = { path = "shared" }\n\n[dependencies.diesel]\nversion = "2"\nfeatures = ["mysql", "sqlite"]\n\n[dependencies.libsqlite3-sys]\nversion = "0.30"\nfeatures = ["bundled"]\n',
            'Cargo.lock': '',
            'src/main.rs': 'fn main() {}\n',
        },
        expected: { has: ['WORKDIR /src\nCOPY . .\n', 'ca-certificates libmariadb3 &&'], lacks: ['libsqlite3-0', 'touch'] },
    },
    {
        title: 'a port that a function of the project takes where PORT is not set',
        files: {
            'go.mod': 'module app\n\ngo 1.22\n',
            'main.go': 'package main\n\nfunc main() {\n\taddress := settings.PortOr("3100")\n\tserve(address)\n}\n',
            'internal/settings/port.go':
                'package settings\n\nfunc PortOr(fallback string) string {\n\tif port := os.Getenv("PORT"); port != "" {\n\t\treturn ":" + port\n\t}\n\treturn ":" + fallback\n}\n',
            'internal/server.go': 'package internal\n\nfunc serve(address string) {\n\thttp.ListenAndServe(address, nil)\n}\n',
        },
        expected: { entry: 'main.go', port: 3100 },
    },
    {
        title: "Beego's port, and its settings in the image",
        files: {
            'go.mod': 'module app\n\ngo 1.22\n\nrequire github.com/beego/beego/v2 v2.1.0\n',
            'main.go': 'package main\n\nfunc main() {\n\tbeego.Run()\n}\n',
            'conf/app.conf': 'appname = app\nhttpport = "${PORT||8100}"\n',
            'views/index.tpl': '<h1>x</h1>\n',
        },
        expected: {
            framework: 'Beego',
            port: 8100,
            has: ['COPY --chown=10001:10001 conf ./conf', 'COPY --chown=10001:10001 views ./views'],
        },
    },
    {
        title: 'folders and files that the code of a compiled program names, but no certificate of its own',
        files: {
            'go.mod': 'module app\n\ngo 1.22\n',
            'main.go':
                'package main\n\nfunc main() {\n\ttemplate.ParseGlob("./pages/*.html")\n\tos.ReadFile("words.txt")\n\thttp.ListenAndServeTLS(":8443", "server.pem", "server.key", nil)\n}\n',
            'pages/index.html': '<h1>x</h1>\n',
            'words.txt': 'a\n',
            'server.pem': 'x\n',
            'notes.txt': 'x\n',
            'deploy/app.yaml': 'a: 1\n',
        },
        expected: {
            has: ['COPY --chown=10001:10001 pages ./pages', 'COPY --chown=10001:10001 words.txt ./words.txt'],
            lacks: ['server.pem', 'notes.txt', 'deploy'],
        },
    },
    {
        title: 'Quarkus that packs everything into one jar',
        files: {
            'pom.xml':
                '<project><artifactId>shop</artifactId><version>1.2</version><properties><quarkus.package.jar.type>uber-jar</quarkus.package.jar.type></properties><plugin><artifactId>quarkus-maven-plugin</artifactId></plugin></project>',
            'src/main/java/com/example/Page.java': 'package com.example;\n@Path("/")\npublic class Page {}\n',
        },
        expected: {
            entry: 'target/shop-1.2-runner.jar',
            has: ['*-runner.jar', 'COPY --from=build /out/app.jar /app/app.jar', '-jar /app/app.jar'],
        },
    },
    {
        title: 'a war of servlets from before Jakarta, in the Tomcat that knows them, on the port that it is given',
        files: {
            'pom.xml':
                '<project><packaging>war</packaging><maven.compiler.source>8</maven.compiler.source><artifactId>javax.servlet-api</artifactId></project>',
            'src/main/java/Hello.java': 'import javax.servlet.http.HttpServlet;\npublic class Hello extends HttpServlet {}\n',
        },
        expected: {
            framework: 'Servlet',
            server: 'tomcat',
            has: ['FROM tomcat:9.0-jre8', 'sed -i', '-Dhttp.port=$PORT'],
        },
    },
    {
        title: 'a war of Jakarta servlets',
        files: {
            'pom.xml': '<project><packaging>war</packaging><java.version>17</java.version></project>',
            'src/main/java/Hello.java': 'import jakarta.servlet.http.HttpServlet;\npublic class Hello extends HttpServlet {}\n',
        },
        expected: { server: 'tomcat', has: ['FROM tomcat:10.1-jre17'] },
    },
    {
        title: 'a war that Spring Boot starts by itself keeps its ending, by which it finds its pages',
        files: {
            'pom.xml': '<project><packaging>war</packaging><artifactId>spring-boot-starter-web</artifactId></project>',
            'src/main/java/App.java': boot,
        },
        expected: { framework: 'Spring Boot', server: 'java', has: ['COPY --from=build /out/app.war /app/app.war', '-jar /app/app.war'] },
    },
    {
        title: 'a variable that a package called examples reads',
        files: {
            'pom.xml': '<project><packaging>war</packaging></project>',
            'src/main/java/com/acme/examples/web/Start.java': 'class Start { String url = System.getenv("SHOP_DATABASE_URL"); }\n',
        },
        expected: { variables: ['SHOP_DATABASE_URL'] },
    },
    {
        title: 'a language that no recipe knows is named',
        files: { 'mix.exs': 'defmodule App.MixProject do\nend\n', 'lib/app.ex': 'defmodule App do\nend\n' },
        expected: { kind: 'none', codes: ['scaffold/unknown-language'] },
    },
    {
        title: 'a script that only Deno runs',
        files: { 'src/index.ts': 'import { serve } from "https://deno.land/std/http/server.ts";\nserve(() => new Response("x"));\n' },
        expected: { kind: 'none', codes: ['scaffold/unknown-language'] },
    },
    {
        title: 'a page of its own beside the services of a repository',
        files: {
            'api/go.mod': 'module api\n\ngo 1.22\n',
            'api/main.go': 'package main\n\nfunc main() {\n\thttp.ListenAndServe(":8080", nil)\n}\n',
            'frontend/index.html': '<h1>x</h1>\n',
            'frontend/site.css': 'h1{}\n',
            'docs/index.html': '<h1>x</h1>\n',
        },
        expected: { folders: ['api', 'frontend'] },
    },
    {
        title: 'pages beside a service whose routes send them are none of their own',
        files: {
            'backend/app.py': 'from flask import Flask\nfrom routes import pages\napp = Flask(__name__)\napp.register_blueprint(pages)\n',
            'backend/routes.py':
                'from flask import Blueprint, send_from_directory\npages = Blueprint("pages", __name__)\n@pages.route("/")\ndef home():\n    return send_from_directory("../frontend", "index.html")\n',
            'backend/requirements.txt': 'flask\n',
            'frontend/index.html': '<h1>x</h1>',
        },
        expected: { folders: ['backend'] },
    },
    {
        title: 'a project of .NET 8 or later runs as the user that its image brings, and restores before the sources are copied',
        files: {
            'web.sln': 'x\n',
            'global.json': '{"sdk":{"version":"8.0.204"}}',
            'Directory.Packages.props': '<Project/>',
            'src/Web/Web.csproj':
                '<Project Sdk="Microsoft.NET.Sdk.Web"><TargetFramework>net8.0</TargetFramework><ProjectReference Include="..\\Data\\Data.csproj" /></Project>',
            'src/Data/Data.csproj': '<Project Sdk="Microsoft.NET.Sdk"/>',
            'src/Web/Program.cs': 'var app = WebApplication.Create(args);\napp.Run();\n',
            '.config/dotnet-tools.json': '{"tools":{"dotnet-ef":{"version":"8.0.0"}}}',
        },
        expected: {
            entry: 'Web.dll',
            has: [
                'FROM mcr.microsoft.com/dotnet/sdk:8.0 AS build',
                'COPY Directory.Packages.props global.json ./',
                'COPY src/Data/Data.csproj ./src/Data/',
                'COPY src/Web/Web.csproj ./src/Web/\n',
                `RUN sed -i 's/"version"/"rollForward": "latestFeature", "version"/' global.json && \\\n    dotnet restore "src/Web/Web.csproj"\nCOPY . .`,
                'global.json && \\\n    dotnet tool restore && \\\n    dotnet publish',
                'USER 1654:1654',
            ],
            lacks: ['groupadd'],
            mounted: ['RUN --mount=type=cache,target=/root/.nuget/packages \\\n    sed -i'],
        },
    },
    {
        title: 'a project of .NET before 8, whose SDK may be any',
        files: {
            'global.json': '{"sdk":{"version":"6.0.100","rollForward":"latestFeature"}}',
            'web.csproj': '<Project Sdk="Microsoft.NET.Sdk.Web"><TargetFramework>net6.0</TargetFramework></Project>',
        },
        expected: { has: ['FROM mcr.microsoft.com/dotnet/sdk:6.0 AS build', 'groupadd --gid 10001 app', 'USER 10001:10001'] },
    },
    {
        title: 'a project that takes in files of its own is restored with its sources',
        files: {
            'web.csproj':
                '<Project Sdk="Microsoft.NET.Sdk.Web"><Import Project="build/common.props" /><TargetFramework>net8.0</TargetFramework></Project>',
            'build/common.props': '<Project/>',
        },
        expected: { framework: 'ASP.NET Core', lacks: ['dotnet restore'] },
    },
    {
        title: 'a web project of the .NET Framework',
        files: {
            'Site.csproj': '<Project><TargetFrameworkVersion>v4.7.2</TargetFrameworkVersion><Reference Include="System.Web" /></Project>',
            'Web.config': '<configuration/>',
        },
        expected: { kind: 'none', codes: ['scaffold/not-a-web-app'] },
    },
    {
        title: 'what one Maven project depends on is a layer of its own where there is no cache for it',
        files: {
            'pom.xml': '<project><artifactId>spring-boot-starter-web</artifactId></project>',
            '.mvn/maven.config': '-T1\n',
            'src/main/java/App.java': boot,
        },
        expected: {
            has: ['COPY pom.xml ./\nCOPY .mvn ./.mvn\n', 'mvn --batch-mode dependency:go-offline'],
            mounted: ['WORKDIR /src\nCOPY . .\nRUN --mount=type=cache,target=/root/.m2'],
        },
    },
    {
        title: 'the modules of a Maven build tell it only together',
        files: {
            'pom.xml': '<project><modules><module>web</module></modules></project>',
            'web/pom.xml':
                '<project><artifactId>spring-boot-maven-plugin</artifactId><artifactId>spring-boot-starter-web</artifactId></project>',
            'web/src/main/java/App.java': boot,
        },
        expected: { framework: 'Spring Boot', lacks: ['go-offline'] },
    },
    {
        title: 'a port that a function answers where PORT is not set',
        files: {
            'go.mod': 'module app\n\ngo 1.22\n',
            'main.go':
                'package main\n\nfunc main() {\n\thttp.ListenAndServe(fmt.Sprintf(":%v", port()), nil)\n}\n\nfunc port() string {\n\tif set := os.Getenv("PORT"); set == "" {\n\t\treturn "3200"\n\t} else {\n\t\treturn set\n\t}\n}\n',
        },
        expected: { port: 3200 },
    },
    {
        title: 'a Go program without go.mod, whatever its file is called, finds its modules when it is built',
        files: {
            'hello.go': 'package main\n\nimport "github.com/gin-gonic/gin"\n\nfunc main() {\n\tgin.Default().Run(":8200")\n}\n',
            'package.json': '{"name":"hello","version":"1.0.0"}',
        },
        expected: { language: 'Go', framework: 'Gin', entry: 'hello.go', has: ['go mod init app', 'go mod tidy'] },
    },
    {
        title: 'a Go program from before modules that keeps what it needs beside it',
        files: {
            'hello.go': 'package main\n\nimport "github.com/gin-gonic/gin"\n\nfunc main() {\n\tgin.Default().Run(":8200")\n}\n',
            'Godeps/Godeps.json': '{}',
            'Godeps/_workspace/src/github.com/gin-gonic/gin/gin.go': 'package gin\n',
        },
        expected: { entry: 'hello.go', has: ['GOPATH=/src/Godeps/_workspace'], lacks: ['go mod'] },
    },
    {
        title: 'a package whose scripts only call Deno',
        files: {
            'package.json': '{"scripts":{"dev":"deno run --watch main.ts","start":"./app"},"dependencies":{"deno-bin":"1"}}',
            'deno.json': '{}',
            'main.ts': 'Deno.serve(() => new Response("x"));\n',
        },
        expected: { kind: 'none', codes: ['scaffold/unknown-language'] },
    },
    {
        title: 'a server whose image listens without being told',
        files: { Dockerfile: 'FROM golang AS pages\nRUN make\nFROM nginx\nCOPY --from=pages /out /usr/share/nginx/html\n' },
        expected: { kind: 'web', entry: 'Dockerfile', port: 80 },
    },
    {
        title: "a site of Hugo's in a folder of its own",
        files: { 'README.md': 'x\n', 'blog/hugo.toml': 'title = "x"\n', 'blog/content/posts/a.md': 'x\n' },
        expected: { folder: 'blog', framework: 'Hugo', entry: 'public/index.html' },
    },
    {
        title: 'the Ruby of a range is the one of the lock file, and the programs that precompiling calls are there',
        files: {
            Gemfile: "ruby '>= 3.1'\ngem 'rails'\ngem 'webpacker'\ngem 'puma'\n",
            'Gemfile.lock': 'GEM\n  specs:\n    rails (6.1.7)\n    webpacker (5.4.4)\n    puma (5.0.0)\n\nRUBY VERSION\n   ruby 3.3.4p10\n',
            'config.ru': 'run Rails.application\n',
            'package.json': '{}',
            'yarn.lock': '# yarn lockfile v1\n',
        },
        expected: {
            framework: 'Rails',
            runtimeVersion: '3.3',
            has: ['RUN npm install --global yarn@1\n', 'export NODE_OPTIONS=--openssl-legacy-provider'],
        },
    },
    {
        title: 'the Ruby of a file that the Gemfile insists on',
        files: {
            Gemfile: "ruby file: '.ruby-version'\ngem 'sinatra'\ngem 'puma'\n",
            '.ruby-version': '3.3.4\n',
            'config.ru': 'run App\n',
        },
        expected: { runtimeVersion: '3.3.4' },
    },
    {
        title: "Gradle's wrapper without its program, on a Java that only Gradle 9 knows",
        files: {
            'build.gradle':
                "plugins { id 'org.springframework.boot' version '4.0.0' }\njava { toolchain { languageVersion = JavaLanguageVersion.of(25) } }\n",
            gradlew: 'exec java -jar gradle/wrapper/gradle-wrapper.jar\n',
            'gradle/wrapper/gradle-wrapper.properties': 'x\n',
            'src/main/java/App.java': boot,
        },
        expected: { has: ['FROM gradle:9-jdk25 AS build', 'RUN gradle --no-daemon assemble'] },
    },
    {
        title: 'a Sinatra app without a Gemfile gets one',
        files: {
            'app.rb': "require 'sinatra'\nget('/') { 'x' }\n",
            'config.ru': "require './app'\nrun Sinatra::Application\n",
            'public/index.html': '<h1>x</h1>',
        },
        expected: { language: 'Ruby', framework: 'Sinatra', entry: 'config.ru', server: 'puma', has: ['COPY Gemfile ./'] },
    },
    {
        title: "Symfony's front controller before Flex, on a PHP of its days",
        files: {
            'composer.json': '{"require":{"php":">=5.3.3","symfony/symfony":"2.8.*"}}',
            'web/app.php': '<?php',
            'web/.htaccess': 'DirectoryIndex app.php\n',
        },
        expected: { framework: 'Symfony', entry: 'web/app.php', runtimeVersion: '7.4', has: ['DocumentRoot /var/www/html/web'] },
    },
    {
        title: 'a file beside the sources that a compiled program reads by its path',
        files: {
            'Cargo.toml': '[package]\nname = "app"\n[dependencies]\naxum = "0.8"\n',
            'src/main.rs': 'const PATH: &str = "./src/todos.json";\nfn main() { axum::serve(x, app); }\n',
            'src/todos.json': '[]',
        },
        expected: { framework: 'Axum', has: ['COPY --chown=10001:10001 src/todos.json ./src/todos.json'] },
    },
    {
        title: "Ktor's own settings that only let the container itself in",
        files: {
            'build.gradle.kts': 'plugins { application }\ndependencies { implementation("io.ktor:ktor-server-netty-jvm:3") }\n',
            'src/main/resources/application.conf':
                'ktor {\n    deployment {\n        port = 8080\n        port = ${?PORT}\n        host = "localhost"\n    }\n}\n',
            'src/main/kotlin/com/example/Application.kt':
                'package com.example\nfun main(args: Array<String>) = io.ktor.server.netty.EngineMain.main(args)\n',
        },
        expected: { framework: 'Ktor', codes: ['scaffold/loopback'] },
    },
    {
        title: 'what ASP.NET Core binds from a section that the code names',
        files: {
            'web.csproj': '<Project Sdk="Microsoft.NET.Sdk.Web"><TargetFramework>net8.0</TargetFramework></Project>',
            'Program.cs': 'builder.Services.Configure<Settings>(builder.Configuration.GetSection("Database"));\n',
            'appsettings.json':
                '{\n  "Logging": { "Url": "x" },\n  "Database": {\n    "ConnectionString": "mongodb://localhost:27017",\n    "Name": "x"\n  },\n  "Unread": { "Url": "x" }\n}\n',
        },
        expected: { variables: ['Database__ConnectionString'] },
    },
];

describeOthers("what the platforms' own samples taught", rows);
