// SPDX-License-Identifier: MIT
#include <loccer/json/written_locals.hpp>

#include "../support/json_parts.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace {

using loccer::FrameLocals;
using loccer::WrittenLocals;
using loccer::json::Writer;

/// *Returns* the object that one frame has for these tapes, written before and put together.
std::string together(const std::vector<std::string>& tapes) {
    std::vector<char> first(1 << 14);
    Writer writer{first};
    writer.begin_array();
    std::vector<WrittenLocals> written;
    for (const std::string& tape : tapes)
        written.push_back(loccer::json::write_locals<json_parts::Rules>(writer, tape));
    writer.end_array();
    std::vector<FrameLocals> locals(tapes.size());
    for (std::size_t i = 0; i < tapes.size(); ++i) locals[i].written = &written[i];
    std::vector<char> second(1 << 14);
    Writer frame{second};
    loccer::json::put_written_locals(frame, locals);
    return std::string{frame.view()};
}

TEST(WrittenLocals, BecomeOneObjectOfAllTapes) {
    const std::string first = json_parts::tape([](auto& tape) {
        if (tape.key("qty")) tape.integer(15);
    });
    const std::string second = json_parts::tape([](auto& tape) {
        if (tape.key("total")) tape.number(149.85);
        if (tape.key("rush")) tape.boolean(true);
    });

    EXPECT_EQ(together({first, second}), R"({"qty":15,"total":149.85,"rush":true})");
}

TEST(WrittenLocals, HaveNewKeysOnlyWhereTheyShareAFrame) {
    const std::string tape = json_parts::tape([](auto& out) {
        if (out.key("i")) out.integer(1);
    });

    EXPECT_EQ(together({tape}), R"({"i":1})");
    EXPECT_EQ(together({tape, tape, tape}), R"({"i":1,"i#2":1,"i#3":1})");
}

TEST(WrittenLocals, AreTakenApartWhateverTheirTextsHold) {
    const std::string tape = json_parts::tape([](auto& out) {
        if (out.key("a\"}b")) out.text("}]\",\"\\");
        if (out.key("list") && out.begin_array()) {
            if (out.element()) out.text("]");
            if (out.element() && out.begin_object()) {
                if (out.key("{")) out.null();
                out.end_object();
            }
            out.end_array();
        }
    });

    EXPECT_EQ(together({tape}), R"({"a\"}b":"}]\",\"\\","list":["]",{"{":null}]})");
}

TEST(WrittenLocals, MayBeNone) {
    EXPECT_EQ(together({json_parts::tape([](auto&) {})}), "{}");
    EXPECT_EQ(together({std::string{}}), "{}");
}

TEST(WrittenLocals, SayHowManyValuesWereRemoved) {
    std::array<char, 1024> storage{};
    Writer writer{storage};
    writer.begin_array();
    const std::string tape = json_parts::tape([](auto& out) {
        if (out.key("password")) out.text("hunter2");
        if (out.key("name")) out.text("\xFF");
    });

    const WrittenLocals written = loccer::json::write_locals<json_parts::Rules>(writer, tape);

    EXPECT_EQ(written.redactions, 1U);
    EXPECT_EQ(written.repaired, 1U);
}

}  // namespace
