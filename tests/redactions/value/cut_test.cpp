// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/cut.hpp>

#include <loccer/redactions/value/card_number.hpp>
#include <loccer/redactions/value/iban.hpp>
#include <loccer/redactions/value/jwt.hpp>

#include <gtest/gtest.h>

#include "support/redacted.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace {

using loccer::redactions::sure_end;

std::string_view sure(std::string_view text) { return text.substr(0, sure_end({text, true})); }

TEST(Cut, OfAWholeTextNothingIsLeftOut) { EXPECT_EQ(sure_end({"a b", false}), 3U); }

TEST(Cut, LeavesTheLastWordOut) {
    EXPECT_EQ(sure("disk slow on no"), "disk slow on ");
    EXPECT_EQ(sure("word"), "");
    EXPECT_EQ(sure("a\nb"), "a\n");
    EXPECT_EQ(sure(""), "");
}

TEST(Cut, KeepsTheBeginOfAVeryLongWord) { EXPECT_EQ(sure(std::string(1000, 'a')).size(), 744U); }

TEST(Cut, LeavesGroupsOfDigitsOut) {
    EXPECT_EQ(sure("card 4111 1111 1111 11"), "");
    EXPECT_EQ(sure("the card is 4111-1111 1111 11"), "the card is ");
    EXPECT_EQ(sure("to DE89 3704 0044 05"), "to ");
    EXPECT_EQ(sure("to GB29 NWBK 6016 13"), "to ");
    EXPECT_EQ(sure("4111 1111 1111 "), "");
}

TEST(Cut, LeavesNoPieceOfACardOrAccountWhereverATextIsCut) {
    using Scanner = loccer::redactions::TextScanner<loccer::CardNumber, loccer::Iban, loccer::Jwt>;
    for (const std::string_view secret :
         {"4111 1111 1111 1111", "4111111111111111", "3782-822463-10005", "GB29 NWBK 6016 1331 9268 19",
          "MT84 MALT 0110 0001 2345 MTLC AST0 01S", "eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UifQ"}) {
        const std::string text = "we paid for " + std::string(secret) + " today";
        for (std::size_t size = 0; size <= text.size(); ++size) {
            const loccer_test::Text cut{std::string_view(text).substr(0, size), true};

            const std::string whole = loccer_test::redacted_by<Scanner>(cut);
            const std::size_t dropped = size - sure_end(cut);
            const std::string written = whole.size() > dropped ? whole.substr(0, whole.size() - dropped) : "";

            EXPECT_EQ(written.find(secret.substr(0, 4)), std::string::npos) << written;
        }
    }
}

}  // namespace
