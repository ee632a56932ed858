// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_OUTPUTS_RING_FILE_RINGS_HPP
#define LOCCER_TESTS_OUTPUTS_RING_FILE_RINGS_HPP

// Rings in memory for tests of what is below the file, and rings of files as lists of lines.

#include <loccer/outputs/ring_file/frames.hpp>
#include <loccer/outputs/ring_file/layout.hpp>
#include <loccer/outputs/ring_file/read_ring.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace rings {

/// An empty ring in memory, head and area.
class Memory {
  public:
    explicit Memory(std::uint64_t area_bytes = loccer::ring_file::least_area)
        : words_((loccer::ring_file::head_bytes + area_bytes) / sizeof(std::uint64_t)) {
        const loccer::ring_file::RingGeometry geometry = loccer::ring_file::make_geometry(area_bytes, 0x5A17);
        std::memcpy(data(), &geometry, sizeof geometry);
    }

    [[nodiscard]] char* data() { return reinterpret_cast<char*>(words_.data()); }
    [[nodiscard]] std::string bytes() { return {data(), words_.size() * sizeof(std::uint64_t)}; }

  private:
    std::vector<std::uint64_t> words_;
};

/// *Effects* writes a record. *Returns* whether there was room.
inline bool put(loccer::ring_file::Frames& frames, std::string_view bytes, std::uint64_t* overwritten = nullptr) {
    loccer::ring_file::Place place;
    const auto count = [&] {
        if (overwritten != nullptr) ++*overwritten;
    };
    if (!frames.reserve(bytes.size(), place, count)) return false;
    frames.copy(place, bytes, {});
    frames.land(place.flight);
    return true;
}

/// *Returns* the records of a file without their line ends.
inline std::vector<std::string> lines_of(const std::string& path) {
    std::vector<std::string> lines;
    const loccer::RingContents contents = loccer::read_ring(path);
    for (const loccer::RingRecord& record : contents.records) lines.emplace_back(record.line());
    return lines;
}

/// What a thread of a test calls its records: `thread * numbers_of_a_thread + i`.
inline constexpr int numbers_of_a_thread = 10'000;

/// *Effects* fails where the records of any of so many threads are not all there in their order.
inline void expect_all_in_order(const std::vector<std::string>& lines, int threads, int each) {
    ASSERT_EQ(lines.size(), static_cast<std::size_t>(threads) * static_cast<std::size_t>(each));
    std::vector<int> last(static_cast<std::size_t>(threads), -1);
    for (const std::string& line : lines) {
        const int number = std::stoi(line);
        int& before = last.at(static_cast<std::size_t>(number / numbers_of_a_thread));
        EXPECT_EQ(number % numbers_of_a_thread, before + 1);
        before = number % numbers_of_a_thread;
    }
}

}  // namespace rings

#endif
