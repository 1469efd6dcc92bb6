import { describeOthers } from './describeOthers';
import type { OthersRow } from './describeOthers';

const boot = (name: string) =>
    `package com.example;\n@SpringBootApplication\npublic class ${name} { public static void main(String[] a) {} }\n`;
const springPom = (inside = '') =>
    `<project><artifactId>shop</artifactId><version>1</version><dependencies><dependency><artifactId>spring-boot-starter-web</artifactId></dependency>${inside}</dependencies></project>`;
const web = '<Project Sdk="Microsoft.NET.Sdk.Web"><TargetFramework>net8.0</TargetFramework></Project>';
const slim = '{"require":{"slim/slim":"^4.12","vlucas/phpdotenv":"^5.6"}}';

const rows: readonly OthersRow[] = [
    {
        title: 'who signs in where, asked for beside a password without a default, is as required as that',
        files: {
            'go.mod': 'module shop\n\ngo 1.24\n',
            'main.go':
                'package main\n\nfunc main() {\n\topen(os.Getenv("DB_HOST"), os.Getenv("DB_PORT"), os.Getenv("DB_USER"), os.Getenv("DB_PASSWORD"), os.Getenv("DB_NAME"))\n\thttp.ListenAndServe(":8080", nil)\n}\n',
        },
        expected: { required: ['DB_HOST', 'DB_USER', 'DB_PASSWORD', 'DB_NAME'], optional: ['DB_PORT'] },
    },
    {
        title: 'numbers about the connections of a pool are no secrets and nothing that is required',
        files: {
            'go.mod': 'module shop\n\ngo 1.24\n',
            'main.go':
                'package main\n\nfunc main() {\n\tpool(os.Getenv("DB_CONN_MAX_LIFE"), os.Getenv("DB_CONN_TIMEOUT"), os.Getenv("DB_CONN_STR"))\n\thttp.ListenAndServe(":8080", nil)\n}\n',
        },
        expected: { required: ['DB_CONN_STR'], optional: ['DB_CONN_MAX_LIFE', 'DB_CONN_TIMEOUT'] },
    },
    {
        title: 'what C# takes instead of a variable that is not set, or does with one that may be null, requires none',
        files: {
            'web.csproj': web,
            'Program.cs':
                'var blob = Environment.GetEnvironmentVariable("KEYS_BLOB") ?? "keys.xml";\nvar off = Environment.GetEnvironmentVariable("NO_SESSION")?.ToLower() == "true";\n',
        },
        expected: { required: [], optional: ['KEYS_BLOB', 'NO_SESSION'] },
    },
    {
        title: 'a connection string without which the code goes another way is optional',
        files: {
            'web.csproj': web,
            'Program.cs':
                'var where = builder.Configuration.GetConnectionString("Shop");\nif (!string.IsNullOrWhiteSpace(where)) { options.UseSqlServer(where); } else { options.UseInMemoryDatabase("x"); }\nvar other = builder.Configuration.GetConnectionString("Other");\nif (string.IsNullOrEmpty(other)) throw new Exception();\n',
        },
        expected: { required: ['ConnectionStrings__Other'], optional: ['ConnectionStrings__Shop'] },
    },
    {
        title: "what Quarkus' profile for production says takes the place of what is said for all, and where it listens is nothing to fill in",
        files: {
            'pom.xml':
                '<project><dependency><groupId>io.quarkus</groupId><artifactId>quarkus-jdbc-postgresql</artifactId></dependency></project>',
            'src/main/resources/application.properties':
                'quarkus.http.host=localhost\n%prod.quarkus.datasource.jdbc.url=${SHOP_URL}\n%prod.quarkus.datasource.username=shop\n%prod.quarkus.datasource.password=${SHOP_PASSWORD}\nquarkus.redis.hosts=redis://localhost\n%prod.quarkus.redis.hosts=${SHOP_REDIS}\n',
        },
        expected: { required: ['SHOP_URL', 'SHOP_PASSWORD', 'SHOP_REDIS'] },
    },
    {
        title: 'a Gradle that cannot run on the Java that is asked for is not asked for with it',
        files: {
            'build.gradle': 'plugins { id "org.springframework.boot" version "3.2.0" }\nsourceCompatibility = "17"\n',
            'gradle/wrapper/gradle-wrapper.properties': 'distributionUrl=https\\://services.gradle.org/distributions/gradle-6.9-bin.zip\n',
            'src/main/java/Shop.java': boot('Shop'),
        },
        expected: { has: ['FROM gradle:8-jdk17'] },
    },
    {
        title: 'what viper is given a value of its own for is optional, but for an empty one',
        files: {
            'go.mod': 'module shop\n\ngo 1.24\n',
            'main.go':
                'package main\n\nfunc main() {\n\tviper.SetDefault("SHOP_TOKEN", "x")\n\tviper.SetDefault("SHOP_KEY", "")\n\tviper.AutomaticEnv()\n\topen(viper.GetString("SHOP_TOKEN"), viper.GetString("SHOP_KEY"))\n\thttp.ListenAndServe(":8080", nil)\n}\n',
        },
        expected: { required: ['SHOP_KEY'], optional: ['SHOP_TOKEN'] },
    },
    {
        title: "what the profile that Spring's settings choose says in a file of its own goes first",
        files: {
            'pom.xml': springPom(),
            'src/main/java/Shop.java': boot('Shop'),
            'src/main/resources/application.yml':
                'spring:\n  profiles:\n    active: cloud\n  datasource:\n    url: jdbc:postgresql://localhost/shop\n  kafka:\n    bootstrap-servers: localhost:9092\n',
            'src/main/resources/application-cloud.properties': 'spring.datasource.url=${SHOP_URL}\n',
        },
        expected: { required: ['SHOP_URL', 'SPRING_KAFKA_BOOTSTRAPSERVERS'] },
    },
    {
        title: 'the folder of a file of variables is quoted',
        files: {
            'composer.json': slim,
            'index.php': '<?php',
            'my $(id);app/start.php': '<?php\n$dotenv = Dotenv\\Dotenv::createImmutable(__DIR__);\n$dotenv->load();\n',
        },
        expected: { has: ["RUN touch 'my $(id);app/.env'"] },
    },
    {
        title: "an address on the developer's machine in Spring's settings is required by the variable that Spring takes for it",
        files: {
            'pom.xml': springPom('<dependency><artifactId>postgresql</artifactId></dependency>'),
            'src/main/java/com/example/ShopApplication.java': boot('ShopApplication'),
            'src/main/resources/application.properties':
                'spring.datasource.url=jdbc:postgresql://localhost:5432/shop\nspring.datasource.username=postgres\nspring.datasource.password=admin\nspring.jpa.open-in-view=false\n',
        },
        expected: {
            required: ['SPRING_DATASOURCE_URL', 'SPRING_DATASOURCE_PASSWORD'],
            optional: ['SPRING_DATASOURCE_USERNAME'],
            services: ['postgres'],
        },
    },
    {
        title: 'the same in YAML, of more services than databases; what is in the image itself, or only for developing, is none',
        files: {
            'pom.xml': springPom('<dependency><artifactId>spring-boot-starter-data-mongodb</artifactId></dependency>'),
            'src/main/java/com/example/ShopApplication.java': boot('ShopApplication'),
            'src/main/resources/application.yml':
                'spring:\n  datasource:\n    url: jdbc:h2:mem:shop\n  data:\n    mongodb:\n      uri: mongodb://127.0.0.1:27017/shop\n    redis:\n      host: localhost\n  kafka:\n    bootstrap-servers: localhost:9092\n',
            'src/main/resources/application-dev.yml': 'spring:\n  rabbitmq:\n    host: localhost\n',
        },
        expected: { required: ['SPRING_DATA_MONGODB_URI', 'SPRING_DATA_REDIS_HOST', 'SPRING_KAFKA_BOOTSTRAPSERVERS'], optional: [] },
    },
    {
        title: "the same of Quarkus, whose settings for developing and for tests have a profile's name in front",
        files: {
            'pom.xml': '<project><artifactId>quarkus-rest</artifactId></project>',
            'src/main/java/com/example/Res.java': 'package com.example;\npublic class Res {}\n',
            'src/main/resources/application.properties':
                'quarkus.datasource.jdbc.url=jdbc:postgresql://localhost/shop\n%dev.quarkus.mongodb.connection-string=mongodb://localhost\n',
        },
        expected: { framework: 'Quarkus', required: ['QUARKUS_DATASOURCE_JDBC_URL'], optional: [] },
    },
    {
        title: 'the class that a build of Gradle says it starts',
        files: {
            'build.gradle': "apply plugin: 'org.springframework.boot'\nspringBoot {\n    mainClass = 'com.example.Second'\n}\n",
            'src/main/java/com/example/FirstApplication.java': boot('FirstApplication'),
            'src/main/java/com/example/Second.java': 'package com.example;\nclass Second { public static void main(String[] a) {} }\n',
        },
        expected: { entry: 'com.example.Second' },
    },
    {
        title: 'the same of Maven, and in a module of a build of Gradle in Kotlin',
        files: {
            'settings.gradle.kts': 'include(":shop")\n',
            'build.gradle.kts': 'plugins { id("org.springframework.boot") version "3.4.0" apply false }\n',
            'shop/build.gradle.kts':
                'plugins { id("org.springframework.boot") }\ntasks.bootJar {\n    mainClass.set("com.example.SecondKt")\n}\n',
            'shop/src/main/kotlin/com/example/First.kt': 'package com.example\n@SpringBootApplication\nclass App\nfun main() {}\n',
            'shop/src/main/kotlin/com/example/Second.kt': 'package com.example\nfun main() {}\n',
        },
        expected: { entry: 'com.example.SecondKt' },
    },
    {
        title: "Spring's own word for it in a pom",
        files: {
            'pom.xml': springPom().replace(
                '<dependencies>',
                '<properties><start-class>com.example.Second</start-class></properties><dependencies>',
            ),
            'src/main/java/com/example/FirstApplication.java': boot('FirstApplication'),
            'src/main/java/com/example/Second.java': 'package com.example;\nclass Second { public static void main(String[] a) {} }\n',
        },
        expected: { entry: 'com.example.Second' },
    },
    {
        title: "the port that MicroProfile's settings give a server",
        files: {
            'pom.xml': '<project><artifactId>javalin</artifactId></project>',
            'src/main/java/com/example/Main.java':
                'package com.example;\npublic class Main { public static void main(String[] a) { Javalin.create().start(config.httpPort()); } }\n',
            'src/main/resources/META-INF/microprofile-config.properties': 'server.http-port=8181\nserver.https-port=8443\n',
        },
        expected: { framework: 'Javalin', port: 8181 },
    },
    {
        title: 'a port in a section of a section of the settings',
        files: {
            'go.mod': 'module shop\n\ngo 1.24\n\nrequire github.com/gin-gonic/gin v1\n',
            'main.go': 'package main\n\nfunc main() { gin.Default().Run(":" + settings.Server.HTTP.Port) }\n',
            'config/config.yml': 'logger:\n  port: 514\nserver:\n  http:\n    port: 8081\n',
        },
        expected: { framework: 'Gin', port: 8081 },
    },
    {
        title: 'the port of an example of the environment, where the code takes what PORT says and has none of its own',
        files: {
            'Cargo.toml': '[package]\nname = "app"\n[dependencies]\nactix-web = "4"\n',
            'src/main.rs': 'fn main() { let port = env::var("PORT").unwrap(); }\n',
            '.env.example': 'PORT=6060\n',
        },
        expected: { port: 6060 },
    },
    {
        title: 'the same of Go',
        files: {
            'go.mod': 'module shop\n\ngo 1.24\n',
            'main.go': 'package main\n\nfunc main() { http.ListenAndServe(":" + os.Getenv("PORT"), nil) }\n',
            '.env.example': 'PORT=6060\n',
        },
        expected: { port: 6060 },
    },
    {
        title: "what the crate envy reads into a struct's fields",
        files: {
            'Cargo.toml': '[package]\nname = "app"\n[dependencies]\nactix-web = "4"\nenvy = "0.4"\n',
            'src/main.rs':
                'struct Other {\n    left: String,\n}\n#[derive(Deserialize)]\npub struct Config {\n    pub port: u16,\n    pub client_origin_url: String,\n    #[serde(default = "x")]\n    pub depth: u8,\n    pub title: Option<String>,\n}\nfn load() -> Config { envy::from_env::<Config>().expect("missing") }\nfn more() -> More { envy::prefixed("SHOP_").from_env::<More>().unwrap() }\n',
            'src/more.rs': 'pub struct More {\n    pub api_token: String,\n}\n',
        },
        expected: { required: ['CLIENT_ORIGIN_URL', 'SHOP_API_TOKEN'], optional: ['DEPTH', 'TITLE'] },
    },
    {
        title: 'a viper of its own that stops without its file gets one of what the container has, where it looks nowhere else',
        files: {
            'go.mod': 'module shop\n\ngo 1.24\n',
            'main.go':
                'package main\n\nfunc main() {\n\tconfig := viper.New()\n\tconfig.SetConfigFile(".env")\n\terr := config.ReadInConfig()\n\tif err != nil {\n\t\tpanic(err)\n\t}\n\tserver := http.Server{Addr: config.GetString("SERVER_ADDR")}\n\tserver.ListenAndServe()\n}\n',
        },
        expected: {
            has: [
                String.raw`CMD ["sh", "-c", "export SERVER_ADDR=\"${'${SERVER_ADDR:-:$PORT}'}\" && awk 'BEGIN { for (k in ENVIRON) { v = ENVIRON[k]; q = \"\\047\"; if (gsub(/\\n/, \"\\\\n\", v)) q = \"\\042\"; print k \"=\" q v q } }' > .env && exec /app/server"]`,
            ],
            lacks: ['touch .env'],
            optional: ['SERVER_ADDR'],
        },
    },
    {
        title: 'where such a viper takes what the container has, an empty file is enough',
        files: {
            'go.mod': 'module shop\n\ngo 1.24\n',
            'main.go':
                'package main\n\nfunc main() {\n\tv := viper.New()\n\tv.SetConfigFile(".env")\n\tv.AutomaticEnv()\n\tif err := v.ReadInConfig(); err != nil {\n\t\tpanic(err)\n\t}\n\thttp.ListenAndServe(":8080", nil)\n}\n',
        },
        expected: { has: ['touch .env', 'CMD ["/app/server"]'] },
    },
    {
        title: "PHP that reads $_ENV sees the container's variables, and phpdotenv the file that it stops without",
        files: {
            'composer.json': slim,
            'public/index.php':
                "<?php\n$dotenv = Dotenv\\Dotenv::createImmutable(dirname(__DIR__));\n$dotenv->load();\n$host = $_ENV['DB_HOST'];\n$pass = $_ENV['DB_PASS'];\n",
        },
        expected: {
            framework: 'Slim',
            required: ['DB_HOST', 'DB_PASS'],
            has: [
                `sed -ri 's/^variables_order = .*/variables_order = "EGPCS"/' "$PHP_INI_DIR/php.ini"`,
                '# The code stops without this file; what it needs comes from the variables of the container.\nRUN touch .env\n',
            ],
        },
    },
    {
        title: 'neither is done where the code does without',
        files: {
            'composer.json': slim,
            'public/index.php':
                "<?php\n$dotenv = Dotenv\\Dotenv::createImmutable(dirname(__DIR__));\n$dotenv->safeLoad();\n$host = getenv('DB_HOST');\n",
        },
        expected: { lacks: ['variables_order', 'touch .env'] },
    },
    {
        title: 'Laravel does not answer without its key, whatever an example holds, and of its databases the one that is named counts',
        files: {
            'composer.json': '{"require":{"laravel/framework":"^11"}}',
            'public/index.php': '<?php\n',
            'config/app.php': "<?php return ['key' => env('APP_KEY')];\n",
            'config/database.php':
                "<?php return ['default' => env('DB_CONNECTION', 'sqlite'), 'connections' => ['mysql' => ['driver' => 'mysql'], 'pgsql' => ['driver' => 'pgsql']]];\n",
            '.env.example': 'APP_KEY=base64:AAAA\nDB_CONNECTION=mysql\n',
        },
        expected: { required: ['APP_KEY'], services: ['mysql'], shown: ['DB_CONNECTION=sqlite'] },
    },
    {
        title: 'what Java writes beside itself: a database in a file, a log, and what is uploaded',
        files: {
            'pom.xml': springPom(),
            'src/main/java/com/example/ShopApplication.java': boot('ShopApplication'),
            'src/main/java/com/example/StorageProperties.java':
                'package com.example;\npublic class StorageProperties {\n    private String location = "upload-dir";\n}\n',
            'src/main/resources/application.properties':
                'spring.datasource.url=jdbc:h2:file:./data/shop;MODE=MySQL\nlogging.file.name=logs/shop.log\nfile.upload-dir=./pictures\nstorage.path=${STORE}\nspring.servlet.multipart.max-file-size=2MB\n',
        },
        expected: { writes: ['data/shop', 'logs/shop.log', 'pictures', 'upload-dir'] },
    },
    {
        title: 'the same of Quarkus, and in YAML',
        files: {
            'pom.xml': '<project><artifactId>quarkus-rest</artifactId></project>',
            'src/main/java/com/example/Res.java': 'package com.example;\npublic class Res {}\n',
            'src/main/resources/application.yml':
                'app:\n  upload:\n    dir: files/in\n  uploadPath: "files/out"\nquarkus:\n  datasource:\n    jdbc:\n      url: jdbc:p6spy:h2:file:./data/shop\n',
        },
        expected: { writes: ['data/shop', 'files/out'] },
    },
    {
        title: 'an address of a database in Rails is optional where production keeps a file, whatever drivers are listed',
        files: {
            Gemfile: 'gem "rails"\ngem "sqlite3"\ngem "pg"\n',
            'config.ru': '',
            'config/database.yml':
                'default: &default\n  adapter: sqlite3\n  pool: 5\n\ndevelopment:\n  <<: *default\n  database: storage/dev.sqlite3\n\nproduction:\n  # kept on a volume\n  <<: *default\n  database: storage/production.sqlite3\n',
        },
        expected: { required: ['SECRET_KEY_BASE'], optional: ['DATABASE_URL'] },
    },
    {
        title: 'and required where production has a server, whatever developing does',
        files: {
            Gemfile: 'gem "rails"\ngem "sqlite3"\ngem "pg"\n',
            'config.ru': '',
            'config/database.yml':
                'default: &default\n  adapter: sqlite3\n\ndevelopment:\n  <<: *default\n\nproduction:\n  <<: *default\n  adapter: postgresql\n',
        },
        expected: { required: ['DATABASE_URL', 'SECRET_KEY_BASE'], optional: [] },
    },
    {
        title: 'an app of .NET whose own Dockerfile is built from its folder is a project there, on the port that it says',
        files: {
            'README.md': '',
            'application/Shop.csproj': web,
            'application/Dockerfile':
                'FROM mcr.microsoft.com/dotnet/sdk:8.0 AS build\nWORKDIR /src\nCOPY ["Shop.csproj", "./"]\nCOPY . .\nRUN dotnet publish -o /out\nFROM mcr.microsoft.com/dotnet/aspnet:8.0\nEXPOSE 5000\nENV ASPNETCORE_URLS="http://*:5000"\nCOPY --from=build /out .\nENTRYPOINT ["dotnet", "Shop.dll"]\n',
        },
        expected: { folders: ['application'], entry: 'Shop.dll', port: 5000 },
    },
    {
        title: 'one whose Dockerfile is built from above is the project that is above',
        files: {
            'Shop.sln': '',
            'src/Shop/Shop.csproj': web,
            'src/Shop/Dockerfile': 'FROM mcr.microsoft.com/dotnet/sdk:8.0 AS build\nCOPY ["src/Shop/Shop.csproj", "src/Shop/"]\nCOPY . .\n',
        },
        expected: { folders: [''], entry: 'Shop.dll', port: 8080 },
    },
    {
        title: 'a connection string that C# has another value for is optional',
        files: {
            'web.csproj': web,
            'Program.cs':
                'var a = builder.Configuration.GetConnectionString("Shop") ?? "Data Source=shop.db";\nvar b = builder.Configuration.GetConnectionString("Other") ?? throw new Exception();\n',
        },
        expected: { required: ['ConnectionStrings__Other'], optional: ['ConnectionStrings__Shop'] },
    },
    {
        title: 'the driver that Go code imports, whatever go.mod calls it',
        files: {
            'go.mod':
                'module shop\n\ngo 1.24\n\nrequire (\n\tgithub.com/gofiber/fiber/v2 v2.49.2 // indirect\n\tgorm.io/driver/mysql v1.5.2 // indirect\n)\n',
            'main.go': 'package main\n\nimport (\n\t"gorm.io/driver/mysql"\n)\n\nfunc main() { app.Listen(":3000") }\n',
        },
        expected: { services: ['mysql'] },
    },
    {
        title: "where a database of Quarkus is, which its settings leave out, is required by Quarkus' own variable",
        files: {
            'pom.xml':
                '<project><artifactId>quarkus-rest</artifactId>\n<artifactId>quarkus-jdbc-mysql</artifactId>\n<artifactId>quarkus-reactive-mysql-client</artifactId>\n</project>',
            'src/main/java/com/example/Res.java': 'package com.example;\npublic class Res {}\n',
            'src/main/resources/application.properties':
                'quarkus.flyway.migrate-at-start=true\n%dev.quarkus.datasource.jdbc.url=jdbc:mysql://localhost/x\n',
        },
        expected: {
            required: [
                'QUARKUS_DATASOURCE_JDBC_URL',
                'QUARKUS_DATASOURCE_REACTIVE_URL',
                'QUARKUS_DATASOURCE_USERNAME',
                'QUARKUS_DATASOURCE_PASSWORD',
            ],
            services: ['mysql'],
        },
    },
    {
        title: "the same of Spring's",
        files: {
            'pom.xml': springPom(
                '<dependency><artifactId>spring-boot-starter-data-jpa</artifactId></dependency>\n<dependency><artifactId>postgresql</artifactId></dependency>',
            ),
            'src/main/java/com/example/ShopApplication.java': boot('ShopApplication'),
            'src/main/resources/application.properties': 'spring.jpa.open-in-view=false\n',
        },
        expected: {
            required: ['SPRING_DATASOURCE_URL', 'SPRING_DATASOURCE_USERNAME', 'SPRING_DATASOURCE_PASSWORD'],
            services: ['postgres'],
        },
    },
    {
        title: 'none is required where another profile, code or a database in the process gives it',
        files: {
            'pom.xml': springPom(
                '<dependency><artifactId>spring-boot-starter-data-jpa</artifactId></dependency>\n<dependency><artifactId>postgresql</artifactId></dependency>\n<dependency><artifactId>h2</artifactId><scope>runtime</scope></dependency>',
            ),
            'src/main/java/com/example/ShopApplication.java': boot('ShopApplication'),
        },
        expected: { required: [] },
    },
    {
        title: 'what .NET packs in another way than a library is published as one, which the image starts',
        files: {
            'web.csproj':
                '<Project Sdk="Microsoft.NET.Sdk.Web"><PropertyGroup><TargetFramework>net8.0</TargetFramework><PublishAot>true</PublishAot><SelfContained>true</SelfContained></PropertyGroup></Project>',
            'Directory.Build.props': '<Project><PropertyGroup><PublishSingleFile>true</PublishSingleFile></PropertyGroup></Project>',
        },
        expected: {
            has: ['--output /out -p:UseAppHost=false -p:PublishAot=false -p:PublishSingleFile=false -p:SelfContained=false'],
        },
    },
    {
        title: "Gradle's image is of the major version that the wrapper names, where the wrapper's own program is not there",
        files: {
            'build.gradle': "plugins { id 'org.springframework.boot' version '2.4.0' }\nsourceCompatibility = '11'\n",
            gradlew: '',
            'gradle/wrapper/gradle-wrapper.properties':
                'distributionUrl=https\\://services.gradle.org/distributions/gradle-6.8.3-bin.zip\n',
            'src/main/java/com/example/ShopApplication.java': boot('ShopApplication'),
        },
        expected: { runtimeVersion: '11', has: ['FROM gradle:6-jdk11 AS build', 'gradle --no-daemon assemble'] },
    },
    {
        title: 'a Java that nobody states is one that the Gradle of the wrapper runs on',
        files: {
            'build.gradle': "plugins { id 'org.springframework.boot' version '2.6.0' }\n",
            gradlew: '',
            'gradle/wrapper/gradle-wrapper.jar': '',
            'gradle/wrapper/gradle-wrapper.properties': 'distributionUrl=https\\://services.gradle.org/distributions/gradle-7.4-bin.zip\n',
            'src/main/java/com/example/ShopApplication.java': boot('ShopApplication'),
        },
        expected: { runtimeVersion: '17', has: ['FROM gradle:8-jdk17 AS build', 'sh ./gradlew --no-daemon assemble'] },
    },
    {
        title: 'and one that its Spring Boot runs on',
        files: {
            'pom.xml': springPom().replace(
                '<dependencies>',
                '<parent><artifactId>spring-boot-starter-parent</artifactId>\n<version>1.5.9.RELEASE</version></parent><dependencies>',
            ),
            'src/main/java/com/example/ShopApplication.java': boot('ShopApplication'),
        },
        expected: { runtimeVersion: '8' },
    },
    {
        title: 'a lock file of gems that was made on Windows alone gets the platform of the image, and is told of',
        files: {
            Gemfile: 'gem "sinatra"\ngem "puma"\n',
            'Gemfile.lock':
                'GEM\n  specs:\n    puma (6.4.0)\n    sinatra (4.0.0)\n\nPLATFORMS\n  x64-mingw32\n  x64-mingw-ucrt\n\nDEPENDENCIES\n  puma\n  sinatra\n',
            'config.ru': '',
        },
        expected: {
            codes: ['scaffold/lock-stale'],
            has: [
                'COPY Gemfile Gemfile.lock ./\nRUN bundle lock --add-platform x86_64-linux && \\\n    bundle install && \\\n',
                'cp Gemfile.lock /tmp/\nCOPY . .\n',
                'RUN cp /tmp/Gemfile.lock .\n',
            ],
            lacks: ['BUNDLE_DEPLOYMENT'],
        },
    },
    {
        title: 'one that was made for every platform is taken as it is',
        files: {
            Gemfile: 'gem "sinatra"\ngem "puma"\n',
            'Gemfile.lock': 'GEM\n  specs:\n    puma (6.4.0)\n\nPLATFORMS\n  ruby\n  x64-mingw32\n\nDEPENDENCIES\n  puma\n',
            'config.ru': '',
        },
        expected: { codes: [], has: ['BUNDLE_DEPLOYMENT=1'], lacks: ['add-platform'] },
    },
];

describeOthers('what public apps of the other stacks taught', rows);
