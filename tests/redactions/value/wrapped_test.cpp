// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/wrapped.hpp>

#include <loccer/redactions/value/keyed_text.hpp>

#include <gtest/gtest.h>

#include "support/redacted.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace {

struct OnlyPassword {
    static inline std::size_t calls = 0;
    static bool redacts(std::string_view name) noexcept {
        ++calls;
        return name == "password";
    }
};
using Keyed = loccer::KeyedText<OnlyPassword>;
using InWrapped = loccer::Wrapped<2, Keyed>;

std::string redacted(std::string_view text) { return loccer_test::redacted<Keyed, InWrapped>(text); }

std::string base64(std::string_view text, std::string_view last = "+/") {
    const std::string ascii_letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + std::string(last);
    std::string result;
    unsigned group = 0;
    int bits = 0;
    for (const char byte : text) {
        group = group << 8 | static_cast<unsigned char>(byte);
        for (bits += 8; bits >= 6; bits -= 6) result += ascii_letters[group >> (bits - 6) & 63];
    }
    if (bits > 0) result += ascii_letters[group << (6 - bits) & 63];
    while (result.size() % 4 != 0) result += '=';
    return result;
}

/// *Returns* base64 in lines of `width` letters with `line_break` between them.
std::string lines_of(std::string_view text, std::size_t width, std::string_view line_break) {
    const std::string letters = base64(text);
    std::string result;
    for (std::size_t at = 0; at < letters.size(); at += width) {
        if (at != 0) result += line_break;
        result += letters.substr(at, width);
    }
    return result;
}

std::string coded(std::string_view text, std::string_view prefix) {
    std::string result;
    for (const char byte : text) {
        (result += prefix) += "0123456789abcdef"[static_cast<unsigned char>(byte) >> 4];
        result += "0123456789abcdef"[static_cast<unsigned char>(byte) & 15];
    }
    return result;
}

TEST(Wrapped, RemovesARunOfBase64WithASecret) {
    for (std::size_t before = 0; before < 40; ++before) {
        const std::string secret = base64(std::string(before, '.') + "password=hunter2");

        EXPECT_EQ(redacted("a " + secret + " b"), "a [REDACTED] b") << before;
        EXPECT_EQ(redacted("\"" + secret + "\""), "\"[REDACTED]\"") << before;
    }
}

TEST(Wrapped, RemovesBase64InLinesFromTheLineInWhichASecretBegins) {
    for (const std::size_t width : {60U, 64U, 72U, 76U}) {
        for (const std::string_view line_break : {"\n", "\r\n", "\\n", "\\r\\n", "\\\\n", "\n    ", "\\\n"}) {
            for (std::size_t before = 0; before < 150; ++before) {
                const std::string start(before, '.');
                const std::string text = start + R"("password":"hunter2 and words",)" + std::string(100, '.');
                const std::string in_lines = lines_of(text, width, line_break);

                const std::string shown = redacted("a " + in_lines + " b");

                const std::size_t kept = shown.find("[REDACTED] b");
                ASSERT_NE(kept, std::string::npos) << in_lines;
                EXPECT_EQ(shown.substr(0, kept), ("a " + in_lines).substr(0, kept));
                EXPECT_LE(kept, 2 + before * 4 / 3 + (before / (width / 4 * 3)) * line_break.size() + 4) << in_lines;
            }
        }
    }
}

TEST(Wrapped, OfBase64InLinesTakesNoTextBehindIt) {
    const std::string secret =
        lines_of("{\"user\":\"ada\"," + std::string(60, '.') + "\"password\":\"hunter2\"}", 76, "\n");

    EXPECT_EQ(redacted(secret + "\nand so on"), "[REDACTED]\nand so on");
    EXPECT_EQ(redacted(base64("password=hunter2") + "\nwords"), "[REDACTED]\nwords");
}

TEST(Wrapped, LeavesBase64InLinesWithoutASecret) {
    for (const std::string_view line_break : {"\n", "\r\n", "\\n"}) {
        std::string sentence;
        for (int i = 0; i < 40; ++i) sentence += "a harmless sentence, ";
        const std::string text = lines_of(sentence, 76, line_break);

        EXPECT_EQ(redacted(text), text);
    }
}

