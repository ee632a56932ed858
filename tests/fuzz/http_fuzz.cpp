// SPDX-License-Identifier: MIT
// What a client sends, of any bytes: nothing behind it is read, what is told of it is bounded and lies where it may,
// and a body that another parser accepts is told as a value.

#include <loccer/integrations/http/cookies.hpp>
#include <loccer/integrations/http/json_body.hpp>
#include <loccer/integrations/http/multipart.hpp>
#include <loccer/integrations/http/pairs.hpp>
#include <loccer/json/sink.hpp>
#include <loccer/json/writer.hpp>
#include <loccer/policy/rules.hpp>
#include <loccer/reflect/reflect.hpp>

#include "support.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace {

namespace http = loccer::http;

/// *Returns* a text of pieces that mean something in one of the formats, and of any bytes between them.
std::string any_text(FuzzedDataProvider& bytes) {
    std::string text;
    while (bytes.remaining_bytes() != 0) {
        switch (bytes.ConsumeIntegral<std::uint8_t>() % 4) {
            case 0: text += bytes.ConsumeRandomLengthString(20); break;
            case 1:
                text.append(bytes.ConsumeIntegral<std::uint8_t>() * 4U, bytes.PickValueInArray({'[', '9', '&', 'x'}));
                break;
            default:
                text += bytes.PickValueInArray({"{",        "}",       "[",
                                                "]",        ",",       ":",
                                                "\"",       "\"a\":",  "\"k\"",
                                                "\\u00e9",  "\\ud83d", "\\n",
                                                "\\",       "null",    "1e5",
                                                "-0.5",     "&",       "=",
                                                "%",        "%41",     "%c3%a9",
                                                "+",        ";",       " ",
                                                "\"pin\"",  "\t",      "name=",
                                                "\\udc00",  "\n--X",   "--X",
                                                "--",       "\r\n",    "Content-Disposition: form-data; ",
                                                "filename="});
                break;
        }
    }
    return text;
}

void tell_pairs(std::string_view text) {
    std::size_t told = 0;
    http::for_each_query_pair(text, [&](std::string_view name, std::string_view value, std::size_t whole_size) {
        ++told;
        fuzz::check(name.size() <= text.size() && value.size() <= whole_size && whole_size <= text.size(),
                    "more was decoded than was sent");
    });
    fuzz::check(told <= http::max_pairs, "too many pairs were told");
    told = 0;
    http::for_each_cookie(text, [&](std::string_view name, std::string_view value) {
        ++told;
        const auto lies_within = [&](std::string_view part) {
            return part.empty() ||
                   (part.data() >= text.data() && part.data() + part.size() <= text.data() + text.size());
        };
        fuzz::check(lies_within(name) && lies_within(value), "a cookie lies beyond its header");
    });
    fuzz::check(told <= http::max_pairs, "too many cookies were told");
}

void tell_parts(std::string_view text) {
    std::size_t told = 0;
    std::size_t size = 0;
    http::for_each_part(text, "X", [&](const http::MultipartPart& part) {
        ++told;
        size += part.headers.size() + part.content.size();
        http::with_field_name(part, [&](std::string_view name) {
            fuzz::check(name.size() <= part.name.size(), "a name is longer than it was sent");
        });
    });
    fuzz::check(told <= http::max_pairs, "too many parts were told");
    fuzz::check(size <= text.size(), "parts share bytes");
    fuzz::check(http::boundary_of(text).size() < text.size() + 1, "a boundary lies beyond its header");
}

struct Rules : loccer::policy::OpenRules {
    static constexpr bool redacts(std::string_view key) noexcept { return key == "pin"; }
};

void tell_body(std::string_view text, std::size_t capacity) {
    const std::unique_ptr<char[]> storage{new char[capacity]};
    loccer::json::Writer writer{{storage.get(), capacity}};
    loccer::json::RedactingSink<Rules> sink{writer};
    const http::JsonBody body(text);
    // That parser takes a zero byte for the end of a text.
    const bool is_accepted = text.find('\0') == std::string_view::npos && nlohmann::json::accept(text);
    fuzz::check(body.is_json() || !is_accepted, "another parser accepts it");

    loccer::reflect::describe(sink, body);

    if (writer.size() != 0) (void)fuzz::checked(writer.view());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    FuzzedDataProvider bytes(data, size);
    const std::size_t capacity = bytes.ConsumeIntegralInRange<std::size_t>(0, 70'000);
    const std::string text = any_text(bytes);
    const fuzz::ExactBytes exact(text);

    tell_pairs(exact.view());
    tell_parts(exact.view());
    tell_body(exact.view(), capacity);
    return 0;
}
