// SPDX-License-Identifier: MIT
#include <loccer/json/render_frames.hpp>

#include "../support/json_parts.hpp"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace {

using json_parts::FrameWithLocals;
using json_parts::Parts;
using loccer::Frame;
using loccer::json::Writer;

struct Rendered {
    nlohmann::json frames;
    std::size_t omitted;
    bool truncated;
};

Rendered render(Parts& parts, std::size_t size = 1 << 16) {
    std::vector<char> storage(size);
    Writer writer{storage};
    writer.begin_array();
    loccer::json::frames_detail::FrameSizes sizes;
    const std::size_t omitted = loccer::json::put_frames<json_parts::Rules>(writer, sizes, parts);
    const bool truncated = writer.truncated();
    writer.end_array();
    return {json_check::checked(writer.view()), omitted, truncated};
}

/// Frames whose lines count from 1 for the outermost.
Parts stack_of(std::size_t count) {
    Parts parts;
    for (std::size_t i = 1; i <= count; ++i) {
        Frame frame;
        frame.filename = "/src/settle.cpp";
        frame.lineno = static_cast<std::uint32_t>(i);
        frame.name = "settle(Order const&, unsigned int)";
        parts.stack.push_back({frame});
    }
    return parts;
}

TEST(RenderFrames, WritesTheMembersOfAFrame) {
    Parts parts;
    parts.stack.push_back({{.filename = "/src/settle.cpp",
                            .lineno = 60,
                            .name = "settle(Order const&)",
                            .line = "if (total > 100) throw \"limit\";",
                            .module = "/usr/bin/shop",
                            .offset = 0x11f3,
                            .build_id = "9ac1"},
                           {json_parts::tape([](auto& tape) {
                               if (tape.key("qty")) tape.integer(15);
                               if (tape.key("total")) tape.number(149.85);
                           })}});
    std::vector<char> storage(1 << 12);
    Writer writer{storage};

    writer.begin_array();
    loccer::json::frames_detail::FrameSizes sizes;
    const std::size_t omitted = loccer::json::put_frames<json_parts::Rules>(writer, sizes, parts);
    writer.end_array();

    EXPECT_EQ(omitted, 0U);
    const std::string_view expected =
        R"_([{"filename":"/src/settle.cpp","lineno":60,"name":"settle(Order const&)",)_"
        R"_("line":"if (total > 100) throw \"limit\";","locals":{"qty":15,"total":149.85},)_"
        R"("module":"/usr/bin/shop","offset":"0x11f3","build_id":"9ac1"}])";
    EXPECT_EQ(writer.view(), expected);
}

TEST(RenderFrames, WritesNullForWhatIsUnknown) {
    Parts parts;
    parts.stack.emplace_back();

    const nlohmann::json frame = render(parts).frames[0];

    EXPECT_EQ(frame.size(), 8U);
    for (const auto& [key, value] : frame.items()) EXPECT_TRUE(value.is_null()) << key;
}

TEST(RenderFrames, KnowsAnOffsetOfZero) {
    Parts parts;
    parts.stack.push_back({json_parts::raw_frame("/usr/bin/shop", 0)});

    EXPECT_EQ(render(parts).frames[0]["offset"], "0x0");
}

