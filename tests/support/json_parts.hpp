// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_SUPPORT_JSON_PARTS_HPP
#define LOCCER_TESTS_SUPPORT_JSON_PARTS_HPP

// What the tests of the JSON layer render: a log's rules, its parts and an event, small and made up.

#include "json_check.hpp"

#include <gtest/gtest.h>

#include <loccer/event/event.hpp>
#include <loccer/json/context.hpp>
#include <loccer/json/object.hpp>
#include <loccer/json/render.hpp>
#include <loccer/json/sink.hpp>
#include <loccer/json/writer.hpp>
#include <loccer/reflect/tape.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace json_parts {

/// Removes what stands under `password` and `api_token`.
struct Rules : loccer::policy::OpenRules {
    static constexpr bool verdicts_last = true;
    static constexpr bool redacts(std::string_view key) noexcept { return key == "password" || key == "api_token"; }
};
using Context = loccer::json::Context<Rules>;
using Object = loccer::json::Object<Context>;
using Sink = loccer::json::RedactingSink<Rules>;

/// *Returns* what `body(object)` writes as the members of an object, checked by both parsers.
template <class Body>
nlohmann::json object(Body&& body, std::size_t storage_size = 1 << 16) {
    const std::unique_ptr<char[]> storage{new char[storage_size]};
    loccer::json::Writer writer{{storage.get(), storage_size}};
    writer.begin_object();
    Object out{writer};
    body(out);
    writer.end_object();
    return json_check::checked(writer.view());
}

/// *Returns* a tape with the members that `body(tape)` gives.
template <class Body>
std::string tape(Body&& body, std::size_t size = 8192) {
    std::vector<char> storage(size);
    loccer::reflect::Tape tape{storage};
    if (tape.begin_object()) {
        body(tape);
        tape.end_object();
    }
    return std::string{tape.bytes()};
}

/// A frame and the tapes of its locals, which it owns.
struct FrameWithLocals {
    loccer::Frame frame;
    std::vector<std::string> tapes{};
};

/// *Returns* a frame of which only the place in a module is known.
inline loccer::Frame raw_frame(std::string_view module, std::uintptr_t offset) {
    loccer::Frame frame;
    frame.module = module;
    frame.offset = offset;
    return frame;
}

/// The parts of a log with these rules that render() asks for.
template <class Rules>
struct PartsUnder {
    using Context = loccer::json::Context<Rules>;
    using Object = loccer::json::Object<Context>;
    using Sink = loccer::json::RedactingSink<Rules>;

    std::function<void(Object&)> write_integrations = [](Object&) {};
    std::function<void(Sink&)> write_data{};
    std::function<void(Object&)> write_globals{};
    std::vector<FrameWithLocals> stack{};
    std::uint64_t dropped_records = 0;

    void integrations(Object& out) { write_integrations(out); }
    [[nodiscard]] bool has_data() const { return static_cast<bool>(write_data); }
    void data(Sink& out) { write_data(out); }
    [[nodiscard]] bool has_globals() const { return static_cast<bool>(write_globals); }
    void globals(Object& out) { write_globals(out); }
    [[nodiscard]] std::uint64_t dropped() const { return dropped_records; }
    bool lasting = false;
    [[nodiscard]] bool frames_are_lasting() const { return lasting; }
    template <class Visit>
    void frames(Visit&& visit) {
        for (const FrameWithLocals& entry : stack) {
            std::vector<loccer::FrameLocals> locals;
            for (const std::string& bytes : entry.tapes) {
                locals.emplace_back();
                locals.back().tape = bytes;
            }
            visit(entry.frame, std::span<const loccer::FrameLocals>{locals});
        }
    }
};

using Parts = PartsUnder<Rules>;

/// *Returns* the line, from storage of exactly that size, so that sanitizers see any write beyond it.
/// \param work what other lines were written with, or nothing.
template <class PartsRules>
std::string line_with(loccer::json::RenderWork& work, const loccer::Event& event, PartsUnder<PartsRules>& parts,
                      std::size_t storage_size = 1 << 16) {
    const std::unique_ptr<char[]> storage{new char[storage_size]};
    return std::string{loccer::json::render<typename PartsUnder<PartsRules>::Context>({storage.get(), storage_size},
                                                                                      work, event, parts)};
}

/// As line_with(), with nothing known from before.
template <class PartsRules>
std::string line(const loccer::Event& event, PartsUnder<PartsRules>& parts, std::size_t storage_size = 1 << 16) {
    const auto work = std::make_unique<loccer::json::RenderWork>();
    return line_with(*work, event, parts, storage_size);
}

/// *Returns* the record, checked by both parsers and against the size.
template <class PartsRules>
nlohmann::json record(const loccer::Event& event, PartsUnder<PartsRules>& parts, std::size_t storage_size = 1 << 16) {
    const std::string text = line(event, parts, storage_size);
    EXPECT_LE(text.size(), storage_size);
    return json_check::checked_line(text);
}

}  // namespace json_parts

#endif
