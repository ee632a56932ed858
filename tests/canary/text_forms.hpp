// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_CANARY_TEXT_FORMS_HPP
#define LOCCER_TESTS_CANARY_TEXT_FORMS_HPP

// Texts that hold secrets in ways which a reader recognises without knowing them. In a form,
//   {s} is a secret, {h} something harmless, {card}, {iban} are numbers of accounts ({card4}, {iban4} in groups of
//   four), {12} are twelve more letters and digits of a secret, {ip4}, {ip6}, {mac}, {tel}, {ssn} are numbers of
//   machines and persons, and [[and so on]] is dressed by the function of its row.

#include "encodings.hpp"
#include "random.hpp"
#include "stage.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace canary {

/// Forms of one kind.
struct TextForms {
    std::span<const std::string_view> forms;
    std::string (*dress)(std::string_view text) = nullptr;
};

/// *Returns* what stands for a name in braces.
inline std::string filled(Stage& stage, std::string_view name) {
    if (name == "s") return stage.secret();
    if (name == "h") return stage.harmless();
    if (name == "12") return stage.secret(stage.random().text(12));
    if (name == "20") return stage.secret(stage.random().text(20));
    if (name == "card") return stage.secret(card_number(stage.random()));
    if (name == "card4") return grouped(stage.secret(card_number(stage.random())), ' ');
    if (name == "iban") return stage.secret(iban(stage.random()));
    if (name == "iban4") return grouped(stage.secret(iban(stage.random())), ' ');
    if (name == "ip4") return stage.secret(ip_address(stage.random()));
    if (name == "ip6") return grouped(stage.secret(stage.random().text(32, small_hex_digits)), ':');
    if (name == "mac") return grouped(stage.secret(stage.random().text(12, small_hex_digits)), ':', 2);
    if (name == "tel") return "+" + grouped(stage.secret("49" + stage.random().text(13, digits)), ' ');
    if (name == "ssn") return stage.secret(social_security_number(stage.random()));
    return "{" + std::string(name) + "}";
}

/// *Returns* a form as text, with new canaries.
inline std::string written(Stage& stage, std::string_view form, std::string (*dress)(std::string_view text)) {
    std::string text;
    std::size_t undressed = 0;
    for (std::size_t at = 0; at < form.size(); ++at) {
        const std::string_view rest = form.substr(at);
        if (dress != nullptr && rest.starts_with("[[")) {
            undressed = text.size();
            ++at;
        } else if (dress != nullptr && rest.starts_with("]]")) {
            text = text.substr(0, undressed) + dress(std::string_view(text).substr(undressed));
            ++at;
        } else if (const std::size_t end = rest.find('}'); rest.front() == '{' && end != rest.npos && end <= 6) {
            text += filled(stage, rest.substr(1, end - 1));
            at += end;
        } else {
            text += rest.front();
        }
    }
    return text;
}

/// *Effects* has each form said once.
inline void say_all(Stage& stage, const TextForms& forms) {
    for (const std::string_view form : forms.forms) stage.say(written(stage, form, forms.dress));
}

inline constexpr std::string_view keyed_forms[] = {
    "login of {h} failed: password={s}",
    "region {h}: api_key: {s}, retrying",
    "host {h}\ntoken = '{s}'\n",
    R"({h} secret="{s}" zone=eu)",
    "{h}: pwd={s}; timeout=3",
    "order {h}, client_secret={s}&retry=1",
    "DB_PASSWORD={s} DB_HOST={h}",
    "user {h} access-token => {s}",
    "{h} db.password={s}",
    "{h}, Password: {s}",
    "{h}, X-Api-Key:{s}",
    "{h} sessionToken={s}, newPassword={s}",
    "{h} user[password]={s}",
    "{h} private_key=\"{s} {s}\"",
    "{h} password -> {s}, tries -> 3",
    "{h} wrong password \"{s}\"",
    "{h}: SET PASSWORD FOR 'ada'@'db' = '{s}'",
    "{h}: ALTER USER ada IDENTIFIED WITH sha2 BY '{s}'",
    "{h}: define('DB_PASSWORD', '{s}');",
    "{h}: ConvertTo-SecureString \"{s}\" -AsPlainText",
    "{h}: {User:ada Password:{s}}",
};

inline constexpr std::string_view dialogue_forms[] = {
    "machine {h} login ada password {s}",
    "machine {h}\n  login ada\n  password {s}\n",
    "{h} db.shop.example:5432:shop:ada:{s}",
    "{h}\nUSER ada\r\nPASS {s}\r\n",
    "{h} > PASS {s}",
    "{h} [0 127.0.0.1:6379] \"AUTH\" \"ada\" \"{s}\"",
    "{h}: git config --global user.password {s}",
    "{h}: aws configure set aws_secret_access_key {s}",
    "{h}: CONFIG SET requirepass {s}",
    "{h}: echo {s} | sudo -S ls",
    "{h}: echo 'ada:{s}' | chpasswd",
    "{h} Content-Disposition: form-data; name=\"password\"\r\n\r\n{s}\r\n--b1--",
};

inline constexpr std::string_view header_forms[] = {
    "{h}: Authorization: Bearer {s}",
    "upstream {h} refused Bearer {s}",
    "{h} bearer {s}",
    "{h}: Proxy-Authorization: Basic {s}",
    "{h}: Authorization: Token {s}",
    "{h}: authorization: {s}",
    "{h}: X-Auth-Token: {s}\r\nAccept: */*",
    R"(curl {h} -H "Authorization: Bearer {s}" -v)",
    "{h} Authorization: Digest username=\"ada\", response=\"{s}\"",
};

inline constexpr std::string_view pem_forms[] = {
    "{h} -----BEGIN PRIVATE KEY-----\n{s}{s}\n{s}{s}==\n-----END PRIVATE KEY-----\n",
    "{h} -----BEGIN RSA PRIVATE KEY-----\r\nProc-Type: 4,ENCRYPTED\r\n\r\n{s}{s}\r\n{s}\r\n-----END RSA PRIVATE "
    "KEY-----",
    "{h} -----BEGIN EC PRIVATE KEY-----\\n{s}\\n{s}\\n-----END EC PRIVATE KEY-----\\n",
    "{h} -----BEGIN OPENSSH PRIVATE KEY-----\n{s}{s}\n{s}",
    "{h} -----BEGIN ENCRYPTED PRIVATE KEY----- {s}{s} -----END ENCRYPTED PRIVATE KEY-----",
    "{h} -----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: 1\n\n{s}\n-----END PGP PRIVATE KEY BLOCK-----",
};

inline constexpr std::string_view jwt_forms[] = {
    "{h} eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIi[[{s}{s}]].{s}{s}",
    "user {h}: eyJhbGciOiJub25lIn0.eyJh[[{s}]].{s} has expired",
    "{h} <eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJzaG9wIn0.{s}{s}{s}>",
};

inline constexpr std::string_view userinfo_forms[] = {
    "cannot reach https://ada:{s}@shop.example/{h}",
    "{h} postgres://app:{s}@db.internal:5432/shop",
    "{h} redis://:{s}@cache:6379/0",
    "{h}: git clone https://{s}@github.com/shop/shop.git",
    "{h} amqp://guest:{s}@mq/%2f?heartbeat=3",
    "{h} ftp://ada:{s}{s}@files",
    "{h} mongodb+srv://app:{s}@a.example,b.example/shop",
};

inline constexpr std::string_view query_forms[] = {
    "GET /pay?page={h}&token={s} failed",         "https://shop.example/cart?order={h}&access_token={s}",
    "https://shop.example/{h}?api_key={s}#top",   "{h} https://bucket.example/o?X-Amz-Signature={s}&X-Amz-Expires=300",
    "{h} /reset?password={s}&password_again={s}", "{h} https://blob.example/c/f?sv=2022-11-02&sig={s}",
};

inline constexpr std::string_view fragment_forms[] = {
    "back at https://shop.example/cb/{h}#access_token={s}&token_type=bearer",
    "https://shop.example/{h}#id_token={s}",
    "https://shop.example/?page={h}#/reset?token={s}",
};

inline constexpr std::string_view cookie_forms[] = {
    "{h}\nCookie: session={s}; theme=dark",
    "{h}\r\nSet-Cookie: sid={s}; Path=/; HttpOnly\r\n",
    "{h} cookie: PHPSESSID={s}; basket=3; csrftoken={s}",
    "{h} Set-Cookie: __Host-id={s}; Secure",
};

inline constexpr std::string_view json_forms[] = {
    R"({"user":"{h}","password":"{s}"})",
    R"(body {"order":"{h}","auth":{"kind":"key","value":"{s}"}} refused)",
    R"({"host":"{h}","tokens":["{s}","{s}"]})",
    R"({\"user\":\"{h}\",\"client_secret\":\"{s}\"})",
    R"({'user': '{h}', 'api_key': '{s}'})",
    R"({"user":"{h}","\u0070assword":"{s}"})",
    R"({"user":"{h}", "apiKey" : "{s}" })",
    R"("{\u0022user\u0022:\u0022{h}\u0022,\u0022password\u0022:\u0022{s}\u0022}")",
    "{&quot;user&quot;:&quot;{h}&quot;,&quot;password&quot;:&quot;{s}&quot;}",
    "{h} &lt;password&gt;{s}&lt;/password&gt;",
    R"(user: {h}
password: {s}
)",
    "<user>{h}</user><password>{s}</password>",
    R"(<login user="{h}" password="{s}"/>)",
    R"({"host":"{h}","env":[{"name":"DB_PASSWORD","value":"{s}"}]})",
    R"(<property name="host" value="{h}"/><property name="password" value="{s}"/>)",
    R"(<entry key="host">{h}</entry><entry key="db.password">{s}</entry>)",
    "<dict><key>host</key><string>{h}</string><key>password</key><string>{s}</string></dict>",
    "env:\n- name: HOST\n  value: {h}\n- name: DB_PASSWORD\n  value: {s}\n",
    R"({h} [('Authorization', '{s}'), ('Accept', '*/*')])",
};

inline constexpr std::string_view percent_forms[] = {
    "{h} body=[[password={s}]]",
    "{h} next=[[https://shop.example/cb?access_token={s}]]",
    "{h} next=[[https://ada:{s}@shop.example/]]",
    "{h} [[Authorization: Bearer {s}]]",
};

inline constexpr std::string_view encoded_forms[] = {
    "{h} body [[user=ada&password={s}]]",
    R"({h} body [[{"user":"ada","api_key":"{s}"}]])",
    "{h} body [[Authorization: Bearer {s}]]",
};

inline constexpr std::string_view basic_forms[] = {
    "{h} Authorization: Basic [[ada:{s}]]",
    "{h} refused Basic [[ada:{s}]]",
};

inline constexpr std::string_view connection_forms[] = {
    "{h} Server=db;Database=shop;Uid=app;Pwd={s};",
    "{h} host=db user=app password={s} dbname=shop",
    "{h} Driver={SQL Server};Server=db;PWD={s}",
    "{h} DefaultEndpointsProtocol=https;AccountName=shop;AccountKey={s}{s}==;EndpointSuffix=core.example",
    "{h} Endpoint=sb://shop.example/;SharedAccessKeyName=root;SharedAccessKey={s}",
    "{h} jdbc:mysql://db/shop?user=app&password={s}",
    "{h} PWD={s};Server=db;UID=app",
    "{h} UID=app; PWD={s}; Server=db",
    "{h} jdbc:oracle:thin:app/{s}@db:1521/shop",
    "{h} jdbc:oracle:oci:app/{s}@//db:1521/shop",
};

inline constexpr std::string_view command_forms[] = {
    "{h}: mysql --user app --password {s} shop",
    "{h}: mysql --user=app --password={s} shop",
    "{h}: curl -u ada:{s} https://shop.example",
    "{h}: deploy --api-key {s} --region eu",
    "{h}: PGPASSWORD={s} psql shop",
    "{h}: sshpass -p {s} ssh ada@shop",
    "{h}: sshpass -p{s} ssh ada@shop",
    "{h}: deploy --token '{s}'",
    "{h}: mysql -u app -p{s} shop",
    "{h}: redis-cli -h cache -a {s} ping",
    "{h}: docker login -u ada -p {s} registry.shop.example",
    "{h}: ldapsearch -x -D cn=admin -w {s} -b dc=shop",
    R"({h}: ["mongosh", "-u", "ada", "-p", "{s}"])",
    "{h}: smbclient //files/share -U ada%{s}",
    "{h}: htpasswd -b /etc/htpasswd ada {s}",
    "{h}: openssl rsa -passin pass:{s} -in a.pem",
    "{h}: sqlplus app/{s}@db",
    "{h}: expdp app/{s}@//db:1521/shop schemas=app",
};

inline constexpr std::string_view token_forms[] = {
    "{h} ghp_{s}{12}", "{h} sk_live_{s}", "{h} xoxb-{12}-{12}-{s}",
    "{h} glpat-{20}",  "{h} npm_{s}{12}", "{h} github_pat_{20}_{s}{s}",
    "{h} rk_live_{s}", "{h} gho_{s}{12}",
};

inline constexpr std::string_view account_forms[] = {
    "{h} card {card} declined", "{h} card {card4} declined", "{h} card number {card}", "{h} to {iban}",
    "{h} to {iban4}",           "{h} {card},{card}",
};

inline constexpr std::string_view harmless_forms[] = {
    "order {h} is late",
    "{h}",
    "user={h}, region={h}",
    "GET /orders/{h}?page={h}",
    "https://shop.example/{h}/{h}.html",
    R"({"order":"{h}","buyer":"{h}"})",
    "cannot open /var/lib/shop/{h}.db: no such file",
    "author: {h}; tokenizer={h}",
    "mkdir -p {h}; docker run -p 8080:80 {h}",
    "PWD=/srv/{h}",
    "npm/{h}@1.2.3",
    R"({"order":"{h}","city":"M\u00fcnchen","note":"{h} &amp; {h}"})",
};

}  // namespace canary

#endif
