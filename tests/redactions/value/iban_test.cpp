// SPDX-License-Identifier: MIT
#include <loccer/redactions/value/iban.hpp>

#include <gtest/gtest.h>

#include "support/redacted.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace {

using loccer::Iban;
using loccer_test::redacted;

// Examples of the IBAN registry.
constexpr std::string_view accounts[] = {
    "AD1200012030200359100100",
    "AE070331234567890123456",
    "AL47212110090000000235698741",
    "AT611904300234573201",
    "AZ21NABZ00000000137010001944",
    "BA391290079401028494",
    "BE68539007547034",
    "BG80BNBG96611020345678",
    "BH67BMAG00001299123456",
    "BR1800360305000010009795493C1",
    "CH9300762011623852957",
    "CR05015202001026284066",
    "CY17002001280000001200527600",
    "CZ6508000000192000145399",
    "DE89370400440532013000",
    "DK5000400440116243",
    "DO28BAGR00000001212453611324",
    "EE382200221020145685",
    "ES9121000418450200051332",
    "FI2112345600000785",
    "FO6264600001631634",
    "FR1420041010050500013M02606",
    "GB29NWBK60161331926819",
    "GE29NB0000000101904917",
    "GI75NWBK000000007099453",
    "GL8964710001000206",
    "GR1601101250000000012300695",
    "GT82TRAJ01020000001210029690",
    "HR1210010051863000160",
    "HU42117730161111101800000000",
    "IE29AIBK93115212345678",
    "IL620108000000099999999",
    "IS140159260076545510730339",
    "IT60X0542811101000000123456",
    "JO94CBJO0010000000000131000302",
    "KW81CBKU0000000000001234560101",
    "KZ86125KZT5004100100",
    "LB62099900000001001901229114",
    "LI21088100002324013AA",
    "LT121000011101001000",
    "LU280019400644750000",
    "LV80BANK0000435195001",
    "MC5811222000010123456789030",
    "MD24AG000225100013104168",
    "ME25505000012345678951",
    "MK07250120000058984",
    "MR1300020001010000123456753",
    "MT84MALT011000012345MTLCAST001S",
    "MU17BOMM0101101030300200000MUR",
    "NL91ABNA0417164300",
    "NO9386011117947",
    "PK36SCBL0000001123456702",
    "PL61109010140000071219812874",
    "PS92PALS000000000400123456702",
    "PT50000201231234567890154",
    "QA58DOHB00001234567890ABCDEFG",
    "RO49AAAA1B31007593840000",
    "RS35260005601001611379",
    "SA0380000000608010167519",
    "SE4550000000058398257466",
    "SI56263300012039086",
    "SK3112000000198742637541",
    "SM86U0322509800000000270100",
    "TN5910006035183598478831",
    "TR330006100519786457841326",
    "UA213223130000026007233566001",
    "VG96VPVG0000012345678901",
    "XK051212012345678906",
};

TEST(Iban, RemovesTheExamplesOfTheRegistry) {
    for (const std::string_view account : accounts) {
        EXPECT_EQ(redacted<Iban>("to " + std::string(account) + ", now"), "to [REDACTED], now") << account;
    }
}

TEST(Iban, RemovesAccountsInGroupsOfFour) {
    for (const std::string_view account : accounts) {
        std::string grouped;
        for (std::size_t at = 0; at < account.size(); at += 4) {
            grouped += (at == 0 ? "" : " ") + std::string(account.substr(at, 4));
        }

        EXPECT_EQ(redacted<Iban>(grouped + " to"), "[REDACTED] to") << grouped;
    }
}

TEST(Iban, RemovesAnAccountInSmallLetters) {
    EXPECT_EQ(redacted<Iban>("iban=de89370400440532013000"), "iban=[REDACTED]");
}

TEST(Iban, LeavesAnAccountWithAWrongDigit) {
    for (const std::string_view account : accounts) {
        std::string wrong(account);
        char& digit = wrong[3];
        digit = digit == '9' ? '0' : static_cast<char>(digit + 1);

        EXPECT_EQ(redacted<Iban>(wrong), wrong);
    }
}

TEST(Iban, LeavesOtherCodes) {
    for (const std::string_view text :
         {"DE8937040044053201300", "DE893704004405320130001", "XDE89370400440532013000", "ZZ89370400440532013000",
          "it60 times", "AT61", "de89", "GB29 is a room", "utf16", "NO93", "md5", "DE89.3704.0044", "x86_64"}) {
        EXPECT_EQ(redacted<Iban>(text), text);
    }
}

}  // namespace