TEST(Wrapped, RemovesBase64OfTextThatBeginsBeyondAscii) {
    for (const std::string_view begin :
         {"M\u00FCnchen ", "\uFEFF", "\u00DC", "\u5BC6\u7801 ", "\u043F\u0430\u0440 ", "\U0001F511"}) {
        const std::string text = std::string(begin) + " password=hunter2";

        EXPECT_EQ(redacted("a " + base64(text) + " b"), "a [REDACTED] b") << text;
        EXPECT_EQ(redacted("a " + coded(text, "") + " b"), "a [REDACTED] b") << text;
    }
}

TEST(Wrapped, RemovesHexadecimalDigitsInCapitals) {
    EXPECT_EQ(redacted("C39C2070617373776F72643D68756E74657232 b"), "[REDACTED] b");
}

TEST(Wrapped, RemovesBase64BehindALineBreakThatIsWritten) {
    EXPECT_EQ(redacted("a\\n" + base64("password=hunter2")), "a\\n[REDACTED]");
    EXPECT_EQ(redacted("a\\r\\n" + base64("password=hunter2")), "a\\r\\n[REDACTED]");
}

TEST(Wrapped, RemovesBase64UrlAndWhatStandsBehindASlash) {
    EXPECT_EQ(redacted(base64("password=?>?>?>~~~", "-_")), "[REDACTED]");
    EXPECT_EQ(redacted("data/" + base64("password=hunter2") + " b"), "data/[REDACTED] b");
    EXPECT_EQ(redacted("a_b-" + base64("password=hunter2")), "a_b-[REDACTED]");
}

TEST(Wrapped, RemovesHexadecimalDigits) {
    EXPECT_EQ(redacted("a " + coded("password=hunter2", "") + " b"), "a [REDACTED] b");
    EXPECT_EQ(redacted("0x" + coded("password=hunter2", "")), "0x[REDACTED]");
}

TEST(Wrapped, RemovesTheValueInPercentEncodedText) {
    EXPECT_EQ(redacted("?a=%7B%22password%22%3A%22x1%22%2C%22b%22%3A1%7D"),
              "?a=%7B%22password%22%3A%22[REDACTED]%22%2C%22b%22%3A1%7D");
    EXPECT_EQ(redacted("/?next=https%3A%2F%2Fx%2F%3Fpassword%3Dabc%26b%3D1"),
              "/?next=https%3A%2F%2Fx%2F%3Fpassword%3D[REDACTED]%26b%3D1");
    EXPECT_EQ(redacted(coded("password=hunter2", "%")), coded("password=", "%") + "[REDACTED]");
}

TEST(Wrapped, RemovesEachSecretOfALongPercentEncodedText) {
    std::string text;
    std::string wanted;
    for (int i = 0; i < 100; ++i) {
        text += "%22password%22%3A%22x1%22%2C";
        wanted += "%22password%22%3A%22[REDACTED]%22%2C";
    }

    EXPECT_EQ(redacted(text), wanted);
}

TEST(Wrapped, RemovesALongPercentEncodedSecret) {
    std::string secret;
    for (int i = 0; i < 2000; ++i) secret += "%41b";

    EXPECT_EQ(redacted("%22password%22%3A%22" + secret + " next"), "%22password%22%3A%22[REDACTED] next");
}

TEST(Wrapped, RemovesTheValueInTextWithEscapes) {
    EXPECT_EQ(redacted(R"({"a":1,"\u0070assword":"x1","b":2})"), R"({"a":1,"\u0070assword":"[REDACTED]","b":2})");
    EXPECT_EQ(redacted(R"("{\u0022password\u0022:\u0022x1\u0022,\u0022b\u0022:1}")"),
              R"("{\u0022password\u0022:\u0022[REDACTED]\u0022,\u0022b\u0022:1}")");
    EXPECT_EQ(redacted(R"("{\\u0022password\\u0022:\\u0022x1\\u0022}")"),
              R"("{\\u0022password\\u0022:\\u0022[REDACTED]\\u0022}")");
    EXPECT_EQ(redacted("{&quot;password&quot;:&quot;x1&quot;,&quot;b&quot;:1}"),
              "{&quot;password&quot;:&quot;[REDACTED]&quot;,&quot;b&quot;:1}");
    EXPECT_EQ(redacted("{&#34;password&#x22;:&#34;x1&#34;}"), "{&#34;password&#x22;:&#34;[REDACTED]&#34;}");
    EXPECT_EQ(redacted(R"($'\x70assword=x1')"), R"($'\x70assword=[REDACTED]')");
    EXPECT_EQ(redacted(R"(password\075x1)"), R"(password\075[REDACTED])");
    EXPECT_EQ(redacted(coded("password=hunter2", "\\x")), coded("password=", "\\x") + "[REDACTED]");
    EXPECT_EQ(redacted("{\"body\":\"" + coded("password=hunter2", "\\u00") + "\"}"),
              "{\"body\":\"" + coded("password=", "\\u00") + "[REDACTED]\"}");
}

