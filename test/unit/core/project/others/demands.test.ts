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
        ["viper's file of variables", 'viper.SetConfigFile("./.env")\n', env('.env')],
        ['no file outside of its folder', 'if err := godotenv.Load("../.env", "/etc/app.env"); err != nil {\n\tlog.Fatal(err)\n}', env()],
        ['a variable of its own for the port', 'addr := ":" + os.Getenv("API_PORT")', { portVariable: 'API_PORT', ...env() }],
        ['one with a default', 'Port: getEnv("SERVER_PORT", "8080"),', { portVariable: 'SERVER_PORT', ...env() }],
        [
            'one that a struct names',
            'type C struct { Port string `env:"HTTP_PORT" envDefault:"8080"` }',
            { portVariable: 'HTTP_PORT', ...env() },
        ],
        ['PORT, when it is read as well', 'a := os.Getenv("PORT"); b := os.Getenv("APP_PORT")', env()],
        ['none of two', 'a := os.Getenv("HTTP_PORT"); b := os.Getenv("API_PORT")', env()],
        ["no database's", 'a := os.Getenv("DB_PORT")', env()],
        [
            'an address, when that is the default',
            'addr := getEnv("PORT", ":8080")',
            { portVariable: 'PORT', portForm: 'address', ...env() },
        ],
        [
            'a file that names what viper takes from the environment',
            'type C struct {\n\tPort string `mapstructure:"PORT"`\n\tHost string `mapstructure:"DB_HOST"`\n}\nviper.SetConfigName(".env")\nviper.Unmarshal(&c)',
            { envNames: ['DB_HOST', 'PORT'], ...env('.env') },
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
            { portVariable: 'APP_PORT', portForm: 'address', envFiles: [] },
        );
        assert.deepEqual(
            goDemands([code], () => '8000'),
            { portVariable: 'APP_PORT', envFiles: [] },
        );
    });

    const rust: readonly (readonly [title: string, code: string, expected: ReturnType<typeof rustDemands>])[] = [
        ['a file that must be there', 'dotenvy::dotenv().expect("no file");', env('.env')],
        ['no file that may be absent', 'dotenv().ok();', env()],
        ['a variable of its own for the port', 'env::var("APP_PORT").unwrap()', { portVariable: 'APP_PORT', ...env() }],
    ];
    for (const [title, code, expected] of rust) {
        it(`is ${title}, in Rust`, () => {
            assert.deepEqual(rustDemands([code]), expected);
        });
    }
});
