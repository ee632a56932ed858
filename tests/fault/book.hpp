// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_FAULT_BOOK_HPP
#define LOCCER_TESTS_FAULT_BOOK_HPP

// The book of what was written: numbered records of several writers, and which of them were acknowledged. It lies
// in memory that forked processes share, so it outlives a writer that is killed.

#include <atomic>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <new>
#include <string>
#include <string_view>
#include <sys/mman.h>

namespace fault {

/// *Returns* the record that `writer` writes as its `n`-th, without its line end. Its length depends on both.
inline std::string line_of(int writer, int n, int longest = 160) {
    const unsigned mixed = (static_cast<unsigned>(writer) * 7919U + static_cast<unsigned>(n)) * 2'654'435'761U;
    std::string line = "{\"writer\":" + std::to_string(writer) + ",\"n\":" + std::to_string(n) + ",\"text\":\"";
    line.append((mixed >> 8U) % static_cast<unsigned>(longest), static_cast<char>('a' + n % 26));
    return line + "\"}";
}

/// Who wrote a record, and as which one; writer -1 where a line is none.
struct LineId {
    int writer = -1;
    int n = 0;
};

inline LineId id_of(std::string_view line) {
    constexpr std::string_view writer_key = "{\"writer\":";
    constexpr std::string_view n_key = ",\"n\":";
    if (line.substr(0, writer_key.size()) != writer_key) return {};
    LineId id;
    const char* const end = line.data() + line.size();
    const auto writer = std::from_chars(line.data() + writer_key.size(), end, id.writer);
    const std::string_view rest(writer.ptr, static_cast<std::size_t>(end - writer.ptr));
    if (writer.ec != std::errc() || rest.substr(0, n_key.size()) != n_key) return {};
    if (std::from_chars(rest.data() + n_key.size(), end, id.n).ec != std::errc()) return {};
    return id;
}

/// What is known of each record. *Threads* and processes: any, each with a writer of its own.
class Book {
  public:
    Book(int writers, int capacity, int longest = 160)
        : writers_(writers), capacity_(capacity), longest_(longest), bytes_(sizeof(Entry) * entries()) {
        void* const memory = ::mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        if (memory == MAP_FAILED) throw std::bad_alloc();
        begun_ = static_cast<Entry*>(memory);  // all zero is a book without entries
        states_ = begun_ + writers_;
    }
    Book(const Book&) = delete;
    Book& operator=(const Book&) = delete;
    ~Book() { ::munmap(begun_, bytes_); }

    /// *Effects* forgets all.
    void clear() {
        for (std::size_t i = 0; i < entries(); ++i) begun_[i].store(0, std::memory_order_relaxed);
    }

    /// *Returns* the number of the writer's next record, from 0; capacity() where there is no room.
    int begin(int writer) {
        const int n = begun(writer);
        if (n < capacity_) begun_[writer].store(static_cast<std::uint32_t>(n) + 1);
        return n;
    }
    /// *Effects* notes that it was said to be stored.
    void acknowledge(int writer, int n) { state(writer, n).store(1); }

    /// *Effects* writes the writer's next record: `write(line with its end)` returns whether it is stored.
    /// *Returns* that.
    template <class Write>
    bool record(int writer, Write&& write) {
        const int n = begin(writer);
        if (n >= capacity_) return false;
        if (!write(line_of(writer, n, longest_) + "\n")) return false;
        acknowledge(writer, n);
        return true;
    }

    [[nodiscard]] int writers() const { return writers_; }
    [[nodiscard]] int capacity() const { return capacity_; }
    [[nodiscard]] int longest() const { return longest_; }
    [[nodiscard]] int begun(int writer) const { return static_cast<int>(begun_[writer].load()); }
    [[nodiscard]] bool acknowledged(int writer, int n) const { return state(writer, n).load() != 0; }
    [[nodiscard]] bool is_full() const {
        for (int writer = 0; writer < writers_; ++writer) {
            if (begun(writer) >= capacity_) return true;
        }
        return false;
    }

  private:
    using Entry = std::atomic<std::uint32_t>;

    [[nodiscard]] std::size_t entries() const {
        return static_cast<std::size_t>(writers_) * (static_cast<std::size_t>(capacity_) + 1);
    }
    [[nodiscard]] Entry& state(int writer, int n) const {
        return states_[static_cast<std::size_t>(writer) * static_cast<std::size_t>(capacity_) +
                       static_cast<std::size_t>(n)];
    }

    int writers_;
    int capacity_;
    int longest_;
    std::size_t bytes_;
    Entry* begun_ = nullptr;
    Entry* states_ = nullptr;
};

}  // namespace fault

#endif
