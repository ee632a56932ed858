// SPDX-License-Identifier: MIT
// The kernels that escape texts: all of them write the same bytes, which a parser reads as the text.

#include <loccer/json/escape.hpp>

#include "../json/kernels.hpp"
#include "support.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace {

namespace json = loccer::json;

using kernels::Escaped;
using kernels::in_steps;
using kernels::one_by_one;
using kernels::run;

void check_cut(std::string_view text, const Escaped& whole, std::size_t room) {
    const std::unique_ptr<char[]> out{new char[room]};
    const char* in = text.data();
    std::size_t repaired = 0;
    const char* const end = json::escape_within(in, text.data() + text.size(), out.get(), out.get() + room, repaired);
    const std::string_view written{out.get(), static_cast<std::size_t>(end - out.get())};
    fuzz::check(written.size() <= room, "more was written than there is room for");
    fuzz::check(std::string_view{whole.text}.starts_with(written), "a cut text begins in another way");
    const auto taken = static_cast<std::size_t>(in - text.data());
    fuzz::check(taken == text.size() || written.size() + json::max_escape + 2 > room, "more would have found room");
    const Escaped rest = run(&one_by_one, text.substr(taken));
    fuzz::check(written.size() + rest.text.size() == whole.text.size(), "a cut went through a sequence");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    const fuzz::ExactBytes source({reinterpret_cast<const char*>(data), size});
    const std::size_t shift = 2 + data[0] % 16U;
    const std::string_view text = source.view().substr(shift < size ? shift : size);

    const Escaped expected = run(&one_by_one, text);
    const auto agrees = [&](const char* kernel, auto run_kernel) {
        fuzz::check(run(run_kernel, text, shift) == expected, kernel);
    };
    agrees("escape", &json::escape);
    agrees("escape_portable", &json::escape_portable);
    agrees("escape_blocks, halves", &json::escaping::escape_blocks<json::escaping::HalvesBits>);
#if LOCCER_CFG_SSE2
    agrees("escape_blocks, SSE2", &json::escaping::escape_blocks<json::escaping::Sse2Bits>);
    agrees("in steps", &in_steps<true>);
#endif
    agrees("in steps, without vectors", &in_steps<false>);
    check_cut(text, expected, data[1] * 4U);

    const std::string repaired = fuzz::repaired(text);
    fuzz::check(fuzz::checked('"' + expected.text + '"') == repaired, "it is read as another text");
    const auto replacements = [](std::string_view in) {
        std::size_t count = 0;
        for (std::size_t at = 0; (at = in.find("\xEF\xBF\xBD", at)) != std::string_view::npos; at += 3) ++count;
        return count;
    };
    fuzz::check(replacements(repaired) == replacements(text) + expected.repaired, "repairs are counted wrongly");
    return 0;
}
