import assert from 'node:assert/strict';
import { goDemands, rustDemands } from '../../../../../src/core/project/others/demands';

const env = (...envFiles: string[]) => ({ envFiles });

describe('What a compiled program insists on', () => {
    const go: readonly (readonly [title: string, code: string, expected: ReturnType<typeof goDemands>])[] = [
        ['a file whose absence ends it', 'err := godotenv.Load(".env")\n\tif err != nil {\n\t\tlog.Fatal("no file")\n\t}', env('.env')],
        ['the file that is meant when none is named', 'if err := godotenv.Load(); err != nil {\n\t\tpanic(err)\n\t}', env('.env')],
        [
            'a file whose absence is returned as an error',
            'if err := godotenv.Load(); err != nil {\n\t\treturn nil, errors.New("missing environment")\n\t}',
            env('.env'),
        ],
        [
            'a file whose absence is logged before it ends',
            'if err := godotenv.Load(); err != nil {\n\t\tlog.Println("x")\n\t\tos.Exit(1)\n\t}',
            env('.env'),
        ],
        ['no file that may be absent', 'if err := godotenv.Load(); err != nil {\n\t\tlog.Println("no file")\n\t}\n\tserve()', env()],
        ['no file that nobody asks about', 'godotenv.Load(".env")\n\tport := os.Getenv("PORT")', env()],
        [
            "viper's file of variables, when its absence ends it",
            'viper.SetConfigFile("./.env")\n\tif err := viper.ReadInConfig(); err != nil {\n\t\tpanic(err)\n\t}',
            { environment: 'file', ...env('.env') },
        ],
        [
            "viper's file of variables, when its absence is returned by name",
            'func Load() (config Config, err error) {\n\tviper.SetConfigName(".env")\n\terr = viper.ReadInConfig()\n\tif err != nil {\n\t\treturn\n\t}\n\treturn\n}',
            { environment: 'file', ...env('.env') },
        ],
        [
            "not viper's file of variables, when that may be absent",
            'viper.SetConfigFile(".env")\n\tviper.SetDefault("DB_HOST", "db")\n\t_ = viper.ReadInConfig()\n\tviper.AutomaticEnv()\n\thost := viper.GetString("DB_HOST")',
            env(),
        ],
        [
            "not viper's file of variables, when what fails is only told",
            'viper.SetConfigFile(".env")\n\tif err := viper.ReadInConfig(); err != nil {\n\t\tlog.Println("no file")\n\t}\n\tviper.Unmarshal(&c)',
            env(),
        ],
        ['no file outside of its folder', 'if err := godotenv.Load("../.env", "/etc/app.env"); err != nil {\n\tlog.Fatal(err)\n}', env()],
        [
            'a variable of its own for the port',
            'addr := ":" + os.Getenv("API_PORT")',
            { portVariable: 'API_PORT', portIs: 'listened', ...env() },
        ],
        [
            'one that it listens on after another line',
            'port := os.Getenv("SERVICE_PORT")\n\tif port == "" {\n\t\tport = "8080"\n\t}\n\thttp.ListenAndServe(":"+port, nil)',
            { portVariable: 'SERVICE_PORT', portIs: 'listened', ...env() },
        ],
        [
            'the one of two that it listens on',
            'url := "http://backend:" + os.Getenv("BACKEND_PORT")\n\tapp.Listen(fmt.Sprintf(":%s", os.Getenv("REST_PORT")))',
            { portVariable: 'REST_PORT', portIs: 'listened', ...env() },
        ],
        ["no other service's", 'url := "http://backend:" + os.Getenv("BACKEND_PORT")', env()],
        ["no other service's behind its name", 'url := host + ":" + os.Getenv("API_PORT")', env()],
        [
            'none, when it listens on a port that is written down',
            'url := "http://web:" + os.Getenv("SERVER_PORT")\n\thttp.ListenAndServe(":8080", nil)',
            env(),
        ],
        ['one with a default', 'Port: getEnv("SERVER_PORT", "8080"),', { portVariable: 'SERVER_PORT', portIs: 'named', ...env() }],
        [
            'one that a struct names',
            'type C struct { Port string `env:"HTTP_PORT" envDefault:"8080"` }',
            { portVariable: 'HTTP_PORT', portIs: 'named', ...env() },
        ],
        ['PORT, when it is read as well', 'a := os.Getenv("PORT"); b := os.Getenv("APP_PORT")', env()],
        ['none of two', 'a := os.Getenv("HTTP_PORT"); b := os.Getenv("API_PORT")', env()],
        ["no database's", 'a := os.Getenv("DB_PORT")', env()],
        [
            'an address, when the server is told it as it is',
            'app.Listen(os.Getenv("PORT"))',
            { portVariable: 'PORT', portForm: 'address', ...env() },
        ],
        [
            'an address of its own, when the server is told it as it is',
            'server := http.Server{Addr: os.Getenv("HTTP_ADDR")}',
            { portVariable: 'HTTP_ADDR', portIs: 'listened', portForm: 'address', ...env() },
        ],
        [
            'an address, when that is the default',
            'addr := getEnv("PORT", ":8080")',
            { portVariable: 'PORT', portForm: 'address', ...env() },
        ],
        [
            'a file that names what viper takes from the environment',
            'type C struct {\n\tPort string `mapstructure:"PORT"`\n\tHost string `mapstructure:"DB_HOST"`\n}\nviper.SetConfigName(".env")\nviper.AutomaticEnv()\nviper.Unmarshal(&c)',
            { envNames: ['DB_HOST', 'PORT'], ...env('.env') },
        ],
        [
            'no name with a value of its own in the file that viper needs',
            'type C struct {\n\tPort string `mapstructure:"PORT"`\n\tHost string `mapstructure:"DB_HOST"`\n\tUser string `mapstructure:"DB_USER"`\n}\nviper.SetConfigName(".env")\nviper.SetDefault("db_host", "db")\nviper.BindEnv("DB_USER")\nviper.AutomaticEnv()\nviper.Unmarshal(&c)',
            { envNames: ['PORT'], ...env('.env') },
        ],
        [
            'no file, when every name has a value of its own',
            'type C struct {\n\tHost string `mapstructure:"DB_HOST"`\n}\nviper.SetConfigName(".env")\nviper.SetDefault("DB_HOST", "db")\nviper.AutomaticEnv()\nviper.ReadInConfig()\nviper.Unmarshal(&c)',
            env(),
        ],
    ];
    for (const [title, code, expected] of go) {
        it(`is ${title}, in Go`, () => {
            assert.deepEqual(goDemands([code]), expected);
        });
    }

    it('is an address, when the project writes it like that', () => {
        const code = 'app.Listen(viper.GetString("APP_PORT"))';
        assert.deepEqual(
            goDemands([code], () => ':8000'),
            { portVariable: 'APP_PORT', portIs: 'listened', portForm: 'address', envFiles: [] },
        );
        assert.deepEqual(
            goDemands([code], () => '8000'),
            { portVariable: 'APP_PORT', portIs: 'listened', envFiles: [] },
        );
    });

    const rust: readonly (readonly [title: string, code: string, expected: ReturnType<typeof rustDemands>])[] = [
        ['a file that must be there', 'dotenvy::dotenv().expect("no file");', env('.env')],
        ['no file that may be absent', 'dotenv().ok();', env()],
        ['a variable of its own for the port', 'env::var("APP_PORT").unwrap()', { portVariable: 'APP_PORT', portIs: 'named', ...env() }],
        [
            'a variable that it binds to',
            'let port = env::var("API_PORT").unwrap_or("80".into());\n    HttpServer::new(app).bind(format!("0.0.0.0:{}", port))',
            { portVariable: 'API_PORT', portIs: 'listened', ...env() },
        ],
        ["no other service's", 'let url = format!("http://backend:{}", env::var("BACKEND_PORT").unwrap());', env()],
        [
            'none, when it binds to a port that is written down',
            'let url = format!("http://web:{}", env::var("WEB_PORT").unwrap());\n    TcpListener::bind("0.0.0.0:3000").await',
            env(),
        ],
    ];
    for (const [title, code, expected] of rust) {
        it(`is ${title}, in Rust`, () => {
            assert.deepEqual(rustDemands([code]), expected);
        });
    }
});