TEST(RenderFrames, MergesTheLocalsOfOneFunctionAndRedactsThem) {
    Parts parts;
    parts.stack.push_back({{},
                           {json_parts::tape([](auto& tape) {
                                if (tape.key("i")) tape.integer(1);
                            }),
                            json_parts::tape([](auto& tape) {
                                if (tape.key("i")) tape.integer(2);
                                if (tape.key("password")) tape.text("hunter2");
                            })}});

    EXPECT_EQ(render(parts).frames[0]["locals"].dump(), R"({"i":1,"i#2":2,"password":"[REDACTED]"})");
}

TEST(RenderFrames, LeavesTheOutermostOutAndKeepsTheThrow) {
    for (std::size_t size = 300; size < 6000; size += 37) {
        Parts parts = stack_of(40);

        const Rendered rendered = render(parts, size);

        ASSERT_EQ(rendered.frames.size() + rendered.omitted, 40U);
        ASSERT_EQ(rendered.truncated, rendered.omitted != 0 || rendered.frames[0].size() != 8);
        ASSERT_FALSE(rendered.frames.empty());
        for (std::size_t i = 0; i < rendered.frames.size() && rendered.frames.size() > 1; ++i) {
            ASSERT_EQ(rendered.frames[i]["lineno"], rendered.omitted + i + 1);
        }
    }
}

TEST(RenderFrames, UsesTheRoomThereIs) {
    Parts parts = stack_of(100);

    const Rendered rendered = render(parts, 8000);

    EXPECT_GT(rendered.frames.dump().size(), 7500U);
}

TEST(RenderFrames, CountsMoreFramesThanItMeasures) {
    Parts parts = stack_of(3000);

    const Rendered rendered = render(parts, 1 << 15);

    EXPECT_EQ(rendered.frames.size() + rendered.omitted, 3000U);
    EXPECT_EQ(rendered.frames.back()["lineno"], 3000);
}

TEST(RenderFrames, LetsOneFramesLocalsNotCostTheOtherFrames) {
    Parts parts = stack_of(10);
    parts.stack[5].tapes.push_back(json_parts::tape(
        [](auto& tape) {
            for (int i = 0; i < 100; ++i) {
                if (tape.key("text" + std::to_string(i))) tape.text(std::string(1000, 'x'));
            }
        },
        200000));

    const Rendered rendered = render(parts, 10000);

    EXPECT_EQ(rendered.frames.size(), 10U);
    EXPECT_TRUE(rendered.truncated);
    EXPECT_GT(rendered.frames[5]["locals"].size(), 0U);
    EXPECT_LT(rendered.frames[5].dump().size(), 3500U);
}

TEST(RenderFrames, CutsEndlessNames) {
    const std::string endless(200000, 'n');
    Parts parts = stack_of(2);
    parts.stack[1].frame.name = endless;

    const Rendered rendered = render(parts);

    EXPECT_TRUE(rendered.frames[1]["name"].get<std::string>().ends_with("...[cut, 200000 bytes in all]"));
    EXPECT_TRUE(rendered.truncated);
}

TEST(RenderFrames, WritesAnInnermostFrameThatDoesNotFitAsFarAsItDoes) {
    const std::string path(1000, 'p');
    Parts parts;
    parts.stack.push_back({{path, 1, path, path, path, 0, path}});

    const Rendered rendered = render(parts, 500);

    ASSERT_EQ(rendered.frames.size(), 1U);
    EXPECT_TRUE(rendered.frames[0]["filename"].get<std::string>().ends_with("...[cut, 1000 bytes in all]"));
    EXPECT_TRUE(rendered.truncated);
}

/// Memory for what is kept of frames.
struct Keeper : loccer::FrameKeeper {
    alignas(std::max_align_t) std::array<std::byte, 4096> room{};
    std::size_t used = 0;
    std::atomic<std::uint64_t> last{0};

    Keeper() : FrameKeeper{&Keeper::give, &last} {}
    static void* give(loccer::FrameKeeper& keeper, std::size_t bytes) noexcept {
        auto& self = static_cast<Keeper&>(keeper);
        if (bytes > self.room.size() - self.used) return nullptr;
        void* const place = self.room.data() + self.used;
        self.used += (bytes + 15) / 16 * 16;
        return place;
    }
};

/// One for all tests: the rules of a log know the frames of one keeper alone.
Keeper keeper;

std::string written(Parts& parts, std::size_t size = 1 << 14) {
    std::vector<char> storage(size);
    Writer writer{storage};
    writer.begin_array();
    loccer::json::frames_detail::FrameSizes sizes;
    (void)loccer::json::put_frames<json_parts::Rules>(writer, sizes, parts);
    writer.end_array();
    return std::string{writer.view()} + " " + std::to_string(writer.redactions());
}

TEST(RenderFrames, KeepTheirBytesAndAreTheSameNextTime) {
    loccer::FrameMemo memo{keeper};
    Parts parts = stack_of(1);
    parts.stack[0].frame.module = "/usr/bin/shop";
    const std::string without = written(parts);
    parts.stack[0].frame.memo = &memo;

    const std::size_t before = keeper.used;
    EXPECT_EQ(written(parts), without);
    const std::size_t used = keeper.used;
    EXPECT_NE(used, before);
    EXPECT_EQ(written(parts), without);
    EXPECT_EQ(keeper.used, used);
}

TEST(RenderFrames, AreTakenFromWhatWasKept) {
    loccer::FrameMemo memo{keeper};
    Parts parts = stack_of(1);
    parts.stack[0].frame.memo = &memo;
    const std::string first = written(parts);
    parts.stack[0].frame.name = "another()";

    EXPECT_EQ(written(parts), first);
}

TEST(RenderFrames, KeepNothingThatIsCutOrHadNoRoom) {
    loccer::FrameMemo memo{keeper};
    Parts parts = stack_of(1);
    parts.stack[0].frame.memo = &memo;
    const std::size_t used = keeper.used;
    const std::string longer_than_shown(4000, 'f');
    const std::string longer_than_room(1000, 'f');
    parts.stack[0].frame.name = longer_than_shown;
    static_cast<void>(written(parts));
    EXPECT_EQ(keeper.used, used);
    parts.stack[0].frame.name = longer_than_room;
    static_cast<void>(written(parts, 600));
    EXPECT_EQ(keeper.used, used);
    parts.stack[0].frame.name = "broken \xFF";
    static_cast<void>(written(parts));
    EXPECT_EQ(keeper.used, used);
}

}  // namespace
