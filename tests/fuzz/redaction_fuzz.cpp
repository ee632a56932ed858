// SPDX-License-Identifier: MIT
// Redaction of texts of any bytes: what is to be removed lies in the text and comes in order, nothing behind the text
// is read, and what a record gets is no longer than it may be.

#include <loccer/json/put_key.hpp>
#include <loccer/json/put_text.hpp>
#include <loccer/json/writer.hpp>
#include <loccer/redactions/key.hpp>
#include <loccer/redactions/rules.hpp>
#include <loccer/redactions/truncate.hpp>
#include <loccer/redactions/value.hpp>
#include <loccer/redactions/value/email.hpp>
#include <loccer/redactions/value/ip_address.hpp>
#include <loccer/redactions/value/mac_address.hpp>
#include <loccer/redactions/value/phone_number.hpp>
#include <loccer/redactions/value/social_security_number.hpp>

#include "support.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace {

using loccer::Span;
using loccer::Text;
using loccer::TextKind;
using loccer::json::Writer;
namespace json = loccer::json;

using Kinds = loccer::ValueRedaction<loccer::Email, loccer::IpAddress, loccer::MacAddress, loccer::PhoneNumber,
                                     loccer::SocialSecurityNumber>;
using Rules = loccer::redactions::RulesOf<Kinds, loccer::KeyRedaction<"badge-id">>;
using ShortTexts = loccer::redactions::RulesOf<Kinds, loccer::TruncateRedaction<40>>;

/// A text of pieces by which secrets are told, and of any bytes between them.
std::string any_text(FuzzedDataProvider& bytes) {
    std::string text;
    while (text.size() < 6000 && bytes.remaining_bytes() != 0 && bytes.ConsumeIntegral<std::uint8_t>() != 0) {
        switch (bytes.ConsumeIntegral<std::uint8_t>() % 4) {
            case 0: text += bytes.ConsumeRandomLengthString(60); break;
            case 1:
                text.append(bytes.ConsumeIntegral<std::uint8_t>(), bytes.PickValueInArray({'a', '1', ' ', '\\'}));
                break;
            default:
                text += bytes.PickValueInArray({"password",    "badge-id", "\"pin\"",  "\\\"secret\\\"",
                                                "Cookie",      "=",        ": ",       "\"",
                                                "'",           "\\",       "%3D",      "&",
                                                ";",           "\n",       "{",        "}",
                                                "<",           "</",       "--",       "Bearer ",
                                                "eyJ",         ".",        "ghp_",     "@",
                                                "4111",        "-1111",    "DE89",     "00:1a:",
                                                "fe80",        "::",       "10.",      "+49",
                                                "/",           "219-09",   "==",       "R\"(",
                                                "-----BEGIN ", "-----END", "https://", "cGFzc3dvcmQ9aHVudGVyMg",
                                                "\xC3\xA9"});
                break;
        }
    }
    return text;
}

/// *Returns* the text without its secrets as a parser gives it back, whose parts are repaired each by itself.
template <class AnyRules>
std::string without_secrets(const Text& text) {
    std::string result;
    std::size_t at = 0;
    std::size_t count = 0;
    for (Span span = AnyRules::next_secret(text, 0); span.begin < text.bytes.size();
         span = AnyRules::next_secret(text, at)) {
        fuzz::check(span.begin >= at && span.end <= text.bytes.size() && !span.empty(),
                    "a secret lies beyond its text");
        fuzz::check(++count <= text.bytes.size(), "there are more secrets than bytes");
        result += fuzz::repaired(text.bytes.substr(at, span.begin - at));
        result += AnyRules::marker;
        at = span.end;
    }
    return result + fuzz::repaired(text.bytes.substr(at));
}

/// How a text is given to a record.
struct Given {
    std::size_t capacity;
    std::size_t unknown;  ///< how many bytes of it are not at hand
    std::size_t most;
    TextKind kind;
};

/// *Effects* puts a text and a key into records, and compares them with what they may be.
template <class AnyRules>
void check_text(std::string_view bytes, const Given& given) {
    const fuzz::ExactBytes source(bytes);
    const Text whole{source.view(), false, given.kind};
    const Text cut{source.view(), true, given.kind};
    fuzz::check(AnyRules::sure_end(cut) <= bytes.size(), "more is sure than there is");
    (void)without_secrets<AnyRules>(cut);
    const std::string expected = without_secrets<AnyRules>(whole);

    const std::unique_ptr<char[]> storage{new char[given.capacity]};
    Writer writer{{storage.get(), given.capacity}};
    json::put_value_text<AnyRules>(writer, source.view(), bytes.size() + given.unknown, given.most, given.kind);
    const std::string written = fuzz::checked(writer.view()).template get<std::string>();
    constexpr std::size_t longest_remark = 64;
    constexpr std::size_t replacement_size = 3;
    const std::size_t most = std::min({given.most, AnyRules::max_text_bytes, bytes.size()});
    fuzz::check(
        written.size() <= replacement_size * most + writer.redactions() * AnyRules::marker.size() + longest_remark,
        "more of a text is shown than may be");
    const bool is_whole = given.unknown == 0 && most == bytes.size() && !writer.truncated();
    fuzz::check(!is_whole || written == expected, "a text is another one without its secrets");

    Writer object{{storage.get(), given.capacity}};
    object.begin_object();
    if (json::put_key<AnyRules>(object, source.view()) != json::BegunKey::none) object.null();
    object.end_object();
    (void)fuzz::checked(object.view());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    FuzzedDataProvider bytes(data, size);
    const Given given{bytes.ConsumeIntegralInRange<std::size_t>(Writer::value_room, 9000),
                      bytes.ConsumeBool() ? bytes.ConsumeIntegral<std::uint16_t>() : std::size_t{0},
                      bytes.ConsumeBool() ? bytes.ConsumeIntegral<std::uint16_t>() : std::size_t(-1),
                      bytes.ConsumeBool() ? TextKind::prose : TextKind::code};
    const std::string text = any_text(bytes);
    check_text<Rules>(text, given);
    check_text<ShortTexts>(text, given);
    return 0;
}
