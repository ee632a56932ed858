// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_KEY_DEFAULT_NAMES_HPP
#define LOCCER_REDACTIONS_KEY_DEFAULT_NAMES_HPP

// The names that the default deny-list looks for, and the words in which they mean nothing secret. What an entry
// catches, and what it withholds wrongly, shows in the corpus of real keys in tests/redactions.
// Layer: redactions.

#include <loccer/base/config.hpp>

#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

// clang-format off: lists of words

/// Found anywhere in a key, whatever letters and separators surround or divide them.
inline constexpr std::string_view default_substrings[] = {
    "password", "passwd", "passphrase", "passcode", "passwort", "kennwort", "motdepasse", "contrasena", "pwd", "pswd",
    "secret", "token", "credential", "cookie", "authorization", "authorisation", "apikey", "authkey", "accesskey",
    "privatekey", "privkey", "signingkey", "encryptionkey", "decryptionkey", "masterkey", "sharedkey", "sharedaccess",
    "sessionkey", "sessionid", "phpsessid", "usersession", "connectionstring", "connectsid", "clientassertion",
    "samlassertion", "samlresponse", "codeverifier", "seedphrase", "recoverycode", "recoveryphrase", "backupcode",
    "verificationcode", "securitycode", "securityanswer", "socialsecurity", "creditcard", "cardnumber", "bankaccount",
    "accountnumber", "emailaddress", "amzsignature", "amqpurl", "dockerconfigjson", "bindpw", "rootpw",
};

/// Found as words; `_` says where separators may stand.
inline constexpr std::string_view default_words[] = {
    "pass", "mypass", "pgpass", "pw", "psw", "user_pass", "db_pass", "root_pass", "admin_pass", "store_pass", "bind_pass", "require_pass",
    "ssh_pass", "senha", "heslo", "basic_auth", "http_auth", "user_auth", "proxy_auth", "api_auth", "old_auth", "new_auth", "registry_auth", "redis_cli_auth", "master_auth",
    "rpc_auth", "auth_code", "auth_header", "auth_config", "authentication_string", "bearer", "oauth_verifier", "cred",
    "pin", "pin_code", "otp", "totp", "mfa_code", "one_time_code", "two_factor_code", "device_code",
    "confirmation_code", "jwt", "hmac", "salt", "mnemonic", "ssn", "iban", "cvv", "cvc", "cc_csc", "card_code",
    "passport", "card_no", "cc_number", "dsn", "conn_str", "conn_string", "conn_info", "jaas_config", "database_url",
    "database_uri", "db_url", "db_uri", "connection_url", "connection_uri", "datasource_url", "jdbc_url", "redis_url",
    "mongo_url", "mongo_uri", "mongodb_url", "mongodb_uri", "rabbitmq_url", "broker_url", "postgres_url", "mysql_url",
    "mail_url", "cloudinary_url", "webhook_url", "slack_webhook", "discord_webhook",
    "teams_webhook", "presigned_url", "signed_url", "sas_url", "ssh_key", "gpg_key", "pgp_key", "aes_key", "rsa_key",
    "hmac_key", "mac_key", "wrapping_key", "crypt_key", "unseal_key", "unlock_key", "psk", "wep_key", "key_material",
    "key_pem", "pem_key", "keystore_key", "seed_material", "app_key", "previous_key", "application_key", "license_key",
    "licence_key", "deploy_key", "service_key", "server_key", "client_key", "account_key", "storage_key",
    "functions_key", "subscription_key", "customer_key", "transaction_key", "admin_key", "consumer_key", "sdk_key",
    "write_key", "logged_in_key", "nonce_key", "signature_key", "tsig_key", "skey", "installation_key", "client_proxy",
    "proxy_url", "encrypted_value", "sess_id", "gh_pat", "user_email", "customer_email", "contact_email",
    "billing_email", "receipt_email", "shopper_email",
};

/// Redacted where they are the whole key.
inline constexpr std::string_view default_exact[] = {
    "session", "sess", "sid", "symfony", "auth", "oauth", "oauth2", "csrf", "xsrf", "mfa", "twofactor", "2fa",
    "refresh", "assertion", "signature", "sig", "seed", "crypt", "xprv", "pem", "tlskey", "certificate", "authentication",
    "authenticate", "wwwauthenticate", "proxyauthenticate", "email", "httpproxy", "httpsproxy", "ftpproxy", "socksproxy",
    "emails", "allproxy", "webhook", "pan",
};

/// Words in which the names above mean nothing secret: they look alike, count the tokens of a text, or say something about a
/// secret that helps to repair. A name in front of such a word is found all the same.
inline constexpr std::string_view default_harmless[] = {
    "tokenizer", "tokenize", "tokenized", "tokenization", "token_type", "token_endpoint", "token_url", "token_uri",
    "token_id", "token_validity", "token_bucket", "token_stream", "token_max", "token_last", "token_signed_response",
    "token_encrypted_response", "next_token", "page_token", "pagination_token", "continuation_token",
    "idempotency_token", "stop_token", "cancellation_token", "bos_token", "eos_token", "pad_token", "cookiecutter",
    "cookie_consent", "cookie_secure", "cookie_http_only", "cookie_same_site", "password_last", "password_encryption",
    "pwd_last", "pull_secrets", "secretary", "secretariat", "allow_credentials", "with_credentials", "private_key_id",
    "master_key_id", "signing_key_id", "key_pin", "authorization_uri", "authorization_request", "authorization_result",
    "cvc_check", "cvc_result", "salt_round", "session_idle", "pass_through", "pass_manager", "fastcgi_pass",
    "boarding_pass", "pass_request", "pass_header", "credential_process", "token_char", "token_filter",
    "client_request_token", "creation_token", "cvv_response", "token_request", "cookie_flag", "secret_keyring",
    "password_sent", "creds_store", "salt_water", "max_tokens", "min_tokens", "num_tokens", "total_tokens",
    "input_tokens", "output_tokens", "prompt_tokens", "completion_tokens", "cached_tokens", "reasoning_tokens",
    "audio_tokens", "prediction_tokens", "new_tokens", "budget_tokens", "special_tokens", "tokens_used", "tokens_per",
    "google_application_credentials", "password_map", "credential_id", "jwt_header",
};

/// Last words of keys whose value is about a secret. What may be the secret under its name is none of them: `id`, `value`,
/// `hash`, `text`, `data`, `hint`, `header`, `url`.
inline constexpr std::string_view default_qualifiers[] = {
    "file", "filename", "path", "directory", "dir", "folder", "arn", "ref", "alias", "name", "username", "namespace",
    "host", "port", "domain", "label", "description", "type", "kind", "mode", "format", "class", "encoding", "method",
    "algorithm", "alg", "version", "status", "provider", "source", "command", "helper", "endpoint", "policy",
    "policies", "table", "column", "index", "position", "count", "counter", "length", "size", "limit", "rounds",
    "iterations", "strength", "age", "ttl", "timeout", "lifetime", "validity", "duration", "interval", "expiry",
    "expiration", "expires", "expired", "expires_in", "at", "time", "timestamp", "date", "seconds", "enabled",
    "disabled", "required", "allowed", "supported", "last_used", "last_changed", "kms_key_id", "usage", "decision",
    "capability", "issuer_uri", "jwk_set_uri",
};

/// Environment variables of shells and desktops, in exactly this spelling: `pwd` is a password in many forms.
inline constexpr std::string_view default_harmless_names[] = {"PWD", "OLDPWD", "XDG_SESSION_ID", "GNOME_DESKTOP_SESSION_ID"};

// clang-format on

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif
