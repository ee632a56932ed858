// SPDX-License-Identifier: MIT
#include <loccer/redactions/deny_list.hpp>
#include <loccer/redactions/value/cut.hpp>
#include <loccer/redactions/value/default_values.hpp>
#include <loccer/redactions/value/email.hpp>
#include <loccer/redactions/value/ip_address.hpp>
#include <loccer/redactions/value/mac_address.hpp>
#include <loccer/redactions/value/phone_number.hpp>
#include <loccer/redactions/value/social_security_number.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <cstring>
#include <iterator>
#include <memory>
#include <random>
#include <string>
#include <string_view>

namespace {

using loccer::redactions::Span;
using loccer::redactions::Text;
using loccer::redactions::TextKind;

struct RandomNames {
    static bool redacts(std::string_view name) noexcept { return loccer::DenyList::redacts_key(name); }
};
using Scanner = loccer::redactions::FullScanner<RandomNames, loccer::ApiToken, loccer::Bearer, loccer::Jwt, loccer::Pem,
                                                loccer::UrlUserinfo, loccer::CardNumber, loccer::Iban, loccer::Email,
                                                loccer::IpAddress, loccer::MacAddress, loccer::PhoneNumber,
                                                loccer::SocialSecurityNumber>;

constexpr std::string_view pieces[] = {
    "password",
    "token",
    "\"pin\"",
    "\\\"secret\\\"",
    "Cookie",
    "=",
    ":",
    ": ",
    "\"",
    "'",
    "\\",
    "%3D",
    "%22",
    "%",
    "&",
    ";",
    ",",
    " ",
    "\n",
    "\\n",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "<",
    ">",
    "</",
    "--",
    "-",
    "Bearer ",
    "basic ",
    "digest ",
    "Token ",
    "eyJ",
    "eyJhbGciOiJub25lIn0.",
    ".",
    "ghp_",
    "AKIA",
    "SG.",
    "xoxb-",
    "sk-",
    "4111",
    " 1111",
    "-1111",
    "1111111111111111",
    "DE89",
    " 3704",
    "0044",
    "-----BEGIN ",
    "A-----",
    "-----END",
    "http://",
    "ftp:",
    "//",
    "@",
    "host.example",
    "10.",
    "0.0.1",
    "::",
    "fe80",
    "00:1a:",
    "2b-",
    "+49",
    "219-09-",
    "9999",
    "cGFzc3dvcmQ9aHVudGVyMg",
    "70617373",
    "776f72643d6861",
    "==",
    "/",
    "R\"(",
    "#define ",
    "IDENTIFIED BY ",
    "null",
    "expected ",
    "\xC3\xA9",
    "std::string(",
    "https",
    "x",
    "Y0dGemMzZHZjbVE5YUhWdWRHVnlNZz09",
};

std::string random_text(std::mt19937& random) {
    std::string text;
    for (std::size_t count = random() % 24; count != 0; --count) {
        if (random() % 8 == 0) text += static_cast<char>(random() % 256);
        else text += pieces[random() % std::size(pieces)];
    }
    if (random() % 512 == 0) {
        const std::string once = text;
        while (text.size() < 3000 && !once.empty()) text += once;
    }
    return text;
}

TEST(RandomTexts, AreLookedThroughFromBeginToEndAndNoFurther) {
    std::mt19937 random(17);
    for (int round = 0; round < 100'000; ++round) {
        const std::string source = random_text(random);
        // A block of exactly this size, so that a sanitizer sees every byte that is read beyond it.
        const std::unique_ptr<char[]> bytes(new char[source.size()]);
        if (!source.empty()) std::memcpy(bytes.get(), source.data(), source.size());
        const Text text{
            {bytes.get(), source.size()}, random() % 2 == 0, random() % 2 == 0 ? TextKind::prose : TextKind::code};

        std::size_t at = 0;
        std::size_t count = 0;
        for (Span span = Scanner::next(text, at); !span.empty(); span = Scanner::next(text, at)) {
            ASSERT_GE(span.begin, at) << source;
            ASSERT_LE(span.end, source.size()) << source;
            at = span.end;
            ++count;
        }

        ASSERT_LE(count, source.size());
        ASSERT_LE(loccer::redactions::sure_end(text), source.size());
    }
}

}  // namespace
