// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_KEY_DEFAULT_NAMES_HPP
#define LOCCER_REDACTIONS_KEY_DEFAULT_NAMES_HPP

// The names that the default deny-list looks for, and the words that merely look like them. Each entry is
// here because a key of the corpus in tests/redactions needs it.
// Layer: redactions.

#include <loccer/base/config.hpp>

#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

// clang-format off: lists of words

/// Found anywhere in a key, whatever letters and separators surround or divide them.
inline constexpr std::string_view default_substrings[] = {
    "password",     "passwd",        "passwrd",        "passphrase",     "passcode",      "passwort",
    "kennwort",     "motdepasse",    "contrasena",     "pwd",            "pswd",          "secret",
    "token",        "credential",    "cookie",         "csrf",           "xsrf",          "bearer",
    "authorization", "authorisation", "apikey",        "authkey",        "accesskey",     "privatekey",
    "signingkey",   "encryptionkey", "decryptionkey",  "masterkey",      "sharedkey",     "sharedaccess",
    "sessionkey",   "sessionid",     "phpsessid",      "usersession",    "connectionstring", "connectsid",
    "twofactor",    "clientassertion", "samlassertion", "codeverifier",  "seedphrase",    "walletseed",
    "recoverycode", "backupcode",    "verificationcode", "securitycode", "securityanswer", "socialsecurity",
    "creditcard",   "cardnumber",    "bankaccount",    "accountnumber",  "emailaddress",  "amzsignature",
};

/// Found as words; `_` says where separators may stand.
inline constexpr std::string_view default_words[] = {
    "pass",         "pw",            "psw",            "user_pass",      "db_pass",       "root_pass",
    "admin_pass",   "smtp_pass",     "ldap_pass",      "store_pass",     "senha",         "heslo",
    "auth",         "oauth",         "basic_auth",     "proxy_auth",     "http_auth",     "user_auth",
    "auth_code",    "auth_header",   "cred",           "pin",            "pin_code",      "otp",
    "totp",         "hotp",          "mfa",            "jwt",            "hmac",          "salt",
    "mnemonic",     "ssn",           "iban",           "cvv",            "cvc",           "passport",
    "card_no",      "cc_number",     "dsn",            "conn_str",       "conn_string",   "database_url",
    "database_uri", "db_url",        "db_uri",         "connection_url", "connection_uri", "jdbc_url",
    "redis_url",    "mongo_url",     "mongo_uri",      "mongodb_url",    "mongodb_uri",   "amqp_url",
    "rabbitmq_url", "broker_url",    "postgres_url",   "mysql_url",      "webhook_url",   "ssh_key",
    "gpg_key",      "pgp_key",       "aes_key",        "rsa_key",        "hmac_key",      "crypt_key",
    "app_key",      "license_key",   "licence_key",    "deploy_key",     "service_key",   "server_key",
    "client_key",   "account_key",   "storage_key",    "key_pair",       "sess_id",
};

/// Redacted where they are the whole key.
inline constexpr std::string_view default_exact[] = {
    "session",     "sess",      "sid",      "symfony", "refresh",        "assertion",        "signature",
    "sig",         "seed",      "crypt",    "pem",     "certificate",    "authentication",   "authenticate",
    "wwwauthenticate", "proxyauthenticate", "2fa",     "email",          "useremail",        "customeremail",
    "contactemail", "httpproxy", "httpsproxy", "ftpproxy", "allproxy",
};

/// Words in which the names above mean nothing secret.
inline constexpr std::string_view default_harmless[] = {
    "tokenizer",     "tokenize",      "tokenized",     "tokenizing",   "tokenization",   "tokeniser",
    "token_count",   "token_type",    "max_tokens",    "total_tokens", "num_tokens",     "prompt_tokens",
    "input_tokens",  "output_tokens", "completion_tokens", "tokens_used", "secretary",   "secretaries",
    "secretariat",   "cookiecutter",  "cookie_consent", "cookies_enabled", "session_idle", "pass_count",
    "pass_through",  "boarding_pass", "salt_water",
};

/// Environment variables of shells and desktops, in exactly this spelling: `pwd` is a password in many forms.
inline constexpr std::string_view default_harmless_names[] = {"PWD", "OLDPWD", "XDG_SESSION_ID"};

// clang-format on

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
