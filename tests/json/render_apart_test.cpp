// SPDX-License-Identifier: MIT
#include <loccer/json/render_apart.hpp>

#include "../support/fake_rules.hpp"
#include "../support/json_parts.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstring>
#include <memory>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace {

using loccer::Event;
using loccer::FrameLocals;
using loccer::WrittenLocals;
using loccer::json::Apart;
using namespace loccer::literals;

/// A made-up record: which locals stand in which frame is what a log finds out with the names.
template <class Rules>
struct Sample {
    json_parts::PartsUnder<Rules> parts;
    Event event;
    std::vector<std::string> tapes;
    std::vector<std::size_t> frame_of;  ///< of each tape

    void add(std::string tape, std::size_t frame) {
        tapes.push_back(std::move(tape));
        frame_of.push_back(frame);
        parts.stack[frame].tapes.push_back(tapes.back());
    }
};

/// What end_record() asks for when the frames are known.
template <class Rules>
struct LaterParts {
    const Sample<Rules>& sample;
    const Apart& apart;
    std::span<const WrittenLocals> written;

    [[nodiscard]] static bool frames_are_lasting() { return false; }
    [[nodiscard]] std::string_view written_globals() const { return apart.globals; }
    [[nodiscard]] std::uint64_t dropped() const { return sample.parts.dropped_records; }
    template <class Visit>
    void frames(Visit&& visit) {
        for (std::size_t frame = 0; frame < sample.parts.stack.size(); ++frame) {
            std::vector<FrameLocals> locals;
            for (std::size_t i = 0; i < sample.tapes.size(); ++i) {
                if (sample.frame_of[i] != frame) continue;
                locals.emplace_back();
                locals.back().written = &written[i];
            }
            visit(sample.parts.stack[frame].frame, std::span<const FrameLocals>{locals});
        }
    }
};

/// *Returns* the line that was made of parts; empty where the record has to be made at once.
template <class Rules>
std::string line_of_parts(Sample<Rules>& sample, std::size_t storage_size) {
    using Context = loccer::json::Context<Rules>;
    const std::unique_ptr<char[]> first{new char[storage_size]};
    const std::unique_ptr<char[]> second{new char[storage_size]};
    const auto work = std::make_unique<loccer::json::RenderWork>();
    std::vector<FrameLocals> locals;
    for (const std::string& tape : sample.tapes) {
        locals.emplace_back();
        locals.back().tape = tape;
    }
    sample.event.locals = locals;
    std::array<WrittenLocals, 16> written;
    Apart apart;
    if (!loccer::json::begin_record<Context>({first.get(), storage_size}, *work, sample.event, sample.parts)) return {};
    const std::string head{work->writer->view()};
    const bool is_apart = loccer::json::render_apart<Context>(*work, sample.event, sample.parts, written, apart);
    if (!is_apart) {
        EXPECT_EQ(work->writer->view(), head);
        return {};
    }
    if (!loccer::json::resume_record({second.get(), storage_size}, *work, apart)) return {};
    LaterParts<Rules> later{sample, apart, written};
    return std::string{loccer::json::end_record<Context>({second.get(), storage_size}, *work, sample.event, later)};
}

/// Texts and numbers with all that makes one differ from another in a record.
class Values {
  public:
    explicit Values(unsigned seed) : random_(seed) {}

    std::size_t up_to(std::size_t most) { return random_() % (most + 1); }
    std::string text(std::size_t most) {
        constexpr std::string_view parts[] = {"a",    "order ",       "\"", "\n", "<secret>",
                                              "\xFF", "\xE2\x82\xAC", "\\", "{",  "]"};
        std::string made;
        const std::size_t size = up_to(most);
        while (made.size() < size) made += parts[up_to(std::size(parts) - 1)];
        return made;
    }
    template <class Tape>
    void value(Tape& tape, std::size_t most, int depth = 0) {
        switch (up_to(depth < 3 ? 6 : 4)) {
            case 0: tape.integer(static_cast<std::int64_t>(random_())); break;
            case 1: tape.number(static_cast<double>(up_to(1000)) / 8); break;
            case 2: tape.null(); break;
            case 3: tape.boolean(true); break;
            case 4: tape.text(text(most)); break;
            case 5:
                if (!tape.begin_array()) break;
                for (std::size_t i = up_to(4); i > 0 && tape.element(); --i) value(tape, most, depth + 1);
                tape.end_array();
                break;
            default:
                if (!tape.begin_object()) break;
                members(tape, most, depth + 1);
                tape.end_object();
                break;
        }
    }
    template <class Tape>
    void members(Tape& tape, std::size_t most, int depth = 0) {
        constexpr std::string_view keys[] = {"qty", "total", "order.id", "password", "x\"y", "<key>", "qty", "\xFE"};
        for (std::size_t i = up_to(4); i > 0; --i) {
            if (tape.key(keys[up_to(std::size(keys) - 1)])) value(tape, most, depth);
        }
    }

  private:
    std::mt19937 random_;
};

template <class Rules>
Sample<Rules> made_up(unsigned seed) {
    Values values{seed};
    Sample<Rules> sample;
    static std::vector<std::string> texts;  // what frames and events borrow
    texts.clear();
    texts.reserve(256);
    const auto keep = [](std::string text) -> std::string_view { return texts.emplace_back(std::move(text)); };
    const std::size_t most = std::size_t{1} << values.up_to(9);
    sample.event.exception.error = {keep(values.text(40)), keep(values.text(most * 8))};
    sample.event.thread = {17, "worker"};
    sample.event.frames_omitted = values.up_to(3) == 0 ? 5 : 0;
    sample.event.locals_omitted = values.up_to(3) == 0 ? 2 : 0;
    sample.parts.dropped_records = values.up_to(1);
    const std::string integration = values.text(most * 4);
    sample.parts.write_integrations = [integration](auto& out) { out.field("facts"_key, integration); };
    const std::string global = values.text(most * 4);
    if (values.up_to(3) != 0)
        sample.parts.write_globals = [global](auto& out) { out.field(std::string{"build"}, global); };
    const std::size_t frames = values.up_to(40);
    for (std::size_t i = 0; i <= frames; ++i) {
        loccer::Frame frame;
        if (values.up_to(4) != 0) frame.filename = keep(values.text(60));
        frame.lineno = static_cast<std::uint32_t>(values.up_to(300));
        frame.name = keep(values.text(values.up_to(10) == 0 ? 2500 : 120));
        frame.line = keep(values.text(80));
        if (values.up_to(4) != 0) frame.module = keep(values.text(60));
        frame.offset = values.up_to(1 << 20);
        sample.parts.stack.push_back({frame, {}});
    }
    for (std::size_t i = values.up_to(6); i > 0; --i) {
        sample.add(json_parts::tape([&](auto& tape) { values.members(tape, most); }), values.up_to(frames));
    }
    return sample;
}

/// *Returns* how many of many records were written apart, each of them the same as at once.
template <class Rules>
std::size_t same_in_all(std::size_t storage_size) {
    std::size_t apart = 0;
    for (unsigned seed = 0; seed < 150; ++seed) {
        Sample<Rules> sample = made_up<Rules>(seed);

        const std::string at_once = json_parts::line(sample.event, sample.parts, storage_size);
        const std::string of_parts = line_of_parts(sample, storage_size);

        if (of_parts.empty()) continue;
        ++apart;
        EXPECT_EQ(of_parts, at_once) << "seed " << seed;
        json_check::checked_line(of_parts);
    }
    return apart;
}

TEST(RenderApart, MakesTheSameRecordsAsRender) { EXPECT_GT(same_in_all<json_parts::Rules>(1 << 16), 130U); }

TEST(RenderApart, MakesTheSameRecordsUnderRulesThatLookThroughTexts) {
    EXPECT_GT(same_in_all<fake_rules::Bracketed>(1 << 16), 130U);
}

TEST(RenderApart, MakesTheSameRecordsWhereFramesAreLeftOut) {
    EXPECT_GT(same_in_all<json_parts::Rules>(16 << 10), 100U);
    EXPECT_GT(same_in_all<fake_rules::Bracketed>(13 << 10), 30U);
}

TEST(RenderApart, MakesTheSameRecordsWhereLittleFits) {
    EXPECT_GT(same_in_all<json_parts::Rules>(2 << 10), 5U);
    EXPECT_GT(same_in_all<fake_rules::Bracketed>(4 << 10), 5U);
}

TEST(RenderApart, LeavesLocalsThatAreCutToRender) {
    Sample<json_parts::Rules> sample;
    sample.parts.stack.push_back({json_parts::raw_frame("/usr/bin/shop", 17), {}});
    sample.add(json_parts::tape(
                   [](auto& tape) {
                       if (tape.key("text")) tape.text(std::string(8000, '\x01'));
                   },
                   16 * 1024),
               0);

    EXPECT_EQ(line_of_parts(sample, 1 << 16), "");
}

TEST(RenderApart, LeavesGlobalsThatMayBeCutToRender) {
    Sample<json_parts::Rules> sample;
    sample.parts.write_globals = [](auto& out) { out.field("build"_key, std::string(6000, 'x')); };
    sample.parts.stack.push_back({json_parts::raw_frame("/usr/bin/shop", 17), {}});

    EXPECT_EQ(line_of_parts(sample, 1 << 16), "");
}

TEST(RenderApart, KeepsNothingThatIsRedacted) {
    Sample<json_parts::Rules> sample;
    sample.parts.stack.push_back({json_parts::raw_frame("/usr/bin/shop", 17), {}});
    sample.add(json_parts::tape([](auto& tape) {
                   if (tape.key("password")) tape.text("hunter2");
               }),
               0);
    const std::vector<char> storage_before(1 << 14);
    std::vector<char> storage = storage_before;
    const auto work = std::make_unique<loccer::json::RenderWork>();
    std::array<FrameLocals, 1> locals{};
    locals[0].tape = sample.tapes[0];
    sample.event.locals = locals;
    std::array<WrittenLocals, 16> written;
    Apart apart;
    ASSERT_TRUE(loccer::json::begin_record<json_parts::Context>(storage, *work, sample.event, sample.parts));

    ASSERT_TRUE(loccer::json::render_apart<json_parts::Context>(*work, sample.event, sample.parts, written, apart));

    EXPECT_EQ(written[0].members, R"([{"password":"[REDACTED]"}])");
    EXPECT_EQ(written[0].redactions, 1U);
    const std::string_view all{storage.data(), storage.size()};
    EXPECT_EQ(all.find("hunter2"), std::string_view::npos);
}

}  // namespace
