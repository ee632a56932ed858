// SPDX-License-Identifier: MIT
#include <loccer/outputs/json_stream.hpp>
#include <loccer/policy/output.hpp>

#include "support.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <ios>
#include <ostream>
#include <sstream>
#include <stdexcept>
#include <streambuf>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

using loccer::JsonLayout;
using loccer::JsonStreamOutput;
using outputs_test::Line;

static_assert(loccer::OutputPolicy<JsonStreamOutput>);

/// Takes a number of bytes, then fails as it is told to, until it is given room again.
class FullBuffer : public std::streambuf {
  public:
    std::size_t room = 0;
    bool throws = false;
    std::string text;

  private:
    int_type overflow(int_type c) override {
        if (room == 0 && throws) throw std::runtime_error("full");
        if (room == 0) return traits_type::eof();
        --room;
        text.push_back(traits_type::to_char_type(c));
        return c;
    }
};

TEST(JsonStreamOutput, WritesOneRecordPerLine) {
    std::ostringstream stream;
    JsonStreamOutput output(stream);

    const bool first = output.write(Line("{\"a\":1}"));
    const bool second = output.write(Line("{\"a\":\"\u00e9\"}"));

    EXPECT_TRUE(first && second);
    EXPECT_EQ(stream.str(), "{\"a\":1}\n{\"a\":\"\u00e9\"}\n");
}

TEST(JsonStreamOutput, IndentsWhenItIsAskedTo) {
    std::ostringstream stream;
    JsonStreamOutput output(stream, JsonLayout::indented);

    output.write(Line("{\"a\":1}"));

    EXPECT_EQ(stream.str(), "{\n  \"a\": 1\n}\n");
}

TEST(JsonStreamOutput, IndentsRecordsOfAnySize) {
    std::ostringstream stream;
    JsonStreamOutput output(stream, JsonLayout::indented);
    const std::string text(100'000, 'x');

    const bool written = output.write(Line("[\"" + text + "\"]"));

    EXPECT_TRUE(written);
    EXPECT_EQ(stream.str(), "[\n  \"" + text + "\"\n]\n");
}

TEST(JsonStreamOutput, FlushesEachRecord) {
    const outputs_test::Directory directory;
    std::ofstream stream(directory / "log");
    JsonStreamOutput output(stream);

    output.write(Line("[1]"));

    EXPECT_EQ(outputs_test::read_all(directory / "log"), "[1]\n");
}

TEST(JsonStreamOutput, ReportsAFullDiskByItsReturnValue) {
    std::ofstream stream("/dev/full");
    JsonStreamOutput output(stream);

    const bool written = output.write(Line("[1]"));

    EXPECT_FALSE(written);
    EXPECT_EQ(output.dropped(), 1U);
    EXPECT_EQ(output.last_error().problem, loccer::outputs::Problem::stream_failed);
}

TEST(JsonStreamOutput, ThrowsNothingWhereTheExceptionMaskAsksForIt) {
    FullBuffer buffer;
    std::ostream stream(&buffer);
    stream.exceptions(std::ios_base::badbit | std::ios_base::failbit | std::ios_base::eofbit);
    JsonStreamOutput output(stream);

    const bool written = output.write(Line("[1]"));

    EXPECT_FALSE(written);
    EXPECT_EQ(stream.exceptions(), std::ios_base::badbit | std::ios_base::failbit | std::ios_base::eofbit);
}

TEST(JsonStreamOutput, ThrowsNothingWhenTheBufferThrows) {
    FullBuffer buffer;
    buffer.throws = true;
    std::ostream stream(&buffer);
    stream.exceptions(std::ios_base::badbit);
    JsonStreamOutput compact(stream);
    JsonStreamOutput indented(stream, JsonLayout::indented);

    const bool first = compact.write(Line("[1]"));
    const bool second = indented.write(Line("[1]"));

    EXPECT_FALSE(first || second);
}

TEST(JsonStreamOutput, ThrowsNothingWhenTheTiedStreamThrows) {
    FullBuffer full;
    full.throws = true;
    struct Unflushable : FullBuffer {
        int sync() override { throw std::runtime_error("sync"); }
    } unflushable;
    std::ostream tied(&unflushable);
    tied.exceptions(std::ios_base::badbit);
    std::ostringstream stream;
    stream.tie(&tied);
    JsonStreamOutput output(stream, JsonLayout::indented);

    const bool written = output.write(Line("[1]"));

    EXPECT_FALSE(written);
    EXPECT_TRUE(stream.good());
}

TEST(JsonStreamOutput, WritesAgainOnANewLineWhenThereIsRoomAgain) {
    FullBuffer buffer;
    buffer.room = 3;
    std::ostream stream(&buffer);
    JsonStreamOutput output(stream);
    output.write(Line("[111111]"));

    buffer.room = 100;
    const bool written = output.write(Line("[2]"));

    EXPECT_TRUE(written);
    EXPECT_EQ(buffer.text, "[11\n[2]\n");
    EXPECT_TRUE(stream.good());
}

TEST(JsonStreamOutput, LeavesAStreamThatHasFailedBeforeAlone) {
    std::ostringstream stream;
    stream.setstate(std::ios_base::failbit);
    JsonStreamOutput output(stream);

    const bool written = output.write(Line("[1]"));

    EXPECT_FALSE(written);
    EXPECT_EQ(stream.rdstate(), std::ios_base::failbit);
    EXPECT_EQ(stream.str(), "");
}

TEST(JsonStreamOutput, SurvivesAStreamWithoutABuffer) {
    std::ostream stream(nullptr);
    JsonStreamOutput output(stream);

    EXPECT_FALSE(output.write(Line("[1]")));
}

TEST(JsonStreamOutput, IgnoresWidthAndFormatOfTheStream) {
    std::ostringstream stream;
    stream.width(20);
    stream.fill('*');
    stream << std::hex;
    JsonStreamOutput output(stream);

    output.write(Line("[10]"));

    EXPECT_EQ(stream.str(), "[10]\n");
}

TEST(JsonStreamOutput, WritesToTheSameStreamAfterAMove) {
    std::ostringstream stream;
    JsonStreamOutput source(stream);

    JsonStreamOutput moved(std::move(source));
    moved.write(Line("[1]"));

    EXPECT_EQ(stream.str(), "[1]\n");
}

TEST(JsonStreamOutput, KeepsLinesWholeWhenEightThreadsWrite) {
    std::ostringstream stream;
    JsonStreamOutput output(stream);
    const std::string line = "[\"" + std::string(500, 'x') + "\"]";
    std::vector<std::thread> threads;

    for (int thread = 0; thread < 8; ++thread) {
        threads.emplace_back([&] {
            for (int n = 0; n < 200; ++n) output.write(Line(line));
        });
    }
    for (std::thread& thread : threads) thread.join();

    EXPECT_EQ(outputs_test::lines_of(stream.str()), std::vector<std::string>(1600, line));
}

}  // namespace
