// SPDX-License-Identifier: MIT
#include <loccer/outputs/ring_file/read_ring.hpp>

#include "../support.hpp"
#include "rings.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>
#include <set>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <vector>

namespace {

using namespace loccer::ring_file;
using loccer::read_ring;
using loccer::RingContents;
using loccer::RingRecord;
using outputs_test::Directory;
using outputs_test::write_all;
using Lines = std::vector<std::string>;

struct ReadRing : testing::Test {
    Directory directory;
    std::string path = directory / "errors.ring";
    rings::Memory memory;
    Frames frames;

    ReadRing() { frames.adopt(memory.data()); }
    void put(const std::string& bytes) { rings::put(frames, bytes); }
    RingContents read() {
        write_all(path, memory.bytes());
        return read_ring(path);
    }
    /// *Returns* what reading the file is refused with.
    [[nodiscard]] std::string refused() const {
        try {
            (void)read_ring(path);
        } catch (const std::system_error& error) {
            return error.what();
        }
        return {};
    }
};

Lines lines_of(const RingContents& contents) {
    Lines lines;
    for (const RingRecord& record : contents.records) lines.emplace_back(record.line());
    return lines;
}

TEST_F(ReadRing, ReadsAnEmptyOne) {
    const RingContents contents = read();

    EXPECT_TRUE(contents.records.empty());
    EXPECT_EQ(contents.overwritten, 0U);
    EXPECT_EQ(contents.torn, 0U);
    EXPECT_EQ(contents.area_bytes, least_area);
}

TEST_F(ReadRing, ReadsTheOldestFirst) {
    for (int i = 0; i < 1000; ++i) put(std::to_string(i) + "\n");

    const RingContents contents = read();

    ASSERT_EQ(contents.records.size(), 512U);
    for (std::size_t i = 0; i < 512; ++i) {
        EXPECT_EQ(contents.records[i].line(), std::to_string(488 + i));
        EXPECT_EQ(contents.records[i].number, 489 + i);
    }
    EXPECT_EQ(contents.overwritten, 488U);
    EXPECT_EQ(contents.torn, 0U);
}

TEST_F(ReadRing, ReadsARecordThatGoesOnAtTheBeginning) {
    for (int i = 0; i < 8; ++i) put(std::string(9'999, static_cast<char>('a' + i)) + "\n");

    const RingContents contents = read();
    const RingContents moved = read();

    ASSERT_EQ(contents.records.size(), 6U);
    for (std::size_t i = 0; i < 6; ++i) {
        EXPECT_EQ(contents.records[i].line(), std::string(9'999, static_cast<char>('c' + i)));
    }
    EXPECT_EQ(lines_of(moved), lines_of(contents));
}

TEST_F(ReadRing, CountsWhatWasBegunAndIsNotWhole) {
    put("a\n");
    Place torn;
    ASSERT_TRUE(frames.reserve(300, torn, [] {}));
    put("c\n");
    ASSERT_TRUE(frames.reserve(300, torn, [] {}));

    const RingContents contents = read();

    EXPECT_EQ(lines_of(contents), (Lines{"a", "c"}));
    EXPECT_EQ(contents.torn, 2U);
}

TEST_F(ReadRing, FindsOnlyWholeRecordsWhereverItsWriterHasDied) {
    put("before\n");
    const std::string empty = memory.bytes();
    put(std::string(500, 'x') + "\n");
    const std::string full = memory.bytes();
    const std::size_t from = empty.size() - least_area;

    // The writer fills the record first, then its head but for the sum, then the sum.
    std::vector<std::size_t> order;
    for (std::size_t at = 128 + 64; at < 128 + 64 + 501; ++at) order.push_back(from + at);
    for (std::size_t at = 128 + 8; at < 128 + 64; ++at) order.push_back(from + at);
    for (std::size_t at = 128; at < 128 + 8; ++at) order.push_back(from + at);
    std::string torn = empty;
    for (std::size_t done = 0; done < order.size(); ++done) {
        write_all(path, torn);
        EXPECT_EQ(lines_of(read_ring(path)), (Lines{"before"})) << done;
        torn[order[done]] = full[order[done]];
    }
    write_all(path, torn);

    EXPECT_EQ(lines_of(read_ring(path)), (Lines{"before", std::string(500, 'x')}));
}

TEST_F(ReadRing, SaysWhatWasHandedOn) {
    put("a\n");
    put("b\n");
    FrameHead head;
    int flight = Flights::none;
    ASSERT_TRUE(frames.find_next(head, flight));
    frames.land(flight);
    frames.pass(head);

    const RingContents contents = read();

    EXPECT_TRUE(contents.records[0].was_handed_on);
    EXPECT_FALSE(contents.records[1].was_handed_on);
}

TEST_F(ReadRing, ReadsWhatIsLeftOfAFileThatWasCutShort) {
    for (int i = 0; i < 400; ++i) put(std::to_string(i) + "\n");
    const std::string whole = memory.bytes();
    for (const std::size_t left : {head_bytes, head_bytes + 1, head_bytes + 128, head_bytes + 10'000}) {
        write_all(path, whole.substr(0, left));

        const RingContents contents = read_ring(path);

        EXPECT_EQ(contents.records.size(), (left - head_bytes) / 128);
        EXPECT_EQ(contents.torn, contents.records.empty() ? 400U : 400U - contents.records.size());
    }
}

TEST_F(ReadRing, DoesNotTakeWhatARecordHoldsForRecords) {
    for (int i = 0; i < 3; ++i) put(std::string(19'000, 'x') + "\n");
    // A record that goes on at the beginning, and holds there what would be a frame anywhere else.
    const std::uint64_t place = frames.end() + 64;
    const std::uint64_t until_end = least_area - (place & (least_area - 1));
    std::string record(until_end, 'y');
    FrameHead forged = make_frame_head(least_area * 2, 77, 3, {});
    forged.sum = sum_of(0x5A17, forged, "abc");
    record.append(reinterpret_cast<const char*>(&forged), sizeof forged);
    record.append("abc" + std::string(500, 'z') + "\n");
    put(record);

    const RingContents contents = read();

    ASSERT_FALSE(contents.records.empty());
    EXPECT_EQ(contents.records.back().bytes, record);
    for (const RingRecord& found : contents.records) EXPECT_NE(found.number, 77U);
}

TEST_F(ReadRing, RefusesWhatIsNoRing) {
    EXPECT_NE(refused().find("loccer::read_ring: '" + path + "' cannot be read"), std::string::npos);
    for (const std::string& text : {std::string(), std::string("{\"a\":1}\n"), std::string(5000, '\0')}) {
        write_all(path, text);
        EXPECT_NE(refused().find("no ring"), std::string::npos);
    }
    ::unlink(path.c_str());
    ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
    EXPECT_NE(refused().find("no ring"), std::string::npos);
    ::unlink(path.c_str());
    write_all(path + ".other", memory.bytes());
    ASSERT_EQ(::symlink((path + ".other").c_str(), path.c_str()), 0);
    EXPECT_NE(refused().find("symbolic link"), std::string::npos);
}

TEST_F(ReadRing, RefusesARingOfAnotherVersion) {
    const std::uint32_t older = ring_version - 1;
    std::memcpy(memory.data() + offsetof(RingGeometry, version), &older, sizeof older);
    write_all(path, memory.bytes());

    EXPECT_NE(refused().find("is a ring of another version; read it with the loccer that wrote it"), std::string::npos);
}

TEST_F(ReadRing, InventsNothingWhateverAFileHolds) {
    std::set<std::string> given;
    std::mt19937 random(20'26);
    for (int i = 0; i < 700; ++i) {
        const std::string line = std::to_string(i) + std::string(random() % 400, static_cast<char>('a' + i % 26));
        given.insert(line);
        put(line + "\n");
    }
    const std::string whole = memory.bytes();

    for (int round = 0; round < 300; ++round) {
        std::string damaged = whole;
        const int kind = round % 4;
        for (int spot = 0; spot < 1 + static_cast<int>(random() % 40); ++spot) {
            // Also in the head, behind the geometry.
            const std::size_t at = 512 + random() % (damaged.size() - 1600);
            const std::size_t count = 1 + random() % 1000;
            if (kind == 0) damaged[at] = static_cast<char>(random());
            if (kind == 1) damaged.replace(at, count, count, '\0');
            if (kind == 2) damaged.replace(at, count, whole, random() % (whole.size() - 1000), count);
            if (kind == 3) {  // frames where they do not belong
                const std::size_t to = at / 64 * 64;
                damaged.replace(to, 64, whole, random() % (whole.size() / 64 - 1) * 64, 64);
            }
        }
        write_all(path, damaged);

        const RingContents contents = read_ring(path);

        std::uint64_t before = 0;
        for (const RingRecord& record : contents.records) {
            EXPECT_TRUE(given.contains(std::string(record.line()))) << record.line();
            EXPECT_GT(record.number, before);
            before = record.number;
        }
    }
}

TEST_F(ReadRing, ReadsNoiseBehindAWholeHead) {
    std::mt19937_64 random(20'26);
    for (int round = 0; round < 50; ++round) {
        for (std::size_t at = 512; at < head_bytes + least_area; at += 8) {
            const std::uint64_t noise = random() >> (random() % 64);
            std::memcpy(memory.data() + at, &noise, sizeof noise);
        }

        EXPECT_TRUE(read().records.empty());
    }
}

}  // namespace
