// SPDX-License-Identifier: MIT
#include <loccer/redactions/deny_list.hpp>

#include <loccer/policy/redaction.hpp>
#include <loccer/redactions/key/merged_names.hpp>

#include <gtest/gtest.h>

#include <iterator>
#include <ostream>
#include <set>
#include <string>
#include <string_view>

namespace {

using loccer::DenyList;

static_assert(loccer::CheckRedaction<DenyList>::passed());
static_assert(!loccer::policy::replaces_default<DenyList>);

// clang-format off: lists of words
constexpr std::string_view sensitive_keys[] = {
    // plain names
    "password", "secret", "passwd", "api_key", "apikey", "auth", "credentials", "mysql_pwd", "privatekey",
    "private_key", "token", "bearer", "access_token", "stripetoken", "card[number]", "github_token", "otp",
    "SLACK_WEBHOOK", "webhook", "mypass", "pgpass", "presigned_url", "pre_signed_url", "pan", "two-factor", "session", "csrftoken", "sessionid", "x_csrftoken", "set_cookie", "cookie", "authorization",
    "proxy-authorization", "x_api_key", "connect.sid", "csrf", "_csrf", "PHPSESSID", "XSRF-TOKEN", "symfony",
    "user_session", "salt", "certificate", "ssn", "signature", "HTTP_COOKIE", "dsn", "connection string",
    "DATABASE_URL", "pin", "cvv", "iban", "passphrase", "seed", "mnemonic", "refresh", "assertion",
    "x-amz-security-token", "email", "crypt",
    // spelling: case, separators, prefixes, suffixes, camel case
    "PASSWORD", "Password", "pass_word", "pass-word", "pass.word", "pass word", "user[password]", "OLD_PASSWORD2",
    "old_password2", "dbPassword", "DBPassword", "dbPasswordHash", "password_confirmation", "x-api-key", "X-API-Key",
    "xApiKey", "api key", "api.key", "apiKeys", "API_KEY_2", "ApiKey", "p.a.s.s.w.o.r.d", "[token]", "token[]",
    "user.token", "refreshToken", "id-token", "idToken", "Set-Cookie", "cookies", "sessionCookie", "JSESSIONID",
    "session_id", "session.id", "SessionKey", "userSession", "client_secret", "clientSecret", "AWS_SECRET_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID", "AWS_SESSION_TOKEN", "secretKey", "secrets", "awsSecret", "GITHUB_TOKEN", "NPM_TOKEN",
    "_authToken", "authToken", "auth_token", "X-Auth-Token", "basicAuth", "userauth", "oauth", "oauth2", "OAuth",
    "http_auth", "auth_header", "authCode", "Authorization", "WWW-Authenticate", "Proxy-Authenticate",
    "encryption_key", "signing-key", "masterKey", "ssh_key", "sshKey", "rsa_key", "app_key", "appKey", "APP_KEY",
    "license-key", "storageAccountKey", "SharedAccessSignature", "HMAC", "hmacKey", "jwt", "user_jwt", "JWT",
    // short names as words
    "user_pin", "userPin", "PIN", "pinCode", "pin-code", "PINcode", "pin2", "newPIN", "card.pin", "HTTPPin", "pins",
    "user_otp", "otpCode", "totp", "otp6", "mfa", "mfa_code", "2fa", "SSN", "customer_ssn", "cvv2", "cvc", "cardCvv",
    "IBAN", "ibanNumber", "card_number", "cardNumber", "creditCard", "cc_number", "pass", "user_pass", "userpass",
    "DB_PASS", "dbpass", "pw", "user_pw", "pwd", "Pwd", "userPwd", "CURLOPT_USERPWD", "creds", "aws_cred",
    "password_salt", "passwordSalt", "saltValue", "sentry_dsn", "SENTRY_DSN", "dsns",
    // places that carry a password
    "database-url", "databaseUrl", "DB_URL", "redis_url", "REDIS_URL", "MONGODB_URI", "amqp_url", "CELERY_BROKER_URL",
    "jdbcUrl", "connectionString", "ConnectionStrings", "conn_str", "SLACK_WEBHOOK_URL", "HTTPS_PROXY", "http_proxy",
    // a secret beside a harmless word
    "tokenizer_token", "author_password", "secretary_secret", "spinner_pin", "max_tokens_secret",
    // a last word that may be the secret, is part of another word, stands elsewhere, or is in what was found
    "password_hint", "password_confirm", "passwd_string", "secret_key_base", "api_key_header", "cookie_value",
    "password_url", "credentials_json", "private_key_data", "secret_text", "token_hash", "password_profile",
    "passwordprofile", "secretsfile", "filePassword", "password_file_password", "secret_file_content", "name_token",
    "token.name.value", "p_a_s_s_w_o_r_d_f_i_l_e", "file_token", "passPort", "p\xD0\xB0ssword_file",
    "secret_name\xC2\xA0",
    // letters that only look like Latin ones, full-width letters, zero-width characters, broken UTF-8
    "p\xD0\xB0ssword", "\xEF\xBD\x90\xEF\xBD\x81\xEF\xBD\x93\xEF\xBD\x93", "pass\xE2\x80\x8Bword", "caf\xC3\xA9",
    "\xFF", "order\x80",
    // control characters are separators
    "pass\tword", "pass\nword", "pass\x01word",
};
// clang-format on

// clang-format off: lists of words
constexpr std::string_view harmless_keys[] = {
    "", "-", "__", "[]", "author", "authors", "authority", "AUTHORITY", "Author", "author_name", "authorId",
    "bookAuthor", "authored", "authoritative", "XAUTHORITY", "spinner", "spin", "spinlock", "spinning", "pineapple",
    "pinned", "pinning", "ping", "opinion", "shipping", "mapping", "saltwater", "salt_water", "basalt", "assault",
    "exalted", "tokenizer", "tokenizers", "Tokenizer", "tokenize", "tokenized", "tokenization", "tokenizerPath",
    "token_count", "max_tokens", "total_tokens", "promptTokens", "PWD", "OLDPWD", "XDG_SESSION_ID",
    "XDG_SESSION_TYPE", "monkey_mode", "monkey", "key", "keys", "keyboard", "keyboard_layout", "primary_key",
    "foreign_key", "public_key", "cache_key", "sort_key", "turkey", "hockey", "secretary", "secretariat", "compass",
    "compass_width", "bypass", "bypass_writes", "passenger", "passage", "passive", "passed", "pass_count",
    "boarding_pass", "ftp_passive", "option", "options", "optional", "adoption", "otpimal", "protocol", "pilot_project",
    "urban", "turban", "dsname", "hands_nice", "refresh_rate", "refresh_interval", "auto_refresh", "random_seed",
    "rng_seed", "seeded", "assertions", "assertion_failed", "signature_count", "function_signature", "encrypted",
    "is_encrypted", "decrypt", "certificate_path", "certificates", "session_count", "session_timeout", "session_idle",
    "sessions", "email_sent", "mail", "authenticated", "authorized", "unauthorized", "cookiecutter",
    "cookie_consent", "order", "order_id", "qty", "quantity", "price", "total", "currency", "currency_code",
    "error_code", "code", "status", "status_code", "state", "nonce", "id", "uid", "user", "username", "user_id",
    "hostname", "host", "port", "path", "PATH", "HOME", "LANG", "LC_ALL", "SHELL", "TERM", "TZ", "DISPLAY", "url",
    "base_url", "image_url", "uri", "method", "endpoint", "client_ip", "Remote-Addr", "headers", "User-Agent", "Accept",
    "Host", "Content-Type", "content_length", "referer", "msg", "message", "name", "first_name", "filename",
    "lineno", "line", "frames", "locals", "module", "offset", "build_id", "globals", "thread", "timestamp", "seq",
    "depth", "queue_depth", "latency_ms", "retry_count", "max_retries", "version", "compiler", "build_type",
    "processor", "machine", "release", "container", "executable", "is_alternative", "has_location", "the_slot",
    "obj_wt", "is_enhanced", "no_proxy", "card_type", "cards", "discard", "account_id", "account_name",
    "secret_name", "secretName", "token_type", "token_types", "token_uri", "token_endpoint", "credentials_file",
    "GOOGLE_APPLICATION_CREDENTIALS_FILE", "private_key_file", "ssl_key_password_file", "connection_string_name",
    "password_token_name", "user_pin_name", "token_file_2", "secret[names][0]", "db.password.file", "PASSWORDFILE",
    "cookiename", "passwordFile", "session_token_ttl", "client_secret_expires_at", "card_number_length", "PINname",
    "map_pkey", "panel", "pan_tilt", "tilt", "side", "inside", "sidebar", "signal", "design", "sigma", "hash", "checksum", "sha256",
    "uuid", "guid", "region", "bucket", "topic", "partition", "badge-id", "badge_id", "x", "i", "n", "_", "a.b.c",
};
// clang-format on

static_assert(std::size(sensitive_keys) + std::size(harmless_keys) >= 400);

// The verdict under a literal key is a constant of the program.
static_assert(DenyList::redacts_key("user[password]"));
static_assert(!DenyList::redacts_key("author"));

class SensitiveKey : public testing::TestWithParam<std::string_view> {};
class HarmlessKey : public testing::TestWithParam<std::string_view> {};

TEST_P(SensitiveKey, IsRedacted) { EXPECT_TRUE(DenyList::redacts_key(GetParam())) << GetParam(); }

TEST_P(HarmlessKey, Stays) { EXPECT_FALSE(DenyList::redacts_key(GetParam())) << GetParam(); }

using PlainSearch = loccer::redactions::MergedNames<DenyList>;

TEST_P(SensitiveKey, IsFoundByThePlainSearchToo) { EXPECT_TRUE(PlainSearch::finds(GetParam())) << GetParam(); }

TEST_P(HarmlessKey, IsLeftByThePlainSearchToo) { EXPECT_FALSE(PlainSearch::finds(GetParam())) << GetParam(); }

INSTANTIATE_TEST_SUITE_P(DenyList, SensitiveKey, testing::ValuesIn(sensitive_keys));
INSTANTIATE_TEST_SUITE_P(DenyList, HarmlessKey, testing::ValuesIn(harmless_keys));

TEST(DenyList, RedactsEveryKeyWithAByteBeyondAscii) {
    for (int byte = 0x80; byte <= 0xFF; ++byte) {
        const std::string key = std::string("order") + static_cast<char>(byte) + "id";

        EXPECT_TRUE(DenyList::redacts_key(key)) << byte;
    }
}

TEST(DenyList, FindsASecretDividedByAnySeparator) {
    for (int byte = 0; byte < 0x80; ++byte) {
        const bool counts =
            (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
        const std::string key = std::string("sec") + static_cast<char>(byte) + "ret";

        EXPECT_EQ(DenyList::redacts_key(key), !counts) << byte;
    }
}

TEST(DenyList, JudgesTheWholeOfAVeryLongKey) {
    const std::string padding(100'000, '_');

    EXPECT_TRUE(DenyList::redacts_key(padding + "pass" + padding + "word" + padding));
    EXPECT_FALSE(DenyList::redacts_key(padding + "order" + padding));
}

TEST(DenyList, JudgesAtRunTimeAsAtCompileTime) {
    constexpr bool at_compile_time = DenyList::redacts_key("dbPassword");
    const std::string key = "dbPassword";

    const bool at_run_time = DenyList::redacts_key(key);

    EXPECT_EQ(at_run_time, at_compile_time);
}

TEST(DenyList, DescribesWhatItLooksForAndWhatItLeaves) {
    std::set<std::string> lines;
    const auto out = [&](std::string_view what, std::string_view name) {
        lines.insert(std::string(what) + " " + std::string(name));
    };

    DenyList::describe(out);

    EXPECT_TRUE(lines.contains("removes the values of keys with password"));
    EXPECT_TRUE(lines.contains("removes the values of keys with the word pin"));
    EXPECT_TRUE(lines.contains("removes the value of the key sid"));
    EXPECT_TRUE(lines.contains("keeps what is only part of the word tokenizer"));
    EXPECT_TRUE(lines.contains("keeps what is only before the last word file"));
    EXPECT_TRUE(lines.contains("keeps the key spelled PWD"));
    EXPECT_TRUE(lines.contains("removes the values of keys with a byte beyond ASCII"));
    EXPECT_GT(lines.size(), DenyList::names.size());
}

TEST(DenyList, ReadsNothingBehindTheKey) {
    const std::string_view text = "password";

    EXPECT_FALSE(DenyList::redacts_key(text.substr(0, 7)));
}

}  // namespace