TEST(Wrapped, LeavesTextWithEscapesThatHasNoSecret) {
    for (const std::string_view text :
         {R"({"name":"Gr\u00f6\u00dfe","n":1})", "a &lt;b&gt; &amp; c&#39;s", R"(C:\xabc\users\123)", R"(\u001b[0m)",
          R"({"word":"\u0070assword"})", "?a=1&amp;b=2"}) {
        EXPECT_EQ(redacted(text), text);
    }
}

TEST(Wrapped, FindsASecretAnywhereInALongTextOfEscapes) {
    for (std::size_t before = 0; before < 2500; before += 61) {
        const std::string text = coded(std::string(before, '.') + " password=", "\\u00");

        EXPECT_TRUE(redacted(text + coded("hunter2", "\\u00") + " b") == text + "[REDACTED] b") << before;
        EXPECT_TRUE(redacted(std::string(before, '.') + R"("\u0070assword":"x1")") ==
                    std::string(before, '.') + R"("\u0070assword":"[REDACTED]")")
            << before;
    }
}

TEST(Wrapped, FindsASecretAnywhereInALongRun) {
    for (std::size_t before = 0; before < 2500; before += 61) {
        const std::string text = std::string(before, '.') + "password=hunter2" + std::string(600, '.');

        EXPECT_TRUE(redacted(base64(text) + " b") == "[REDACTED] b") << before;
        EXPECT_TRUE(redacted(coded(text, "") + " b") == "[REDACTED] b") << before;
    }
}

TEST(Wrapped, RemovesASecretThatIsWrappedTwice) {
    EXPECT_EQ(redacted(base64(base64("password=hunter2"))), "[REDACTED]");
    EXPECT_EQ(redacted(base64(coded("password=hunter2", ""))), "[REDACTED]");
    EXPECT_EQ(redacted(coded(base64("password=hunter2"), "%")), "[REDACTED]");
}

TEST(Wrapped, RemovesUnseenWhatIsWrappedMoreOften) {
    EXPECT_EQ(redacted(base64(base64(base64("a harmless sentence")))), "[REDACTED]");
}

TEST(Wrapped, LeavesRunsWithoutSecrets) {
    for (const std::string& text :
         {base64("a harmless sentence"), base64(base64("a harmless sentence")), coded("a harmless sentence", ""),
          coded("harmless", "%"), std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
          std::string("/usr/lib/x86_64-linux-gnu/libstdc++.so.6.0.30"), std::string("100%25 of 50%"),
          std::string("_ZN6loccer2v110redactions11TextScannerIJEE4nextERKNS1_4TextEm"),
          std::string("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), std::string("%"), std::string("%4"), std::string("%41")}) {
        EXPECT_EQ(redacted(text), text);
    }
}

TEST(Wrapped, LooksAtABoundedNumberOfNamesInHostileTexts) {
    for (const std::string& piece :
         {base64("password"), base64("a=b;c=d;"), coded("a=b;", ""), std::string("%61%3D%62%26"), std::string("%3D"),
          std::string("/YWFhYWFhYWFhYWFhYWFh"), base64(base64("a=b;c=d;e=")), std::string("a"),
          std::string(R"(\u003d)"), std::string(R"(\u0061=b;)"), std::string("&quot;a&quot;:"), std::string(R"(\075)"),
          std::string(R"(a=b;\u0061%3D)"), lines_of(std::string(57, 'a'), 76, "") + "\n",
          lines_of("password=abcdefghijklmnopqrstu", 40, "") + "\n",
          lines_of("a=b;c=d;e=f;g=h;i=j;k=l;m=n;o=", 40, "") + "\\n"}) {
        std::string text;
        while (text.size() < 1'000'000) text += piece;
        OnlyPassword::calls = 0;

        redacted(text);

        EXPECT_LE(OnlyPassword::calls, 4 * text.size()) << piece;
    }
}

}  // namespace
